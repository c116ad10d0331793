//! Sessions: who is signed in, where and how.

use uuid::Uuid;

use crate::access::{GrantRow, decode_grant};
use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A session as it begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSession {
    /// Session.
    pub id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: Vec<u8>,
    /// Account.
    pub account: Uuid,
    /// Code of the level.
    pub level: i64,
    /// When it began.
    pub at: Moment,
    /// When it ends at the latest.
    pub ends_at: Moment,
    /// What the browser calls itself, shortened.
    pub device: String,
    /// Network address it came from.
    pub address: String,
}

/// A session with all that a request needs of its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundSession {
    /// Session.
    pub id: Uuid,
    /// Account.
    pub account: Uuid,
    /// Code of the level.
    pub level: i64,
    /// Last request that was noted.
    pub seen_at: Moment,
    /// When it ends at the latest.
    pub ends_at: Moment,
    /// When who sits there last proved who they are.
    pub confirmed_at: Moment,
    /// When it was locked by hand.
    pub locked_at: Option<Moment>,
    /// What one types to sign in.
    pub sign_in: String,
    /// What pages show.
    pub display_name: String,
    /// The person behind the account.
    pub person: Option<Uuid>,
    /// Language of its pages.
    pub locale: Option<String>,
    /// Whether a password must be chosen first.
    pub must_set_password: bool,
    /// When the password was set; `None` without one.
    pub password_set_at: Option<Moment>,
    /// Whether a code device is set up.
    pub has_totp: bool,
    /// Whether a passkey is kept.
    pub has_passkey: bool,
    /// The roles, whatever their dates.
    pub grants: Vec<GrantRow>,
}

/// A session in the list of an account's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSession {
    /// Session.
    pub id: Uuid,
    /// When it began.
    pub started_at: Moment,
    /// Last request that was noted.
    pub seen_at: Moment,
    /// What the browser calls itself.
    pub device: String,
    /// Network address it began from.
    pub address: String,
}

/// Begins a session.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, session: &NewSession) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into session (session_id, token_hash, account_id, level, started_at, seen_at, ends_at,
                confirmed_at, device, address)
             values ($1, $2, $3, $4, $5, $5, $6, $5, $7, $8)"
        ),
        &[
            &session.id,
            &session.token_hash,
            &session.account,
            &session.level,
            &session.at,
            &session.ends_at,
            &session.device,
            &session.address,
        ],
        1,
    )
}

/// The session of a token, unless its account is switched off: two point reads, for every request.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, token_hash: &[u8]) -> Result<Option<FoundSession>, Fault> {
    let found = reader.find(
        sql!(
            "select session.session_id, session.account_id, session.level, session.seen_at, session.ends_at,
                session.confirmed_at, session.locked_at, account.sign_in, account.display_name,
                account.person_id, credential.locale, coalesce(credential.must_set_password, false),
                credential.password_set_at, credential.totp_sealed is not null,
                exists (select 1 from passkey where passkey.account_id = session.account_id)
             from session
             join account on account.account_id = session.account_id
             left join credential on credential.account_id = session.account_id
             where session.token_hash = $1 and account.disabled_at is null"
        ),
        &[&token_hash],
        |row| {
            Ok(FoundSession {
                id: row.get(0)?,
                account: row.get(1)?,
                level: row.get(2)?,
                seen_at: row.get(3)?,
                ends_at: row.get(4)?,
                confirmed_at: row.get(5)?,
                locked_at: row.get(6)?,
                sign_in: row.get(7)?,
                display_name: row.get(8)?,
                person: row.get(9)?,
                locale: row.get(10)?,
                must_set_password: row.get(11)?,
                password_set_at: row.get(12)?,
                has_totp: row.get(13)?,
                has_passkey: row.get(14)?,
                grants: Vec::new(),
            })
        },
    )?;
    let Some(mut session) = found else { return Ok(None) };
    session.grants = reader.rows(
        sql!(
            "select account_id, role, unit_id, organization_id, valid_from, valid_to
             from role_grant where account_id = $1 order by position"
        ),
        &[&session.account],
        decode_grant,
    )?;
    Ok(Some(session))
}

/// Notes that sessions are in use; those that were ended meanwhile are left alone.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn touch(writer: &Writer<'_>, sessions: &[Uuid], at: Moment) -> Result<(), Fault> {
    let rows: Vec<(Uuid, Moment)> = sessions.iter().map(|session| (*session, at)).collect();
    writer.execute_each(
        sql!("update session set seen_at = $2 where session_id = $1 and seen_at < $2 and locked_at is null"),
        &rows,
        |row| [&row.0, &row.1],
    )?;
    Ok(())
}

/// Gives a session another token, level and moment of proof, and unlocks it; `false` when it is no more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn renew(
    writer: &Writer<'_>,
    session: Uuid,
    token_hash: &[u8],
    level: i64,
    at: Moment,
) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update session set token_hash = $2, level = $3, seen_at = $4, confirmed_at = $4, locked_at = null
             where session_id = $1 and ends_at > $4"
        ),
        &[&session, &token_hash, &level, &at],
    )?;
    Ok(changed == 1)
}

/// Notes that who sits there proved again who they are; `false` when the session is no more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn confirm(writer: &Writer<'_>, session: Uuid, at: Moment) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update session set confirmed_at = $2, seen_at = $2 where session_id = $1 and locked_at is null"
        ),
        &[&session, &at],
    )?;
    Ok(changed == 1)
}

/// Locks a session.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn lock(writer: &Writer<'_>, session: Uuid, at: Moment) -> Result<(), Fault> {
    writer.execute(
        sql!("update session set locked_at = $2 where session_id = $1 and locked_at is null"),
        &[&session, &at],
    )?;
    Ok(())
}

/// The sessions of an account that have not ended, the last used first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>, account: Uuid, at: Moment) -> Result<Vec<ListedSession>, Fault> {
    reader.rows(
        sql!(
            "select session_id, started_at, seen_at, device, address from session
             where account_id = $1 and ends_at > $2 order by seen_at desc, session_id limit 100"
        ),
        &[&account, &at],
        |row| {
            Ok(ListedSession {
                id: row.get(0)?,
                started_at: row.get(1)?,
                seen_at: row.get(2)?,
                device: row.get(3)?,
                address: row.get(4)?,
            })
        },
    )
}

/// Ends a session of an account; tells whether there was one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove(writer: &Writer<'_>, account: Uuid, session: Uuid) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!("delete from session where account_id = $1 and session_id = $2"),
        &[&account, &session],
    )?;
    Ok(changed == 1)
}

/// Ends all sessions of an account but `kept`; tells how many.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_others(writer: &Writer<'_>, account: Uuid, kept: Uuid) -> Result<u64, Fault> {
    writer.execute(sql!("delete from session where account_id = $1 and session_id <> $2"), &[&account, &kept])
}

/// Removes sessions that ended before a moment.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_before(writer: &Writer<'_>, before: Moment) -> Result<u64, Fault> {
    writer.execute(sql!("delete from session where ends_at < $1"), &[&before])
}
