//! Sessions: what a browser's token stands for, looked up at every request.

use serde_json::json;
use sohoc_ledger::access::sessions::{self, FoundSession, NewSession};
use sohoc_ledger::db::Moment;
use sohoc_rules::Refusal;
use sohoc_rules::access::security::{
    Facts, Level, SecurityRules, Standing, Strength, is_administrator, need_second_factor,
};
use sohoc_rules::access::{Grant, Role};
use sohoc_rules::ids::{AccountId, PersonId};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::{Actor, codes, read_grant};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub struct Origin<'a> {
    /// Network address.
    pub address: &'a str,
    /// What the browser calls itself; kept to tell one's own sessions apart.
    pub device: &'a str,
}

/// Somebody who is signed in, as far as their [`Standing`] goes.
#[derive(Debug)]
pub struct Session {
    /// Session; no secret.
    pub id: Uuid,
    /// Account.
    pub account: AccountId,
    /// Who acts. Has rights only in [`Standing::Open`], so that no page can forget to ask.
    pub actor: Actor,
    /// What pages show.
    pub display_name: String,
    /// How it was proved.
    pub level: Level,
    /// What it may be used for.
    pub standing: Standing,
    /// The secret that each form carries.
    pub csrf: String,
    /// Language of the account's pages.
    pub locale: Option<String>,
    /// Roles held today, whether they carry rights yet or not.
    pub roles: Vec<Role>,
    /// When who sits there last proved who they are.
    pub confirmed_at: Instant,
    /// When it ends at the latest.
    pub ends_at: Instant,
    /// Whether [`touch`] should be called for it.
    pub touch_due: bool,
    /// Whether the account has a password.
    pub has_password: bool,
    /// Whether it has a code device.
    pub has_totp: bool,
    /// Whether it has a passkey.
    pub has_passkey: bool,
    pub(super) needs_second_factor: bool,
    pub(super) is_administrator: bool,
}

/// A session that has just begun or changed its level, with its new token. The token goes into the
/// browser's cookie and nowhere else; the one before it is worth nothing any more.
pub struct SignedIn {
    /// 64 hexadecimal digits, 256 bits.
    pub token: String,
    /// The session.
    pub session: Session,
}

impl std::fmt::Debug for SignedIn {
    /// Never the token.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedIn").field("session", &self.session.id).finish_non_exhaustive()
    }
}

impl Session {
    /// Whether another password has to be chosen first.
    #[must_use]
    pub const fn must_change_password(&self) -> bool {
        matches!(self.standing, Standing::MustSetPassword)
    }

    /// Whether a second factor has to be set up first.
    #[must_use]
    pub const fn must_enrol_second_factor(&self) -> bool {
        matches!(self.standing, Standing::MustEnrolSecondFactor)
    }

    /// Whether who sits there proved lately enough who they are for what cannot be undone.
    #[must_use]
    pub fn is_confirmed(&self, office: &Office) -> bool {
        let limit = office.security_rules().session.confirmed_s;
        office.now() <= SecurityRules::after(self.confirmed_at, limit)
    }

    /// Asks for the proof of [`Session::is_confirmed`].
    ///
    /// # Errors
    /// `access.confirm_first`; give the password again by [`super::sign_in::confirm`].
    pub fn require_confirmed(&self, office: &Office) -> Result<()> {
        if self.is_confirmed(office) {
            return Ok(());
        }
        Err(Refusal {
            code: "access.confirm_first",
            reason: "This is only done shortly after giving the password.".into(),
            remedy: "Give the password or the passkey once more.",
        }
        .into())
    }

    /// Refuses to change credentials in a session that is locked or half proved.
    pub(super) fn require_credentials(&self, office: &Office) -> Result<()> {
        self.require_managing()?;
        self.require_confirmed(office)
    }

