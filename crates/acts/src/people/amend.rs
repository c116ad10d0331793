//! What is on record of a person put right: name, birth date, sex, number.

use serde_json::json;
use sohoc_ledger::people::{self, NewPerson, PersonRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{BirthDate, PersonName, PersonalNumber, Sex};
use sohoc_rules::vietnamese::{fold, sort_key};

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::dossier::reflag_namesakes;
use crate::error::Result;
use crate::office::Office;

use super::known::on_record;

/// What is put right; `None` stays as it is. The home is changed by moving, the ethnic group under its
/// own consent.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// Name.
    pub name: Option<PersonName>,
    /// Birth date.
    pub birth: Option<BirthDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Personal number.
    pub number: Option<PersonalNumber>,
}

/// Puts a record right by its papers; gives the fields that changed. The reason stands in the journal, not
/// what was typed. Decisions that were issued keep what they say.
///
/// # Errors
/// `people.no_reason`, `privacy.number_taken`, a refusal without the right at the person's home,
/// [`crate::Error::NotFound`] for an unknown person, or a fault.
pub fn amend(
    office: &Office,
    actor: &Actor,
    person: PersonId,
    correction: &Correction,
    reason: &str,
) -> Result<Vec<&'static str>> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(no_reason().into());
    }
    office.perform(actor, |desk| {
        let known = on_record(desk, &[person])?.remove(0);
        desk.permit(ActKind::UpdatePerson, Some(place_of(&known)))?;
        let changed = put_right(desk, &known, correction)?;
        if !changed.is_empty() {
            let body = json!({ "person": known.id.to_string(), "fields": changed, "reason": reason });
            desk.record("people.amend", known.unit.map(UnitId::from_uuid), 1, &body)?;
        }
        Ok(changed)
    })
}

/// Where rights to a person's record are asked.
pub(super) fn place_of(row: &PersonRow) -> Place {
    Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(PersonId::from_uuid(row.id)),
    }
}

/// Name and birth year by which namesakes are found.
pub(super) fn name_key(row: &PersonRow) -> (String, i64) {
    (fold(&row.name), row.birth_year)
}

/// Writes what differs and sets the flags of all who were or are namesakes anew; journals nothing.
///
/// # Errors
/// `privacy.number_taken`, or a fault.
pub(crate) fn put_right(
    desk: &Desk<'_>,
    known: &PersonRow,
    correction: &Correction,
) -> Result<Vec<&'static str>> {
    let (facts, changed) = corrected(desk, known, correction)?;
    if !changed.is_empty() {
        let names = [name_key(known), (facts.name_fold.clone(), facts.birth_year)];
        people::set_facts(desk, &[facts])?;
        reflag_namesakes(desk, &names)?;
    }
    Ok(changed)
}

fn corrected(
    desk: &Desk<'_>,
    known: &PersonRow,
    correction: &Correction,
) -> Result<(NewPerson, Vec<&'static str>)> {
    let mut changed = Vec::new();
    let person = PersonId::from_uuid(known.id);
    let name = correction.name.as_ref().map_or(known.name.as_str(), PersonName::as_str);
    let sex = correction.sex.map_or(known.sex, Sex::code);
    let birth = correction.birth.map_or((known.birth_year, known.birth_month, known.birth_day), |birth| {
        (i64::from(birth.year()), birth.month().map(i64::from), birth.day().map(i64::from))
    });
    let keys = desk.office.keys();
    let hash = correction.number.as_ref().map(|number| keys.hash(number.reveal()).to_vec());
    let new_number = hash.is_some() && hash != known.number_hash;
    if let (Some(hash), true) = (&hash, new_number)
        && people::find_by_number(desk, std::slice::from_ref(hash))?.remove(0).is_some()
    {
        return Err(number_taken().into());
    }
    let sealed = correction.number.as_ref().filter(|_| new_number);
    for (field, differs) in [
        ("name", name != known.name),
        ("sex", sex != known.sex),
        ("birth", birth != (known.birth_year, known.birth_month, known.birth_day)),
        ("number", new_number),
    ] {
        if differs {
            changed.push(field);
        }
    }
    let name_fold = fold(name);
    let facts = NewPerson {
        id: known.id,
        name: name.to_owned(),
        given_fold: name_fold.rsplit(' ').next().unwrap_or_default().to_owned(),
        name_fold,
        sort_key: sort_key(name),
        sex,
        birth_year: birth.0,
        birth_month: birth.1,
        birth_day: birth.2,
        number_hash: hash.filter(|_| new_number),
        number_sealed: sealed.map(|number| keys.seal(person, number.reveal(), desk.office.chance())),
    };
    Ok((facts, changed))
}

pub(super) fn number_taken() -> Refusal {
    Refusal {
        code: "privacy.number_taken",
        reason: "Another record has this personal number.".to_owned(),
        remedy: "Look whether the two are one person and merge them.",
    }
}

fn no_reason() -> Refusal {
    Refusal {
        code: "people.no_reason",
        reason: "A record is changed for a reason.".to_owned(),
        remedy: "Name the paper or the person it rests on.",
    }
}
