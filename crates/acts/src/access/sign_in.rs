//! Signing in with a password, and proving oneself again.

use sohoc_ledger::access::attempts::{self, AttemptRow};
use sohoc_ledger::access::credentials::{self, CredentialRow};
use sohoc_ledger::access::{self, AccountRow, sessions};
use sohoc_ledger::db::{Moment, Reader};
use sohoc_rules::Refusal;
use sohoc_rules::access::security::{Attempts, Level};
use sohoc_rules::ids::AccountId;

use super::logins::{Outcome, log};
use super::session::{Origin, Session, SignedIn, renew, signed_in, start};
use super::{Actor, codes, passwords};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// Signs in with a password. What may be done then, the session's standing says: an officer has still to
/// give the second factor.
///
/// Five failures lock the name, whether anybody has it or not. The password is checked before the
/// transaction, which must not wait for it; the lock is looked at again inside.
///
/// # Errors
/// `access.sign_in_wrong`, the same for every reason, or `access.locked`.
pub fn sign_in(office: &Office, name: &str, password: &str, origin: Origin<'_>) -> Result<SignedIn> {
    let name_hash = codes::name_hash(office.keys(), name);
    let known = office.read(|reader| {
        attempts_under(reader, &name_hash)?.check(office.now())?;
        known(reader, name)
    })?;
    let kept = known.as_ref().and_then(|(_, credential)| credential.as_ref());
    let good = passwords::fits(password, kept.and_then(|row| row.password.as_deref())) && known.is_some();
    let account = known.as_ref().map(|(account, _)| account);
    let token = codes::token(office.chance());
    let answer = office.perform(&Actor::unproved(account), |desk| {
        let trial = Trial { name_hash: &name_hash, account, origin };
        let Some(account) = account.filter(|_| good) else {
            return trial.fails(desk, Outcome::WrongPassword);
        };
        if let Some(locked) = trial.locked(desk)? {
            return Ok(Err(locked));
        }
        let now = credentials::find(desk, account.id)?;
        // It was changed between the look and the act.
        if now.as_ref().and_then(|row| row.password.as_ref()) != kept.and_then(|row| row.password.as_ref()) {
            return trial.fails(desk, Outcome::WrongPassword);
        }
        credentials::note_sign_in(desk, account.id, Moment(desk.at))?;
        start(desk, account.id, &token, Level::FirstFactor, origin)?;
        if needs_no_more(desk, account.id, now.as_ref())? {
            attempts::clear(desk, &name_hash)?;
        }
        log(desk, Some(account.id), None, origin, Outcome::Password)?;
        Ok(Ok(()))
    })?;
    answer?;
    signed_in(office, token)
}

/// Whether a password alone ends the failures: a thief of one must not try codes without end by signing in
/// again after every fourth.
fn needs_no_more(reader: &Reader<'_>, account: uuid::Uuid, row: Option<&CredentialRow>) -> Result<bool> {
    let has_totp = row.is_some_and(|row| row.totp_sealed.is_some());
    Ok(!has_totp && access::passkeys::list(reader, account)?.is_empty())
}

/// Phones begin a word with a capital; a name is taken as typed, else in small letters.
fn known(reader: &Reader<'_>, name: &str) -> Result<Option<(AccountRow, Option<CredentialRow>)>> {
    let name = name.trim();
    let small = name.to_lowercase();
    let found = match access::find(reader, name)? {
        None if small != name => access::find(reader, &small)?,
        found => found,
    };
    let Some(account) = found else { return Ok(None) };
    let credential = credentials::find(reader, account.id)?;
    Ok(Some((account, credential)))
}

/// Unlocks a session with the password; the typed answers stay where they are. The token is another.
///
/// # Errors
/// As [`sign_in`]; [`Error::NotFound`] when the session has ended.
pub fn unlock(office: &Office, session: &Session, password: &str, origin: Origin<'_>) -> Result<SignedIn> {
    let good = password_fits(office, session, password)?;
    let token = codes::token(office.chance());
    prove(office, session, origin, Outcome::Unlocked, |desk| {
        if good {
            renew(desk, session, &token, session.level)?;
        }
        Ok(good)
    })?;
    signed_in(office, token)
}

/// Proves again by the password who sits there, before what cannot be undone.
///
/// # Errors
/// As [`sign_in`].
pub fn confirm(office: &Office, session: &Session, password: &str, origin: Origin<'_>) -> Result<()> {
    let good = password_fits(office, session, password)?;
    prove(office, session, origin, Outcome::Confirmed, |desk| {
        if good && !sessions::confirm(desk, session.id, Moment(desk.at))? {
            return Err(Error::NotFound("session"));
        }
        Ok(good)
    })
}

