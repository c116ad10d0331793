//! What programs show instead of signing in, and what was answered to their requests.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

use super::{AccountRow, GrantRow, decode_grant};

/// A token as it is kept; the secret itself is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    /// Token; no secret.
    pub id: Uuid,
    /// SHA-256 of the secret.
    pub token_hash: Vec<u8>,
    /// The service's account.
    pub account: Uuid,
    /// What its makers call it.
    pub label: String,
    /// What it may be used for: words with blanks between.
    pub scopes: String,
    /// Who made it; `None` for the console.
    pub made_by: Option<Uuid>,
    /// When.
    pub made_at: Moment,
    /// After this moment it opens nothing.
    pub expires_at: Moment,
    /// When it was last used, to the minute.
    pub used_at: Option<Moment>,
    /// When it was taken back.
    pub revoked_at: Option<Moment>,
}

/// A token that can be used, with its account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoundToken {
    /// The token.
    pub token: TokenRow,
    /// How its account is named in the journal.
    pub sign_in: String,
    /// The account's roles, whatever their dates.
    pub grants: Vec<GrantRow>,
}

/// Adds a token.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, row: &TokenRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into api_token (token_id, token_hash, account_id, label, scopes, made_by, made_at, expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8)"
        ),
        &[
            &row.id,
            &row.token_hash,
            &row.account,
            &row.label,
            &row.scopes,
            &row.made_by,
            &row.made_at,
            &row.expires_at,
        ],
        1,
    )
}

/// The token with this hash that can be used at that moment, unless its account is switched off.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, token_hash: &[u8], at: Moment) -> Result<Option<FoundToken>, Fault> {
    let found = reader.find(
        sql!(
            "select token.token_id, token.token_hash, token.account_id, token.label, token.scopes, token.made_by,
                token.made_at, token.expires_at, token.used_at, token.revoked_at, account.sign_in
             from api_token token join account on account.account_id = token.account_id
             where token.token_hash = $1 and token.expires_at >= $2 and token.revoked_at is null
                and account.disabled_at is null"
        ),
        &[&token_hash, &at],
        |row| Ok((decode(row)?, row.get(10)?)),
    )?;
    let Some((token, sign_in)) = found else { return Ok(None) };
    let grants = reader.rows(
        sql!(
            "select account_id, role, unit_id, organization_id, valid_from, valid_to
             from role_grant where account_id = $1 order by position"
        ),
        &[&token.account],
        decode_grant,
    )?;
    Ok(Some(FoundToken { token, sign_in, grants }))
}

/// Every token with its account's name and last role, the newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<(TokenRow, AccountRow, GrantRow)>, Fault> {
    reader.rows(
        sql!(
            "select token.token_id, token.token_hash, token.account_id, token.label, token.scopes, token.made_by,
                token.made_at, token.expires_at, token.used_at, token.revoked_at, account.sign_in,
                account.display_name, account.disabled_at, given.role, given.unit_id, given.organization_id,
                given.valid_from, given.valid_to
             from api_token token
             join account on account.account_id = token.account_id
             join role_grant given on given.account_id = token.account_id and given.position = 0
             order by token.token_id desc"
        ),
        &[],
        |row| {
            let token = decode(row)?;
            let account = AccountRow {
                id: token.account,
                sign_in: row.get(10)?,
                display_name: row.get(11)?,
                person: None,
                disabled_at: row.get(12)?,
            };
            let grant = GrantRow {
                account: token.account,
                role: row.get(13)?,
                unit: row.get(14)?,
                organization: row.get(15)?,
                from: row.get(16)?,
                to: row.get(17)?,
            };
            Ok((token, account, grant))
        },
    )
}

/// Whether an account is a service's.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn is_service(reader: &Reader<'_>, account: Uuid) -> Result<bool, Fault> {
    let tokens =
        reader.find(sql!("select count(*) from api_token where account_id = $1"), &[&account], |row| {
            row.get::<i64>(0)
        })?;
    Ok(tokens.is_some_and(|tokens| tokens > 0))
}

/// Notes that a token was used.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn note_use(writer: &Writer<'_>, token: Uuid, at: Moment) -> Result<(), Fault> {
    writer.execute(sql!("update api_token set used_at = $2 where token_id = $1"), &[&token, &at])?;
    Ok(())
}

/// Takes a token back; `false` when it was before.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn revoke(writer: &Writer<'_>, token: Uuid, at: Moment) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!("update api_token set revoked_at = $2 where token_id = $1 and revoked_at is null"),
        &[&token, &at],
    )?;
    Ok(changed == 1)
}

/// What is known of a request that was begun under a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BegunRow {
    /// SHA-256 of what was asked.
    pub digest: Vec<u8>,
    /// When it was begun.
    pub begun_at: Moment,
    /// Status and body of the answer, once there is one.
    pub answer: Option<(i64, String)>,
}

/// Notes that a request was begun; `false` when one was before under the same key.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn begin_request(
    writer: &Writer<'_>,
    token: Uuid,
    key: &str,
    digest: &[u8],
    at: Moment,
) -> Result<bool, Fault> {
    let added = writer.execute(
        sql!(
            "insert into idempotency_key (token_id, request_key, digest, begun_at) values ($1, $2, $3, $4)
             on conflict (token_id, request_key) do nothing"
        ),
        &[&token, &key, &digest, &at],
    )?;
    Ok(added == 1)
}

/// What was begun under a key.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn begun_request(reader: &Reader<'_>, token: Uuid, key: &str) -> Result<Option<BegunRow>, Fault> {
    reader.find(
        sql!(
            "select digest, begun_at, status, answer from idempotency_key
             where token_id = $1 and request_key = $2"
        ),
        &[&token, &key],
        |row| {
            let (status, answer): (Option<i64>, Option<String>) = (row.get(2)?, row.get(3)?);
            Ok(BegunRow { digest: row.get(0)?, begun_at: row.get(1)?, answer: status.zip(answer) })
        },
    )
}

/// Keeps the answer to a request.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn end_request(writer: &Writer<'_>, token: Uuid, key: &str, answer: (i64, &str)) -> Result<(), Fault> {
    writer.execute(
        sql!("update idempotency_key set status = $3, answer = $4 where token_id = $1 and request_key = $2"),
        &[&token, &key, &answer.0, &answer.1],
    )?;
    Ok(())
}

/// Forgets a request that came to no answer, so that it can be sent again.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_request(writer: &Writer<'_>, token: Uuid, key: &str) -> Result<(), Fault> {
    writer.execute(
        sql!("delete from idempotency_key where token_id = $1 and request_key = $2"),
        &[&token, &key],
    )?;
    Ok(())
}

/// Forgets the requests begun before a moment; tells how many.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_requests_before(writer: &Writer<'_>, before: Moment) -> Result<u64, Fault> {
    writer.execute(sql!("delete from idempotency_key where begun_at < $1"), &[&before])
}

fn decode(row: &Row<'_>) -> Result<TokenRow, Fault> {
    Ok(TokenRow {
        id: row.get(0)?,
        token_hash: row.get(1)?,
        account: row.get(2)?,
        label: row.get(3)?,
        scopes: row.get(4)?,
        made_by: row.get(5)?,
        made_at: row.get(6)?,
        expires_at: row.get(7)?,
        used_at: row.get(8)?,
        revoked_at: row.get(9)?,
    })
}
