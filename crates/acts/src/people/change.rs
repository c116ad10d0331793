//! Moves and deaths.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::people::{self, NewResidence, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::LifeStatus;
use sohoc_rules::time::Date;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::dossier::reflag_namesakes;
use crate::error::{Error, Result};
use crate::office::Office;

use super::amend::{name_key, place_of};

/// Somebody moves. Old results stay where they were earned.
#[derive(Clone, Copy, Debug)]
pub struct Move {
    /// Who.
    pub person: PersonId,
    /// Where to.
    pub to: UnitId,
    /// First day there.
    pub from: Date,
}

/// Moves people. The commune they come to registers them.
///
/// # Errors
/// A refusal without the right at the new home; [`Error::NotFound`] for an unknown person.
pub fn move_home(office: &Office, actor: &Actor, moves: &[Move]) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit_each(ActKind::RegisterPerson, moves.iter().map(|step| Place::unit(step.to)))?;
        let people: Vec<PersonId> = moves.iter().map(|step| step.person).collect();
        let rows = known(desk, &people)?;
        let left: Vec<_> = moves
            .iter()
            .map(|step| (step.person.uuid(), Day(step.from.yesterday().unwrap_or(step.from))))
            .collect();
        let homes: Vec<_> = moves
            .iter()
            .map(|step| NewResidence {
                person: step.person.uuid(),
                unit: step.to.uuid(),
                from: Day(step.from),
            })
            .collect();
        people::close_residences(desk, &left)?;
        people::add_residences(desk, &homes)?;
        let body: Vec<_> = moves
            .iter()
            .map(|step| (step.person.to_string(), step.to.to_string(), step.from.to_string()))
            .collect();
        desk.record("people.move", None, moves.len(), &json!({ "moves": body }))?;
        let names: Vec<_> = rows.iter().map(name_key).collect();
        reflag_namesakes(desk, &names)?;
        Ok(())
    })
}

/// Somebody died, is away, or is back.
#[derive(Clone, Copy, Debug)]
pub struct Life {
    /// Who.
    pub person: PersonId,
    /// What is so from now on.
    pub status: LifeStatus,
}

/// Notes deaths and absences.
///
/// # Errors
/// A refusal without the right at the person's home; [`Error::NotFound`] for an unknown person.
pub fn set_life(office: &Office, actor: &Actor, changes: &[Life]) -> Result<()> {
    office.perform(actor, |desk| {
        let people: Vec<PersonId> = changes.iter().map(|change| change.person).collect();
        let rows = known(desk, &people)?;
        desk.permit_each(ActKind::UpdatePerson, rows.iter().map(place_of))?;
        let mut stored = Vec::with_capacity(changes.len());
        for change in changes {
            let died = match change.status {
                LifeStatus::Dead(day) => Some(Day(day)),
                LifeStatus::Living | LifeStatus::Away => None,
            };
            stored.push((change.person.uuid(), change.status.code(), died));
        }
        people::set_life(desk, &stored)?;
        let body: Vec<_> =
            changes.iter().map(|change| (change.person.to_string(), change.status.code())).collect();
        desk.record("people.life", None, changes.len(), &json!({ "life": body }))?;
        Ok(())
    })
}

fn known(desk: &Desk<'_>, people: &[PersonId]) -> Result<Vec<people::PersonRow>> {
    people::facts(desk, &Scope::All, people)?
        .into_iter()
        .map(|row| row.ok_or(Error::NotFound("person")))
        .collect()
}
