//! `sohoc recount`: tallies equal a count from the dossiers.

use serde::Serialize;
use sohoc_acts::access::Actor;
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
    let found = if args.check {
        figures::recount_check(&office)?
    } else {
        let found = figures::recount(&office, &Actor::console())?;
        figures::fold(&office)?;
        found
    };
    let answer = Recounted { repaired: !args.check, differences: found.iter().map(differing).collect() };
    output.show(&answer, text)?;
    if args.check && !answer.differences.is_empty() {
        return Err(Error::said(format!(
            "{} tallies differ from a recount; put them right with `sohoc recount`.",
            answer.differences.len()
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
    if answer.differences.is_empty() {
        return "All tallies equal a recount.\n".to_owned();
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
    format!("{}{end}", table.text())
}
