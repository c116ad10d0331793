//! Who acts, with which rights, and giving rights to others.
//!
//! How somebody comes to be an [`Actor`] stands in the modules below: [`sign_in`] and [`slips`] open a
//! [`session`], [`second_factor`] and [`passkeys`] prove more, [`accounts`] is for those who manage them.

pub mod accounts;
mod codes;
pub mod credentials;
pub mod emergency;
pub mod logins;
pub mod oidc;
pub mod passkeys;
mod passwords;
pub mod second_factor;
pub mod session;
pub mod sign_in;
pub mod slips;
pub mod tokens;
mod ways_in;

use serde_json::json;
use sohoc_ledger::access::{AccountRow, GrantRow};
use sohoc_ledger::db::{Day, Reader};
use sohoc_ledger::{access, people};
use sohoc_rules::Refusal;
use sohoc_rules::access::{ActKind, Grant, Permit, Role, Scope, granting, permit};
use sohoc_rules::dossier;
use sohoc_rules::ids::{AccountId, OrganizationId, PersonId, UnitId};
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::time::{Date, Span};
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use slips::SlipKind;

/// Somebody who acts: an account with its roles, or the console of the machine.
#[derive(Debug)]
pub struct Actor {
    account: Option<AccountId>,
    sign_in: String,
    person: Option<PersonId>,
    grants: Vec<Grant>,
    /// The only acts it was let in for; `None` for who signed in.
    only: Option<Vec<ActKind>>,
}

/// What an act touches, as far as rights go by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The unit.
    pub unit: Option<UnitId>,
    /// The organization, for what goes the way of staff.
    pub organization: Option<OrganizationId>,
    /// The person whose own matter it is.
    pub person: Option<PersonId>,
}

impl Place {
    /// A unit.
    #[must_use]
    pub const fn unit(unit: UnitId) -> Self {
        Self { unit: Some(unit), organization: None, person: None }
    }
}

impl Actor {
    /// Who sits at the machine itself. Rights in the program cannot hold off who can read its files;
    /// so the console may do what the province and the administrator may, and the journal says
    /// `console`. It may not approve: endorsing and deciding need an account.
    #[must_use]
    pub fn console() -> Self {
        let everywhere = |role| Grant { role, scope: Scope::Everything, span: Span::ALWAYS };
        Self {
            account: None,
            sign_in: "console".to_owned(),
            person: None,
            grants: vec![
                everywhere(Role::ProvinceOfficer),
                everywhere(Role::Administrator),
                everywhere(Role::System),
            ],
            only: None,
        }
    }

    /// The program itself, for what nobody asked it to do just then.
    #[must_use]
    pub fn system() -> Self {
        let grant = Grant { role: Role::System, scope: Scope::Everything, span: Span::ALWAYS };
        Self { account: None, sign_in: "system".to_owned(), person: None, grants: vec![grant], only: None }
    }

    /// The highest role that holds on a day.
    #[must_use]
    pub fn highest_role(&self, day: Date) -> Option<Role> {
        self.grants.iter().filter(|grant| grant.span.holds(day)).map(|grant| grant.role).max()
    }

    /// What several citizens sent by their own hands, brought in together: each has the right to own
    /// matters and no other.
    #[must_use]
    pub fn citizens(people: &[PersonId]) -> Self {
        let own =
            |person: &PersonId| Grant { role: Role::Citizen, scope: Scope::Own(*person), span: Span::ALWAYS };
        Self {
            account: None,
            sign_in: "citizens".to_owned(),
            person: None,
            grants: people.iter().map(own).collect(),
            only: None,
        }
    }

    /// The account that signs in so, with its roles of whatever date.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none or it is switched off.
    pub fn find(office: &Office, sign_in: &str) -> Result<Self> {
        office.read(|reader| {
            let account = access::find(reader, sign_in)?.ok_or(Error::NotFound("account"))?;
            let id = AccountId::from_uuid(account.id);
            let person = account.person.map(PersonId::from_uuid);
            let mut grants = Vec::new();
            for row in access::grants(reader, id)? {
                grants.push(read_grant(&row, person)?);
            }
            Ok(Self { account: Some(id), sign_in: account.sign_in, person, grants, only: None })
        })
    }

    /// An account as far as it is known before it has proved its rights: it has none.
    fn unproved(account: Option<&AccountRow>) -> Self {
        Self {
            account: account.map(|account| AccountId::from_uuid(account.id)),
            sign_in: account.map_or_else(|| "nobody".to_owned(), |account| account.sign_in.clone()),
            person: account.and_then(|account| account.person).map(PersonId::from_uuid),
            grants: Vec::new(),
            only: None,
        }
    }

