//! Accounts to look around with, one for each role, each with a code that opens it today. The codes the
//! sample was given on its first day have long expired.

use std::sync::Arc;

use serde::Serialize;
use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::access::accounts::reset;
use sohoc_acts::access::slips::print_slips;
use sohoc_acts::access::tokens::{self, NewToken};
use sohoc_acts::dossier::{ReviewBody, RosterFilter, roster};
use sohoc_ledger::keys::Keyring;
use sohoc_rules::access::{ActKind, Role, Scope, TokenScope};
use sohoc_rules::dossier::Standing;
use sohoc_rules::ids::PersonId;
use sohoc_rules::territory::Level;
use sohoc_sample::years::RoleAccount;

use crate::clock::{MachineClock, system_chance};
use crate::error::{Error, Result};

use super::folder::DemoFolder;

/// How a role is shown around.
#[derive(Serialize)]
pub struct Account {
    pub role: &'static str,
    pub sign_in: String,
    /// Good for one use.
    pub activation_code: String,
}

/// What a program shows around with.
#[derive(Serialize)]
pub struct ApiToken {
    pub label: &'static str,
    pub role: &'static str,
    pub scopes: Vec<&'static str>,
    pub token: String,
}

/// Gives every account to show around with a new code, one citizen who has not begun their dossier of `year` a
/// slip, and a program a token.
pub fn refresh(
    folder: &DemoFolder,
    keys: Keyring,
    shown: &[RoleAccount],
    year: i16,
) -> Result<(Vec<Account>, Vec<ApiToken>)> {
    let office = Office::open(folder.ledger(), keys, Arc::new(MachineClock), system_chance()?)?;
    let mut accounts = Vec::with_capacity(shown.len() + 1);
    for account in shown {
        let actor = Actor::find(&office, &account.sign_in)?;
        let id =
            actor.account().ok_or_else(|| Error::said("The sample has an account without id.".to_owned()))?;
        let activation_code = reset(&office, &Actor::console(), id)?;
        accounts.push(Account { role: account.role, sign_in: account.sign_in.clone(), activation_code });
    }
    accounts.extend(citizen(&office, shown, year)?);
    let tokens = program(&office, shown)?;
    office.seal()?;
    Ok((accounts, tokens.into_iter().collect()))
}

/// A token that may do all that tokens may, where the officer of the first commune may.
fn program(office: &Office, shown: &[RoleAccount]) -> Result<Option<ApiToken>> {
    const LABEL: &str = "Phần mềm mẫu";
    const ROLE: Role = Role::CommuneOfficer;
    let Some(officer) = shown.iter().find(|account| account.role == ROLE.code()) else { return Ok(None) };
    let officer = Actor::find(office, &officer.sign_in)?;
    let places = officer.scopes(ActKind::ReadPerson, office.now().day());
    let Some(place) = places.into_iter().find(|scope| matches!(scope, Scope::Unit(_))) else {
        return Ok(None);
    };
    let scopes = TokenScope::ALL.to_vec();
    let names = scopes.iter().map(|scope| scope.code()).collect();
    let new = NewToken { label: LABEL.to_owned(), role: ROLE, place, scopes, days: tokens::LONGEST_DAYS };
    let token = tokens::make(office, &Actor::console(), &new)?.secret;
    Ok(Some(ApiToken { label: LABEL, role: ROLE.code(), scopes: names, token }))
}

/// Prints a slip for somebody of the volunteer's commune who has everything before them; a tiny sample may
/// have nobody left.
fn citizen(office: &Office, shown: &[RoleAccount], year: i16) -> Result<Option<Account>> {
    let Some(volunteer) = shown.iter().find(|account| account.role == Role::Volunteer.code()) else {
        return Ok(None);
    };
    let volunteer = Actor::find(office, &volunteer.sign_in)?;
    let Some(person) = unstarted(office, &volunteer, year)? else { return Ok(None) };
    let slips = print_slips(office, &volunteer, &[person])?;
    let account = |slip: sohoc_acts::access::slips::Slip| Account {
        role: Role::Citizen.code(),
        sign_in: slip.sign_in,
        activation_code: slip.code,
    };
    Ok(slips.into_iter().next().map(account))
}

/// The first adult of the first hamlet that has one without a dossier.
fn unstarted(office: &Office, volunteer: &Actor, year: i16) -> Result<Option<PersonId>> {
    let round = office.round(year)?;
    let day = office.now().day();
    let map = office.map_on(day)?;
    // The sample names the accounts of a commune after its code.
    let commune =
        volunteer.sign_in().rsplit('-').next().and_then(|code| map.find_by_code(Level::Commune, code));
    let Some(commune) = commune else { return Ok(None) };
    for hamlet in map.children_by_name(commune.id) {
        let body = ReviewBody::Unit(hamlet.id);
        let asked = RosterFilter { body, day, standing: Some(Standing::NotStarted), name: None, after: None };
        if let Some(line) = roster(office, volunteer, &round, &asked)?.rows.first() {
            return Ok(Some(line.person));
        }
    }
    Ok(None)
}
