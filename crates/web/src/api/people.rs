//! People, without what only the counter's own pages show.

use serde::Serialize;
use sohoc_acts::people::{Asked, record_of, search};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::vietnamese::NameQuery;
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;
use super::shown::Page;

/// Most people of an answer.
const MOST: usize = 50;

/// A person.
#[derive(Serialize, ToSchema)]
struct PersonShown {
    /// Id; another than was asked for where that record was merged into this one.
    id: String,
    /// Name as it is printed.
    name: String,
    /// Year of birth.
    birth_year: i64,
    /// The unit of the present home.
    unit: Option<String>,
}

/// People by name, among those the token may see.
#[utoipa::path(
    get,
    path = "/api/v1/people",
    params(
        ("q" = String, Query, min_length = 2, max_length = 100, description = "Name, with or without accents"),
        ("limit" = Option<u16>, Query, minimum = 1, maximum = 50, description = "Most people"),
    ),
    responses((status = 200, body = Page<PersonShown>, description = "Who answers, best first, among those the token may see"))
)]
pub fn find(call: &Call<'_>) -> ApiAnswer {
    call.only(&["q", "limit"])?;
    let typed: String = call.need("q", "a name of 2 to 100 letters")?;
    if !(2..=100).contains(&typed.chars().count()) {
        return Err(Problem::field("q", "Expected a name of 2 to 100 letters."));
    }
    let limit = call.limit(MOST)?;
    let asked = Asked::Name(NameQuery::new(&typed));
    let found = search(call.office(), &call.service()?.actor, &asked, None, limit)?;
    let shown = found.into_iter().map(|person| PersonShown {
        id: person.id.to_string(),
        name: person.name,
        birth_year: person.birth_year,
        unit: person.unit.map(|unit| unit.to_string()),
    });
    json(&Page { items: shown.collect(), next: None })
}

/// One person.
#[utoipa::path(
    get,
    path = "/api/v1/people/{nguoi}",
    params(("nguoi" = String, Path, format = "uuid", description = "Id of the person")),
    responses((status = 200, body = PersonShown, description = "The person"))
)]
pub fn get(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let person: PersonId = call.id("nguoi")?;
    let row = record_of(call.office(), &call.service()?.actor, ActKind::ReadPerson, person)?;
    json(&PersonShown {
        id: row.id.to_string(),
        name: row.name,
        birth_year: row.birth_year,
        unit: row.unit.map(|unit| UnitId::from_uuid(unit).to_string()),
    })
}
