//! Figures, in the shape of `sohoc figures --json`.

use serde_json::{Map, Value, json as value};
use sohoc_acts::access::{Place, permit_on};
use sohoc_rules::access::ActKind;
use sohoc_rules::figures::{Answer, Counter, Dimension, Key, Question, Ratio};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Level, Projection, TerritoryAsOf};
use sohoc_rules::time::Date;
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::me::usual_unit;
use super::problem::Problem;

/// What the rows may be.
pub const BY: [&str; 9] =
    ["province", "district", "commune", "hamlet", "group", "sex", "age", "ethnicity", "area"];

/// An answer, as the document tells it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its schema is used: the keys depend on the question")]
pub struct Figures {
    /// What was counted.
    measure: Option<String>,
    /// The share that was worked out.
    ratio: Option<String>,
    /// The assessed year.
    year: i16,
    /// `final`, or `provisional` while the round is open.
    counter: String,
    /// Day of the map.
    map_date: String,
    /// Moment of the ledger.
    as_of: String,
    /// One row a unit or class: `code`, `name`, `value`, for units `id`, for shares `numerator` and
    /// `denominator`.
    rows: Vec<Value>,
    /// What no row may claim: a number, or for a share an object.
    unassigned: Value,
    /// Rows and the unassigned together.
    total: Value,
}

/// Figures of a year, by unit or by class of people, under the map of any day.
#[utoipa::path(
    get,
    path = "/api/v1/figures",
    params(
        ("measure" = String, Query, description = "What is counted, or a share like recognised-of-adults"),
        ("year" = i16, Query, minimum = 2000, maximum = 2100, description = "Assessed year"),
        ("by" = String, Query, description = "What the rows are"),
        ("map" = Option<String>, Query, format = Date, description = "Day of the map; the last day of the year, or today if earlier, when left out"),
        ("within" = Option<String>, Query, format = "uuid", description = "Only this unit and what lies in it; the unit of the token's role when left out"),
    ),
    responses((status = 200, body = Figures, description = "The figures"))
)]
pub fn ask(call: &Call<'_>) -> ApiAnswer {
    call.only(&["measure", "year", "by", "map", "within"])?;
    let (name, counters) = counters(call)?;
    let by: String = call.need("by", "what the rows are")?;
    if !BY.contains(&by.as_str()) {
        return Err(Problem::field("by", format!("Expected one of: {}.", BY.join(", "))));
    }
    let year = call.year()?;
    let round = call.office().rounds()?.into_iter().find(|round| round.rules.year == year);
    let round = round.ok_or_else(Problem::not_found)?;
    let fact_day = Date::new(year, 12, 31).map_or(call.today(), |last| last.min(call.today()));
    let map_day = call.day("map")?.unwrap_or(fact_day);
    let within = match call.read::<UnitId>("within", "the id of a unit")? {
        Some(unit) => Some(unit),
        None => usual_unit(call)?,
    };
    let today = call.office().map_on(call.today())?;
    permit_on(&call.service()?.actor, ActKind::ReadFigures, within.map(Place::unit), &today)?;
    let map = call.office().map_on(map_day)?;
    if map.is_empty() {
        return Err(Problem::nothing(format!("There is no map of {map_day}; name a later day.")));
    }
    let facts = call.office().map_on(fact_day)?;
    let level: Option<Level> = by.parse().ok();
    let territory = call.office().map()?;
    let projection = level.map(|level| Projection::new(&territory, fact_day, map_day, level));
    let dimension = match (&projection, by.as_str()) {
        (Some(projection), _) => Dimension::Units(projection),
        (None, "group") => Dimension::Groups,
        (None, "age") => Dimension::Ages,
        (None, "ethnicity") => Dimension::EthnicClasses,
        (None, "area") => Dimension::AreaClasses,
        (None, _) => Dimension::Sexes,
    };
    let inside = |unit: UnitId| within.is_none_or(|outer| facts.contains(outer, unit));
    let cube = call.office().cube()?;
    let ask = |counter: &Counter| {
        let within = within.is_some().then_some(&inside as &dyn Fn(UnitId) -> bool);
        cube.ask(&Question { year, counter: *counter, by: dimension, within })
    };
    let sides: Vec<Answer> = counters.iter().map(ask).collect();
    let name_of = |code: &str| round.set.form(code).filter(|_| by == "group").map(|form| form.name.clone());
    let rows = rows(&map, &sides, within, &name_of);
    let over = |side: fn(&Answer) -> i64| shown(side(&sides[0]), sides.get(1).map(side));
    let mut answer = Map::new();
    answer.insert(if sides.len() > 1 { "ratio" } else { "measure" }.to_owned(), name.into());
    answer.insert("year".to_owned(), year.into());
    answer.insert("counter".to_owned(), if round.closed { "final" } else { "provisional" }.into());
    answer.insert("map_date".to_owned(), map_day.to_string().into());
    answer.insert("as_of".to_owned(), call.office().now().to_string().into());
    answer.insert("rows".to_owned(), rows.into());
    answer.insert("unassigned".to_owned(), over(|answer| answer.unassigned));
    answer.insert("total".to_owned(), over(|answer| answer.total));
    json(&answer)
}

