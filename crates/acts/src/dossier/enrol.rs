//! Registering for a round before anything is filled in.

use std::collections::HashSet;

use sohoc_ledger::dossier;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Channel;
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};

use crate::access::{Actor, Place};
use crate::error::Result;
use crate::office::Office;
use crate::people::on_record;
use crate::rounds::{self, Round};

use super::new::{add, placed, row};
use super::{Answer, twice};

/// Registers people for the round on a form each; the dossier is a draft. Who has one already keeps it.
///
/// # Errors
/// A refusal when the actor may not enter for one of the places, [`crate::Error::NotFound`] for an
/// unknown person, or a fault; nothing is kept then.
pub fn enrol(
    office: &Office,
    actor: &Actor,
    round: &Round,
    people: &[(PersonId, String)],
) -> Result<Vec<Answer<DossierId>>> {
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let ids: Vec<PersonId> = people.iter().map(|(person, _)| *person).collect();
        let records = on_record(desk, &ids)?;
        desk.permit_each(
            ActKind::EnterForOther,
            records.iter().map(|person| Place {
                unit: person.unit.map(UnitId::from_uuid),
                organization: person.organization.map(OrganizationId::from_uuid),
                person: None,
            }),
        )?;
        let keys: Vec<_> = records.iter().map(|person| person.id).collect();
        let known = dossier::find_of(desk, round.id, &keys)?;
        let mut rows = Vec::new();
        let mut met = HashSet::new();
        let mut answers = Vec::with_capacity(people.len());
        for ((person, known), (_, group)) in records.iter().zip(known).zip(people) {
            answers.push(match (known, placed(round, person, group)) {
                _ if !met.insert(person.id) => Err(twice("person")),
                (Some(dossier), _) => Ok(dossier),
                (None, Ok(placed)) => {
                    rows.push(row(desk, round, person, &placed, Channel::Assisted)?);
                    Ok(DossierId::from_uuid(rows[rows.len() - 1].id))
                }
                (None, Err(refusal)) => Err(refusal),
            });
        }
        add(desk, round, "enrol", rows)?;
        Ok(answers)
    })
}
