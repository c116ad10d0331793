//! Records that may be one person, side by side: merged by hand, one pair at a time.

use askama::Template;
use sohoc_acts::dossier::{Suspects, suspects};
use sohoc_acts::people::merge;
use sohoc_ledger::people::PersonRow;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::Sex;
use sohoc_rules::privacy::{Subject, What};

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
}

struct Pair {
    ids: [String; 2],
    names: [String; 2],
    /// Key of the words of a fact, both values, whether they differ.
    facts: Vec<(&'static str, [String; 2], bool)>,
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
    let found = suspects(office, actor, round, unit, None, SHOWN)?;
    office.note_reading(
        actor,
        What::List,
        Subject::List { unit: Some(unit), organization: None, page: 1 },
    )?;
    let pairs = found.iter().map(|one| pair(visit, one)).collect::<Result<_, _>>()?;
    visit.show(&Page { frame: visit.frame("people-suspects-title"), places, chosen, pairs })
}

fn pair(visit: &Visit<'_>, suspects: &Suspects) -> Result<Pair, Failure> {
    let map = visit.office().map_on(visit.today())?;
    let words = |key: &str| visit.words.get(key).into_owned();
    let both = |key, of: &dyn Fn(&PersonRow) -> String| {
        let values = [of(&suspects.records[0]), of(&suspects.records[1])];
        let differ = values[0] != values[1];
        (key, values, differ)
    };
    let born = |row: &PersonRow| {
        let parts = [row.birth_day, row.birth_month].into_iter().flatten().map(|part| format!("{part:02}/"));
        parts.chain(std::iter::once(row.birth_year.to_string())).collect::<String>()
    };
    let sex = |row: &PersonRow| {
        words(if Sex::from_code(row.sex) == Some(Sex::Female) { "people-female" } else { "people-male" })
    };
    let home = |row: &PersonRow| {
        row.unit.map(|unit| map.name(UnitId::from_uuid(unit)).to_owned()).unwrap_or_default()
    };
    let number = |row: &PersonRow| {
        words(if row.number_hash.is_some() { "people-has-number" } else { "people-no-number" })
    };
    let facts = vec![
        both("people-name", &|row| row.name.clone()),
        both("people-born", &born),
        both("people-sex", &sex),
        both("people-home", &home),
        both("people-number", &number),
    ];
    let ids = [suspects.pair.one.to_string(), suspects.pair.other.to_string()];
    Ok(Pair { ids, names: [suspects.records[0].name.clone(), suspects.records[1].name.clone()], facts })
}

/// `POST /nguoi/trung`
pub fn merge_pair(visit: &Visit<'_>) -> Answer {
    let pair = visit.form().get("gop").split_once(':').ok_or(Failure::NotFound)?;
    let read = |id: &str| id.parse::<PersonId>().map_err(|_| Failure::NotFound);
    let (kept, gone) = (read(pair.0)?, read(pair.1)?);
    merge(visit.office(), visit.actor()?, kept, gone)?;
    // The page of the record that went shows the one that stands, and undoes the merge.
    visit.go(&format!("/nguoi/{gone}"), "person-merged")
}
