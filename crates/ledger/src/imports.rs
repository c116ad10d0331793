//! Runs of imports, for the record and for the page that shows their progress.

use sohoc_rules::ids::ImportId;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// Rows of a run so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportCounts {
    /// Rows that hold a record.
    pub read: i64,
    /// Records that were new.
    pub added: i64,
    /// Records that were known and changed.
    pub updated: i64,
    /// Records that were known and the same.
    pub unchanged: i64,
    /// Rows that were refused with a reason.
    pub rejected: i64,
}

/// Notes that a run began.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn begin(writer: &Writer<'_>, id: ImportId, kind: &str, source: &str, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into import_run
                (import_id, kind, source, started_at, read, added, updated, unchanged, rejected)
             values ($1, $2, $3, $4, 0, 0, 0, 0, 0)"
        ),
        &[&id.uuid(), &kind, &source, &at],
        1,
    )
}

/// Adds the counts of a batch, in the transaction that brings the batch in.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count(writer: &Writer<'_>, id: ImportId, batch: ImportCounts) -> Result<(), Fault> {
    writer.change(
        sql!(
            "update import_run
             set read = read + $2, added = added + $3, updated = updated + $4, unchanged = unchanged + $5,
                rejected = rejected + $6
             where import_id = $1"
        ),
        &[&id.uuid(), &batch.read, &batch.added, &batch.updated, &batch.unchanged, &batch.rejected],
        1,
    )
}

/// Notes that a run came to its end.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn finish(writer: &Writer<'_>, id: ImportId, at: Moment) -> Result<(), Fault> {
    writer.change(sql!("update import_run set finished_at = $2 where import_id = $1"), &[&id.uuid(), &at], 1)
}

/// Runs that never came to their end: a killed program, a full disk.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn unfinished(reader: &Reader<'_>) -> Result<Vec<(String, String, ImportCounts)>, Fault> {
    reader.rows(
        sql!(
            "select kind, source, read, added, updated, unchanged, rejected
             from import_run where finished_at is null order by started_at, import_id"
        ),
        &[],
        |row| {
            let counts = ImportCounts {
                read: row.get(2)?,
                added: row.get(3)?,
                updated: row.get(4)?,
                unchanged: row.get(5)?,
                rejected: row.get(6)?,
            };
            Ok((row.get(0)?, row.get(1)?, counts))
        },
    )
}