    /// Refuses what is one's own in a session that is locked or half proved.
    pub(super) fn require_managing(&self) -> Result<()> {
        if self.standing.may_manage_credentials() { Ok(()) } else { Err(Error::NotFound("page")) }
    }

    /// The measure for the account's password.
    pub(super) fn strength(&self) -> Strength {
        if self.needs_second_factor || self.has_totp {
            return Strength::WithSecondFactor;
        }
        let is_citizen = !self.roles.is_empty() && self.roles.iter().all(|role| *role == Role::Citizen);
        if is_citizen { Strength::Citizen } else { Strength::Alone }
    }

    /// Signs and kinds of signs that the account's password must have at least.
    #[must_use]
    pub fn password_measure(&self, office: &Office) -> (usize, usize) {
        office.security_rules().password.measure(self.strength())
    }
}

/// The session of a token: called at every request, two point reads.
///
/// `None` when there is none, it has ended, or its account is switched off. One that was left idle too
/// long comes back as [`Standing::Locked`].
///
/// # Errors
/// A fault of the store.
pub fn find_session(office: &Office, token: &str) -> Result<Option<Session>> {
    let hash = codes::token_hash(token);
    let Some(found) = office.read(|reader| Ok(sessions::find(reader, &hash)?))? else { return Ok(None) };
    let now = office.now();
    if found.ends_at.0 <= now {
        return Ok(None);
    }
    judge(office, token, found, now).map(Some)
}

fn judge(office: &Office, token: &str, found: FoundSession, now: Instant) -> Result<Session> {
    let rules = office.security_rules();
    let day = now.day();
    let person = found.person.map(PersonId::from_uuid);
    let grants: Vec<Grant> = found.grants.iter().map(|row| read_grant(row, person)).collect::<Result<_>>()?;
    let level = Level::from_code(found.level)
        .ok_or_else(|| sohoc_ledger::db::Fault::broken("session", "level", found.level.to_string()))?;
    let administrator = is_administrator(&grants, day);
    let is_old =
        |set_at: Moment| SecurityRules::days_after(set_at.0, rules.password.administrator_days) <= now;
    let idle = SecurityRules::after(found.seen_at.0, rules.idle_s(&grants, day)) <= now;
    let needs_second_factor = need_second_factor(&grants, day);
    let standing = Standing::of(Facts {
        level,
        locked: idle || found.locked_at.is_some(),
        needs_second_factor,
        has_totp: found.has_totp,
        has_passkey: found.has_passkey,
        must_set_password: found.must_set_password
            || (administrator && found.password_set_at.is_some_and(is_old)),
    });
    let mut roles: Vec<Role> =
        grants.iter().filter(|grant| grant.span.holds(day)).map(|grant| grant.role).collect();
    roles.sort_unstable();
    roles.dedup();
    let account = AccountId::from_uuid(found.account);
    let grants = if standing == Standing::Open { grants } else { Vec::new() };
    Ok(Session {
        id: found.id,
        account,
        actor: Actor { account: Some(account), sign_in: found.sign_in, person, grants, only: None },
        display_name: found.display_name,
        level,
        standing,
        csrf: codes::csrf(office.keys(), token),
        locale: found.locale,
        roles,
        confirmed_at: found.confirmed_at.0,
        ends_at: found.ends_at.0,
        touch_due: standing != Standing::Locked
            && SecurityRules::after(found.seen_at.0, rules.session.seen_every_s) <= now,
        has_password: found.password_set_at.is_some(),
        has_totp: found.has_totp,
        has_passkey: found.has_passkey,
        needs_second_factor,
        is_administrator: administrator,
    })
}

/// Notes that sessions are in use: for those found with [`Session::touch_due`], many at once.
///
/// # Errors
/// A fault of the store.
pub fn touch(office: &Office, sessions: &[Uuid]) -> Result<()> {
    office.perform(&Actor::unproved(None), |desk| Ok(sessions::touch(desk, sessions, Moment(desk.at))?))
}

