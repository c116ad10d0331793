//! Finding files to look into.

use std::collections::BTreeSet;

use askama::Template;
use sohoc_acts::dossier::{DossierFace, QueueAsked, ReviewBody, faces_of_people, review_queue, sample};
use sohoc_acts::people::{Asked, search};
use sohoc_ledger::dossier::{Only, QueueCursor};
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::privacy::What;
use sohoc_rules::territory::{Level, TerritoryAsOf};
use sohoc_rules::vietnamese::NameQuery;

use crate::dossier::body;
use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "dossier/inspect/search.html")]
struct Search<'r> {
    frame: Frame<'r>,
    units: Vec<(String, String)>,
    states: Vec<(String, String)>,
    unit: String,
    state: String,
    typed: String,
    each: String,
    /// What the lots were drawn with; empty where none were.
    seed: String,
    groups: Vec<Group>,
    asked: bool,
    next: String,
}

struct Group {
    title: String,
    rows: Vec<Line>,
}

struct Line {
    path: String,
    name: String,
    place: String,
    state: Tag,
    points: String,
    flags: Vec<String>,
}

/// Most people shown for a name.
const MOST_FOUND: usize = 50;
/// Most files drawn in one commune.
const MOST_DRAWN: usize = 50;
/// The states one looks for, the usual first.
const STATES: [State; 6] = [
    State::Recognised,
    State::Appraised,
    State::Endorsed,
    State::Submitted,
    State::NotRecognised,
    State::Revoked,
];

/// `GET /thanh-tra`
pub fn page(visit: &Visit<'_>) -> Answer {
    let query = visit.query();
    let map = visit.office().map_on(visit.today())?;
    let (unit, name, each) = (query.read::<UnitId>("don_vi"), query.text("ten"), query.read::<usize>("mau"));
    let unit = unit.filter(|unit| map.is_in_force(*unit));
    let state = State::from_name(query.get("tt")).filter(|state| STATES.contains(state)).unwrap_or(STATES[0]);
    let seed = query.get("hat");
    let mut next = String::new();
    let asked = ["ten", "tt", "don_vi", "mau"].iter().any(|field| query.find(field).is_some());
    let groups = match (unit, each) {
        (unit, Some(each)) if each > 0 => {
            if seed.is_empty() {
                return draw(visit, unit, each);
            }
            drawn(visit, &map, unit, (each, seed))?
        }
        (unit, _) if !name.is_empty() => by_name(visit, &map, unit, &name)?,
        (Some(unit), _) => {
            let (groups, after) = by_place(visit, &map, unit, state)?;
            next = next_page(unit, state, after);
            groups
        }
        // "Find" without a name and without a place: all that one inspects.
        (None, _) if asked => match roots(visit, &map)?.as_slice() {
            [root] => {
                let (groups, after) = by_place(visit, &map, *root, state)?;
                next = next_page(*root, state, after);
                groups
            }
            roots => everywhere(visit, &map, roots, state)?,
        },
        (None, _) => Vec::new(),
    };
    let states = STATES.map(|state| (state.name().to_owned(), labels::state(visit.words, state).words));
    visit.show(&Search {
        frame: visit.frame("inspect-title"),
        units: units(visit, &map)?,
        states: states.into(),
        unit: unit.map(|unit| unit.to_string()).unwrap_or_default(),
        state: state.name().to_owned(),
        asked,
        typed: name,
        each: each.map(|each| each.to_string()).unwrap_or_default(),
        seed: if each.is_some() { seed.to_owned() } else { String::new() },
        groups,
        next,
    })
}

/// A draw has an address of its own, so that looking at it again draws nothing new.
fn draw(visit: &Visit<'_>, unit: Option<UnitId>, each: usize) -> Answer {
    let bytes: [u8; 6] = visit.office().chance();
    let seed: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let unit = unit.map(|unit| format!("don_vi={unit}&")).unwrap_or_default();
    visit.go(&format!("/thanh-tra?{unit}mau={each}&hat={seed}"), "")
}

/// Where the visitor inspects: units of grants, or every root.
fn roots(visit: &Visit<'_>, map: &TerritoryAsOf) -> Result<Vec<UnitId>, Failure> {
    let scopes = visit.actor()?.scopes(ActKind::Inspect, visit.today());
    if scopes.contains(&Scope::Everything) {
        return Ok(map.roots().map(|root| root.id).collect());
    }
    Ok(scopes
        .into_iter()
        .filter_map(|scope| if let Scope::Unit(unit) = scope { Some(unit) } else { None })
        .collect())
}

