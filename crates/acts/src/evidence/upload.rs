//! Files on their way in, part by part.

use serde_json::json;
use sohoc_ledger::blobs::Appended;
use sohoc_ledger::db::{Moment, Reader};
use sohoc_ledger::evidence::{self, UploadRow};
use sohoc_rules::Refusal;
use sohoc_rules::dossier::Channel;
use sohoc_rules::evidence::{MOST_OPEN_UPLOADS, MediaType, UPLOAD_KEPT_HOURS, fits_size, fits_year, title};
use sohoc_rules::ids::{EvidenceId, PersonId, UploadId};
use sohoc_rules::time::Instant;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use super::rights::{account, check_open_year, to_bring_for};

/// What is about to be sent.
#[derive(Clone, Debug)]
pub struct NewUpload {
    /// For whom.
    pub person: PersonId,
    /// For which year.
    pub year: i16,
    /// What the person calls it; never the name of the file.
    pub title: String,
    /// The type the sender names, by RFC 6838; only the limit of the size goes by it.
    pub media_hint: Option<String>,
    /// The size in bytes, which does not change any more.
    pub size_bytes: u64,
    /// The door.
    pub channel: Channel,
}

/// How far an upload has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadState {
    /// Bytes that are safely here.
    pub offset: u64,
    /// Bytes of the whole.
    pub size_bytes: u64,
    /// Until when it can go on.
    pub expires_at: Instant,
    /// What became of it.
    pub evidence: Option<EvidenceId>,
}

/// Begins an upload. All limits are held to here, before a byte is sent.
///
/// # Errors
/// [`Error::NotFound`] for a person not to be known of or a year without a round; a refusal without the
/// right, in a closed round, or past a limit.
pub fn begin_upload(office: &Office, actor: &Actor, new: &NewUpload) -> Result<UploadId> {
    let title = title(&new.title)?;
    fits_size(new.media_hint.as_deref().and_then(MediaType::from_name), new.size_bytes)?;
    office.blobs()?;
    office.perform(actor, |desk| {
        let owner = account(desk)?;
        let person = to_bring_for(desk, new.person)?;
        check_open_year(desk, new.year)?;
        if evidence::count_open_uploads(desk, owner, Moment(desk.at))? >= most_open() {
            return Err(too_many().into());
        }
        let (kept, under_way) = evidence::bytes_of_year(desk, person, new.year.into(), Moment(desk.at))?;
        fits_year(unsigned(kept + under_way), new.size_bytes)?;
        let upload = UploadId::new(desk.at, desk.id_bytes());
        let expires_at = desk.at.microseconds() + UPLOAD_KEPT_HOURS * 3_600 * 1_000_000;
        evidence::add_upload(
            desk,
            &UploadRow {
                id: upload.uuid(),
                owner: owner.uuid(),
                person: person.uuid(),
                year: new.year.into(),
                title: title.clone(),
                declared_type: new.media_hint.as_deref().and_then(MediaType::from_name).map(|media| media.name().to_owned()),
                size_bytes: i64::try_from(new.size_bytes).unwrap_or(i64::MAX),
                channel: new.channel.code(),
                begun_at: Moment(desk.at),
                expires_at: Moment(Instant::from_microseconds(expires_at)),
                content: None,
                evidence: None,
            },
        )?;
        let body = json!({ "person": person.uuid().simple().to_string(), "upload": upload.uuid().simple().to_string(),
            "year": new.year, "bytes": new.size_bytes });
        desk.record("evidence.begin_upload", None, 1, &body)?;
        Ok(upload)
    })
}

/// How far an upload of the actor has come.
///
/// # Errors
/// [`Error::NotFound`] for one that is not the actor's or can no longer go on.
pub fn upload_state(office: &Office, actor: &Actor, upload: UploadId) -> Result<UploadState> {
    let row = office.read(|reader| own(reader, office, actor, upload))?;
    let size_bytes = unsigned(row.size_bytes);
    let offset = match row.evidence {
        Some(_) => size_bytes,
        None => office.blobs()?.spool().length(upload)?,
    };
    let evidence = row.evidence.map(EvidenceId::from_uuid);
    Ok(UploadState { offset, size_bytes, expires_at: row.expires_at.0, evidence })
}

