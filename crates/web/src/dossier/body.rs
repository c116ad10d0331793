//! Whose list it is: a hamlet, a commune or an organization, as paths name them.

use sohoc_acts::access::permit_on;
use sohoc_acts::dossier::ReviewBody;
use sohoc_acts::organizations;
use sohoc_acts::rounds::Round;
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::privacy::{Subject, What};

use crate::failure::Failure;
use crate::visit::Visit;

/// The round people work in: the latest that is not closed, else the latest.
pub fn round(visit: &Visit<'_>) -> Result<Round, Failure> {
    let rounds = visit.office().rounds()?;
    let open = rounds.iter().position(|round| !round.closed).unwrap_or(0);
    rounds.into_iter().nth(open).ok_or(Failure::NotFound)
}

/// The body that the path names, where the visitor may do one of these acts.
pub fn of_path(visit: &Visit<'_>, acts: &[ActKind]) -> Result<ReviewBody, Failure> {
    let body = if visit.param("don_vi").is_empty() {
        ReviewBody::Organization(visit.id("co_quan")?)
    } else {
        ReviewBody::Unit(visit.id("don_vi")?)
    };
    if acts.iter().any(|act| may(visit, *act, body).unwrap_or(false)) {
        return Ok(body);
    }
    note(visit, What::RefusedOutsideScope, body, 1)?;
    Err(Failure::NotFound)
}

/// Whether the visitor may do an act there.
pub fn may(visit: &Visit<'_>, act: ActKind, body: ReviewBody) -> Result<bool, Failure> {
    let map = visit.office().map_on(visit.today())?;
    Ok(permit_on(visit.actor()?, act, Some(body.place()), &map).is_ok())
}

/// The bodies on which the visitor may do one of these acts.
pub fn all(visit: &Visit<'_>, acts: &[ActKind]) -> Result<Vec<ReviewBody>, Failure> {
    let mut bodies: Vec<ReviewBody> = Vec::new();
    for scope in
        acts.iter().flat_map(|act| visit.actor().map(|actor| actor.scopes(*act, visit.today()))).flatten()
    {
        let body = match scope {
            Scope::Unit(unit) => ReviewBody::Unit(unit),
            Scope::Organization(organization) => ReviewBody::Organization(organization),
            Scope::Everything | Scope::Own(_) => continue,
        };
        if !bodies.contains(&body) {
            bodies.push(body);
        }
    }
    Ok(bodies)
}

/// Name of a body.
pub fn name(visit: &Visit<'_>, body: ReviewBody) -> Result<String, Failure> {
    Ok(match body {
        ReviewBody::Unit(unit) => visit.office().map_on(visit.today())?.name(unit).to_owned(),
        ReviewBody::Organization(organization) => organizations::name_of(visit.office(), organization)?,
    })
}

/// `/xom/ID/page` or `/xom/co-quan/ID/page`.
pub fn roster_path(body: ReviewBody, page: &str) -> String {
    match body {
        ReviewBody::Unit(unit) => format!("/xom/{unit}/{page}"),
        ReviewBody::Organization(organization) => format!("/xom/co-quan/{organization}/{page}"),
    }
}

/// `/duyet/don-vi/ID` or `/duyet/co-quan/ID`.
pub fn queue_path(body: ReviewBody) -> String {
    match body {
        ReviewBody::Unit(unit) => format!("/duyet/don-vi/{unit}"),
        ReviewBody::Organization(organization) => format!("/duyet/co-quan/{organization}"),
    }
}

/// Units right below, in the order of names; none for a hamlet or an organization.
pub fn children(visit: &Visit<'_>, body: ReviewBody) -> Result<Vec<(UnitId, String)>, Failure> {
    let ReviewBody::Unit(unit) = body else { return Ok(Vec::new()) };
    let map = visit.office().map_on(visit.today())?;
    Ok(map
        .children_by_name(unit)
        .into_iter()
        .map(|child| (child.id, map.name(child.id).to_owned()))
        .collect())
}

/// Notes that a page of a list was read.
pub fn note(visit: &Visit<'_>, what: What, body: ReviewBody, page: u32) -> Result<(), Failure> {
    let (unit, organization): (Option<UnitId>, Option<OrganizationId>) = match body {
        ReviewBody::Unit(unit) => (Some(unit), None),
        ReviewBody::Organization(organization) => (None, Some(organization)),
    };
    let subject = Subject::List { unit, organization, page };
    Ok(visit.office().note_reading(visit.actor()?, what, subject)?)
}
