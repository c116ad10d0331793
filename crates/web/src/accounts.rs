//! Accounts of those who work with the counter: each commune manages its own.

mod add;
mod alerts;
mod list;
mod one;

use sohoc_rules::access::{ActKind as A, Role};
use sohoc_rules::ids::UnitId;

use crate::failure::Failure;
use crate::route::{Route, Who, get, post};
use crate::visit::Visit;

const GIVE: Who = Who::May(&[A::GrantRole]);
const JOURNAL: Who = Who::May(&[A::ReadJournal]);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/tai-khoan", GIVE, list::page),
        post("/tai-khoan", GIVE, list::reviewed),
        get("/tai-khoan/moi", GIVE, add::page),
        post("/tai-khoan/moi", GIVE, add::send),
        get("/tai-khoan/canh-bao", JOURNAL, alerts::page),
        post("/tai-khoan/canh-bao", JOURNAL, alerts::acknowledge),
        get("/tai-khoan/{tai_khoan}", GIVE, one::page),
        post("/tai-khoan/{tai_khoan}", GIVE, one::send),
    ]
}

/// Key of the words of a role.
pub const fn role_words(role: Role) -> &'static str {
    match role {
        Role::Citizen => "accounts-citizen",
        Role::Volunteer => "accounts-volunteer",
        Role::UnitCommittee => "accounts-unit-committee",
        Role::HeadOfUnit => "accounts-head-of-unit",
        Role::CommuneOfficer => "accounts-commune-officer",
        Role::CommuneDecider => "accounts-commune-decider",
        Role::ProvinceOfficer => "accounts-province-officer",
        Role::ProvinceInspector => "accounts-province-inspector",
        Role::Administrator => "accounts-administrator",
        Role::System => "accounts-system",
    }
}

/// The roles that the visitor may give, with their words: citizens come by slips, not by hand.
pub fn roles_to_give(visit: &Visit<'_>) -> Result<Vec<(&'static str, String)>, Failure> {
    let held = &visit.session()?.roles;
    let given = Role::ALL
        .into_iter()
        .filter(|role| *role != Role::Citizen && held.iter().any(|own| own.may_give().contains(role)));
    Ok(given.map(|role| (role.code(), visit.words.get(role_words(role)).into_owned())).collect())
}

/// A place as forms carry it, with its name.
type Choice = (String, String);

/// The places on which the visitor may give roles: each scope, and the units below it.
pub fn places(visit: &Visit<'_>) -> Result<Vec<Choice>, Failure> {
    use sohoc_rules::access::Scope;
    use sohoc_rules::territory::Level;
    let map = visit.office().map_on(visit.today())?;
    let mut places = Vec::new();
    let below = |unit: UnitId, places: &mut Vec<Choice>| {
        places.push((format!("u{unit}"), map.name(unit).to_owned()));
        for child in map.children_by_name(unit) {
            places.push((format!("u{}", child.id), map.name(child.id).to_owned()));
        }
    };
    for scope in visit.actor()?.scopes(A::GrantRole, visit.today()) {
        match scope {
            Scope::Everything => {
                places.push(("tat-ca".to_owned(), visit.words.get("accounts-everywhere").into_owned()));
                let communes = map.at_level(Level::Commune);
                let mut communes: Vec<Choice> =
                    communes.map(|unit| (format!("u{}", unit.id), map.name(unit.id).to_owned())).collect();
                communes.sort_by_key(|(_, name)| sohoc_rules::vietnamese::text_sort_key(name));
                places.extend(communes);
            }
            Scope::Unit(unit) => below(unit, &mut places),
            Scope::Organization(one) => places.push((format!("o{one}"), organization(visit, one)?)),
            Scope::Own(_) => (),
        }
    }
    Ok(places)
}

fn organization(visit: &Visit<'_>, id: sohoc_rules::ids::OrganizationId) -> Result<String, Failure> {
    let all = visit.office().read(|reader| Ok(sohoc_ledger::organizations::list(reader)?))?;
    Ok(all.into_iter().find(|row| row.id == id.uuid()).map(|row| row.name).unwrap_or_default())
}

/// The scope that a form's choice stands for.
pub fn read_scope(text: &str) -> Option<sohoc_rules::access::Scope> {
    use sohoc_rules::access::Scope;
    if text == "tat-ca" {
        return Some(Scope::Everything);
    }
    if let Some(unit) = text.strip_prefix('u') {
        return unit.parse().ok().map(Scope::Unit);
    }
    text.strip_prefix('o')?.parse().ok().map(Scope::Organization)
}

/// A scope in words.
pub fn scope_words(visit: &Visit<'_>, scope: sohoc_rules::access::Scope) -> Result<String, Failure> {
    use sohoc_rules::access::Scope;
    Ok(match scope {
        Scope::Everything => visit.words.get("accounts-everywhere").into_owned(),
        Scope::Unit(unit) => visit.office().map_on(visit.today())?.name(unit).to_owned(),
        Scope::Organization(one) => organization(visit, one)?,
        Scope::Own(_) => visit.words.get("accounts-own").into_owned(),
    })
}
