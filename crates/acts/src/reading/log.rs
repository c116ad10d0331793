//! Notes that wait, and their way into the ledger.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::json;
use sohoc_ledger::privacy;
use sohoc_rules::Refusal;
use sohoc_rules::ids::EntryId;
use sohoc_rules::privacy::{Reading, Subject, What, digest};
use sohoc_rules::time::Instant;

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

/// The act under which notes stand in the journal.
pub(super) const FLUSH: &str = "reading.flush";
/// The act under which old notes were deleted.
pub(super) const SWEEP: &str = "reading.sweep";
/// How many notes may wait: some ten seconds of the busiest hour.
const MOST_WAITING: usize = 20_000;
/// How long writing may fail before no personal data are shown.
const PATIENCE_MICROSECONDS: i64 = 10 * 1_000_000;

/// Notes of reads that are not written yet.
#[derive(Default)]
pub struct ReadingLog {
    notes: Mutex<Notes>,
    /// One writes at a time, so that notes are kept in the order in which they were made.
    writing: Mutex<()>,
}

#[derive(Default)]
struct Notes {
    waiting: Vec<Reading>,
    /// Those that are being written. They stay here until they are kept, whatever becomes of the writer.
    leaving: Vec<Reading>,
    /// When writing first failed since it last went well.
    failed_since: Option<Instant>,
}

impl ReadingLog {
    fn notes(&self) -> MutexGuard<'_, Notes> {
        self.notes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, reading: Reading) -> Result<()> {
        let mut notes = self.notes();
        let failing = notes
            .failed_since
            .is_some_and(|since| reading.at.microseconds() - since.microseconds() > PATIENCE_MICROSECONDS);
        if failing || notes.waiting.len() + notes.leaving.len() >= MOST_WAITING {
            return Err(cannot_note().into());
        }
        notes.waiting.push(reading);
        Ok(())
    }

    /// Everything that waits, for one writer.
    fn take(&self) -> Vec<Reading> {
        let mut notes = self.notes();
        let waiting = mem::take(&mut notes.waiting);
        notes.leaving.extend(waiting);
        notes.leaving.clone()
    }

    fn kept(&self) {
        let mut notes = self.notes();
        notes.leaving.clear();
        notes.failed_since = None;
    }

    fn failed(&self, at: Instant) {
        self.notes().failed_since.get_or_insert(at);
    }
}

impl Office {
    /// Notes that somebody reads personal data, or tried to outside their scope. Call it before the data
    /// are shown; costs about a microsecond.
    ///
    /// # Errors
    /// `reading.cannot_note` when the log is full or could not be written for ten seconds: then the data
    /// must not be shown.
    pub fn note_reading(&self, actor: &Actor, what: What, subject: Subject) -> Result<()> {
        let at = self.now();
        let role = match (actor.account(), actor.highest_role(at.day())) {
            (None, _) => actor.sign_in(),
            (Some(_), Some(role)) => role.code(),
            (Some(_), None) => "none",
        };
        self.readings.note(Reading {
            at,
            account: actor.account(),
            actor: actor.sign_in().to_owned(),
            role: role.to_owned(),
            what,
            subject,
        })
    }

    /// Writes all waiting notes in one act; tells how many. To be called each second, and when the
    /// program ends.
    ///
    /// # Errors
    /// A fault of the store, or a clock that was set back; the notes wait for the next call.
    pub fn flush_readings(&self) -> Result<usize> {
        let _alone = self.readings.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let leaving = self.readings.take();
        if leaving.is_empty() {
            return Ok(0);
        }
        match self.write_readings(&leaving) {
            Ok(()) => {
                self.readings.kept();
                Ok(leaving.len())
            }
            Err(error) => {
                self.readings.failed(self.now());
                Err(error)
            }
        }
    }

    fn write_readings(&self, leaving: &[Reading]) -> Result<()> {
        let digest = text(digest(leaving));
        self.perform(&Actor::system(), |desk| {
            let entry = EntryId::new(desk.at, desk.id_bytes());
            let ids = privacy::add_readings(desk, leaving, entry, || desk.uuid())?;
            if let Some((first, last)) = ids {
                let body = json!({
                    "batch": entry.to_string(),
                    "first": first.to_string(),
                    "last": last.to_string(),
                    "sha256": digest,
                });
                desk.record(FLUSH, None, leaving.len(), &body)?;
            }
            Ok(())
        })
    }

    /// How many notes are not written yet.
    #[must_use]
    pub fn waiting_readings(&self) -> usize {
        let notes = self.readings.notes();
        notes.waiting.len() + notes.leaving.len()
    }
}

/// A digest as the journal writes it.
pub(super) fn text(digest: [u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn cannot_note() -> Refusal {
    Refusal {
        code: "reading.cannot_note",
        reason: "Reads of personal data cannot be noted at present, so none are shown.".to_owned(),
        remedy: "Try again in a minute; whoever runs the system must look at its disk and database.",
    }
}
