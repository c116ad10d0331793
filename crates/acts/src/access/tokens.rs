//! Tokens of programs: each belongs to a service account of its own kind, without password, slip or person,
//! and does no more than the words on it and the account's role both allow.

use serde_json::json;
use sha2::{Digest, Sha256};
use sohoc_ledger::access::tokens::{self as book, TokenRow};
use sohoc_ledger::access::{self, AccountRow};
use sohoc_ledger::db::Moment;
use sohoc_rules::Refusal;
use sohoc_rules::access::{Grant, Role, Scope, TokenScope, granting};
use sohoc_rules::ids::AccountId;
use sohoc_rules::time::{Date, Instant, Span};
use uuid::Uuid;

use super::{Actor, codes, grant_row, place_of, read_grant};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// Longest life of a token, in days.
pub const LONGEST_DAYS: i64 = 365;
/// The last use is noted to the minute.
const NOTED_MICROSECONDS: i64 = 60 * 1_000_000;
/// An answer is remembered for a day.
const REMEMBERED_MICROSECONDS: i64 = 24 * 3_600 * 1_000_000;
/// A request that has had no answer for so long was cut off with the program that did it.
const CUT_OFF_MICROSECONDS: i64 = 5 * 60 * 1_000_000;
const DAY_MICROSECONDS: i64 = 24 * 3_600 * 1_000_000;
/// Beginning of every secret, so that a file that holds one by mistake is noticed.
const MARK: &str = "sohoc_";

/// A token to be made.
#[derive(Clone, Debug)]
pub struct NewToken {
    /// What the program is called.
    pub label: String,
    /// The role it acts in.
    pub role: Role,
    /// Where.
    pub place: Scope,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// For how many days, 1 to [`LONGEST_DAYS`].
    pub days: i64,
}

/// A token as it was made: the secret is shown this once and only its hash is kept.
pub struct MadeToken {
    /// Token; no secret.
    pub id: Uuid,
    /// What the program shows with each request.
    pub secret: String,
}

impl std::fmt::Debug for MadeToken {
    /// Never the secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MadeToken").field("id", &self.id).finish_non_exhaustive()
    }
}

/// A token as lists show it.
#[derive(Clone, Debug)]
pub struct Token {
    /// Token; no secret.
    pub id: Uuid,
    /// What the program is called.
    pub label: String,
    /// How the journal names it.
    pub sign_in: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// Its role and where.
    pub grant: Grant,
    /// When it was made.
    pub made_at: Instant,
    /// Until when it can be used.
    pub expires_at: Instant,
    /// When it was last used, to the minute.
    pub used_at: Option<Instant>,
    /// When it was taken back.
    pub revoked_at: Option<Instant>,
}

/// A program that showed a token that can be used.
#[derive(Debug)]
pub struct Service {
    /// Token.
    pub token: Uuid,
    /// What the program is called.
    pub label: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// Until when.
    pub expires_at: Instant,
    /// Its role and where.
    pub grants: Vec<Grant>,
    /// Who acts, with no more rights than the words on the token leave.
    pub actor: Actor,
}

/// Makes a service account with one role and the token it acts by.
///
/// # Errors
/// A refusal when the actor may not give the role on that scope, `access.token_label`,
/// `access.token_scopes` or `access.token_days` for what a token cannot be.
pub fn make(office: &Office, actor: &Actor, new: &NewToken) -> Result<MadeToken> {
    check(new)?;
    let secret = format!("{MARK}{}", codes::token(office.chance()));
    let name: [u8; 8] = office.chance();
    office.perform(actor, |desk| {
        let account = AccountId::new(desk.at, desk.id_bytes());
        let grant = Grant { role: new.role, scope: new.place, span: Span::since(desk.day()) };
        let permit = desk.permit_to_give(new.role, place_of(new.place))?;
        granting(&permit, actor.hand().account, account, grant)?;
        let row = AccountRow {
            id: account.uuid(),
            sign_in: format!("dich-vu-{}", codes::sign_in_name(name)),
            display_name: new.label.trim().to_owned(),
            person: None,
            disabled_at: None,
        };
        access::add(desk, &row)?;
        access::grant(desk, &[grant_row(account, grant)])?;
        let id = desk.uuid();
        let scopes = words(&new.scopes);
        book::add(
            desk,
            &TokenRow {
                id,
                token_hash: codes::token_hash(&secret),
                account: account.uuid(),
                label: row.display_name.clone(),
                scopes: scopes.clone(),
                made_by: actor.account().map(AccountId::uuid),
                made_at: Moment(desk.at),
                expires_at: Moment(after(desk.at, new.days * DAY_MICROSECONDS)),
                used_at: None,
                revoked_at: None,
            },
        )?;
        let body = json!({ "token": id.to_string(), "account": account.to_string(),
            "role": new.role.code(), "scopes": scopes, "days": new.days });
        desk.record("access.make_token", unit_of(new.place), 1, &body)?;
        Ok(MadeToken { id, secret: secret.clone() })
    })
}