/// Begins a session inside an act.
pub(super) fn start(
    desk: &Desk<'_>,
    account: Uuid,
    token: &str,
    level: Level,
    origin: Origin<'_>,
) -> Result<()> {
    let limits = &desk.office.security_rules().session;
    let life = if level == Level::Emergency { limits.emergency_life_s } else { limits.life_s };
    Ok(sessions::add(
        desk,
        &NewSession {
            id: desk.uuid(),
            token_hash: codes::token_hash(token),
            account,
            level: level.code(),
            at: Moment(desk.at),
            ends_at: Moment(SecurityRules::after(desk.at, life)),
            device: origin.device.chars().take(120).collect(),
            address: origin.address.chars().take(60).collect(),
        },
    )?)
}

/// Gives a session another token and level inside an act.
pub(super) fn renew(desk: &Desk<'_>, session: &Session, token: &str, level: Level) -> Result<()> {
    let hash = codes::token_hash(token);
    if sessions::renew(desk, session.id, &hash, level.code(), Moment(desk.at))? {
        return Ok(());
    }
    Err(Error::NotFound("session"))
}

/// What an act that began or renewed a session gives back.
pub(super) fn signed_in(office: &Office, token: String) -> Result<SignedIn> {
    let session = find_session(office, &token)?.ok_or(Error::NotFound("session"))?;
    Ok(SignedIn { token, session })
}

/// Locks a session by hand: who goes for a coffee.
///
/// # Errors
/// A fault of the store.
pub fn lock(office: &Office, session: &Session) -> Result<()> {
    office.perform(&session.actor, |desk| Ok(sessions::lock(desk, session.id, Moment(desk.at))?))
}

/// Ends a session.
///
/// # Errors
/// A fault of the store.
pub fn sign_out(office: &Office, session: &Session) -> Result<()> {
    office.perform(&session.actor, |desk| {
        sessions::remove(desk, session.account.uuid(), session.id)?;
        Ok(())
    })
}

/// One's own sessions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Session.
    pub id: Uuid,
    /// When it began.
    pub started_at: Instant,
    /// When it was last in use, to the minute.
    pub seen_at: Instant,
    /// What the browser called itself.
    pub device: String,
    /// Network address it began from.
    pub address: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The sessions of the account, the last used first.
///
/// # Errors
/// A fault of the store.
pub fn list_sessions(office: &Office, session: &Session) -> Result<Vec<OwnSession>> {
    let now = Moment(office.now());
    let rows = office.read(|reader| Ok(sessions::list(reader, session.account.uuid(), now)?))?;
    let own = |row: sessions::ListedSession| OwnSession {
        id: row.id,
        started_at: row.started_at.0,
        seen_at: row.seen_at.0,
        device: row.device,
        address: row.address,
        is_this: row.id == session.id,
    };
    Ok(rows.into_iter().map(own).collect())
}

/// Ends one of one's own sessions.
///
/// # Errors
/// [`Error::NotFound`] when the account has none such.
pub fn revoke_session(office: &Office, session: &Session, other: Uuid) -> Result<()> {
    session.require_managing()?;
    office.perform(&session.actor, |desk| {
        if !sessions::remove(desk, session.account.uuid(), other)? {
            return Err(Error::NotFound("session"));
        }
        desk.record("access.revoke_session", None, 1, &json!({ "session": other.to_string() }))?;
        Ok(())
    })
}

/// Ends all one's own sessions but this; tells how many.
///
/// # Errors
/// A fault of the store.
pub fn revoke_other_sessions(office: &Office, session: &Session) -> Result<u64> {
    session.require_managing()?;
    office.perform(&session.actor, |desk| {
        let ended = sessions::remove_others(desk, session.account.uuid(), session.id)?;
        desk.record("access.revoke_sessions", None, 1, &json!({ "ended": ended }))?;
        Ok(ended)
    })
}
