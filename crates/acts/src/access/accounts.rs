//! Managing accounts: each commune its own, the province those of the communes.

use std::collections::BTreeMap;

use serde_json::json;
use sohoc_ledger::access::accounts::{self as book, ListedRow};
use sohoc_ledger::access::{
    self, AccountRow, attempts, credentials, logins, passkeys, sessions, slips as paper,
};
use sohoc_ledger::db::{Day, Moment};
use sohoc_ledger::people::{self, Scope as Seen};
use sohoc_rules::access::security::SecurityRules;
use sohoc_rules::access::{ActKind, Grant, Role, Scope, granting};
use sohoc_rules::ids::{AccountId, EntryId, PersonId};
use sohoc_rules::time::{Date, Instant, Span};
use uuid::Uuid;

use super::passkeys::end_sessions;
use super::slips::{self, SlipKind, home};
use super::{Actor, Place, codes, grant_row, permit_on, place_of, read_grant};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// An account as the list shows it.
#[derive(Clone, Debug)]
pub struct Account {
    /// Account.
    pub id: AccountId,
    /// What one types to sign in.
    pub sign_in: String,
    /// What pages show.
    pub display_name: String,
    /// The person behind it, when in the book.
    pub person: Option<PersonId>,
    /// When it was switched off.
    pub disabled_at: Option<Instant>,
    /// Last sign-in; `None` before the first.
    pub signed_in_at: Option<Instant>,
    /// Until when its unused one-time code can be used.
    pub slip_until: Option<Instant>,
    /// Its roles, whatever their dates; the place of one in this list names it to [`end_role`].
    pub grants: Vec<Grant>,
}

/// A page of the accounts on a scope and below, by sign-in name `after` one: officers and helpers; citizens
/// come by their people.
///
/// # Errors
/// A refusal when the actor may not give roles there.
pub fn list_accounts(
    office: &Office,
    actor: &Actor,
    within: Scope,
    after: &str,
    limit: usize,
) -> Result<Vec<Account>> {
    let map = office.map_on(office.now().day())?;
    permit_on(actor, ActKind::GrantRole, place_of(within), &map)?;
    office.read(|reader| {
        let rows = match within {
            Scope::Everything => book::of_officers(reader, after, i64::try_from(limit).unwrap_or(i64::MAX))?,
            Scope::Unit(unit) => {
                let units: Vec<Uuid> = map.subtree(unit).map(|unit| unit.id.uuid()).collect();
                book::of_units(reader, &units)?
            }
            Scope::Organization(organization) => book::of_organization(reader, organization.uuid())?,
            Scope::Own(_) => Vec::new(),
        };
        let by_name: BTreeMap<String, ListedRow> =
            rows.into_iter().map(|row| (row.account.sign_in.clone(), row)).collect();
        let page = by_name.into_values().filter(|row| row.account.sign_in.as_str() > after).take(limit);
        page.map(|row| {
            let person = row.account.person.map(PersonId::from_uuid);
            let id = AccountId::from_uuid(row.account.id);
            let grants = access::grants(reader, id)?;
            let grants = grants.iter().map(|row| read_grant(row, person)).collect::<Result<_>>()?;
            Ok(Account {
                id,
                sign_in: row.account.sign_in,
                display_name: row.account.display_name,
                person,
                disabled_at: row.account.disabled_at.map(|at| at.0),
                signed_in_at: row.signed_in_at.map(|at| at.0),
                slip_until: row.slip_until.map(|at| at.0),
                grants,
            })
        })
        .collect()
    })
}

