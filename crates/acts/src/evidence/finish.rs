//! The end of an upload: looked at, kept, written into the book.

use serde_json::json;
use sohoc_ledger::blobs::{Blobs, ContentHash};
use sohoc_ledger::db::Moment;
use sohoc_ledger::evidence::{self, EvidenceRow, UploadRow};
use sohoc_rules::Refusal;
use sohoc_rules::evidence::{EvidenceState, Inspected, Kind, fits_size, fits_year};
use sohoc_rules::ids::{EvidenceId, PersonId, UploadId};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use super::rights::{check_open_year, to_bring_for};
use super::sweep::take_away;
use super::upload::{forget, own, refusal, unsigned};

/// What a virus scanner says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scanned {
    /// Nothing found.
    Clean,
    /// Something found, by the scanner's name for it.
    Found(String),
}

/// A virus scanner.
pub trait Scan {
    /// Looks at a file.
    ///
    /// # Errors
    /// Why it could not; the file then waits.
    fn scan(&self, bytes: &[u8]) -> std::result::Result<Scanned, String>;
}

/// What looks at files; the door gives it, for this room knows nothing of pictures.
#[derive(Clone, Copy)]
pub struct Darkroom<'a> {
    /// Knows a file by its bytes, shrinks and strips it, or refuses it.
    pub inspect: &'a dyn Fn(&[u8]) -> std::result::Result<Inspected, Refusal>,
    /// The virus scanner, where there is one.
    pub scan: Option<&'a dyn Scan>,
}

/// Ends an upload: the whole file is looked at and kept. Asking again gives the same piece, also after the
/// program was killed on the way; what the person brought before is not kept twice.
///
/// # Errors
/// [`Error::NotFound`] for an upload that is not the actor's or can no longer go on;
/// `evidence.upload_incomplete` while parts are missing; `evidence.scanner_away` when the scanner does not
/// answer, and the upload waits; what the darkroom refuses, `evidence.virus`, or a limit, and then the
/// upload is forgotten.
pub fn finish(
    office: &Office,
    actor: &Actor,
    upload: UploadId,
    darkroom: Darkroom<'_>,
) -> Result<EvidenceId> {
    let row = office.read(|reader| own(reader, office, actor, upload))?;
    if let Some(evidence) = row.evidence {
        return Ok(EvidenceId::from_uuid(evidence));
    }
    let blobs = office.blobs()?;
    let here = blobs.spool().length(upload)?;
    if here != unsigned(row.size_bytes) {
        let reason = format!("{here} of {} bytes are here.", row.size_bytes);
        return Err(refusal("evidence.upload_incomplete", &reason, "Send the rest first.").into());
    }
    let inspected = match look_at(&blobs.spool().read(upload)?, darkroom) {
        Ok(inspected) => inspected,
        Err(refused) if refused.code == SCANNER_AWAY => return Err(refused.into()),
        Err(refused) => {
            office.perform(actor, |desk| forget(desk, upload, refused.code))?;
            blobs.spool().remove(upload)?;
            return Err(refused.into());
        }
    };
    let kept = keep(office, actor, (blobs, &row), &inspected)?;
    // What stays behind when this fails is taken away with other old uploads.
    let _ = blobs.spool().remove(upload);
    Ok(kept)
}

const SCANNER_AWAY: &str = "evidence.scanner_away";

fn look_at(bytes: &[u8], darkroom: Darkroom<'_>) -> std::result::Result<Inspected, Refusal> {
    match darkroom.scan.map(|scanner| scanner.scan(bytes)) {
        None | Some(Ok(Scanned::Clean)) => (),
        Some(Ok(Scanned::Found(_))) => {
            let reason = "The virus scanner found something in the file.";
            return Err(refusal(
                "evidence.virus",
                reason,
                "Have your device looked at, and send another file.",
            ));
        }
        Some(Err(_)) => {
            let reason = "The virus scanner does not answer, so the file waits.";
            return Err(refusal(
                SCANNER_AWAY,
                reason,
                "Try again in a few minutes; nothing need be sent again.",
            ));
        }
    }
    let inspected = (darkroom.inspect)(bytes)?;
    fits_size(Some(inspected.media_type), u64::try_from(bytes.len()).unwrap_or(u64::MAX))?;
    Ok(inspected)
}

/// First the bytes, then the row that names them: a row without bytes cannot come to be, and bytes
/// without a row are found by the hash noted before.
fn keep(
    office: &Office,
    actor: &Actor,
    (blobs, row): (&Blobs, &UploadRow),
    inspected: &Inspected,
) -> Result<EvidenceId> {
    let upload = UploadId::from_uuid(row.id);
    let hash = sohoc_ledger::blobs::hash(&inspected.bytes);
    let kept = {
        let _bringing = blobs.while_bringing();
        office.perform(actor, |desk| Ok(evidence::note_content(desk, upload, &hash)?))?;
        blobs.put(&inspected.bytes)?;
        office.perform(actor, |desk| write(desk, row, inspected, &hash))
    };
    if matches!(kept, Err(Error::Refused(_) | Error::NotFound(_))) {
        take_away(office, &[hash])?;
    }
    kept
}

fn write(desk: &Desk<'_>, row: &UploadRow, inspected: &Inspected, hash: &ContentHash) -> Result<EvidenceId> {
    let upload = UploadId::from_uuid(row.id);
    let now = evidence::find_upload(desk, upload)?.ok_or(Error::NotFound("upload"))?;
    if let Some(evidence) = now.evidence {
        return Ok(EvidenceId::from_uuid(evidence));
    }
    // A long upload may outlast a role or a round.
    let person = to_bring_for(desk, PersonId::from_uuid(row.person))?;
    check_open_year(desk, i16::try_from(row.year).unwrap_or(i16::MAX))?;
    let same = evidence::with_content(desk, hash)?.into_iter().find(|(_, owner)| *owner == person);
    if let Some((evidence, _)) = same {
        evidence::set_finished(desk, upload, evidence)?;
        return Ok(evidence);
    }
    let size_bytes = i64::try_from(inspected.bytes.len()).unwrap_or(i64::MAX);
    let (kept, _) = evidence::bytes_of_year(desk, person, row.year, Moment(desk.at))?;
    fits_year(unsigned(kept), unsigned(size_bytes))?;
    let id = EvidenceId::new(desk.at, desk.id_bytes());
    evidence::add(
        desk,
        &EvidenceRow {
            id: id.uuid(),
            person: person.uuid(),
            year: row.year,
            kind: Kind::File.code(),
            title: row.title.clone(),
            media_type: Some(inspected.media_type.name().to_owned()),
            content: Some(hash.to_vec()),
            size_bytes,
            link: None,
            note: None,
            witness: None,
            look: inspected.look.map(sohoc_rules::evidence::Look::stored),
            state: EvidenceState::Offered.code(),
            added_by: Some(row.owner),
            added_at: Moment(desk.at),
            channel: row.channel,
            emptied_at: None,
        },
    )?;
    if let Some(look) = inspected.look {
        evidence::add_look(desk, id, look)?;
    }
    evidence::set_finished(desk, upload, id)?;
    let content: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let body = json!({ "evidence": id.uuid().simple().to_string(), "person": person.uuid().simple().to_string(),
        "upload": upload.uuid().simple().to_string(), "year": row.year, "kind": Kind::File.code(),
        "sha256": content, "bytes": size_bytes });
    desk.record("evidence.add", None, 1, &body)?;
    Ok(id)
}
