//! What has served is taken away: evidence whose time is over, uploads that stopped.

use serde_json::json;
use sohoc_ledger::blobs::ContentHash;
use sohoc_ledger::db::{Fault, Moment, Reader};
use sohoc_ledger::{evidence, settings};
use sohoc_rules::access::ActKind;
use sohoc_rules::evidence::Retention;
use sohoc_rules::ids::{EvidenceId, PersonId};
use sohoc_rules::time::Instant;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;

use super::rights::hash;

/// Years that this ledger keeps evidence.
const RETENTION: &str = "evidence.retention_years";
/// Rows of one transaction, so that nobody waits long behind the sweep.
const AT_ONCE: i64 = 500;

/// What a sweep did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Pieces whose bytes and words were taken away.
    pub emptied: usize,
    /// Uploads that were forgotten.
    pub uploads: usize,
}

/// Sets for how many years after the year of the award evidence is kept, 1 to 50.
///
/// # Errors
/// `evidence.bad_retention`; a refusal without the right.
pub fn set_retention(office: &Office, actor: &Actor, years: i16) -> Result<()> {
    let rule = Retention::new(years)?;
    office.perform(actor, |desk| {
        desk.permit(ActKind::Operate, None)?;
        settings::set(desk, RETENTION, &rule.years().to_string())?;
        desk.record("evidence.set_retention", None, 1, &json!({ "years": rule.years() }))?;
        Ok(())
    })
}

/// Takes away evidence whose time is over, and uploads that can no longer go on. Of evidence there stay
/// its hash, kind, size, who judged it and how.
///
/// # Errors
/// A refusal without the right to run jobs; a fault.
pub fn sweep(office: &Office, actor: &Actor) -> Result<Swept> {
    let mut swept = Swept::default();
    take_away(office, &left_behind(office)?)?;
    loop {
        let (hashes, emptied) = office.perform(actor, |desk| {
            desk.permit(ActKind::RunJobs, None)?;
            let last = retention(desk)?.last_year_over(desk.day());
            let over = evidence::over(desk, last.into(), AT_ONCE)?;
            empty(desk, &over, "retention")
        })?;
        take_away(office, &hashes)?;
        swept.emptied += emptied;
        if emptied == 0 {
            break;
        }
    }
    loop {
        let stale = office.perform(actor, |desk| {
            desk.permit(ActKind::RunJobs, None)?;
            let stale = evidence::stale_uploads(desk, Moment(desk.at), AT_ONCE)?;
            for (upload, _) in &stale {
                evidence::remove_upload(desk, *upload)?;
            }
            if !stale.is_empty() {
                desk.record("evidence.end_uploads", None, stale.len(), &json!({ "uploads": stale.len() }))?;
            }
            Ok(stale)
        })?;
        let mut hashes = Vec::new();
        for (upload, content) in &stale {
            office.blobs()?.spool().remove(*upload)?;
            if let Some(content) = content {
                hashes.push(hash(content)?);
            }
        }
        take_away(office, &hashes)?;
        swept.uploads += stale.len();
        if stale.is_empty() {
            return Ok(swept);
        }
    }
}

/// Takes bytes and words of all evidence of a person away, inside a transaction of the caller, who has
/// the right for what it does: a person's wish to be forgotten. The bytes of the hashes that this gives
/// are to be [taken away](take_away) once the transaction is kept.
///
/// # Errors
/// A fault of the store.
pub fn empty_all(desk: &Desk<'_>, person: PersonId, why: &str) -> Result<Vec<ContentHash>> {
    let rows = evidence::of_person(desk, person, i64::MAX)?;
    let full: Vec<_> = rows
        .into_iter()
        .filter(|row| row.emptied_at.is_none())
        .map(|row| (EvidenceId::from_uuid(row.id), row.content))
        .collect();
    Ok(empty(desk, &full, why)?.0)
}

/// Deletes the bytes of those hashes that no piece names any more.
///
/// # Errors
/// A fault of the ledger or of the store of files.
pub fn take_away(office: &Office, hashes: &[ContentHash]) -> Result<()> {
    if hashes.is_empty() {
        return Ok(());
    }
    let blobs = office.blobs()?;
    let _alone = blobs.while_taking_away();
    for hash in hashes {
        if office.read(|reader| Ok(evidence::with_content(reader, hash)?))?.is_empty() {
            blobs.delete(hash)?;
        }
    }
    Ok(())
}

fn empty(
    desk: &Desk<'_>,
    pieces: &[(EvidenceId, Option<Vec<u8>>)],
    why: &str,
) -> Result<(Vec<ContentHash>, usize)> {
    let mut hashes = Vec::new();
    for (id, content) in pieces {
        evidence::empty(desk, *id, Moment(desk.at))?;
        if let Some(content) = content {
            hashes.push(hash(content)?);
        }
    }
    if !pieces.is_empty() {
        let ids: Vec<String> = pieces.iter().map(|(id, _)| id.uuid().simple().to_string()).collect();
        desk.record("evidence.empty", None, ids.len(), &json!({ "why": why, "evidence": ids }))?;
    }
    Ok((hashes, pieces.len()))
}

/// Bytes whose pieces were emptied lately by a program that may have been killed before it took them.
fn left_behind(office: &Office) -> Result<Vec<ContentHash>> {
    const DAYS: i64 = 30;
    let since = office.now().microseconds() - DAYS * 24 * 3_600 * 1_000_000;
    let since = Moment(Instant::from_microseconds(since));
    let hashes = office.read(|reader| Ok(evidence::emptied_since(reader, since)?))?;
    hashes.iter().map(|stored| hash(stored)).collect()
}

fn retention(reader: &Reader<'_>) -> Result<Retention> {
    let Some(text) = settings::find(reader, RETENTION)? else { return Ok(Retention::default()) };
    let years = text.parse().map_err(|_| Fault::broken("setting", RETENTION, &text))?;
    Ok(Retention::new(years)?)
}
