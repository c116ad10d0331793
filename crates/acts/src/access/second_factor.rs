//! Code devices (TOTP, RFC 6238) and recovery codes.

use serde_json::json;
use sohoc_ledger::access::credentials;
use sohoc_ledger::db::Moment;
use sohoc_rules::access::security::Level;
use totp_rs::{Builder, Secret, Totp};

use super::logins::Outcome;
use super::session::{Origin, Session, SignedIn, renew, signed_in};
use super::sign_in::{prove, wrong};
use super::{codes, ways_in};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// What a code device is told once.
pub struct TotpSetup {
    /// The secret to type, in base 32.
    pub secret: String,
    /// The same as an address for a QR code.
    pub url: String,
}

/// How many recovery codes are made.
pub const RECOVERY_CODES: usize = 10;
const SECRET_LENGTH: usize = 20;
/// So long a secret that was shown waits for its proof.
const WAITS_MICROSECONDS: i64 = 3_600 * 1_000_000;
const ISSUER: &str = "S%E1%BB%95%20h%E1%BB%8Dc";

/// Begins to set up a code device; it counts only after [`confirm_totp`]. Asked again in the same session within an
/// hour it gives the same secret: who looks at the page a second time has typed the first into the device already.
/// Another session never learns it.
///
/// # Errors
/// `access.confirm_first`; [`Error::NotFound`] in a session that may not.
pub fn begin_totp(office: &Office, session: &Session) -> Result<TotpSetup> {
    session.require_credentials(office)?;
    let account = session.account.uuid();
    let fresh: [u8; SECRET_LENGTH] = office.chance();
    let chance = office.chance();
    let secret = office.perform(&session.actor, |desk| {
        let waiting = credentials::find(desk, account)?.and_then(|row| row.totp_pending);
        if let Some(secret) = waiting.and_then(|sealed| waiting_for(desk, session, &sealed)) {
            return Ok(secret);
        }
        let kept = [&fresh[..], session.id.as_bytes(), &desk.at.microseconds().to_be_bytes()].concat();
        let sealed = office.keys().seal_secret(session.account, &kept, chance);
        credentials::set_pending_totp(desk, account, &sealed)?;
        Ok(fresh)
    })?;
    let secret = Secret::new_stack(secret).to_base32();
    let name = percent(session.actor.sign_in());
    let url = format!("otpauth://totp/{ISSUER}:{name}?secret={secret}&issuer={ISSUER}");
    Ok(TotpSetup { secret, url })
}

/// The secret that waits for this session's proof, unless it has waited too long. Behind it stand the session and
/// the moment it was made.
fn waiting_for(desk: &Desk<'_>, session: &Session, sealed: &[u8]) -> Option<[u8; SECRET_LENGTH]> {
    let kept = desk.office.keys().open_secret(session.account, sealed).ok()?;
    let (secret, behind) = kept.split_first_chunk::<SECRET_LENGTH>()?;
    let made_at = behind.strip_prefix(session.id.as_bytes().as_slice())?;
    let made_at = i64::from_be_bytes(made_at.try_into().ok()?);
    let waited = desk.at.microseconds().saturating_sub(made_at);
    (0..WAITS_MICROSECONDS).contains(&waited).then_some(*secret)
}

