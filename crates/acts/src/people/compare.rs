//! What a registration says that the record does not.

use sohoc_ledger::people::{NewPerson, PersonRow};
use sohoc_rules::ids::PersonId;

use crate::desk::Desk;

use super::Prepared;
use super::known::is_alike;

/// Fields in which a registration differs from the record. What the list does not state is no
/// difference: a list without ethnic groups does not erase them. Nor is a list that still has the
/// name or home of a record that was merged into this one.
pub(super) fn changed_fields(prepared: &Prepared, row: &PersonRow) -> Vec<&'static str> {
    let person = &prepared.person;
    let same_number = person.number_hash.is_some() && person.number_hash == row.number_hash;
    if !same_number && !is_alike(prepared, row) {
        return Vec::new();
    }
    let mut changed = Vec::new();
    if person.name != row.name {
        changed.push("name");
    }
    if person.sex != row.sex {
        changed.push("sex");
    }
    if birth(prepared, row) != (row.birth_year, row.birth_month, row.birth_day) {
        changed.push("birth");
    }
    if person.number_hash.is_some() && !same_number {
        changed.push("number");
    }
    if row.unit != Some(prepared.residence.unit) {
        changed.push("home");
    }
    if prepared.ethnicity.as_ref().is_some_and(|(group, _)| Some(group) != row.ethnic_group.as_ref()) {
        changed.push("ethnic_group");
    }
    if prepared.employer.as_ref().is_some_and(|(organization, _)| Some(*organization) != row.organization) {
        changed.push("employer");
    }
    changed
}

/// The birth date after the registration: a less exact one that agrees changes nothing.
fn birth(prepared: &Prepared, row: &PersonRow) -> (i64, Option<i64>, Option<i64>) {
    let NewPerson { birth_year, birth_month, birth_day, .. } = prepared.person;
    let agrees = birth_year == row.birth_year
        && (birth_month.is_none() || birth_month == row.birth_month)
        && (birth_day.is_none() || birth_day == row.birth_day);
    if agrees {
        (row.birth_year, row.birth_month, row.birth_day)
    } else {
        (birth_year, birth_month, birth_day)
    }
}

/// The facts of the record after the registration. A number is sealed for its person, so the one that
/// was prepared under the id of a new person is sealed anew.
pub(super) fn rewritten(desk: &Desk<'_>, prepared: &Prepared, row: &PersonRow) -> NewPerson {
    let mut person = prepared.person.clone();
    let keys = desk.office.keys();
    person.number_sealed = person
        .number_sealed
        .as_deref()
        .and_then(|sealed| keys.open(prepared.id(), sealed).ok())
        .map(|number| keys.seal(PersonId::from_uuid(row.id), &number, desk.office.chance()));
    person.id = row.id;
    (person.birth_year, person.birth_month, person.birth_day) = birth(prepared, row);
    person
}
