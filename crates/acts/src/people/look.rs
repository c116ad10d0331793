//! The record of one person, for those who answer for the place.

use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_ledger::{organizations, privacy};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::{Date, Instant};

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;

/// The record that stands for a person, where the one asked for was merged into another. The reading is
/// noted, and so is a try outside one's scope.
///
/// # Errors
/// [`Error::NotFound`] for somebody the actor may not do `right` with; `reading.cannot_note`; a fault.
pub fn record_of(office: &Office, actor: &Actor, right: ActKind, person: PersonId) -> Result<PersonRow> {
    let unknown = || Error::NotFound("person");
    let map = office.map_on(office.now().day())?;
    let row = office.read(|reader| {
        let mut id = person;
        loop {
            let row = people::facts(reader, &Scope::All, &[id])?.into_iter().flatten().next();
            let row = row.ok_or_else(unknown)?;
            match row.merged_into {
                Some(kept) => id = PersonId::from_uuid(kept),
                None => return Ok(row),
            }
        }
    })?;
    let subject = Subject::Person(PersonId::from_uuid(row.id));
    let place = Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: None,
    };
    if permit_on(actor, right, Some(place), &map).is_err() {
        office.note_reading(actor, What::RefusedOutsideScope, subject)?;
        return Err(unknown());
    }
    let what = if right == ActKind::ReadNumber { What::Number } else { What::Record };
    office.note_reading(actor, what, subject)?;
    Ok(row)
}

/// The personal number of a person, opened; `None` when none is known.
///
/// # Errors
/// As [`record_of`].
pub fn number_of(office: &Office, actor: &Actor, person: PersonId) -> Result<Option<PersonalNumber>> {
    let row = record_of(office, actor, ActKind::ReadNumber, person)?;
    let id = PersonId::from_uuid(row.id);
    let sealed = office.read(|reader| Ok(people::number_sealed(reader, id)?))?;
    let number = sealed.map(|sealed| office.keys().open(id, &sealed)).transpose()?;
    Ok(number.and_then(|number| PersonalNumber::new(&number).ok()))
}

/// Where a person lived and worked, and which records were merged into this one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastHomes {
    /// Units with first and last day, the latest first.
    pub homes: Vec<(UnitId, Date, Option<Date>)>,
    /// Names of organizations with first and last day and the position, the latest first.
    pub workplaces: Vec<(String, Date, Option<Date>, String)>,
    /// Records that went into this one, with their names and since when.
    pub merged: Vec<(PersonId, String, Instant)>,
}

/// What was before, for whoever has read the record itself by [`record_of`].
///
/// # Errors
/// A fault of the store.
pub fn past_of(office: &Office, row: &PersonRow) -> Result<PastHomes> {
    let person = PersonId::from_uuid(row.id);
    office.read(|reader| {
        let homes = privacy::homes_of(reader, person)?;
        let workplaces = privacy::workplaces_of(reader, person)?;
        let known = if workplaces.is_empty() { Vec::new() } else { organizations::list(reader)? };
        let name = |id: OrganizationId| {
            known.iter().find(|one| one.id == id.uuid()).map(|one| one.name.clone()).unwrap_or_default()
        };
        let merged = people::merged_into(reader, person)?;
        Ok(PastHomes {
            homes: homes.into_iter().map(|(unit, from, to)| (unit, from.0, to.map(|day| day.0))).collect(),
            workplaces: workplaces
                .into_iter()
                .map(|(id, from, to, position)| (name(id), from.0, to.map(|day| day.0), position))
                .collect(),
            merged: merged.into_iter().map(|(id, name, at)| (id, name, at.0)).collect(),
        })
    })
}
