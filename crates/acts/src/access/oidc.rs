//! Signing in through another service (OpenID Connect), like VNeID or the province's own. The counter
//! speaks the protocol; here its verified claims are matched with accounts.

use serde_json::json;
use sohoc_ledger::access::{AccountRow, accounts, credentials, passkeys};
use sohoc_ledger::db::{Moment, Reader};
use sohoc_ledger::people::{self, Scope};
use sohoc_rules::Refusal;
use sohoc_rules::access::security::Level;
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::logins::{Outcome, log};
use super::session::{Origin, Session, SignedIn, signed_in, start};
use super::slips::make_citizen;
use super::{Actor, codes, ways_in};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// What another service said about somebody, verified by the counter.
#[derive(Clone, Copy, Debug)]
pub struct Claims<'a> {
    /// The service.
    pub issuer: &'a str,
    /// Whom it means; stable and never given to somebody else.
    pub subject: &'a str,
    /// The personal number, from a service that is trusted to know it. Never logged or kept here.
    pub number: Option<&'a PersonalNumber>,
}

/// Signs in whoever the service vouches for: the account it is linked with, or the citizen of that
/// personal number, whose account is made and linked when there is none. An officer has still to give the
/// second factor kept here.
///
/// # Errors
/// `access.not_in_the_book` when nobody is known by these claims.
pub fn sign_in_oidc(office: &Office, claims: Claims<'_>, origin: Origin<'_>) -> Result<SignedIn> {
    let identity = codes::identity_hash(office.keys(), claims.issuer, claims.subject);
    let token = codes::token(office.chance());
    let owner = office.read(|reader| linked(reader, &identity))?;
    let answer = office.perform(&Actor::unproved(owner.as_ref()), |desk| {
        let account = match linked(desk, &identity)? {
            Some(account) => Some(account),
            None => by_number(desk, &identity, claims)?,
        };
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            log(desk, None, None, origin, Outcome::UnknownOidc)?;
            return Ok(Err(unknown()));
        };
        credentials::note_sign_in(desk, account.id, Moment(desk.at))?;
        start(desk, account.id, &token, Level::FirstFactor, origin)?;
        log(desk, Some(account.id), None, origin, Outcome::Oidc)?;
        Ok(Ok(()))
    })?;
    answer?;
    signed_in(office, token)
}

fn linked(reader: &Reader<'_>, identity: &[u8]) -> Result<Option<AccountRow>> {
    match passkeys::linked(reader, identity)? {
        Some(account) => Ok(accounts::get(reader, account)?),
        None => Ok(None),
    }
}

fn by_number(desk: &Desk<'_>, identity: &[u8], claims: Claims<'_>) -> Result<Option<AccountRow>> {
    let Some(number) = claims.number else { return Ok(None) };
    let hash = desk.office.keys().hash(number.reveal()).to_vec();
    let Some(person) = people::find_by_number(desk, &[hash])?.into_iter().flatten().next() else {
        return Ok(None);
    };
    let Some(person) = living_record(desk, person)? else { return Ok(None) };
    let (id, name) = person;
    let account = match accounts::of_citizens(desk, &[id])?.into_iter().flatten().next() {
        Some(account) => account,
        None => make_citizen(desk, id, &name)?,
    };
    passkeys::link(desk, identity, account.id, claims.issuer, Moment(desk.at))?;
    credentials::need_no_password(desk, account.id)?;
    let body = json!({ "account": account.id.to_string(), "issuer": claims.issuer });
    desk.record("access.link_oidc", None, 1, &body)?;
    Ok(Some(account))
}

/// The record that stands, when the one found was merged into another.
fn living_record(desk: &Desk<'_>, person: PersonId) -> Result<Option<(Uuid, String)>> {
    let facts = |person| -> Result<_> {
        Ok(people::facts(desk, &Scope::All, &[person])?.into_iter().flatten().next())
    };
    let Some(row) = facts(person)? else { return Ok(None) };
    match row.merged_into {
        None => Ok(Some((row.id, row.name))),
        Some(kept) => Ok(facts(PersonId::from_uuid(kept))?.map(|row| (row.id, row.name))),
    }
}

fn unknown() -> Refusal {
    Refusal {
        code: "access.not_in_the_book",
        reason: "Nobody in the book is known by this account of the other service.".into(),
        remedy: "Ask the helper of your hamlet to register you, or sign in with the slip they print.",
    }
}

/// Links one's own account with an identity that was just verified.
///
/// # Errors
/// `access.identity_taken` when another account has it; `access.confirm_first`.
pub fn link_oidc(office: &Office, session: &Session, claims: Claims<'_>) -> Result<()> {
    session.require_credentials(office)?;
    let identity = codes::identity_hash(office.keys(), claims.issuer, claims.subject);
    office.perform(&session.actor, |desk| {
        match passkeys::linked(desk, &identity)? {
            Some(account) if account == session.account.uuid() => return Ok(()),
            Some(_) => {
                return Err(Refusal {
                    code: "access.identity_taken",
                    reason: "This account of the other service opens another account here.".into(),
                    remedy: "Sign in with it and end the link there first.",
                }
                .into());
            }
            None => (),
        }
        passkeys::link(desk, &identity, session.account.uuid(), claims.issuer, Moment(desk.at))?;
        let body = json!({ "account": session.account.to_string(), "issuer": claims.issuer });
        desk.record("access.link_oidc", None, 1, &body)?;
        Ok(())
    })
}

/// The services one's own account is linked with, and since when.
///
/// # Errors
/// A fault of the store.
pub fn list_links(office: &Office, session: &Session) -> Result<Vec<(String, Instant)>> {
    let rows = office.read(|reader| Ok(passkeys::links(reader, session.account.uuid())?))?;
    Ok(rows.into_iter().map(|(issuer, at)| (issuer, at.0)).collect())
}

/// Ends the links of one's own account with a service.
///
/// # Errors
/// [`Error::NotFound`] when there is none; `access.confirm_first`; `access.last_way_in`.
pub fn unlink_oidc(office: &Office, session: &Session, issuer: &str) -> Result<()> {
    session.require_credentials(office)?;
    office.perform(&session.actor, |desk| {
        if passkeys::unlink(desk, session.account.uuid(), issuer)? == 0 {
            return Err(Error::NotFound("link"));
        }
        ways_in::check(desk, session)?;
        let body = json!({ "account": session.account.to_string(), "issuer": issuer });
        desk.record("access.unlink_oidc", None, 1, &body)?;
        Ok(())
    })
}
