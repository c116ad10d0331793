//! Passkeys. The counter speaks WebAuthn and checks signatures; here they are kept and what they prove is
//! carried out. A passkey asks its holder for finger, face or PIN, so it is two factors at once.

use serde_json::json;
use sohoc_ledger::access::passkeys::{self as book, PasskeyRow};
use sohoc_ledger::access::{self, accounts, attempts, credentials, sessions};
use sohoc_ledger::db::Moment;
use sohoc_rules::access::security::{Level, Standing};
use sohoc_rules::ids::AccountId;
use sohoc_rules::time::Instant;

use super::logins::{Outcome, log};
use super::session::{Origin, Session, SignedIn, renew, signed_in, start};
use super::sign_in::{prove, wrong};
use super::{Actor, codes, ways_in};
use crate::error::{Error, Result};
use crate::office::Office;

/// A passkey that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// Its name in WebAuthn.
    pub credential_id: Vec<u8>,
    /// The account it opens; its id is the user handle.
    pub account: AccountId,
    /// As the WebAuthn library writes it.
    pub credential: String,
    /// The last counter it showed.
    pub counter: i64,
    /// What its holder calls it.
    pub label: String,
    /// When it was added.
    pub added_at: Instant,
    /// When it was last used.
    pub used_at: Option<Instant>,
}

impl From<PasskeyRow> for Passkey {
    fn from(row: PasskeyRow) -> Self {
        Self {
            credential_id: row.credential_id,
            account: AccountId::from_uuid(row.account),
            credential: row.credential,
            counter: row.counter,
            label: row.label,
            added_at: row.added_at.0,
            used_at: row.used_at.map(|at| at.0),
        }
    }
}

/// A use of a passkey that the counter has verified, with the user verified by the device.
#[derive(Clone, Copy, Debug)]
pub struct Verified<'a> {
    /// Which.
    pub credential_id: &'a [u8],
    /// As the WebAuthn library writes it after this use.
    pub credential: &'a str,
    /// The counter it showed; 0 for those that count nothing.
    pub counter: i64,
}

/// One's own passkeys.
///
/// # Errors
/// A fault of the store.
pub fn list_passkeys(office: &Office, session: &Session) -> Result<Vec<Passkey>> {
    of_account(office, session.account)
}

/// The passkeys of whoever signs in so, to ask the browser for one of them: empty for unknown names.
///
/// # Errors
/// A fault of the store.
pub fn passkeys_of(office: &Office, sign_in: &str) -> Result<Vec<Passkey>> {
    let account = office.read(|reader| Ok(access::find(reader, sign_in.trim())?))?;
    account.map_or(Ok(Vec::new()), |account| of_account(office, AccountId::from_uuid(account.id)))
}

fn of_account(office: &Office, account: AccountId) -> Result<Vec<Passkey>> {
    let rows = office.read(|reader| Ok(book::list(reader, account.uuid())?))?;
    Ok(rows.into_iter().map(Passkey::from).collect())
}

/// The passkey of a name in WebAuthn, to check a signature against.
///
/// # Errors
/// A fault of the store.
pub fn find_passkey(office: &Office, credential_id: &[u8]) -> Result<Option<Passkey>> {
    Ok(office.read(|reader| Ok(book::find(reader, credential_id)?))?.map(Passkey::from))
}

