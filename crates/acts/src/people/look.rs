//! The record of one person, for those who answer for the place.

use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::privacy::{Subject, What};

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
