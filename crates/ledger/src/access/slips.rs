//! One-time codes that open accounts.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A one-time code; the code itself is nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipRow {
    /// Keyed hash of the code.
    pub code_hash: Vec<u8>,
    /// The account it opens.
    pub account: Uuid,
    /// citizen, officer or emergency.
    pub kind: String,
    /// Who had it made; `None` for the console.
    pub made_by: Option<Uuid>,
    /// When.
    pub made_at: Moment,
    /// Until when it can be used.
    pub expires_at: Moment,
    /// When it was used.
    pub used_at: Option<Moment>,
}

/// Adds codes and takes away the unused ones that the same accounts had.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn replace(writer: &Writer<'_>, slips: &[SlipRow]) -> Result<(), Fault> {
    writer.execute_each(
        sql!("delete from slip where account_id = $1 and used_at is null"),
        slips,
        |row| [&row.account],
    )?;
    writer.change_each(
        sql!(
            "insert into slip (code_hash, account_id, kind, made_by, made_at, expires_at)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        slips,
        |row| [&row.code_hash, &row.account, &row.kind, &row.made_by, &row.made_at, &row.expires_at],
    )
}

/// Takes away the unused codes of an account.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn cancel(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(sql!("delete from slip where account_id = $1 and used_at is null"), &[&account])?;
    Ok(())
}

/// The slip of a code, used or not.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, code_hash: &[u8]) -> Result<Option<SlipRow>, Fault> {
    reader.find(
        sql!(
            "select code_hash, account_id, kind, made_by, made_at, expires_at, used_at
             from slip where code_hash = $1"
        ),
        &[&code_hash],
        |row| {
            Ok(SlipRow {
                code_hash: row.get(0)?,
                account: row.get(1)?,
                kind: row.get(2)?,
                made_by: row.get(3)?,
                made_at: row.get(4)?,
                expires_at: row.get(5)?,
                used_at: row.get(6)?,
            })
        },
    )
}

/// Marks a code as used; `false` when it was before.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn mark_used(writer: &Writer<'_>, code_hash: &[u8], at: Moment) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!("update slip set used_at = $2 where code_hash = $1 and used_at is null"),
        &[&code_hash, &at],
    )?;
    Ok(changed == 1)
}

/// Removes codes that ended before a moment.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_before(writer: &Writer<'_>, before: Moment) -> Result<u64, Fault> {
    writer.execute(sql!("delete from slip where expires_at < $1"), &[&before])
}
