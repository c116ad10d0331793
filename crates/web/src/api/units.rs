//! Units of the territory, as they stood on a day.

use serde::Serialize;
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::Level;
use sohoc_rules::time::Date;
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;
use super::shown::{Page, UnitShown};

/// Most units of a page.
const MOST: usize = 200;

/// A unit with what it holds.
#[derive(Serialize, ToSchema)]
struct UnitOpened {
    #[serde(flatten)]
    unit: UnitShown,
    /// The units right below it.
    children: Vec<UnitShown>,
}

/// A page of the units on a day.
#[utoipa::path(
    get,
    path = "/api/v1/units",
    params(
        ("on" = Option<String>, Query, format = Date, description = "The day; today when left out"),
        ("parent" = Option<String>, Query, format = "uuid", description = "Only what lies right below this unit"),
        ("level" = Option<String>, Query, description = "Only units of this level"),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 200, description = "Most rows"),
        ("after" = Option<String>, Query, format = "uuid", description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<UnitShown>, description = "Units in force on the day, by id"))
)]
pub fn list(call: &Call<'_>) -> ApiAnswer {
    call.only(&["on", "parent", "level", "limit", "after"])?;
    let limit = call.limit(MOST)?;
    let level: Option<Level> = call.read("level", "province, district, commune or hamlet")?;
    let parent: Option<UnitId> = call.read("parent", "the id of a unit")?;
    let after: Option<UnitId> = call.read("after", "`next` of the page before")?;
    let map = call.office().map_on(day(call)?)?;
    let mut found: Vec<_> = map
        .units()
        .filter(|unit| level.is_none_or(|level| unit.level == level))
        .filter(|unit| parent.is_none_or(|parent| map.parent(unit.id).is_some_and(|own| own.id == parent)))
        .filter(|unit| after.is_none_or(|after| unit.id > after))
        .collect();
    found.sort_unstable_by_key(|unit| unit.id);
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|unit| unit.id.to_string());
    json(&Page { items: found.into_iter().map(|unit| UnitShown::new(&map, unit)).collect(), next })
}

/// One unit on a day, and those right below it.
#[utoipa::path(
    get,
    path = "/api/v1/units/{don_vi}",
    params(
        ("don_vi" = String, Path, format = "uuid", description = "Id of the unit"),
        ("on" = Option<String>, Query, format = Date, description = "The day; today when left out"),
    ),
    responses((status = 200, body = UnitOpened, description = "The unit and those right below it"))
)]
pub fn get(call: &Call<'_>) -> ApiAnswer {
    call.only(&["on"])?;
    let map = call.office().map_on(day(call)?)?;
    let id: UnitId = call.id("don_vi")?;
    let unit = map.units().find(|unit| unit.id == id).ok_or_else(Problem::not_found)?;
    let children = map.children_by_name(id).into_iter().map(|child| UnitShown::new(&map, child));
    json(&UnitOpened { unit: UnitShown::new(&map, unit), children: children.collect() })
}

/// The day that was asked for.
fn day(call: &Call<'_>) -> Result<Date, Problem> {
    Ok(call.day("on")?.unwrap_or(call.today()))
}
