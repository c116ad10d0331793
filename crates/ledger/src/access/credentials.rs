//! Passwords, code devices and recovery codes.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// What an account signs in with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CredentialRow {
    /// PHC text of the password.
    pub password: Option<String>,
    /// When it was set.
    pub password_set_at: Option<Moment>,
    /// Whether another must be chosen first.
    pub must_set_password: bool,
    /// Sealed secret of the code device.
    pub totp_sealed: Option<Vec<u8>>,
    /// Sealed secret that was shown and not proved yet.
    pub totp_pending: Option<Vec<u8>>,
    /// The last step whose code was taken.
    pub totp_step: i64,
    /// Last sign-in.
    pub signed_in_at: Option<Moment>,
    /// Language of its pages.
    pub locale: Option<String>,
}

/// The credentials of an account; `None` before it was ever opened.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, account: Uuid) -> Result<Option<CredentialRow>, Fault> {
    reader.find(
        sql!(
            "select password, password_set_at, must_set_password, totp_sealed, totp_pending, totp_step,
                signed_in_at, locale
             from credential where account_id = $1"
        ),
        &[&account],
        |row| {
            Ok(CredentialRow {
                password: row.get(0)?,
                password_set_at: row.get(1)?,
                must_set_password: row.get(2)?,
                totp_sealed: row.get(3)?,
                totp_pending: row.get(4)?,
                totp_step: row.get(5)?,
                signed_in_at: row.get(6)?,
                locale: row.get(7)?,
            })
        },
    )
}

/// Notes a sign-in by a lasting credential.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn note_sign_in(writer: &Writer<'_>, account: Uuid, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into credential (account_id, must_set_password, totp_step, signed_in_at)
             values ($1, false, 0, $2)
             on conflict (account_id) do update set signed_in_at = excluded.signed_in_at"
        ),
        &[&account, &at],
        1,
    )
}

/// Notes that a slip opened the account: the next thing is to choose a password or a passkey, and the
/// password that was forgotten opens nothing any more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn note_activation(writer: &Writer<'_>, account: Uuid, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into credential (account_id, must_set_password, totp_step, signed_in_at)
             values ($1, true, 0, $2)
             on conflict (account_id) do update
                set password = null, password_set_at = null, must_set_password = true,
                    signed_in_at = excluded.signed_in_at"
        ),
        &[&account, &at],
        1,
    )
}

/// Sets the password.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set_password(writer: &Writer<'_>, account: Uuid, password: &str, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into credential (account_id, password, password_set_at, must_set_password, totp_step)
             values ($1, $2, $3, false, 0)
             on conflict (account_id) do update
                set password = excluded.password, password_set_at = excluded.password_set_at,
                    must_set_password = false"
        ),
        &[&account, &password, &at],
        1,
    )
}

/// Takes back that a password must be chosen: a passkey was.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn need_no_password(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(
        sql!("update credential set must_set_password = false where account_id = $1"),
        &[&account],
    )?;
    Ok(())
}

/// Keeps a secret that was shown, until a code proves it.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set_pending_totp(writer: &Writer<'_>, account: Uuid, sealed: &[u8]) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into credential (account_id, must_set_password, totp_pending, totp_step)
             values ($1, false, $2, 0)
             on conflict (account_id) do update set totp_pending = excluded.totp_pending"
        ),
        &[&account, &sealed],
        1,
    )
}

/// Makes the shown secret the one that counts; `step` is the one whose code proved it.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn confirm_totp(writer: &Writer<'_>, account: Uuid, step: i64) -> Result<(), Fault> {
    writer.change(
        sql!(
            "update credential set totp_sealed = totp_pending, totp_pending = null, totp_step = $2
             where account_id = $1 and totp_pending is not null"
        ),
        &[&account, &step],
        1,
    )
}

/// Takes a code of a step; `false` when one of it or of a later one was taken before.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn take_totp_step(writer: &Writer<'_>, account: Uuid, step: i64) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!("update credential set totp_step = $2 where account_id = $1 and totp_step < $2"),
        &[&account, &step],
    )?;
    Ok(changed == 1)
}

/// Takes the code device away.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_totp(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(
        sql!(
            "update credential set totp_sealed = null, totp_pending = null, totp_step = 0
             where account_id = $1"
        ),
        &[&account],
    )?;
    Ok(())
}

/// Takes password and code device away: the account opens by its next one-time code.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn clear(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(
        sql!(
            "update credential
             set password = null, password_set_at = null, must_set_password = true,
                totp_sealed = null, totp_pending = null, totp_step = 0
             where account_id = $1"
        ),
        &[&account],
    )?;
    writer.execute(sql!("delete from recovery_code where account_id = $1"), &[&account])?;
    Ok(())
}

/// Notes when an account was switched on again, from which its days of rest are counted.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn note_switched_on(writer: &Writer<'_>, account: Uuid, at: Moment) -> Result<(), Fault> {
    writer
        .execute(sql!("update credential set switched_on_at = $2 where account_id = $1"), &[&account, &at])?;
    Ok(())
}

/// Sets the language of an account's pages.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set_locale(writer: &Writer<'_>, account: Uuid, locale: &str) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into credential (account_id, must_set_password, totp_step, locale)
             values ($1, false, 0, $2)
             on conflict (account_id) do update set locale = excluded.locale"
        ),
        &[&account, &locale],
        1,
    )
}

/// Keeps a password that was set, for who may not go back to it.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn keep_old(writer: &Writer<'_>, account: Uuid, set_at: Moment, password: &str) -> Result<(), Fault> {
    writer.change(
        sql!("insert into old_password (account_id, set_at, password) values ($1, $2, $3)"),
        &[&account, &set_at, &password],
        1,
    )
}

/// The last passwords of an account, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn old(reader: &Reader<'_>, account: Uuid, limit: i64) -> Result<Vec<String>, Fault> {
    reader.rows(
        sql!("select password from old_password where account_id = $1 order by set_at desc limit $2"),
        &[&account, &limit],
        |row| row.get(0),
    )
}

/// Replaces the recovery codes of an account.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set_recovery(writer: &Writer<'_>, account: Uuid, hashes: &[Vec<u8>]) -> Result<(), Fault> {
    writer.execute(sql!("delete from recovery_code where account_id = $1"), &[&account])?;
    let rows: Vec<(Uuid, &Vec<u8>)> = hashes.iter().map(|hash| (account, hash)).collect();
    writer.change_each(
        sql!("insert into recovery_code (account_id, code_hash) values ($1, $2)"),
        &rows,
        |row| [&row.0, row.1],
    )
}

/// Uses a recovery code; `false` when there is none such or it was used.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn use_recovery(writer: &Writer<'_>, account: Uuid, hash: &[u8], at: Moment) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update recovery_code set used_at = $3
             where account_id = $1 and code_hash = $2 and used_at is null"
        ),
        &[&account, &hash, &at],
    )?;
    Ok(changed == 1)
}

/// How many recovery codes are left.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn recovery_left(reader: &Reader<'_>, account: Uuid) -> Result<i64, Fault> {
    let left = reader.find(
        sql!("select count(*) from recovery_code where account_id = $1 and used_at is null"),
        &[&account],
        |row| row.get(0),
    )?;
    Ok(left.unwrap_or(0))
}

/// Takes the password away from an account that signs in by a passkey.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_password(writer: &Writer<'_>, account: Uuid) -> Result<(), Fault> {
    writer.execute(
        sql!(
            "update credential set password = null, password_set_at = null, must_set_password = false
             where account_id = $1"
        ),
        &[&account],
    )?;
    Ok(())
}
