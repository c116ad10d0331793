//! Evidence shown. Looking at another's is journalled.

use serde_json::json;
use sohoc_ledger::db::Fault;
use sohoc_ledger::evidence::{self, EvidenceRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::evidence::{EvidenceState, Kind, MediaType};
use sohoc_rules::ids::{DossierId, EvidenceId, PersonId};
use sohoc_rules::time::Instant;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::rights::{Shown, any, hash, home, is_self, person, visible_dossier};
use super::upload::{refusal, unsigned};

/// A piece as pages show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Evidence.
    pub id: EvidenceId,
    /// Whose.
    pub person: PersonId,
    /// The year it was first brought for.
    pub year: i16,
    /// Kind.
    pub kind: Kind,
    /// What the person calls it; empty once it was taken away.
    pub title: String,
    /// Type of a file.
    pub media_type: Option<MediaType>,
    /// Bytes of a file.
    pub size_bytes: u64,
    /// Address of a link.
    pub link: Option<String>,
    /// Words of a note.
    pub note: Option<String>,
    /// Who stands for them.
    pub witness: Option<String>,
    /// What the reviewers say so far.
    pub state: EvidenceState,
    /// The reason of the latest judgement, where it has one; not in the list of a person.
    pub reason: Option<String>,
    /// When it was brought.
    pub added_at: Instant,
    /// Whether it was taken away because its time was over.
    pub emptied: bool,
}

/// The evidence of one indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfIndicator {
    /// Code of the indicator, like `1.1`.
    pub indicator: String,
    /// The pieces in the order they were brought.
    pub pieces: Vec<Piece>,
}

/// A file with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// What it is.
    pub media_type: MediaType,
    /// What the person calls it.
    pub title: String,
    /// The bytes, held against their hash.
    pub bytes: Vec<u8>,
}

/// The evidence of a dossier: every indicator of its form, also those with none.
///
/// # Errors
/// [`Error::NotFound`] for a dossier not to be known of.
pub fn of_dossier(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossier: DossierId,
) -> Result<Vec<OfIndicator>> {
    office.perform(actor, |desk| {
        let row = visible_dossier(desk, dossier)?;
        if row.round != round.id.uuid() {
            return Err(Error::NotFound("dossier"));
        }
        let form =
            round.set.form(&row.group).ok_or_else(|| Fault::broken("dossier", "group_form", &row.group))?;
        let empty = |code: &str| OfIndicator { indicator: code.to_owned(), pieces: Vec::new() };
        let mut lists: Vec<OfIndicator> = form.indicators().map(|one| empty(&one.code)).collect();
        let used = evidence::of_dossier(desk, dossier)?;
        let ids = || used.iter().map(|used| used.evidence.id.simple().to_string());
        if !used.is_empty() && !is_self(desk, PersonId::from_uuid(row.person))? {
            let body = json!({ "dossier": dossier.uuid().simple().to_string(),
                "evidence": ids().collect::<Vec<_>>() });
            desk.record("evidence.list", None, 1, &body)?;
        }
        for used in used {
            let at = usize::try_from(used.indicator).unwrap_or(usize::MAX);
            let list = lists
                .get_mut(at)
                .ok_or_else(|| Fault::broken("evidence_use", "indicator", used.indicator))?;
            list.pieces.push(Piece { reason: used.reason, ..piece(used.evidence)? });
        }
        Ok(lists)
    })
}

/// All evidence of a person, the newest first: to let an old piece serve again. At most a thousand.
///
/// # Errors
/// [`Error::NotFound`] for a person not to be known of.
pub fn of_person(office: &Office, actor: &Actor, whose: PersonId) -> Result<Vec<Piece>> {
    office.perform(actor, |desk| {
        let row = person(desk, whose)?;
        if any(desk, &[ActKind::ReadPerson], &[home(&row)])?.is_err() {
            return Err(Error::NotFound("person"));
        }
        let id = PersonId::from_uuid(row.id);
        let rows = evidence::of_person(desk, id, 1_000)?;
        if !rows.is_empty() && !is_self(desk, id)? {
            let body = json!({ "person": id.uuid().simple().to_string(), "pieces": rows.len() });
            desk.record("evidence.list", None, 1, &body)?;
        }
        rows.into_iter().map(piece).collect()
    })
}

/// Opens a file.
///
/// # Errors
/// [`Error::NotFound`] for a piece not to be known of; `evidence.no_file` for a link or a note,
/// `evidence.emptied` once its time is over; a fault when the bytes are not there or not whole.
pub fn open(office: &Office, actor: &Actor, evidence: EvidenceId) -> Result<Opened> {
    let row = office.perform(actor, |desk| {
        let shown = Shown::load(desk, evidence)?;
        if !shown.is_own(desk)? {
            let body = json!({ "evidence": evidence.uuid().simple().to_string(),
                "person": shown.person.uuid().simple().to_string() });
            desk.record("evidence.open", None, 1, &body)?;
        }
        Ok(shown.row)
    })?;
    if row.emptied_at.is_some() {
        let reason = "The evidence was taken away when its time was over.";
        return Err(refusal("evidence.emptied", reason, "Its judgement and hash are kept.").into());
    }
    let (Some(content), Some(media)) = (row.content, row.media_type) else {
        let reason = "This evidence is no file.";
        return Err(refusal("evidence.no_file", reason, "Follow the link or read the note.").into());
    };
    let media_type =
        MediaType::from_name(&media).ok_or_else(|| Fault::broken("evidence", "media_type", &media))?;
    let content = hash(&content)?;
    let bytes = office
        .blobs()?
        .get(&content)?
        .ok_or_else(|| Fault::broken("evidence", "content_hash", "the hash of bytes that are gone"))?;
    Ok(Opened { media_type, title: row.title, bytes })
}

pub(crate) fn piece(row: EvidenceRow) -> Result<Piece> {
    let broken = |column: &str| Fault::broken("evidence", column, row.id);
    Ok(Piece {
        id: EvidenceId::from_uuid(row.id),
        person: PersonId::from_uuid(row.person),
        year: i16::try_from(row.year).map_err(|_| broken("year"))?,
        kind: Kind::from_code(row.kind).ok_or_else(|| broken("kind"))?,
        media_type: row.media_type.as_deref().and_then(MediaType::from_name),
        size_bytes: unsigned(row.size_bytes),
        state: EvidenceState::from_code(row.state).ok_or_else(|| broken("state"))?,
        title: row.title,
        link: row.link,
        note: row.note,
        witness: row.witness,
        reason: None,
        added_at: row.added_at.0,
        emptied: row.emptied_at.is_some(),
    })
}
