//! `sohoc export`: lists that stream to a workbook or to CSV.
//!
//! A list is written beside its place under another name, journalled, and only then put in place: no
//! list of people is ever in anybody's hands that the journal does not know of.

mod central;
mod dossiers;
mod figures;
mod people;
mod target;

use std::path::Path;

use serde::Serialize;
use sohoc_acts::export::{Leave, Wanted, ask_leave};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;

use crate::cli::{ExportCommand, Leaving};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::output::Output;
use crate::progress::Progress;
use crate::{office, place, protected};

use target::Target;

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
        ExportCommand::People(leaving) => list(&office, leaving, ("people", None), people::write),
        ExportCommand::Dossiers { year, leaving } => {
            list(&office, leaving, ("dossiers", Some(*year)), dossiers::write)
        }
        ExportCommand::Central { year, leaving } => {
            list(&office, leaving, ("central", Some(*year)), central::write)
        }
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

/// What the writers of lists of people work with.
struct Export<'a> {
    office: &'a Office,
    leave: &'a Leave<'a>,
    /// The round, for lists of a year.
    round: Option<Round>,
    /// The units whose people are wanted, in the order of the map.
    units: Vec<UnitId>,
    /// Whether these are all units.
    everywhere: bool,
    progress: Progress,
}

impl Export<'_> {
    /// The opened number, when it was asked for; the list is given up when the keys do not open one.
    fn number(&self, target: &mut Target, person: PersonId, sealed: Option<&[u8]>) -> Option<PersonalNumber> {
        self.leave.number(person, sealed).unwrap_or_else(|error| {
            target.fail(error);
            None
        })
    }
}

/// Writes a list of one kind.
type Writer = fn(&Export<'_>, &mut Target) -> Result<()>;

fn list(
    office: &Office,
    leaving: &Leaving,
    (kind, year): (&'static str, Option<i16>),
    write: Writer,
) -> Result<Exported> {
    let actor = office::actor(office, leaving.sign_in.as_deref())?;
    let today = office.now().day();
    let place = leaving.within.as_ref().map(|wanted| place::find(office, wanted, today)).transpose()?;
    let wanted = Wanted {
        kind,
        within: place.map(|place| place.unit),
        year,
        numbers: leaving.with_numbers,
        ethnic_groups: leaving.with_ethnic_groups,
    };
    let leave = ask_leave(office, &actor, wanted)?;
    let mut target = Target::new(&leaving.out)?;
    let export = Export {
        office,
        leave: &leave,
        round: year.map(|year| round(office, year)).transpose()?,
        units: units(office, place)?,
        everywhere: place.is_none(),
        progress: Progress::counting(format!("Writing {}", leaving.out.display())),
    };
    write(&export, &mut target)?;
    drop(export);
    let rows = target.finish()?;
    leave.journal(rows)?;
    target.put_in_place()?;
    Ok(Exported { kind, rows, out: leaving.out.display().to_string() })
}

fn round(office: &Office, year: i16) -> Result<Round> {
    office.read(|reader| rounds::find(reader, year)).map_err(|error| match error {
        ActError::NotFound(_) => {
            Error::said(format!("The year {year} has no round, so there is nothing to export."))
        }
        other => other.into(),
    })
}

/// Units of today as they stand on the map, then those of other days, where people may still be counted.
fn units(office: &Office, place: Option<place::Place>) -> Result<Vec<UnitId>> {
    let today = office.now().day();
    let (map, territory) = (office.map_on(today)?, office.map()?);
    let inside = place.map(|place| place::inside(&territory, today, place));
    let ended = territory.units().iter().filter(|unit| !map.is_in_force(unit.id));
    let all = map.units().chain(ended).map(|unit| unit.id);
    Ok(all.filter(|unit| inside.as_ref().is_none_or(|inside| inside.contains(unit))).collect())
}
