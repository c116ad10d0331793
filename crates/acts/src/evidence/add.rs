//! Evidence that is no file: links, and what somebody saw.

use serde_json::json;
use sohoc_ledger::db::Moment;
use sohoc_ledger::evidence::{self, EvidenceRow};
use sohoc_rules::dossier::Channel;
use sohoc_rules::evidence::{EvidenceState, Kind, note, title, web_link};
use sohoc_rules::ids::{AccountId, EvidenceId, PersonId};

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

use super::rights::{account, check_open_year, to_bring_for};

/// A page on the web.
#[derive(Clone, Debug)]
pub struct NewLink {
    /// Whose evidence.
    pub person: PersonId,
    /// For which year.
    pub year: i16,
    /// What the person calls it.
    pub title: String,
    /// The address, `https://…`.
    pub link: String,
    /// The door.
    pub channel: Channel,
}

/// What somebody saw and stands for.
#[derive(Clone, Debug)]
pub struct NewNote {
    /// Whose evidence.
    pub person: PersonId,
    /// For which year.
    pub year: i16,
    /// What the person calls it.
    pub title: String,
    /// What was seen.
    pub note: String,
    /// Who saw it: name and what they are in the hamlet or unit.
    pub witness: String,
    /// The door.
    pub channel: Channel,
}

/// Adds a link.
///
/// # Errors
/// A refusal for what is no link, without the right, or in a closed round; [`crate::Error::NotFound`] for
/// a person not to be known of.
pub fn add_link(office: &Office, actor: &Actor, new: &NewLink) -> Result<EvidenceId> {
    let link = web_link(&new.link)?;
    let row = EvidenceRow {
        link: Some(link),
        ..blank(new.person, new.year, Kind::Link, title(&new.title)?, new.channel)
    };
    add(office, actor, &row)
}

/// Adds an attested note.
///
/// # Errors
/// As [`add_link`], and a refusal without words or witness.
pub fn add_note(office: &Office, actor: &Actor, new: &NewNote) -> Result<EvidenceId> {
    let (words, witness) = (note(&new.note)?, note(&new.witness)?);
    let row = EvidenceRow {
        note: Some(words),
        witness: Some(witness),
        ..blank(new.person, new.year, Kind::Note, title(&new.title)?, new.channel)
    };
    add(office, actor, &row)
}

fn add(office: &Office, actor: &Actor, row: &EvidenceRow) -> Result<EvidenceId> {
    office.perform(actor, |desk| {
        let by = account(desk)?;
        let person = to_bring_for(desk, PersonId::from_uuid(row.person))?;
        check_open_year(desk, i16::try_from(row.year).unwrap_or(i16::MAX))?;
        let id = EvidenceId::new(desk.at, desk.id_bytes());
        let row = EvidenceRow {
            id: id.uuid(),
            person: person.uuid(),
            added_by: Some(AccountId::uuid(by)),
            added_at: Moment(desk.at),
            ..row.clone()
        };
        evidence::add(desk, &row)?;
        let body = json!({ "evidence": id.uuid().simple().to_string(),
            "person": person.uuid().simple().to_string(), "year": row.year, "kind": row.kind });
        desk.record("evidence.add", None, 1, &body)?;
        Ok(id)
    })
}

fn blank(person: PersonId, year: i16, kind: Kind, title: String, channel: Channel) -> EvidenceRow {
    EvidenceRow {
        id: uuid::Uuid::nil(),
        person: person.uuid(),
        year: year.into(),
        kind: kind.code(),
        title,
        media_type: None,
        content: None,
        size_bytes: 0,
        link: None,
        note: None,
        witness: None,
        look: None,
        state: EvidenceState::Offered.code(),
        added_by: None,
        added_at: Moment(sohoc_rules::time::Instant::from_microseconds(0)),
        channel: channel.code(),
        emptied_at: None,
    }
}