fn check(new: &NewToken) -> Result<()> {
    let letters = new.label.trim().chars().count();
    let refusal = if !(3..=80).contains(&letters) {
        (
            "access.token_label",
            format!("The name has {letters} letters."),
            "Name the program in 3 to 80 letters.",
        )
    } else if new.scopes.is_empty() {
        ("access.token_scopes", "The token would allow nothing.".to_owned(), "Choose what the program does.")
    } else if !(1..=LONGEST_DAYS).contains(&new.days) {
        ("access.token_days", format!("A token cannot live {} days.", new.days), "Choose 1 to 365 days.")
    } else if new.role == Role::Citizen {
        ("access.token_role", "A program is nobody's own hand.".to_owned(), "Choose another role.")
    } else {
        return Ok(());
    };
    let (code, reason, remedy) = refusal;
    Err(Refusal { code, reason, remedy }.into())
}

const fn unit_of(scope: Scope) -> Option<sohoc_rules::ids::UnitId> {
    match scope {
        Scope::Unit(unit) => Some(unit),
        Scope::Everything | Scope::Organization(_) | Scope::Own(_) => None,
    }
}

fn words(scopes: &[TokenScope]) -> String {
    let chosen = TokenScope::ALL.iter().filter(|scope| scopes.contains(scope));
    chosen.map(|scope| scope.code()).collect::<Vec<_>>().join(" ")
}

fn scopes(words: &str) -> Vec<TokenScope> {
    words.split(' ').filter_map(TokenScope::from_code).collect()
}

fn after(at: Instant, microseconds: i64) -> Instant {
    Instant::from_microseconds(at.microseconds().saturating_add(microseconds))
}

/// The tokens whose role the actor could give where it holds, the newest first.
///
/// # Errors
/// A refusal for who may give no roles at all.
pub fn list(office: &Office, actor: &Actor) -> Result<Vec<Token>> {
    let map = office.map_on(office.now().day())?;
    office.read(|reader| {
        let mut listed = Vec::new();
        for (token, account, grant) in book::list(reader)? {
            let grant = read_grant(&grant, None)?;
            if actor.permit_to_give(grant.role, place_of(grant.scope), &map).is_ok() {
                listed.push(Token {
                    id: token.id,
                    label: token.label,
                    sign_in: account.sign_in,
                    scopes: scopes(&token.scopes),
                    grant,
                    made_at: token.made_at.0,
                    expires_at: token.expires_at.0,
                    used_at: token.used_at.map(|at| at.0),
                    revoked_at: token.revoked_at.map(|at| at.0),
                });
            }
        }
        Ok(listed)
    })
}

/// Takes a token back, at once and for good.
///
/// # Errors
/// [`Error::NotFound`] when there is none, it belongs to others, or it was taken back before.
pub fn revoke(office: &Office, actor: &Actor, token: Uuid) -> Result<()> {
    office.perform(actor, |desk| {
        let found = book::list(desk)?.into_iter().find(|(known, ..)| known.id == token);
        let (_, _, grant) = found.ok_or(Error::NotFound("token"))?;
        let grant = read_grant(&grant, None)?;
        desk.permit_to_give(grant.role, place_of(grant.scope)).map_err(|_| Error::NotFound("token"))?;
        if !book::revoke(desk, token, Moment(desk.at))? {
            return Err(Error::NotFound("token"));
        }
        desk.record("access.revoke_token", unit_of(grant.scope), 1, &json!({ "token": token.to_string() }))?;
        Ok(())
    })
}