fn password_fits(office: &Office, session: &Session, password: &str) -> Result<bool> {
    let name_hash = codes::name_hash(office.keys(), session.actor.sign_in());
    let kept = office.read(|reader| {
        attempts_under(reader, &name_hash)?.check(office.now())?;
        Ok(credentials::find(reader, session.account.uuid())?)
    })?;
    Ok(passwords::fits(password, kept.and_then(|row| row.password).as_deref()))
}

/// Does what a proof allows, under the count of failures of the account's name. `check` tells whether the
/// proof was good and then has done its work.
pub(super) fn prove(
    office: &Office,
    session: &Session,
    origin: Origin<'_>,
    as_what: Outcome,
    check: impl Fn(&Desk<'_>) -> Result<bool>,
) -> Result<()> {
    let name_hash = codes::name_hash(office.keys(), session.actor.sign_in());
    let answer = office.perform(&session.actor, |desk| {
        let account = access::accounts::get(desk, session.account.uuid())?;
        let account = account.filter(|row| row.disabled_at.is_none()).ok_or(Error::NotFound("session"))?;
        let trial = Trial { name_hash: &name_hash, account: Some(&account), origin };
        if let Some(locked) = trial.locked(desk)? {
            return Ok(Err(locked));
        }
        if !check(desk)? {
            return trial.fails(desk, as_what.failed());
        }
        attempts::clear(desk, &name_hash)?;
        log(desk, Some(account.id), None, origin, as_what)?;
        Ok(Ok(()))
    })?;
    Ok(answer?)
}

/// The failures under a name.
pub(super) fn attempts_under(reader: &Reader<'_>, name_hash: &[u8]) -> Result<Attempts> {
    let row = attempts::find(reader, name_hash)?;
    Ok(row.map_or_else(Attempts::default, |row| Attempts {
        failures: row.failures,
        locks: row.locks,
        locked_until: row.locked_until.map(|until| until.0),
        failed_at: Some(row.failed_at.0),
    }))
}

/// One attempt, with what is written about it.
struct Trial<'a> {
    name_hash: &'a [u8],
    account: Option<&'a AccountRow>,
    origin: Origin<'a>,
}

impl Trial<'_> {
    /// The refusal while locked, logged.
    fn locked(&self, desk: &Desk<'_>) -> Result<Option<Refusal>> {
        let Err(refusal) = attempts_under(desk, self.name_hash)?.check(desk.at) else { return Ok(None) };
        self.log(desk, Outcome::Locked)?;
        Ok(Some(refusal))
    }

    /// Counts a failure. The answer goes out by `Ok`, or the transaction would forget it.
    fn fails(&self, desk: &Desk<'_>, outcome: Outcome) -> Result<std::result::Result<(), Refusal>> {
        let before = attempts_under(desk, self.name_hash)?;
        if let Err(refusal) = before.check(desk.at) {
            self.log(desk, Outcome::Locked)?;
            return Ok(Err(refusal));
        }
        let after = before.failed(desk.at, &desk.office.security_rules().lockout);
        attempts::set(
            desk,
            &AttemptRow {
                name_hash: self.name_hash.to_vec(),
                failures: after.failures,
                locks: after.locks,
                locked_until: after.locked_until.map(Moment),
                failed_at: Moment(desk.at),
            },
        )?;
        self.log(desk, outcome)?;
        Ok(Err(wrong()))
    }

    fn log(&self, desk: &Desk<'_>, outcome: Outcome) -> Result<()> {
        let account = self.account.map(|account| account.id);
        log(desk, account, Some(self.name_hash), self.origin, outcome)
    }
}

pub(super) fn wrong() -> Refusal {
    Refusal {
        code: "access.sign_in_wrong",
        reason: "The sign-in name, the password or the code is not right.".into(),
        remedy: "Try once more, or ask who gave you the account for a new one-time code.",
    }
}

/// Sets the language of the account's pages.
///
/// # Errors
/// Bad input for what is no language tag.
pub fn set_locale(office: &Office, session: &Session, locale: &str) -> Result<()> {
    let is_tag = (2..=15).contains(&locale.len())
        && locale.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if !is_tag {
        return Err(Error::bad_input("the language", "it is no language tag", "Choose one of the list."));
    }
    let account = AccountId::uuid(session.account);
    office.perform(&session.actor, |desk| Ok(credentials::set_locale(desk, account, locale)?))
}