/// Keeps a new passkey that the counter has verified; the session becomes one of two factors.
///
/// # Errors
/// `access.confirm_first`; [`Error::NotFound`] in a session that may not; a fault when it is known.
pub fn add_passkey(office: &Office, session: &Session, new: Verified<'_>, label: &str) -> Result<SignedIn> {
    session.require_credentials(office)?;
    let account = session.account.uuid();
    let token = codes::token(office.chance());
    office.perform(&session.actor, |desk| {
        book::add(
            desk,
            &PasskeyRow {
                credential_id: new.credential_id.to_vec(),
                account,
                credential: new.credential.to_owned(),
                counter: new.counter,
                label: label.trim().chars().take(60).collect(),
                added_at: Moment(desk.at),
                used_at: None,
            },
        )?;
        credentials::need_no_password(desk, account)?;
        renew(desk, session, &token, Level::SecondFactor.max(session.level))?;
        desk.record("access.add_passkey", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })?;
    signed_in(office, token)
}

/// Takes one of one's own passkeys away.
///
/// # Errors
/// [`Error::NotFound`] when there is none such; `access.confirm_first`.
pub fn remove_passkey(office: &Office, session: &Session, credential_id: &[u8]) -> Result<()> {
    session.require_credentials(office)?;
    office.perform(&session.actor, |desk| {
        if !book::remove(desk, session.account.uuid(), credential_id)? {
            return Err(Error::NotFound("passkey"));
        }
        ways_in::check(desk, session)?;
        desk.record("access.remove_passkey", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })
}

/// Gives the second factor by a passkey; in a locked or open session it proves again who sits there.
///
/// # Errors
/// `access.sign_in_wrong` for one of another account or a copy; [`Error::NotFound`] when the session has
/// ended.
pub fn second_factor_passkey(
    office: &Office,
    session: &Session,
    used: Verified<'_>,
    origin: Origin<'_>,
) -> Result<SignedIn> {
    let token = codes::token(office.chance());
    let as_what = if session.standing == Standing::Locked { Outcome::Unlocked } else { Outcome::Passkey };
    prove(office, session, origin, as_what, |desk| {
        let known = book::find(desk, used.credential_id)?;
        if known.is_none_or(|known| known.account != session.account.uuid()) {
            return Ok(false);
        }
        if !book::note_use(desk, used.credential_id, used.credential, used.counter, Moment(desk.at))? {
            return Ok(false);
        }
        renew(desk, session, &token, Level::SecondFactor.max(session.level))?;
        Ok(true)
    })?;
    signed_in(office, token)
}

/// Signs in by a passkey alone. Works while the name is locked: nobody can guess a passkey, and who keeps
/// failing at somebody's name must not be able to shut them out.
///
/// # Errors
/// `access.sign_in_wrong` for an unknown one, a copy, or an account that is switched off.
pub fn sign_in_passkey(office: &Office, used: Verified<'_>, origin: Origin<'_>) -> Result<SignedIn> {
    let account = office.read(|reader| {
        let Some(known) = book::find(reader, used.credential_id)? else { return Ok(None) };
        Ok(accounts::get(reader, known.account)?)
    })?;
    let token = codes::token(office.chance());
    let answer = office.perform(&Actor::unproved(account.as_ref()), |desk| {
        let known = book::find(desk, used.credential_id)?;
        let account = match known {
            Some(known) => accounts::get(desk, known.account)?.filter(|row| row.disabled_at.is_none()),
            None => None,
        };
        let Some(account) = account else {
            log(desk, None, None, origin, Outcome::WrongPasskey)?;
            return Ok(Err(wrong()));
        };
        if !book::note_use(desk, used.credential_id, used.credential, used.counter, Moment(desk.at))? {
            log(desk, Some(account.id), None, origin, Outcome::WrongPasskey)?;
            return Ok(Err(wrong()));
        }
        credentials::note_sign_in(desk, account.id, Moment(desk.at))?;
        attempts::clear(desk, &codes::name_hash(office.keys(), &account.sign_in))?;
        start(desk, account.id, &token, Level::SecondFactor, origin)?;
        log(desk, Some(account.id), None, origin, Outcome::Passkey)?;
        Ok(Ok(()))
    })?;
    answer?;
    signed_in(office, token)
}

/// Ends every session of an account inside an act.
pub(super) fn end_sessions(desk: &crate::desk::Desk<'_>, account: uuid::Uuid) -> Result<u64> {
    Ok(sessions::remove_others(desk, account, uuid::Uuid::nil())?)
}
