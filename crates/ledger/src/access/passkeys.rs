//! Passkeys and identities at other services.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasskeyRow {
    /// Its name in WebAuthn.
    pub credential_id: Vec<u8>,
    /// The account it opens.
    pub account: Uuid,
    /// As the WebAuthn library writes it.
    pub credential: String,
    /// The last counter it showed; 0 for those that count nothing.
    pub counter: i64,
    /// What its holder calls it.
    pub label: String,
    /// When it was added.
    pub added_at: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
}

/// Adds one.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] when it is known.
pub fn add(writer: &Writer<'_>, row: &PasskeyRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into passkey (credential_id, account_id, credential, counter, label, added_at)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        &[&row.credential_id, &row.account, &row.credential, &row.counter, &row.label, &row.added_at],
        1,
    )
}

/// A passkey by its name in WebAuthn.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, credential_id: &[u8]) -> Result<Option<PasskeyRow>, Fault> {
    reader.find(
        sql!(
            "select credential_id, account_id, credential, counter, label, added_at, used_at
             from passkey where credential_id = $1"
        ),
        &[&credential_id],
        decode,
    )
}

/// The passkeys of an account, oldest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>, account: Uuid) -> Result<Vec<PasskeyRow>, Fault> {
    reader.rows(
        sql!(
            "select credential_id, account_id, credential, counter, label, added_at, used_at
             from passkey where account_id = $1 order by added_at, credential_id limit 100"
        ),
        &[&account],
        decode,
    )
}

/// Notes a use; `false` when the counter did not go on, which tells of a copy.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn note_use(
    writer: &Writer<'_>,
    credential_id: &[u8],
    credential: &str,
    counter: i64,
    at: Moment,
) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update passkey set credential = $2, counter = $3, used_at = $4
             where credential_id = $1 and (counter < $3 or (counter = 0 and $3 = 0))"
        ),
        &[&credential_id, &credential, &counter, &at],
    )?;
    Ok(changed == 1)
}

/// Removes one of an account; tells whether there was one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove(writer: &Writer<'_>, account: Uuid, credential_id: &[u8]) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!("delete from passkey where account_id = $1 and credential_id = $2"),
        &[&account, &credential_id],
    )?;
    Ok(changed == 1)
}

/// Removes all passkeys and identities of an account.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_all(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(sql!("delete from passkey where account_id = $1"), &[&account])?;
    writer.execute(sql!("delete from oidc_identity where account_id = $1"), &[&account])?;
    Ok(())
}

/// Links an account with an identity at another service.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] when the identity is linked.
pub fn link(
    writer: &Writer<'_>,
    identity_hash: &[u8],
    account: Uuid,
    issuer: &str,
    at: Moment,
) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into oidc_identity (identity_hash, account_id, issuer, linked_at) values ($1, $2, $3, $4)"
        ),
        &[&identity_hash, &account, &issuer, &at],
        1,
    )
}

/// The account of an identity.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn linked(reader: &Reader<'_>, identity_hash: &[u8]) -> Result<Option<Uuid>, Fault> {
    reader.find(
        sql!("select account_id from oidc_identity where identity_hash = $1"),
        &[&identity_hash],
        |row| row.get(0),
    )
}

/// The services an account is linked with, and since when.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn links(reader: &Reader<'_>, account: Uuid) -> Result<Vec<(String, Moment)>, Fault> {
    reader.rows(
        sql!(
            "select issuer, linked_at from oidc_identity
             where account_id = $1 order by linked_at, identity_hash limit 100"
        ),
        &[&account],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Ends the links of an account with a service; tells how many.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn unlink(writer: &Writer<'_>, account: Uuid, issuer: &str) -> Result<u64, Fault> {
    writer.execute(
        sql!("delete from oidc_identity where account_id = $1 and issuer = $2"),
        &[&account, &issuer],
    )
}

fn decode(row: &Row<'_>) -> Result<PasskeyRow, Fault> {
    Ok(PasskeyRow {
        credential_id: row.get(0)?,
        account: row.get(1)?,
        credential: row.get(2)?,
        counter: row.get(3)?,
        label: row.get(4)?,
        added_at: row.get(5)?,
        used_at: row.get(6)?,
    })
}
