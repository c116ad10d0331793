//! Records that may be one person, side by side: merged or kept apart by hand, one pair at a time.

use askama::Template;
use sohoc_acts::dossier::{Suspects, suspects};
use sohoc_acts::people::{keep_apart, merge, suspect_again};
use sohoc_ledger::dossier::SuspectPair;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::territory::TerritoryAsOf;

use super::facts::{Beside, beside, told};
use super::places;
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: usize = 20;

#[derive(Template)]
#[template(path = "people/suspects.html")]
struct Page<'r> {
    frame: Frame<'r>,
    places: Vec<(String, String)>,
    chosen: String,
    pairs: Vec<Pair>,
    next: String,
    /// The pair that was just kept apart, so that it can be undone at once.
    just: String,
}

struct Pair {
    ids: [String; 2],
    names: [String; 2],
    facts: Vec<Beside>,
}

/// `GET /nguoi/trung`
pub fn page(visit: &Visit<'_>) -> Answer {
    let places = places(visit, ActKind::Merge)?;
    let asked = visit.query().get("noi");
    let chosen =
        places.iter().find(|(id, _)| asked.is_empty() || id == asked).ok_or(Failure::NotFound)?.0.clone();
    let unit: UnitId = chosen.parse().map_err(|_| Failure::NotFound)?;
    let rounds = visit.office().rounds()?;
    let round =
        rounds.iter().find(|round| !round.closed).or_else(|| rounds.first()).ok_or(Failure::NotFound)?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let after = after(visit.query().get("sau"));
    let found = suspects(office, actor, round, unit, after.as_ref(), SHOWN)?;
    office.note_reading(
        actor,
        What::List,
        Subject::List { unit: Some(unit), organization: None, page: 1 + u32::from(after.is_some()) },
    )?;
    let map = office.map_on(visit.today())?;
    let next = found.last().filter(|_| found.len() == SHOWN).map(|last| {
        format!("/nguoi/trung?noi={chosen}&sau={}:{}:{}", last.pair.one_unit, last.pair.one, last.pair.other)
    });
    let pairs = found.iter().map(|one| pair(visit, &map, one)).collect();
    let just = visit.query().get("vua");
    visit.show(&Page {
        frame: visit.frame("people-suspects-title"),
        places,
        chosen,
        pairs,
        next: next.unwrap_or_default(),
        just: if read_pair(just).is_ok() { just.to_owned() } else { String::new() },
    })
}

/// The pair after which a page goes on: unit and both people.
fn after(text: &str) -> Option<SuspectPair> {
    let mut parts = text.split(':');
    let unit: UnitId = parts.next()?.parse().ok()?;
    let mut person = || parts.next()?.parse::<PersonId>().ok();
    Some(SuspectPair { one: person()?, other: person()?, one_unit: unit, other_unit: unit })
}

fn pair(visit: &Visit<'_>, map: &TerritoryAsOf, suspects: &Suspects) -> Pair {
    let [one, other] = &suspects.records;
    Pair {
        ids: [suspects.pair.one.to_string(), suspects.pair.other.to_string()],
        names: [one.name.clone(), other.name.clone()],
        facts: beside(told(visit, map, one), told(visit, map, other)),
    }
}

/// `POST /nguoi/trung`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (office, actor, form) = (visit.office(), visit.actor()?, visit.form());
    if let Some(pair) = form.find("rieng") {
        let (one, other) = read_pair(pair)?;
        let reason = form.text("ly-do");
        keep_apart(office, actor, (one, other), Some(reason.as_str()).filter(|text| !text.is_empty()))?;
        let back = match form.read::<UnitId>("noi") {
            Some(unit) => format!("/nguoi/trung?noi={unit}"),
            None => "/nguoi/trung".to_owned(),
        };
        return visit.go(
            &format!("{back}{}vua={one}:{other}", if back.contains('?') { '&' } else { '?' }),
            "person-apart",
        );
    }
    if let Some(pair) = form.find("nghi-lai") {
        let (one, other) = read_pair(pair)?;
        suspect_again(office, actor, one, other)?;
        return visit.go(&format!("/nguoi/{one}"), "person-suspected");
    }
    let (kept, gone) = read_pair(form.get("gop"))?;
    merge(office, actor, kept, gone)?;
    // The page of the record that went shows the one that stands, and undoes the merge.
    visit.go(&format!("/nguoi/{gone}"), "person-merged")
}

fn read_pair(pair: &str) -> Result<(PersonId, PersonId), Failure> {
    let (one, other) = pair.split_once(':').ok_or(Failure::NotFound)?;
    let read = |id: &str| id.parse::<PersonId>().map_err(|_| Failure::NotFound);
    Ok((read(one)?, read(other)?))
}