    /// Refuses what it was not let in for, whatever its roles allow.
    fn check_let_in_for(&self, act: ActKind) -> Result<()> {
        if self.only.as_ref().is_none_or(|only| only.contains(&act)) {
            return Ok(());
        }
        Err(Refusal {
            code: "access.not_allowed",
            reason: format!("The token was not made to {}.", act.code()),
            remedy: "Ask for a token with the scope that this needs.",
        }
        .into())
    }

    /// The account; `None` for the console.
    #[must_use]
    pub const fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// How the account signs in.
    #[must_use]
    pub fn sign_in(&self) -> &str {
        &self.sign_in
    }

    /// The person behind the account.
    #[must_use]
    pub const fn person(&self) -> Option<PersonId> {
        self.person
    }

    /// Whether a role that holds on `day` may do `act` somewhere.
    #[must_use]
    pub fn may_somewhere(&self, act: ActKind, day: Date) -> bool {
        self.check_let_in_for(act).is_ok() && permit(&self.grants, act, day, |_| true).is_ok()
    }

    /// On what the actor may do `act` on a day, each scope once.
    #[must_use]
    pub fn scopes(&self, act: ActKind, day: Date) -> Vec<Scope> {
        let may = |grant: &&Grant| permit(&[**grant], act, day, |_| true).is_ok();
        let scopes: std::collections::BTreeSet<Scope> =
            self.grants.iter().filter(may).map(|grant| grant.scope).collect();
        scopes.into_iter().collect()
    }

    /// The actor as the rules of dossiers see it. The console has no account of its own and no
    /// rights for which the rules would ask which one.
    #[must_use]
    pub fn hand(&self) -> dossier::Actor {
        let account = self.account.unwrap_or_else(|| AccountId::from_uuid(Uuid::nil()));
        dossier::Actor { account, person: self.person }
    }

    /// Whom the actor may read of: everyone, or the people of the units its roles lie on.
    ///
    /// # Errors
    /// A refusal without any right to read people.
    pub fn reading_scope(&self, map: &TerritoryAsOf) -> Result<people::Scope> {
        self.check_let_in_for(ActKind::ReadPerson)?;
        let day = map.day();
        let reads = |grant: &&Grant| {
            let here = |scope: Scope| scope == grant.scope;
            grant.span.holds(day) && permit(&[**grant], ActKind::ReadPerson, day, here).is_ok()
        };
        let scopes: Vec<Scope> = self.grants.iter().filter(reads).map(|grant| grant.scope).collect();
        if scopes.contains(&Scope::Everything) {
            return Ok(people::Scope::All);
        }
        let mut units = std::collections::BTreeSet::new();
        for scope in &scopes {
            if let Scope::Unit(unit) = scope {
                units.extend(map.subtree(*unit).map(|unit| unit.id));
            }
        }
        if units.is_empty() {
            permit(&self.grants, ActKind::ReadPerson, day, |_| false)?;
        }
        Ok(people::Scope::Units(units))
    }
}

impl Actor {
    /// The proof that the actor may give `role` at `place`: who holds several roles, like the console,
    /// gives it by one that may give this very role.
    fn permit_to_give(&self, role: Role, place: Option<Place>, map: &TerritoryAsOf) -> Result<Permit> {
        self.check_let_in_for(ActKind::GrantRole)?;
        let giving: Vec<Grant> =
            self.grants.iter().filter(|grant| grant.role.may_give().contains(&role)).copied().collect();
        let grants = if giving.is_empty() { &self.grants } else { &giving };
        permit_by(grants, ActKind::GrantRole, place, map)
    }
}

impl Desk<'_> {
    /// The proof that the actor may do `act` at `place`; `None` for what concerns the whole ledger.
    ///
    /// # Errors
    /// The refusal that names the role which could.
    pub fn permit(&self, act: ActKind, place: Option<Place>) -> Result<Permit> {
        permit_on(self.actor, act, place, self.map()?)
    }

    /// The proof that the actor may give `role` at `place`.
    fn permit_to_give(&self, role: Role, place: Option<Place>) -> Result<Permit> {
        self.actor.permit_to_give(role, place, self.map()?)
    }

    /// Asks for every distinct place of a batch.
    ///
    /// # Errors
    /// The refusal for the first place where the actor may not.
    pub fn permit_each(&self, act: ActKind, places: impl Iterator<Item = Place>) -> Result<()> {
        let map = self.map()?;
        for place in places {
            if self.allowed.borrow().contains(&(act, place)) {
                continue;
            }
            permit_on(self.actor, act, Some(place), map)?;
            self.allowed.borrow_mut().insert((act, place));
        }
        Ok(())
    }
}

/// The check itself, also for readers.
///
/// # Errors
/// The refusal that names the role which could.
pub fn permit_on(actor: &Actor, act: ActKind, place: Option<Place>, map: &TerritoryAsOf) -> Result<Permit> {
    actor.check_let_in_for(act)?;
    permit_by(&actor.grants, act, place, map)
}

