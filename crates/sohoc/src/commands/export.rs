//! `sohoc export`: lists that stream to a workbook or to CSV. Lists of people are written by `sohoc-intake`.

mod figures;

use std::path::Path;

use serde::Serialize;
use sohoc_acts::Office;
use sohoc_intake::export::{Listing, Order};

use crate::cli::{ExportCommand, Leaving};
use crate::config::Config;
use crate::error::Result;
use crate::output::Output;
use crate::progress::Progress;
use crate::{office, place, protected};

#[derive(Serialize)]
struct Exported {
    kind: &'static str,
    rows: u64,
    out: String,
}

pub fn run(what: &ExportCommand, config: &Config, output: Output) -> Result<()> {
    let office = office::open(config)?;
    protected::check(config, out(what), &[])?;
    let exported = match what {
        ExportCommand::People(leaving) => list(&office, leaving, (Listing::People, None)),
        ExportCommand::Dossiers { year, leaving } => list(&office, leaving, (Listing::Dossiers, Some(*year))),
        ExportCommand::Central { year, leaving } => list(&office, leaving, (Listing::Central, Some(*year))),
        ExportCommand::Figures { question, out } => figures::write(&office, question, out),
    }?;
    output.show(&exported, |exported| {
        format!("{} rows of {} are in {}.\n", exported.rows, exported.kind, exported.out)
    })
}

/// Where the list goes.
fn out(what: &ExportCommand) -> &Path {
    match what {
        ExportCommand::People(leaving)
        | ExportCommand::Dossiers { leaving, .. }
        | ExportCommand::Central { leaving, .. } => &leaving.out,
        ExportCommand::Figures { out, .. } => out,
    }
}

fn list(office: &Office, leaving: &Leaving, (listing, year): (Listing, Option<i16>)) -> Result<Exported> {
    let actor = office::actor(office, leaving.sign_in.as_deref())?;
    let today = office.now().day();
    let progress = Progress::counting(format!("Writing {}", leaving.out.display()));
    let order = Order {
        listing,
        within: leaving.within.as_ref().map(|wanted| place::find(office, wanted, today)).transpose()?,
        staff_of: None,
        year,
        numbers: leaving.with_numbers,
        ethnic_groups: leaving.with_ethnic_groups,
        out: &leaving.out,
        progress: &|rows| {
            progress.at(rows);
            true
        },
    };
    let rows = sohoc_intake::export::export(office, &actor, &order)?;
    Ok(Exported { kind: listing.code(), rows, out: leaving.out.display().to_string() })
}
