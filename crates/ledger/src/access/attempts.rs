//! Failures to sign in, by the typed name.

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// Failures under one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptRow {
    /// Keyed hash of the name.
    pub name_hash: Vec<u8>,
    /// Failures since the last success or lock.
    pub failures: i64,
    /// Locks since the last success.
    pub locks: i64,
    /// Until when it is locked.
    pub locked_until: Option<Moment>,
    /// Last failure.
    pub failed_at: Moment,
}

/// The failures under a name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, name_hash: &[u8]) -> Result<Option<AttemptRow>, Fault> {
    reader.find(
        sql!(
            "select name_hash, failures, locks, locked_until, failed_at
             from sign_in_attempt where name_hash = $1"
        ),
        &[&name_hash],
        |row| {
            Ok(AttemptRow {
                name_hash: row.get(0)?,
                failures: row.get(1)?,
                locks: row.get(2)?,
                locked_until: row.get(3)?,
                failed_at: row.get(4)?,
            })
        },
    )
}

/// Sets the failures under a name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set(writer: &Writer<'_>, row: &AttemptRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into sign_in_attempt (name_hash, failures, locks, locked_until, failed_at)
             values ($1, $2, $3, $4, $5)
             on conflict (name_hash) do update
                set failures = excluded.failures, locks = excluded.locks,
                    locked_until = excluded.locked_until, failed_at = excluded.failed_at"
        ),
        &[&row.name_hash, &row.failures, &row.locks, &row.locked_until, &row.failed_at],
        1,
    )
}

/// Forgets the failures under a name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn clear(writer: &Writer<'_>, name_hash: &[u8]) -> Result<(), Fault> {
    writer.execute(sql!("delete from sign_in_attempt where name_hash = $1"), &[&name_hash])?;
    Ok(())
}

/// Forgets failures whose last one was before a moment.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget(writer: &Writer<'_>, before: Moment) -> Result<u64, Fault> {
    writer.execute(
        sql!(
            "delete from sign_in_attempt
             where failed_at < $1 and (locked_until is null or locked_until < $1)"
        ),
        &[&before],
    )
}