fn permit_by(grants: &[Grant], act: ActKind, place: Option<Place>, map: &TerritoryAsOf) -> Result<Permit> {
    let in_scope = |scope: Scope| match (scope, place) {
        (Scope::Everything, _) => true,
        (_, None) => false,
        (Scope::Unit(outer), Some(place)) => place.unit.is_some_and(|unit| map.contains(outer, unit)),
        (Scope::Organization(own), Some(place)) => place.organization == Some(own),
        (Scope::Own(own), Some(place)) => place.person == Some(own),
    };
    Ok(permit(grants, act, map.day(), in_scope)?)
}

fn read_grant(row: &GrantRow, person: Option<PersonId>) -> Result<Grant> {
    let role = Role::from_code(&row.role)
        .ok_or_else(|| sohoc_ledger::db::Fault::broken("role_grant", "role", &row.role))?;
    let scope = match (row.unit, row.organization) {
        (Some(unit), _) => Scope::Unit(UnitId::from_uuid(unit)),
        (None, Some(organization)) => Scope::Organization(OrganizationId::from_uuid(organization)),
        (None, None) if role == Role::Citizen => person.map_or(Scope::Everything, Scope::Own),
        (None, None) => Scope::Everything,
    };
    let span = Span { from: Some(row.from.0), to: row.to.map(|day| day.0) };
    Ok(Grant { role, scope, span })
}

/// A new account with one role.
pub struct NewAccount {
    /// What one types to sign in.
    pub sign_in: String,
    /// What pages show.
    pub display_name: String,
    /// The person behind it, when in the book.
    pub person: Option<PersonId>,
    /// Role.
    pub role: Role,
    /// On what.
    pub scope: Scope,
    /// From which day.
    pub from: Date,
}

/// An account as it was made: the code is shown once and only its hash is kept.
#[derive(Debug)]
pub struct MadeAccount {
    /// Account.
    pub id: AccountId,
    /// The one-time code that activates it.
    pub activation_code: String,
}

/// Makes accounts with a role each.
///
/// # Errors
/// A refusal when the actor may not give the role on that scope; a fault when a sign-in is taken.
pub fn add_accounts(office: &Office, actor: &Actor, accounts: &[NewAccount]) -> Result<Vec<MadeAccount>> {
    let codes: Vec<String> = accounts.iter().map(|_| codes::one_time(office.chance())).collect();
    office.perform(actor, |desk| {
        let mut made = Vec::with_capacity(accounts.len());
        let mut slips = Vec::with_capacity(accounts.len());
        for (new, code) in accounts.iter().zip(&codes) {
            let id = AccountId::new(desk.at, desk.id_bytes());
            let grant = Grant { role: new.role, scope: new.scope, span: Span::since(new.from) };
            let permit = desk.permit_to_give(new.role, place_of(new.scope))?;
            granting(&permit, actor.hand().account, id, grant)?;
            access::add(
                desk,
                &AccountRow {
                    id: id.uuid(),
                    sign_in: new.sign_in.clone(),
                    display_name: new.display_name.clone(),
                    person: new.person.map(PersonId::uuid),
                    disabled_at: None,
                },
            )?;
            access::grant(desk, &[grant_row(id, grant)])?;
            let kind = if new.role == Role::Citizen { SlipKind::Citizen } else { SlipKind::Officer };
            slips.push(slips::row(desk, id.uuid(), kind, code));
            made.push(MadeAccount { id, activation_code: code.clone() });
        }
        access::slips::replace(desk, &slips)?;
        let granted: Vec<_> = accounts
            .iter()
            .zip(&made)
            .map(|(new, made)| json!({ "account": made.id.to_string(), "role": new.role.code() }))
            .collect();
        desk.record("access.add_accounts", None, made.len(), &granted)?;
        Ok(made)
    })
}

const fn place_of(scope: Scope) -> Option<Place> {
    match scope {
        Scope::Everything => None,
        Scope::Unit(unit) => Some(Place::unit(unit)),
        Scope::Organization(organization) => {
            Some(Place { unit: None, organization: Some(organization), person: None })
        }
        Scope::Own(person) => Some(Place { unit: None, organization: None, person: Some(person) }),
    }
}

fn grant_row(account: AccountId, grant: Grant) -> GrantRow {
    let (unit, organization) = match grant.scope {
        Scope::Everything | Scope::Own(_) => (None, None),
        Scope::Unit(unit) => (Some(unit.uuid()), None),
        Scope::Organization(organization) => (None, Some(organization.uuid())),
    };
    GrantRow {
        account: account.uuid(),
        role: grant.role.code().to_owned(),
        unit,
        organization,
        from: Day(grant.span.from.unwrap_or(Date::MIN)),
        to: grant.span.to.map(Day),
    }
}

/// Accounts with their sign-in and roles, for lists.
///
/// # Errors
/// A fault of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<AccountRow>> {
    Ok(access::list(reader)?)
}