/// The program that shows this secret, called at every request; its use is noted at most once a minute.
/// `None` for a secret that opens nothing (any more).
///
/// # Errors
/// A fault of the store.
pub fn find(office: &Office, secret: &str) -> Result<Option<Service>> {
    let (hash, now) = (codes::token_hash(secret), office.now());
    let found = office.read(|reader| Ok(book::find(reader, &hash, Moment(now))?))?;
    let Some(found) = found else { return Ok(None) };
    let grants: Vec<Grant> = found.grants.iter().map(|row| read_grant(row, None)).collect::<Result<_>>()?;
    let token = found.token;
    let is_noted = |at: Moment| now.microseconds() - at.0.microseconds() < NOTED_MICROSECONDS;
    let scopes = scopes(&token.scopes);
    let only = scopes.iter().flat_map(|scope| scope.acts()).copied().collect();
    let actor = Actor {
        account: Some(AccountId::from_uuid(token.account)),
        sign_in: found.sign_in,
        person: None,
        grants: grants.clone(),
        only: Some(only),
    };
    if !token.used_at.is_some_and(is_noted) {
        office.perform(&actor, |desk| Ok(book::note_use(desk, token.id, Moment(now))?))?;
    }
    Ok(Some(Service {
        token: token.id,
        label: token.label,
        scopes,
        expires_at: token.expires_at.0,
        grants,
        actor,
    }))
}

impl Service {
    /// The roles that hold on a day, with where.
    pub fn grants_on(&self, day: Date) -> impl Iterator<Item = &Grant> {
        self.grants.iter().filter(move |grant| grant.span.holds(day))
    }
}

/// A service account signs in by its token only.
pub(super) fn refuse_service(desk: &Desk<'_>, account: AccountId) -> Result<()> {
    if book::is_service(desk, account.uuid())? { Err(Error::NotFound("account")) } else { Ok(()) }
}

/// What is to be done with a request that carries a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Begun {
    /// It is new: do it, then call [`end_request`] or [`forget_request`].
    New,
    /// It was answered before: status and body.
    Answered(u16, String),
    /// It is being done.
    Running,
    /// The key belongs to another request.
    OtherRequest,
}

/// Begins a request under a key that the program chose for it: the same request under the same key is done
/// once in 24 hours.
///
/// # Errors
/// A fault of the store.
pub fn begin_request(office: &Office, service: &Service, key: &str, asked: &[&[u8]]) -> Result<Begun> {
    let mut digest = Sha256::new();
    for part in asked {
        digest.update(part.len().to_be_bytes());
        digest.update(part);
    }
    let digest = digest.finalize().to_vec();
    office.perform(&service.actor, |desk| {
        book::forget_requests_before(desk, Moment(after(desk.at, -REMEMBERED_MICROSECONDS)))?;
        if book::begin_request(desk, service.token, key, &digest, Moment(desk.at))? {
            return Ok(Begun::New);
        }
        let Some(known) = book::begun_request(desk, service.token, key)? else { return Ok(Begun::Running) };
        if known.digest != digest {
            return Ok(Begun::OtherRequest);
        }
        match known.answer {
            Some((status, body)) => Ok(Begun::Answered(u16::try_from(status).unwrap_or(200), body)),
            None if after(known.begun_at.0, CUT_OFF_MICROSECONDS) < desk.at => {
                book::forget_request(desk, service.token, key)?;
                book::begin_request(desk, service.token, key, &digest, Moment(desk.at))?;
                Ok(Begun::New)
            }
            None => Ok(Begun::Running),
        }
    })
}

/// Remembers what was answered.
///
/// # Errors
/// A fault of the store.
pub fn end_request(office: &Office, service: &Service, key: &str, status: u16, body: &str) -> Result<()> {
    office.perform(&service.actor, |desk| {
        Ok(book::end_request(desk, service.token, key, (i64::from(status), body))?)
    })
}

/// Forgets a request that was not answered, so that it can be sent again.
///
/// # Errors
/// A fault of the store.
pub fn forget_request(office: &Office, service: &Service, key: &str) -> Result<()> {
    office.perform(&service.actor, |desk| Ok(book::forget_request(desk, service.token, key)?))
}
