//! Holding a council session.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::recognition::{self, MinutesRow, SessionRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{CouncilSessionId, DossierId, PersonId};
use sohoc_rules::recognition::{CouncilSession, Issuer, Tally};
use sohoc_rules::time::Date;

use crate::access::{Actor, Place};
use crate::error::Result;
use crate::office::Office;

/// A meeting to be put on record.
#[derive(Clone, Debug)]
pub struct HoldSession {
    /// Whose council.
    pub body: Issuer,
    /// The assessed year it met about.
    pub year: i16,
    /// The day.
    pub held_on: Date,
    /// All members.
    pub members: Vec<PersonId>,
    /// Those who came.
    pub present: Vec<PersonId>,
    /// The votes on the batch.
    pub votes: Tally,
}

/// What the minutes say besides attendance and votes.
#[derive(Clone, Debug, Default)]
pub struct Minutes {
    /// Who led the session.
    pub chair: Option<PersonId>,
    /// Who wrote the minutes.
    pub secretary: Option<PersonId>,
    /// What was said; empty when nothing was noted.
    pub opinions: String,
    /// The dossiers before the council, in the order of the list.
    pub files: Vec<DossierId>,
}

/// Puts a session on record. Whether it had a quorum is asked when a decision rests on it.
///
/// # Errors
/// A refusal when the actor may not hold sessions there, or a fault.
pub fn hold_session(office: &Office, actor: &Actor, held: &HoldSession) -> Result<CouncilSession> {
    hold_session_with(office, actor, held, &Minutes::default())
}

/// The same with its minutes.
///
/// # Errors
/// As [`hold_session`].
pub fn hold_session_with(
    office: &Office,
    actor: &Actor,
    held: &HoldSession,
    minutes: &Minutes,
) -> Result<CouncilSession> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::HoldSession, Some(place(held.body)))?;
        let id = CouncilSessionId::new(desk.at, desk.id_bytes());
        let body = json!({ "session": id.to_string(), "year": held.year, "members": held.members.len(),
            "present": held.present.len(), "files": minutes.files.len() });
        let entry = desk.record("recognition.hold_session", place(held.body).unit, 1, &body)?;
        let place = place(held.body);
        let row = SessionRow {
            id: id.uuid(),
            unit: place.unit.map(sohoc_rules::ids::UnitId::uuid),
            organization: place.organization.map(sohoc_rules::ids::OrganizationId::uuid),
            year: i64::from(held.year),
            held_on: Day(held.held_on),
            votes: [held.votes.in_favour, held.votes.against, held.votes.abstained].map(i64::from),
            entry: entry.uuid(),
        };
        let members: Vec<_> =
            held.members.iter().map(|member| (member.uuid(), held.present.contains(member))).collect();
        recognition::add_session(desk, &row, &members)?;
        let said = MinutesRow {
            chair: minutes.chair.map(PersonId::uuid),
            secretary: minutes.secretary.map(PersonId::uuid),
            opinions: Some(minutes.opinions.clone()).filter(|text| !text.is_empty()),
        };
        recognition::add_minutes(desk, id, &said, &minutes.files)?;
        Ok(CouncilSession {
            id,
            held_on: held.held_on,
            members: held.members.clone(),
            present: held.present.clone(),
        })
    })
}

/// The place an issuing body stands for, as far as rights go.
pub(super) const fn place(body: Issuer) -> Place {
    match body {
        Issuer::Unit(unit) => Place::unit(unit),
        Issuer::Organization(organization) => {
            Place { unit: None, organization: Some(organization), person: None }
        }
    }
}