/// An account that the actor manages: may give every role that it holds, where it holds it.
///
/// # Errors
/// [`Error::NotFound`] when it is not there or belongs to others; `access.own_role` for one's own,
/// `access.role_not_to_give` for one of the level above.
pub(super) fn managed(desk: &Desk<'_>, account: AccountId) -> Result<(AccountRow, Vec<Grant>)> {
    let row = book::get(desk, account.uuid())?.ok_or(Error::NotFound("account"))?;
    let person = row.person.map(PersonId::from_uuid);
    let grants = access::grants(desk, account)?;
    let grants: Vec<Grant> = grants.iter().map(|row| read_grant(row, person)).collect::<Result<_>>()?;
    let is_running = |grant: &&Grant| grant.span.to.is_none_or(|to| to >= desk.day());
    let mut asked: Vec<&Grant> = grants.iter().filter(is_running).collect();
    if asked.is_empty() {
        asked = grants.iter().collect();
    }
    if asked.is_empty() {
        desk.permit(ActKind::GrantRole, None).map_err(hidden)?;
    }
    for grant in asked {
        let place = place_on(desk, grant.scope)?;
        let permit = desk.permit_to_give(grant.role, place).map_err(hidden)?;
        granting(&permit, desk.actor.hand().account, account, *grant)?;
    }
    Ok((row, grants))
}

/// A citizen's own account belongs to where they live.
fn place_on(desk: &Desk<'_>, scope: Scope) -> Result<Option<Place>> {
    let Scope::Own(person) = scope else { return Ok(place_of(scope)) };
    let row = people::facts(desk, &Seen::All, &[person])?.into_iter().flatten().next();
    Ok(row.as_ref().map(home))
}

fn hidden(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if refusal.code == "access.out_of_scope" => Error::NotFound("account"),
        other => other,
    }
}

/// Gives an account that the actor manages a further role.
///
/// # Errors
/// As [`end_role`]; a refusal when the actor may not give that role on that scope.
pub fn give_role(
    office: &Office,
    actor: &Actor,
    account: AccountId,
    role: (Role, Scope),
    from: Date,
) -> Result<()> {
    office.perform(actor, |desk| {
        managed(desk, account)?;
        let grant = Grant { role: role.0, scope: role.1, span: Span::since(from) };
        let permit = desk.permit_to_give(grant.role, place_on(desk, grant.scope)?)?;
        granting(&permit, actor.hand().account, account, grant)?;
        access::grant(desk, &[grant_row(account, grant)])?;
        let body = json!({ "account": account.to_string(), "role": grant.role.code() });
        desk.record("access.give_role", None, 1, &body)?;
        Ok(())
    })
}

/// Ends a role, which holds to the end of yesterday then.
///
/// # Errors
/// [`Error::NotFound`] when the account belongs to others or has no such running role;
/// `access.own_role` for one's own.
pub fn end_role(office: &Office, actor: &Actor, account: AccountId, place: usize) -> Result<()> {
    office.perform(actor, |desk| {
        let (_, grants) = managed(desk, account)?;
        let grant = grants.get(place).ok_or(Error::NotFound("role"))?;
        let position = i64::try_from(place).unwrap_or(i64::MAX);
        let last = Day(desk.day().yesterday().unwrap_or(desk.day()));
        if !book::end_grant(desk, account.uuid(), position, last)? {
            return Err(Error::NotFound("role"));
        }
        end_sessions(desk, account.uuid())?;
        let body = json!({ "account": account.to_string(), "role": grant.role.code() });
        desk.record("access.end_role", None, 1, &body)?;
        Ok(())
    })
}

/// Switches an account off; its sessions end at once and its unused code is void.
///
/// # Errors
/// As [`end_role`].
pub fn switch_off(office: &Office, actor: &Actor, account: AccountId) -> Result<()> {
    office.perform(actor, |desk| {
        managed(desk, account)?;
        book::set_disabled(desk, &[account.uuid()], Some(Moment(desk.at)))?;
        end_sessions(desk, account.uuid())?;
        paper::cancel(desk, account.uuid())?;
        desk.record("access.switch_off", None, 1, &json!({ "account": account.to_string() }))?;
        Ok(())
    })
}

/// Switches an account on again.
///
/// # Errors
/// As [`end_role`].
pub fn switch_on(office: &Office, actor: &Actor, account: AccountId) -> Result<()> {
    office.perform(actor, |desk| {
        managed(desk, account)?;
        book::set_disabled(desk, &[account.uuid()], None)?;
        credentials::note_switched_on(desk, account.uuid(), Moment(desk.at))?;
        desk.record("access.switch_on", None, 1, &json!({ "account": account.to_string() }))?;
        Ok(())
    })
}