/// Everything down to communes, for choosing.
fn units(visit: &Visit<'_>, map: &TerritoryAsOf) -> Result<Vec<(String, String)>, Failure> {
    let mut units = vec![(String::new(), visit.words.get("inspect-everywhere").into_owned())];
    for root in roots(visit, map)? {
        units.push((root.to_string(), map.name(root).to_owned()));
        let below = map.children_by_name(root).into_iter().filter(|unit| unit.level != Level::Hamlet);
        units.extend(below.map(|unit| (unit.id.to_string(), map.name(unit.id).to_owned())));
    }
    Ok(units)
}

fn by_name(
    visit: &Visit<'_>,
    map: &TerritoryAsOf,
    unit: Option<UnitId>,
    name: &str,
) -> Result<Vec<Group>, Failure> {
    let (office, actor) = (visit.office(), visit.actor()?);
    let within: Option<BTreeSet<UnitId>> = unit.map(|unit| map.subtree(unit).map(|one| one.id).collect());
    let asked = Asked::Name(NameQuery::new(name));
    let found = search(office, actor, &asked, within.as_ref(), MOST_FOUND)?;
    let people: Vec<PersonId> = found.into_iter().map(|one| one.id).collect();
    let faces = faces_of_people(office, actor, &body::round(visit)?, &people)?;
    Ok(vec![Group { title: String::new(), rows: lines(visit, map, faces) }])
}

fn by_place(
    visit: &Visit<'_>,
    map: &TerritoryAsOf,
    unit: UnitId,
    state: State,
) -> Result<(Vec<Group>, Option<QueueCursor>), Failure> {
    let body = ReviewBody::Unit(unit);
    let after: Option<QueueCursor> = visit.query().read("sau");
    body::note(visit, What::List, body, 1 + u32::from(after.is_some()))?;
    let asked = QueueAsked { body, state, only: Only::All, after };
    let page = review_queue(visit.office(), visit.actor()?, &body::round(visit)?, &asked)?;
    let rows = page.rows.into_iter().map(|row| Line {
        path: format!("/thanh-tra/{}", row.dossier),
        name: row.name,
        place: map.name(row.unit).to_owned(),
        state: labels::state(visit.words, state),
        points: row.review_total.or(row.self_total).map(|points| points.to_string()).unwrap_or_default(),
        flags: labels::flags(visit.words, row.flags),
    });
    Ok((vec![Group { title: map.name(unit).to_owned(), rows: rows.collect() }], page.next))
}

fn next_page(unit: UnitId, state: State, after: Option<QueueCursor>) -> String {
    after.map(|after| format!("/thanh-tra?don_vi={unit}&tt={}&sau={after}", state.name())).unwrap_or_default()
}

/// The first files of each place; the rest of one is found by choosing it.
fn everywhere(
    visit: &Visit<'_>,
    map: &TerritoryAsOf,
    roots: &[UnitId],
    state: State,
) -> Result<Vec<Group>, Failure> {
    let mut groups = Vec::new();
    for root in roots {
        groups.extend(by_place(visit, map, *root, state)?.0);
    }
    Ok(groups)
}

fn drawn(
    visit: &Visit<'_>,
    map: &TerritoryAsOf,
    unit: Option<UnitId>,
    (each, seed): (usize, &str),
) -> Result<Vec<Group>, Failure> {
    let places = unit.map_or_else(|| roots(visit, map), |unit| Ok(vec![unit]))?;
    let round = body::round(visit)?;
    let mut groups = Vec::new();
    for place in places {
        body::note(visit, What::List, ReviewBody::Unit(place), 1)?;
        for one in sample(visit.office(), visit.actor()?, &round, place, (each.min(MOST_DRAWN), seed))? {
            if one.of == 0 {
                continue;
            }
            let mut title = fluent_bundle::FluentArgs::new();
            title.set("place", map.name(one.unit));
            title.set("drawn", one.dossiers.len());
            title.set("of", one.of);
            let title = visit.words.fill("inspect-drawn", &title).into_owned();
            groups.push(Group { title, rows: lines(visit, map, one.dossiers) });
        }
    }
    Ok(groups)
}

fn lines(visit: &Visit<'_>, map: &TerritoryAsOf, faces: Vec<DossierFace>) -> Vec<Line> {
    let line = |face: DossierFace| Line {
        path: format!("/thanh-tra/{}", face.id),
        place: map.name(face.unit).to_owned(),
        state: labels::state(visit.words, face.state),
        points: face.review_total.or(face.own_total).map(|points| points.to_string()).unwrap_or_default(),
        flags: labels::flags(visit.words, face.flags),
        name: face.name,
    };
    faces.into_iter().map(line).collect()
}
