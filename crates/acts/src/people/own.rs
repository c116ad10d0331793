//! What is on record of the person behind the account, for that person.

use sohoc_ledger::organizations;
use sohoc_ledger::people::{self, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::{PersonalNumber, Sex};

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;

/// One's own record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRecord {
    /// Name as it is printed.
    pub name: String,
    /// Sex.
    pub sex: Option<Sex>,
    /// Year, month and day of birth, as far as they are known.
    pub birth: (i64, Option<i64>, Option<i64>),
    /// The personal number with its middle hidden: `004•••••1234`.
    pub number: Option<String>,
    /// Present home.
    pub unit: Option<UnitId>,
    /// Name of the present employer.
    pub organization: Option<String>,
    /// The ethnic group, where it was stated with consent.
    pub ethnic_group: Option<String>,
}

/// The record of the person behind the account; of a merged one that into which it was merged.
///
/// # Errors
/// [`Error::NotFound`] for an account without a person, or without the right to own matters; a fault.
pub fn own_record(office: &Office, actor: &Actor) -> Result<OwnRecord> {
    let unknown = || Error::NotFound("person");
    let own = actor.person().ok_or_else(unknown)?;
    office.read(|reader| {
        let map = office.map_in(reader, office.now().day())?;
        let place = Place { unit: None, organization: None, person: Some(own) };
        permit_on(actor, ActKind::ReadPerson, Some(place), &map).map_err(|_| unknown())?;
        let mut id = own;
        let row = loop {
            let row = people::facts(reader, &Scope::All, &[id])?
                .into_iter()
                .flatten()
                .next()
                .ok_or_else(unknown)?;
            match row.merged_into {
                Some(kept) => id = PersonId::from_uuid(kept),
                None => break row,
            }
        };
        let sealed = people::number_sealed(reader, id)?;
        let number = sealed.map(|sealed| office.keys().open(id, &sealed)).transpose()?;
        let number = number.and_then(|number| PersonalNumber::new(&number).ok());
        let organization = match row.organization {
            Some(id) => organizations::list(reader)?.into_iter().find(|one| one.id == id).map(|one| one.name),
            None => None,
        };
        Ok(OwnRecord {
            name: row.name,
            sex: Sex::from_code(row.sex),
            birth: (row.birth_year, row.birth_month, row.birth_day),
            number: number.map(|number| number.masked()),
            unit: row.unit.map(UnitId::from_uuid),
            organization,
            ethnic_group: row.ethnic_group,
        })
    })
}