/// Gives an account a new one-time code and takes all else away that opened it: password, code device,
/// passkeys, links, sessions. For who lost the phone or left.
///
/// # Errors
/// As [`end_role`].
pub fn reset(office: &Office, actor: &Actor, account: AccountId) -> Result<String> {
    let code = codes::one_time(office.chance());
    office.perform(actor, |desk| {
        let (row, grants) = managed(desk, account)?;
        super::tokens::refuse_service(desk, account)?;
        credentials::clear(desk, account.uuid())?;
        passkeys::remove_all(desk, account.uuid())?;
        end_sessions(desk, account.uuid())?;
        attempts::clear(desk, &codes::name_hash(office.keys(), &row.sign_in))?;
        let is_citizen = grants.iter().all(|grant| grant.role == Role::Citizen);
        let kind = if is_citizen { SlipKind::Citizen } else { SlipKind::Officer };
        paper::replace(desk, &[slips::row(desk, account.uuid(), kind, &code)])?;
        desk.record("access.reset", None, 1, &json!({ "account": account.to_string() }))?;
        Ok(code.clone())
    })
}

/// Notes that the actor has read through the list of accounts of a scope, due every six months.
///
/// # Errors
/// A refusal when the actor may not give roles there.
pub fn note_review(office: &Office, actor: &Actor, within: Scope) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::GrantRole, place_of(within))?;
        let by = actor.account().map(AccountId::uuid);
        book::review(desk, scope_id(within), Moment(desk.at), by)?;
        desk.record("access.review", None, 1, &json!({ "scope": scope_id(within).to_string() }))?;
        Ok(())
    })
}

/// When the list of accounts of a scope is to be read through next; `None` when it never was, so now.
///
/// # Errors
/// A fault of the store.
pub fn review_due(office: &Office, within: Scope) -> Result<Option<Date>> {
    use sohoc_rules::time::Date as CivilDate;
    let last = office.read(|reader| Ok(book::reviewed_at(reader, scope_id(within))?))?;
    let months = office.security_rules().account.review_months;
    let after = |day: CivilDate| day.checked_add(jiff::Span::new().months(months)).unwrap_or(day);
    Ok(last.map(|at| after(at.0.day())))
}

const fn scope_id(scope: Scope) -> Uuid {
    match scope {
        Scope::Everything => Uuid::nil(),
        Scope::Unit(unit) => unit.uuid(),
        Scope::Organization(organization) => organization.uuid(),
        Scope::Own(person) => person.uuid(),
    }
}

/// Switches off the officers' accounts that nobody has signed in to for 45 days; tells how many. Citizens,
/// who may come once a year, keep theirs, and what was never opened has only its code, which ends by itself.
///
/// # Errors
/// A refusal for who does not run jobs.
pub fn sweep_dormant(office: &Office, actor: &Actor) -> Result<usize> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::RunJobs, None)?;
        let days = office.security_rules().account.dormant_days;
        let dormant = book::dormant(desk, Moment(SecurityRules::days_after(desk.at, -days)))?;
        if dormant.is_empty() {
            return Ok(0);
        }
        book::set_disabled(desk, &dormant, Some(Moment(desk.at)))?;
        for account in &dormant {
            end_sessions(desk, *account)?;
        }
        let ids: Vec<String> = dormant.iter().map(Uuid::to_string).collect();
        desk.record("access.sweep_dormant", None, ids.len(), &json!({ "accounts": ids }))?;
        Ok(dormant.len())
    })
}

/// Removes what has ended: sessions, codes, forgotten failures, and the log of sign-ins after two years.
///
/// # Errors
/// A refusal for who does not run jobs.
pub fn sweep_ended(office: &Office, actor: &Actor) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::RunJobs, None)?;
        let rules = office.security_rules();
        sessions::remove_before(desk, Moment(desk.at))?;
        paper::remove_before(desk, Moment(SecurityRules::days_after(desk.at, -rules.account.slip_days)))?;
        let quiet = SecurityRules::after(desk.at, -rules.lockout.forgotten_after_s);
        attempts::forget(desk, Moment(quiet))?;
        let kept = SecurityRules::days_after(desk.at, -rules.account.log_days);
        logins::remove_before(desk, EntryId::new(kept, [0; 10]).uuid())?;
        Ok(())
    })
}