fn percent(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Proves by a first code that the device is set up. The session becomes one of two factors.
///
/// # Errors
/// `access.sign_in_wrong` for a wrong code, `access.locked` after five; [`Error::NotFound`] when no setup
/// was begun.
pub fn confirm_totp(office: &Office, session: &Session, code: &str, origin: Origin<'_>) -> Result<SignedIn> {
    session.require_credentials(office)?;
    let token = codes::token(office.chance());
    prove(office, session, origin, Outcome::Totp, |desk| {
        let row = credentials::find(desk, session.account.uuid())?;
        let sealed = row.and_then(|row| row.totp_pending).ok_or(Error::NotFound("code device"))?;
        let Some(step) = matched_step(desk, session, &sealed, code)? else { return Ok(false) };
        credentials::confirm_totp(desk, session.account.uuid(), step)?;
        renew(desk, session, &token, Level::SecondFactor)?;
        desk.record("access.enrol_totp", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(true)
    })?;
    signed_in(office, token)
}

/// Gives the second factor by the code of the device. A code is taken once, also by one who looked over
/// the shoulder.
///
/// # Errors
/// `access.sign_in_wrong`, `access.locked`; [`Error::NotFound`] when the session has ended.
pub fn second_factor_totp(
    office: &Office,
    session: &Session,
    code: &str,
    origin: Origin<'_>,
) -> Result<SignedIn> {
    let token = codes::token(office.chance());
    prove(office, session, origin, Outcome::Totp, |desk| {
        require_open(session)?;
        let row = credentials::find(desk, session.account.uuid())?;
        let Some(sealed) = row.and_then(|row| row.totp_sealed) else { return Ok(false) };
        let Some(step) = matched_step(desk, session, &sealed, code)? else { return Ok(false) };
        if !credentials::take_totp_step(desk, session.account.uuid(), step)? {
            return Ok(false);
        }
        renew(desk, session, &token, Level::SecondFactor)?;
        Ok(true)
    })?;
    signed_in(office, token)
}

/// A locked session is unlocked by what it was opened with, not by a second factor alone.
pub(super) fn require_open(session: &Session) -> Result<()> {
    use sohoc_rules::access::security::Standing;
    if session.standing == Standing::Locked { Err(wrong().into()) } else { Ok(()) }
}

fn matched_step(desk: &Desk<'_>, session: &Session, sealed: &[u8], code: &str) -> Result<Option<i64>> {
    let secret = desk.office.keys().open_secret(session.account, sealed)?;
    let (secret, _) = secret.split_first_chunk::<SECRET_LENGTH>().ok_or(Error::NotFound("code device"))?;
    let Ok(seconds) = u64::try_from(desk.at.microseconds() / 1_000_000) else { return Ok(None) };
    let typed: String = code.chars().filter(|sign| !sign.is_whitespace()).collect();
    Ok(device(*secret).check(&typed, seconds).and_then(|step| i64::try_from(step).ok()))
}

/// Six digits, thirty seconds, one step early or late.
fn device(secret: [u8; SECRET_LENGTH]) -> Totp {
    Builder::new().with_secret(secret).with_skew(1).build_noncompliant()
}

/// Takes the code device away. An officer who has nothing in its place keeps it; setting up another replaces it.
///
/// # Errors
/// `access.confirm_first`; `access.second_factor_needed`; [`Error::NotFound`] in a session that may not.
pub fn remove_totp(office: &Office, session: &Session) -> Result<()> {
    session.require_credentials(office)?;
    office.perform(&session.actor, |desk| {
        credentials::remove_totp(desk, session.account.uuid())?;
        ways_in::check(desk, session)?;
        desk.record("access.remove_totp", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })
}

/// Makes ten recovery codes, each good once in place of the second factor; those before are void.
///
/// # Errors
/// `access.confirm_first`; [`Error::NotFound`] in a session that may not.
pub fn make_recovery_codes(office: &Office, session: &Session) -> Result<Vec<String>> {
    session.require_credentials(office)?;
    let account = session.account.uuid();
    let made: Vec<String> = (0..RECOVERY_CODES).map(|_| codes::one_time(office.chance())).collect();
    let hashes: Vec<Vec<u8>> =
        made.iter().map(|code| codes::recovery_hash(office.keys(), account, code)).collect();
    office.perform(&session.actor, |desk| {
        credentials::set_recovery(desk, account, &hashes)?;
        desk.record("access.recovery_codes", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(())
    })?;
    Ok(made)
}

/// How many recovery codes are left.
///
/// # Errors
/// A fault of the store.
pub fn recovery_codes_left(office: &Office, session: &Session) -> Result<i64> {
    office.read(|reader| Ok(credentials::recovery_left(reader, session.account.uuid())?))
}

/// Gives the second factor by a recovery code.
///
/// # Errors
/// As [`second_factor_totp`].
pub fn second_factor_recovery(
    office: &Office,
    session: &Session,
    code: &str,
    origin: Origin<'_>,
) -> Result<SignedIn> {
    let hash = codes::recovery_hash(office.keys(), session.account.uuid(), code);
    let token = codes::token(office.chance());
    prove(office, session, origin, Outcome::Recovery, |desk| {
        require_open(session)?;
        if !credentials::use_recovery(desk, session.account.uuid(), &hash, Moment(desk.at))? {
            return Ok(false);
        }
        renew(desk, session, &token, Level::SecondFactor)?;
        desk.record("access.use_recovery", None, 1, &json!({ "account": session.account.to_string() }))?;
        Ok(true)
    })?;
    signed_in(office, token)
}