/// What is counted: one side, or both of a share.
fn counters(call: &Call<'_>) -> Result<(&'static str, Vec<Counter>), Problem> {
    let name: String = call.need("measure", "what is counted")?;
    if let Some(counter) = Counter::from_name(&name) {
        return Ok((counter.name(), vec![counter]));
    }
    let ratio =
        Ratio::from_name(&name).ok_or_else(|| Problem::field("measure", "There is no such measure."))?;
    Ok((ratio.name, vec![ratio.numerator, ratio.denominator]))
}

/// The rows of the first side, with the other beside them; units elsewhere where nobody is counted are left
/// out.
fn rows(
    map: &TerritoryAsOf,
    sides: &[Answer],
    within: Option<UnitId>,
    name_of: &dyn Fn(&str) -> Option<String>,
) -> Vec<Value> {
    let mut keys: Vec<&Key> = Vec::new();
    for row in sides.iter().flat_map(|side| &side.rows) {
        if !keys.contains(&&row.key) {
            keys.push(&row.key);
        }
    }
    let side = |at: usize, key: &Key| {
        let side = sides.get(at)?;
        Some(side.rows.iter().find(|row| row.key == *key).map_or(0, |row| row.value))
    };
    let mut shown = Vec::new();
    for key in keys {
        let (count, of) = (side(0, key).unwrap_or(0), side(1, key));
        let mut row = match key {
            Key::Unit(unit) => {
                let is_here = within.is_none_or(|outer| map.contains(outer, *unit));
                if !is_here && count == 0 && of.unwrap_or(0) == 0 {
                    continue;
                }
                let code = map.territory().find(*unit).map(|unit| unit.code.to_string()).unwrap_or_default();
                let mut row = value!({ "code": code, "name": map.name(*unit), "id": unit.to_string() });
                if let Some(parent) = map.parent(*unit).filter(|_| code.is_empty()) {
                    row["parent"] = value!(map.name(parent.id));
                }
                row
            }
            Key::Organization(organization) => {
                value!({ "code": "", "name": "", "id": organization.to_string() })
            }
            Key::Code(code) => {
                value!({ "code": code, "name": name_of(code).unwrap_or_else(|| code.clone()) })
            }
        };
        match of {
            None => row["value"] = value!(count),
            Some(of) => {
                row["value"] = value!(share(count, of));
                row["numerator"] = value!(count);
                row["denominator"] = value!(of);
            }
        }
        shown.push(row);
    }
    shown
}

/// A number for a measure; for a share both of its sides stand beside it.
fn shown(count: i64, of: Option<i64>) -> Value {
    match of {
        None => value!(count),
        Some(of) => value!({ "value": share(count, of), "numerator": count, "denominator": of }),
    }
}

fn share(count: i64, of: i64) -> Option<f64> {
    let number = |people: i64| i32::try_from(people).ok().map(f64::from);
    let of = number(of).filter(|of| *of != 0.0)?;
    Some(number(count)? / of)
}
