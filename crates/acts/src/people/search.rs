//! Looking people up: a reading of personal data, and so an act.

use std::collections::BTreeSet;

use serde_json::json;
use sohoc_ledger::people::{self, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::vietnamese::NameQuery;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;

/// What somebody is looked up by.
#[derive(Clone, Debug)]
pub enum Asked {
    /// The name as it is typed, with or without accents.
    Name(NameQuery),
    /// The personal number.
    Number(PersonalNumber),
}

/// Somebody who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Person.
    pub id: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Present home.
    pub unit: Option<UnitId>,
}

/// People by name or number, best answers first, whom the actor may see and who live in one of the
/// units `within` where they are given.
///
/// The journal tells who looked and who was found, never what was typed: a name or number that is
/// nobody's would stand there for ever.
///
/// # Errors
/// A refusal without the right to read people; a fault.
pub fn search(
    office: &Office,
    actor: &Actor,
    asked: &Asked,
    within: Option<&BTreeSet<UnitId>>,
    limit: usize,
) -> Result<Vec<Found>> {
    let scope = actor.reading_scope(&*office.map_on(office.now().day())?)?;
    let scope = narrowed(scope, within);
    office.perform(actor, |desk| {
        let (by, found) = match asked {
            Asked::Name(name) => ("name", by_name(desk, &scope, name, limit)?),
            Asked::Number(number) => ("number", by_number(desk, &scope, number)?),
        };
        let ids: Vec<String> = found.iter().map(|person| person.id.uuid().simple().to_string()).collect();
        let body = json!({ "right": ActKind::ReadPerson.code(), "by": by, "found": ids });
        desk.record("people.search", None, found.len(), &body)?;
        Ok(found)
    })
}

fn narrowed(scope: Scope, within: Option<&BTreeSet<UnitId>>) -> Scope {
    match (scope, within) {
        (scope, None) => scope,
        (Scope::All, Some(within)) => Scope::Units(within.clone()),
        (Scope::Units(units), Some(within)) => Scope::Units(units.intersection(within).copied().collect()),
    }
}

fn by_name(desk: &Desk<'_>, scope: &Scope, name: &NameQuery, limit: usize) -> Result<Vec<Found>> {
    let found = people::search(desk, scope, name, limit)?;
    let found = found.into_iter().map(|row| Found {
        id: row.id,
        name: row.name,
        birth_year: row.birth_year,
        unit: row.unit,
    });
    Ok(found.collect())
}

fn by_number(desk: &Desk<'_>, scope: &Scope, number: &PersonalNumber) -> Result<Vec<Found>> {
    let hash = desk.office.keys().hash(number.reveal()).to_vec();
    let known: Vec<PersonId> = people::find_by_number(desk, &[hash])?.into_iter().flatten().collect();
    let rows = people::facts(desk, scope, &known)?;
    let found = rows.into_iter().flatten().map(|row| Found {
        id: PersonId::from_uuid(row.id),
        name: row.name,
        birth_year: row.birth_year,
        unit: row.unit.map(UnitId::from_uuid),
    });
    Ok(found.collect())
}
