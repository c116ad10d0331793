//! Lists that leave the ledger: people, dossiers of a year, the field order of the central software.
//!
//! A list is written beside its place under another name, journalled, and only then put in place: no
//! list of people is ever in anybody's hands that the journal does not know of.

mod central;
mod dossiers;
mod people;
mod target;

use std::collections::BTreeSet;
use std::path::Path;

use sohoc_acts::access::Actor;
use sohoc_acts::export::{Leave, Wanted, ask_leave};
use sohoc_acts::rounds::{self, Round};
use sohoc_acts::{Error as ActError, Office};
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::territory::{Level, Projection, Territory};
use sohoc_rules::time::Date;

use crate::Error;

pub use target::Target;

/// Which list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Listing {
    /// People with their homes and employers.
    People,
    /// Dossiers of a year with their scores and states.
    Dossiers,
    /// Dossiers of a year as the central software takes them.
    Central,
}

impl Listing {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::People, Self::Dossiers, Self::Central];

    /// As commands and the journal name it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Dossiers => "dossiers",
            Self::Central => "central",
        }
    }

    /// The list of that code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|listing| listing.code() == code)
    }

    /// Whether it is of one assessed year.
    #[must_use]
    pub const fn is_of_a_year(self) -> bool {
        !matches!(self, Self::People)
    }
}

/// A place on the map of a day.
#[derive(Clone, Copy, Debug)]
pub struct Within {
    /// The unit.
    pub unit: UnitId,
    /// How high it stands.
    pub level: Level,
    /// The day of the map it was found on.
    pub day: Date,
}

impl Within {
    /// A unit on the map of a day; `None` when there is no such unit.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn find(office: &Office, unit: UnitId, day: Date) -> Result<Option<Self>, ActError> {
        let level = office.map()?.find(unit).map(|unit| unit.level);
        Ok(level.map(|level| Self { unit, level, day }))
    }

    /// The units whose people and facts lie wholly in it, those of other days included.
    #[must_use]
    pub fn units(self, territory: &Territory, fact_day: Date) -> BTreeSet<UnitId> {
        let projection = Projection::new(territory, fact_day, self.day, self.level);
        let whole = |unit: UnitId| {
            matches!(projection.targets(unit), [(row, share)] if share.is_whole()
                && projection.rows()[*row] == self.unit)
        };
        territory.units().iter().map(|unit| unit.id).filter(|unit| whole(*unit)).collect()
    }
}

/// A list that is to be written.
pub struct Order<'a> {
    /// Which.
    pub listing: Listing,
    /// Only what lies there.
    pub within: Option<Within>,
    /// Only the staff of this organization; for lists of people.
    pub staff_of: Option<OrganizationId>,
    /// The assessed year, for lists of a year.
    pub year: Option<i16>,
    /// With personal numbers.
    pub numbers: bool,
    /// With ethnic groups.
    pub ethnic_groups: bool,
    /// The file, which ends in `.xlsx` or `.csv`.
    pub out: &'a Path,
    /// Told how many rows are written; the list is given up when it says no.
    pub progress: &'a dyn Fn(u64) -> bool,
}

/// What the writers of lists work with.
struct Export<'a> {
    office: &'a Office,
    leave: &'a Leave<'a>,
    /// The round, for lists of a year.
    round: Option<Round>,
    /// The units whose people are wanted, in the order of the map.
    units: Vec<UnitId>,
    /// Whether these are all units.
    everywhere: bool,
    progress: &'a dyn Fn(u64) -> bool,
}

impl Export<'_> {
    /// The opened number, when it was asked for; the list is given up when the keys do not open one.
    fn number(&self, target: &mut Target, person: PersonId, sealed: Option<&[u8]>) -> Option<PersonalNumber> {
        self.leave.number(person, sealed).unwrap_or_else(|error| {
            target.fail(error);
            None
        })
    }

    /// So many rows are written.
    fn told(&self, target: &mut Target, rows: u64) {
        if !(self.progress)(rows) {
            target.fail(Error::Stopped);
        }
    }
}

/// Writes a list; gives the number of its rows.
///
/// # Errors
/// A refusal without the right to take it; when the year has no round, or the file cannot be written;
/// [`Error::Stopped`].
pub fn export(office: &Office, actor: &Actor, order: &Order<'_>) -> Result<u64, Error> {
    let wanted = Wanted {
        kind: order.listing.code(),
        within: order.within.map(|place| place.unit),
        organization: order.staff_of,
        year: order.year,
        numbers: order.numbers,
        ethnic_groups: order.ethnic_groups,
    };
    let leave = ask_leave(office, actor, wanted)?;
    let mut target = Target::new(order.out)?;
    let export = Export {
        office,
        leave: &leave,
        round: round(office, order)?,
        units: units(office, order.within)?,
        everywhere: order.within.is_none(),
        progress: order.progress,
    };
    match order.listing {
        Listing::People => match order.staff_of {
            Some(organization) => people::write_staff(&export, &mut target, organization),
            None => people::write(&export, &mut target),
        },
        Listing::Dossiers => dossiers::write(&export, &mut target),
        Listing::Central => central::write(&export, &mut target),
    }?;
    drop(export);
    let rows = target.finish()?;
    leave.journal(rows)?;
    target.put_in_place()?;
    Ok(rows)
}

fn round(office: &Office, order: &Order<'_>) -> Result<Option<Round>, Error> {
    let Some(year) = order.year.filter(|_| order.listing.is_of_a_year()) else { return Ok(None) };
    match office.read(|reader| rounds::find(reader, year)) {
        Ok(round) => Ok(Some(round)),
        Err(ActError::NotFound(_)) => Err(Error::NoRound(year)),
        Err(error) => Err(error.into()),
    }
}

/// Units of today as they stand on the map, then those of other days, where people may still be counted.
fn units(office: &Office, within: Option<Within>) -> Result<Vec<UnitId>, Error> {
    let today = office.now().day();
    let (map, territory) = (office.map_on(today)?, office.map()?);
    let inside = within.map(|within| within.units(&territory, today));
    let ended = territory.units().iter().filter(|unit| !map.is_in_force(unit.id));
    let all = map.units().chain(ended).map(|unit| unit.id);
    Ok(all.filter(|unit| inside.as_ref().is_none_or(|inside| inside.contains(unit))).collect())
}
