//! Whether the notes are those that were written, and the end of old ones.

use jiff::ToSpan;
use serde::Deserialize;
use serde_json::json;
use sohoc_ledger::db::{Fault, Reader};
use sohoc_ledger::privacy;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::EntryId;
use sohoc_rules::privacy::{READINGS_KEPT_MONTHS, Reading, digest};
use sohoc_rules::time::{Date, Instant};
use uuid::Uuid;

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

use super::log::{FLUSH, SWEEP, text};

/// Notes that are not as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Altered {
    /// The journal entry that holds their digest.
    pub entry: EntryId,
    /// How many there were.
    pub written: i64,
    /// How many there are.
    pub found: usize,
}

#[derive(Deserialize)]
struct Batch {
    batch: String,
    first: String,
    last: String,
    sha256: String,
}

#[derive(Deserialize)]
struct Swept {
    before: String,
}

/// Holds all kept notes against the digests in the journal; gives the batches that differ. That the
/// journal itself is whole, `journal::verify` tells.
///
/// # Errors
/// A fault of the store.
pub fn check_readings(reader: &Reader<'_>) -> Result<Vec<Altered>> {
    let mut swept = Uuid::nil();
    for row in privacy::flushes(reader, SWEEP)? {
        let before = serde_json::from_str::<Swept>(&row.body).ok().and_then(|body| body.before.parse().ok());
        swept = swept.max(before.ok_or_else(|| Fault::broken("journal_entry", "body", row.entry))?);
    }
    let mut altered = Vec::new();
    for row in privacy::flushes(reader, FLUSH)? {
        let Batch { batch, first, last, sha256 } =
            serde_json::from_str(&row.body).map_err(|_| Fault::broken("journal_entry", "body", row.entry))?;
        let id =
            |text: &str| text.parse::<Uuid>().map_err(|_| Fault::broken("journal_entry", "body", row.entry));
        let (batch, first, last) = (EntryId::from_uuid(id(&batch)?), id(&first)?, id(&last)?);
        if first < swept {
            continue;
        }
        let kept = privacy::readings_of_flush(reader, batch, first, last)?;
        let readings: Vec<Reading> = kept.into_iter().map(|kept| kept.reading).collect();
        if text(digest(&readings)) != sha256 || usize::try_from(row.notes) != Ok(readings.len()) {
            altered.push(Altered { entry: row.entry, written: row.notes, found: readings.len() });
        }
    }
    Ok(altered)
}

/// Deletes notes older than the security log is kept; tells how many. Their digests stay in the journal,
/// which is never deleted. Notes written together go together.
///
/// # Errors
/// A refusal without the right to operate; a fault.
pub fn sweep(office: &Office, actor: &Actor) -> Result<u64> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::RunJobs, None)?;
        let oldest = desk.day().checked_sub(READINGS_KEPT_MONTHS.months()).unwrap_or(Date::MIN);
        // The least id of the day: ids hold the moment before anything else.
        let before = EntryId::new(Instant::start_of(oldest), [0; 10]).uuid();
        let deleted = privacy::sweep_readings(desk, before)?;
        if deleted > 0 {
            let count = usize::try_from(deleted).unwrap_or(usize::MAX);
            let body = json!({ "before": before.to_string(), "day": oldest.to_string() });
            desk.record(SWEEP, None, count, &body)?;
        }
        Ok(deleted)
    })
}