/// Takes the part that follows on the first `offset` bytes and gives the new number of bytes. When it
/// returns, the part survives a power cut; what was cut off in between goes on from [`upload_state`].
///
/// # Errors
/// [`Error::NotFound`] for an upload that is not the actor's or can no longer go on;
/// `evidence.wrong_offset` when the part does not follow, `evidence.upload_busy` while another part is
/// being written, `evidence.past_the_end` past the size that was named, `evidence.upload_finished`.
pub fn append(office: &Office, actor: &Actor, upload: UploadId, offset: u64, part: &[u8]) -> Result<u64> {
    let row = office.read(|reader| own(reader, office, actor, upload))?;
    if row.evidence.is_some() {
        return Err(
            refusal("evidence.upload_finished", "The upload is finished.", "Nothing more to send.").into()
        );
    }
    let size_bytes = unsigned(row.size_bytes);
    if offset.saturating_add(u64::try_from(part.len()).unwrap_or(u64::MAX)) > size_bytes {
        let reason = format!("More came than the {size_bytes} bytes that were named.");
        return Err(refusal("evidence.past_the_end", &reason, "Begin the upload anew.").into());
    }
    match office.blobs()?.spool().append(upload, offset, part)? {
        Appended::To(length) => Ok(length),
        Appended::NotThere(length) => {
            let reason = format!("The part begins at {offset}, but {length} bytes are here.");
            Err(refusal("evidence.wrong_offset", &reason, "Ask how far the upload is and go on there.")
                .into())
        }
        Appended::Busy => {
            let reason = "Another part of this upload is being written.";
            Err(refusal("evidence.upload_busy", reason, "Wait a moment and ask how far it is.").into())
        }
    }
}

/// Gives an upload up.
///
/// # Errors
/// [`Error::NotFound`] for one that is not the actor's or can no longer go on.
pub fn abandon(office: &Office, actor: &Actor, upload: UploadId) -> Result<()> {
    office.perform(actor, |desk| {
        let row = own(desk, office, actor, upload)?;
        if row.evidence.is_none() {
            forget(desk, upload, "abandoned")?;
        }
        Ok(())
    })?;
    Ok(office.blobs()?.spool().remove(upload)?)
}

/// Forgets an upload that led to nothing; the journal keeps why.
pub(super) fn forget(desk: &Desk<'_>, upload: UploadId, why: &str) -> Result<()> {
    if evidence::remove_upload(desk, upload)? {
        let body = json!({ "upload": upload.uuid().simple().to_string(), "why": why });
        desk.record("evidence.end_upload", None, 1, &body)?;
    }
    Ok(())
}

/// An upload of the actor that can still go on. It was begun with the right to; whose it is, is enough.
pub(super) fn own(
    reader: &Reader<'_>,
    office: &Office,
    actor: &Actor,
    upload: UploadId,
) -> Result<UploadRow> {
    let now = office.now();
    evidence::find_upload(reader, upload)?
        .filter(|row| actor.account().is_some_and(|account| account.uuid() == row.owner))
        .filter(|row| row.expires_at.0 > now)
        .ok_or(Error::NotFound("upload"))
}

/// A stored size; none is negative.
pub(super) fn unsigned(bytes: i64) -> u64 {
    u64::try_from(bytes).unwrap_or_default()
}

pub(super) fn refusal(code: &'static str, reason: &str, remedy: &'static str) -> Refusal {
    Refusal { code, reason: reason.to_owned(), remedy }
}

fn most_open() -> i64 {
    i64::try_from(MOST_OPEN_UPLOADS).unwrap_or(i64::MAX)
}

fn too_many() -> Refusal {
    let reason = format!("{MOST_OPEN_UPLOADS} uploads of this account are under way.");
    refusal("evidence.too_many_uploads", &reason, "Finish or give up one of them first.")
}
