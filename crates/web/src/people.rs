//! People: finding somebody, registering and correcting, one person's record, records that may be one person.

mod edit;
mod facts;
mod find;
mod one;
mod register;
mod suspects;

use sohoc_rules::access::ActKind as A;
use sohoc_rules::access::Scope;
use sohoc_rules::ids::UnitId;

use crate::failure::Failure;
use crate::route::{Route, Who, get, post};
use crate::visit::Visit;

const READ: Who = Who::May(&[A::RegisterPerson, A::Merge, A::Inspect]);
const REGISTER: Who = Who::May(&[A::RegisterPerson]);
// Citizens may change what is theirs, by other pages.
const CHANGE: Who = Who::May(&[A::RegisterPerson]);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/nguoi", READ, find::page),
        // What is typed is a name or a number: it stands in no address.
        post("/nguoi", READ, find::send),
        get("/nguoi/trung", Who::May(&[A::Merge]), suspects::page),
        post("/nguoi/trung", Who::May(&[A::Merge]), suspects::send),
        get("/nguoi/moi", REGISTER, register::page),
        post("/nguoi/moi", REGISTER, register::send),
        get("/nguoi/{nguoi}", READ, one::page),
        post("/nguoi/{nguoi}", READ, one::send),
        get("/nguoi/{nguoi}/sua", CHANGE, edit::page),
        post("/nguoi/{nguoi}/sua", CHANGE, edit::send),
    ]
}

/// The units on which the visitor may do `act` and those below, with their names, each level in the order of
/// names; for the whole province its communes.
fn places(visit: &Visit<'_>, act: A) -> Result<Vec<(String, String)>, Failure> {
    let map = visit.office().map_on(visit.today())?;
    let mut units: Vec<UnitId> = Vec::new();
    for scope in visit.actor()?.scopes(act, visit.today()) {
        match scope {
            Scope::Unit(unit) => {
                units.push(unit);
                units.extend(map.children_by_name(unit).into_iter().map(|child| child.id));
            }
            Scope::Everything => {
                let mut communes: Vec<_> =
                    map.at_level(sohoc_rules::territory::Level::Commune).map(|unit| unit.id).collect();
                communes.sort_by_key(|unit| sohoc_rules::vietnamese::text_sort_key(map.name(*unit)));
                units.extend(communes);
            }
            Scope::Organization(_) | Scope::Own(_) => (),
        }
    }
    Ok(units.into_iter().map(|unit| (unit.to_string(), map.name(unit).to_owned())).collect())
}

/// Homes to choose from where the visitor may register people; none is chosen beforehand, so that nobody comes
/// to live at the first of the list by oversight. Empty where there is none.
fn homes(visit: &Visit<'_>) -> Result<Vec<(String, String)>, Failure> {
    let mut homes = places(visit, A::RegisterPerson)?;
    if !homes.is_empty() {
        homes.insert(0, (String::new(), visit.words.get("people-choose-home").into_owned()));
    }
    Ok(homes)
}
