//! What every import shares: its options, its counts, its batches.

use std::path::{Path, PathBuf};

use serde_json::json;
use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::desk::Desk;
use sohoc_ledger::db::Moment;
use sohoc_ledger::imports::{self, ImportCounts};
use sohoc_papers::tables::{DateRules, Schema};
use sohoc_rules::ids::{ImportId, OrganizationId};
use sohoc_rules::time::Date;

use crate::Error;
use crate::rejects::Rejects;

/// How a list is to be taken in.
pub struct Options<'a> {
    /// The date of the list: units are looked up as they stood then, and people live there since.
    pub date: Date,
    /// The assessed year, for lists of scores.
    pub year: Option<i16>,
    /// Whether to try everything and keep nothing.
    pub dry_run: bool,
    /// Where to write the rejected rows; a file is made only when there are any.
    pub report: Option<PathBuf>,
    /// A clerk's reason to take personal numbers that do not fit the sex or birth year of the row.
    pub reason: Option<String>,
    /// On what the ethnic groups of the list may be kept: the consent that was asked, or the rule that wants them.
    /// `None`: the column is left out. They are sensitive data (NĐ 356/2025, article 4) and want a basis of their
    /// own (Law 91/2025).
    pub ethnic_basis: Option<String>,
    /// Whose staff the list is: who names no employer that is on record works there.
    pub staff_of: Option<OrganizationId>,
    /// Told how many rows have been dealt with.
    pub progress: &'a dyn Fn(u64),
    /// Asked before each batch; when it says yes, the import ends there with [`Error::Stopped`].
    pub stop: &'a dyn Fn() -> bool,
}

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows that hold an entry.
    pub read: u64,
    /// Entries that were new.
    pub added: u64,
    /// Entries that were known and changed.
    pub updated: u64,
    /// Entries that were known and the same.
    pub unchanged: u64,
    /// Rows refused with a reason.
    pub rejected: u64,
    /// Where the rejected rows are.
    pub report: Option<PathBuf>,
    /// What was left out without rejecting a row, like employers that are not on record.
    pub notes: Vec<String>,
}

impl Summary {
    pub(crate) fn add(&mut self, counts: ImportCounts) {
        let grow = |total: &mut u64, more: i64| *total += u64::try_from(more).unwrap_or(0);
        grow(&mut self.read, counts.read);
        grow(&mut self.added, counts.added);
        grow(&mut self.updated, counts.updated);
        grow(&mut self.unchanged, counts.unchanged);
        grow(&mut self.rejected, counts.rejected);
    }
}

/// Rows of one batch: one transaction, one wait for the disk, one journal entry. New rows land all over
/// the indexes, so a small batch writes nearly every page of them anew; this many keep that under half
/// of the work, and the writer free again within half a second.
pub const BATCH: usize = 10_000;

impl Options<'_> {
    /// How dates of this list are read.
    pub(crate) fn dates(&self, from_1904: bool) -> DateRules {
        let latest = self.date.year().saturating_sub(YOUNGEST);
        DateRules { today: self.date, latest_short_year: latest, from_1904 }
    }
}

/// Lists of the programme hold pupils from 15 on; a birth year of two digits is read so that nobody
/// is younger.
const YOUNGEST: i16 = 15;

/// A run that is on record from its beginning, so that one which never ended can be seen.
pub(crate) struct Run<'a> {
    office: &'a Office,
    actor: &'a Actor,
    id: ImportId,
    dry_run: bool,
    stop: &'a (dyn Fn() -> bool + 'a),
}

impl<'a> Run<'a> {
    /// Puts the run on record, and in the journal what a clerk stands for.
    pub fn begin(
        office: &'a Office,
        actor: &'a Actor,
        kind: &str,
        list: &Path,
        options: &Options<'a>,
    ) -> Result<Self, Error> {
        let run = Self {
            office,
            actor,
            id: ImportId::new(office.now(), office.chance()),
            dry_run: options.dry_run,
            stop: options.stop,
        };
        if run.dry_run {
            return Ok(run);
        }
        let source = list.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        office.perform(actor, |desk| {
            imports::begin(desk, run.id, kind, &source, Moment(desk.at))?;
            if let Some(reason) = &options.reason {
                let body = json!({ "import": run.id.to_string(), "kind": kind, "source": source,
                    "reason": reason });
                desk.record("import.stand_for", None, 1, &body)?;
            }
            if let Some(basis) = &options.ethnic_basis {
                let body = json!({ "import": run.id.to_string(), "kind": kind, "source": source,
                    "basis": basis });
                desk.record("import.ethnic_groups", None, 1, &body)?;
            }
            Ok(())
        })?;
        Ok(run)
    }

    /// Brings one batch in and counts it in the same transaction; a dry run does the same and keeps
    /// nothing of it, so that it says what a real one would.
    pub fn batch<T>(
        &self,
        mut work: impl FnMut(&Desk<'_>) -> sohoc_acts::Result<(T, ImportCounts)>,
    ) -> Result<(T, ImportCounts), Error> {
        if (self.stop)() {
            return Err(Error::Stopped);
        }
        if !self.dry_run {
            return Ok(self.office.perform(self.actor, |desk| {
                let (value, counts) = work(desk)?;
                imports::count(desk, self.id, counts)?;
                Ok((value, counts))
            })?);
        }
        let mut tried = None;
        let ended = self.office.perform(self.actor, |desk| {
            tried = Some(work(desk)?);
            // Any error rolls back; this one is looked for below.
            Err::<(), _>(sohoc_acts::Error::NotFound(TRIED))
        });
        match (ended, tried) {
            (Err(sohoc_acts::Error::NotFound(TRIED)), Some(tried)) => Ok(tried),
            (Err(error), _) => Err(error.into()),
            (Ok(()), _) => Err(sohoc_acts::Error::NotFound(TRIED).into()),
        }
    }

    /// Notes that the run came to its end, with the rows that were rejected on the way.
    pub fn finish(&self, rejected: u64) -> Result<(), Error> {
        if self.dry_run {
            return Ok(());
        }
        let rejected = i64::try_from(rejected).unwrap_or(i64::MAX);
        let counts = ImportCounts { read: rejected, rejected, ..ImportCounts::default() };
        self.office.perform(self.actor, |desk| {
            imports::count(desk, self.id, counts)?;
            imports::finish(desk, self.id, Moment(desk.at))?;
            Ok(())
        })?;
        Ok(())
    }
}

/// The mark of a dry run that went well.
const TRIED: &str = "dry run";

/// Ends an import: counts, notes and the workbook of the rejected rows.
pub(crate) fn close(
    run: &Run<'_>,
    mut summary: Summary,
    rejects: &Rejects,
    (list, schema): (&Path, &'static Schema),
    options: &Options<'_>,
) -> Result<Summary, Error> {
    summary.rejected = rejects.count();
    summary.read += summary.rejected;
    if let (Some(report), true) = (&options.report, summary.rejected > 0) {
        rejects.write(list, schema, report)?;
        summary.report = Some(report.clone());
    }
    run.finish(summary.rejected)?;
    Ok(summary)
}
