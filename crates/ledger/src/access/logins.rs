//! The log of sign-ins.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// One attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginRow {
    /// Its place in the order of time.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// The account, when the name was one's.
    pub account: Option<Uuid>,
    /// Keyed hash of the typed name, when it was nobody's.
    pub name_hash: Option<Vec<u8>>,
    /// Network address it came from.
    pub address: String,
    /// Code of how it ended.
    pub outcome: String,
}

/// Adds one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, row: &LoginRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into login (login_id, at, account_id, name_hash, address, outcome)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        &[&row.id, &row.at, &row.account, &row.name_hash, &row.address, &row.outcome],
        1,
    )
}

/// A page of all, newest first, before an id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>, before: Uuid, limit: i64) -> Result<Vec<LoginRow>, Fault> {
    reader.rows(
        sql!(
            "select login_id, at, account_id, name_hash, address, outcome
             from login where login_id < $1 order by login_id desc limit $2"
        ),
        &[&before, &limit],
        decode,
    )
}

/// A page of those of one account, newest first, before an id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_account(
    reader: &Reader<'_>,
    account: Uuid,
    before: Uuid,
    limit: i64,
) -> Result<Vec<LoginRow>, Fault> {
    reader.rows(
        sql!(
            "select login_id, at, account_id, name_hash, address, outcome
             from login where account_id = $1 and login_id < $2 order by login_id desc limit $3"
        ),
        &[&account, &before, &limit],
        decode,
    )
}

/// Removes those whose id is below one: the log is kept for a fixed time.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_before(writer: &Writer<'_>, first_kept: Uuid) -> Result<u64, Fault> {
    writer.execute(sql!("delete from login where login_id < $1"), &[&first_kept])
}

fn decode(row: &Row<'_>) -> Result<LoginRow, Fault> {
    Ok(LoginRow {
        id: row.get(0)?,
        at: row.get(1)?,
        account: row.get(2)?,
        name_hash: row.get(3)?,
        address: row.get(4)?,
        outcome: row.get(5)?,
    })
}
