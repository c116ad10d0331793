//! Choosing a password.

use serde_json::json;
use sohoc_ledger::access::{credentials, sessions};
use sohoc_ledger::db::Moment;

use super::session::{Session, SignedIn, renew, signed_in};
use super::{codes, passwords, ways_in};
use crate::error::{Error, Result};
use crate::office::Office;

/// Sets the account's password; every other session of it ends, and this one has another token.
///
/// # Errors
/// The refusal of the rule that the password breaks; `access.confirm_first` when the last proof is too
/// long ago; [`Error::NotFound`] in a session that may not.
pub fn set_password(office: &Office, session: &Session, password: &str) -> Result<SignedIn> {
    session.require_credentials(office)?;
    let rules = &office.security_rules().password;
    rules.check(password, session.actor.sign_in(), session.strength())?;
    let account = session.account.uuid();
    if session.is_administrator {
        let kept = i64::try_from(rules.administrator_history).unwrap_or(i64::MAX);
        let old = office.read(|reader| Ok(credentials::old(reader, account, kept)?))?;
        if old.iter().any(|old| passwords::fits(password, Some(old))) {
            return Err(rules.used_before().into());
        }
    }
    let hash = passwords::hash(office, password)?;
    let token = codes::token(office.chance());
    office.perform(&session.actor, |desk| {
        credentials::set_password(desk, account, &hash, Moment(desk.at))?;
        if session.is_administrator {
            credentials::keep_old(desk, account, Moment(desk.at), &hash)?;
        }
        renew(desk, session, &token, session.level)?;
        sessions::remove_others(desk, account, session.id)?;
        desk.record("access.set_password", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })?;
    signed_in(office, token)
}

/// Takes the password away from an account that has a passkey.
///
/// # Errors
/// [`Error::NotFound`] without a passkey or in a session that may not; `access.confirm_first`.
pub fn remove_password(office: &Office, session: &Session) -> Result<()> {
    session.require_credentials(office)?;
    let account = session.account.uuid();
    office.perform(&session.actor, |desk| {
        if sohoc_ledger::access::passkeys::list(desk, account)?.is_empty() {
            return Err(Error::NotFound("passkey"));
        }
        credentials::remove_password(desk, account)?;
        ways_in::check(desk, session)?;
        desk.record("access.remove_password", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })
}
