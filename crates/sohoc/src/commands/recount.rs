//! `sohoc recount`: tallies equal a count from the dossiers, and the flags of dossiers what they rest on.

use serde::Serialize;
use sohoc_acts::access::Actor;
use sohoc_acts::dossier;
use sohoc_acts::figures::{self, Difference};

use crate::cli::RecountArgs;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::office;
use crate::output::{Output, Table};

#[derive(Serialize)]
struct Recounted {
    repaired: bool,
    differences: Vec<Differing>,
    /// Dossiers whose flags or count of evidence were others than counted anew.
    flags: usize,
}

#[derive(Serialize)]
struct Differing {
    year: i16,
    counter: &'static str,
    unit: String,
    tally: i64,
    counted: i64,
}

pub fn run(args: &RecountArgs, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    let (found, flags) = if args.check {
        (figures::recount_check(&office)?, dossier::recheck_flags(&office)?.len())
    } else {
        let found = figures::recount(&office, &Actor::console())?;
        figures::fold(&office)?;
        (found, dossier::recount_flags(&office, &Actor::console())?)
    };
    let differences: Vec<Differing> = found.iter().map(differing).collect();
    let answer = Recounted { repaired: !args.check, differences, flags };
    output.show(&answer, text)?;
    if args.check && (!answer.differences.is_empty() || answer.flags > 0) {
        return Err(Error::said(format!(
            "{} tallies and the flags of {} dossiers differ from a recount; put them right with `sohoc recount`.",
            answer.differences.len(),
            answer.flags
        )));
    }
    Ok(())
}

fn differing((cell, tally, counted): &Difference) -> Differing {
    Differing {
        year: cell.year,
        counter: cell.counter.name(),
        unit: cell.unit.to_string(),
        tally: *tally,
        counted: *counted,
    }
}

fn text(answer: &Recounted) -> String {
    let flags = match (answer.flags, answer.repaired) {
        (0, _) => "The flags of all dossiers are as counted anew.\n".to_owned(),
        (flags, true) => format!("The flags of {flags} dossiers were put right.\n"),
        (flags, false) => format!("The flags of {flags} dossiers are not as counted anew.\n"),
    };
    if answer.differences.is_empty() {
        return format!("All tallies equal a recount.\n{flags}");
    }
    let mut table = Table::new(&["Year", "Counter", "Unit", ">Tally", ">Counted"]);
    for row in &answer.differences {
        table.row([
            row.year.to_string(),
            row.counter.to_owned(),
            row.unit.clone(),
            row.tally.to_string(),
            row.counted.to_string(),
        ]);
    }
    let end = if answer.repaired { "These tallies were put right.\n" } else { "" };
    format!("{}{end}{flags}", table.text())
}
