//! The document of the API (`OpenAPI` 3.1), and a page about it for people.

use std::sync::OnceLock;

use askama::Template;
use axum::body::Bytes;
use axum::http::StatusCode;
use serde_json::{Value, json};
use sohoc_rules::dossier::State;
use sohoc_rules::figures::{Counter, Ratio};
use sohoc_rules::territory::Level;
use utoipa::{OpenApi, ToSchema};

use crate::failure::Answer;
use crate::frame::Frame;
use crate::route::{Route, Who};
use crate::visit::Visit;

use super::call::{ApiAnswer, Call, written};
use super::problem::{CODES, Told};
use super::{assessments, certificates, dossiers, exports, figures, me, people, rounds, units};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Sổ học",
        version = "1",
        description = "The ledger of learning citizens, for programs. Personal numbers never leave by it. What a token may not know of is not found."
    ),
    paths(
        show,
        me::show,
        rounds::list,
        rounds::list_sets,
        rounds::get_set,
        units::list,
        units::get,
        figures::ask,
        people::find,
        people::get,
        dossiers::list,
        dossiers::get,
        certificates::check,
        assessments::submit,
        exports::people_ndjson,
        exports::people_csv,
        exports::dossiers_ndjson,
        exports::dossiers_csv
    ),
    components(schemas(Told))
)]
struct Document;

/// Any JSON object.
#[derive(ToSchema)]
#[schema(value_type = Object)]
struct Anything(#[expect(dead_code, reason = "only its schema is used")] Value);

/// What may go wrong at any route.
const PROBLEMS: [(&str, &str); 12] = [
    ("400", "The request cannot be read; the field is named"),
    ("401", "No token, or one that opens nothing"),
    ("403", "The token or its role does not allow it"),
    ("404", "Nothing is here, or not for this token to know"),
    ("405", "Another method; see Allow"),
    ("409", "A rule said no"),
    ("413", "Too large"),
    ("415", "Another kind of content"),
    ("422", "The body says something that cannot be"),
    ("429", "Too many requests; see Retry-After"),
    ("500", "Our fault"),
    ("503", "Too much work waits; see Retry-After"),
];

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", responses((status = 200, body = Anything, description = "OpenAPI 3.1")))]
pub fn show(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    static TEXT: OnceLock<Bytes> = OnceLock::new();
    let text = TEXT.get_or_init(|| document().to_string().into());
    Ok(written(StatusCode::OK, text.clone()))
}

/// The document, as it is served: what each function says, with what the table of routes and the rules add:
/// token and scope, the problems of all routes, the names that a parameter may have.
#[must_use]
pub fn document() -> Value {
    let mut document = serde_json::to_value(Document::openapi()).unwrap_or_default();
    document["components"]["securitySchemes"] = json!({ "token": { "type": "http", "scheme": "bearer", "description": "Made at /tai-khoan/khoa-api" } });
    for route in super::routes() {
        if let Some(operation) = document.pointer_mut(&pointer(&route)) {
            complete(operation, &route);
        }
    }
    document
}

/// Where the operation of a route stands in the document.
fn pointer(route: &Route) -> String {
    format!("/paths/{}/{}", route.path.replace('/', "~1"), route.method.as_str().to_ascii_lowercase())
}

fn complete(operation: &mut Value, route: &Route) {
    let words = route.path.trim_start_matches("/api/v1/").split(|sign: char| !sign.is_ascii_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("_");
    operation["operationId"] = format!("{}_{words}", route.method.as_str().to_ascii_lowercase()).into();
    if let Some(operation) = operation.as_object_mut() {
        operation.remove("tags");
    }
    if let Who::Token(scope) = route.who {
        operation["security"] = json!([{ "token": [] }]);
        operation["x-scope"] = scope.code().into();
    }
    for parameter in operation.get_mut("parameters").and_then(Value::as_array_mut).into_iter().flatten() {
        let names = names(parameter["name"].as_str().unwrap_or_default());
        if !names.is_empty() {
            parameter["schema"] = json!({ "type": "string", "enum": names });
        }
    }
    for (status, description) in PROBLEMS {
        operation["responses"][status] = json!({ "description": description, "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
    }
}

/// What a parameter may say, where that is one of a few names.
fn names(parameter: &str) -> Vec<&'static str> {
    match parameter {
        "state" => State::ALL.into_iter().map(State::name).collect(),
        "level" => Level::ALL.into_iter().map(Level::code).collect(),
        "by" => figures::BY.to_vec(),
        "measure" => {
            let counters = Counter::ALL.into_iter().map(Counter::name);
            counters.chain(Ratio::ALL.into_iter().map(|ratio| ratio.name)).collect()
        }
        _ => Vec::new(),
    }
}

#[derive(Template)]
#[template(path = "api/page.html")]
struct Page<'r> {
    frame: Frame<'r>,
    operations: Vec<Row>,
    codes: &'static [(&'static str, &'static str)],
}

struct Row {
    method: String,
    path: &'static str,
    scope: &'static str,
    /// What the document says; in its language.
    summary: String,
    parameters: Vec<Parameter>,
}

struct Parameter {
    label: String,
    is_needed: bool,
    about: String,
}

/// `GET /api`
pub fn page(visit: &Visit<'_>) -> Answer {
    let document = document();
    let operations = super::routes().into_iter().filter_map(|route| {
        let operation = document.pointer(&pointer(&route))?;
        let parameters = operation["parameters"].as_array().into_iter().flatten().map(parameter);
        Some(Row {
            method: route.method.to_string(),
            path: route.path,
            scope: if let Who::Token(scope) = route.who { scope.code() } else { "" },
            summary: text(&operation["summary"]),
            parameters: parameters.collect(),
        })
    });
    visit.show_for_all(
        StatusCode::OK,
        &Page { frame: visit.frame_for_all("api-title"), operations: operations.collect(), codes: &CODES },
    )
}

fn parameter(parameter: &Value) -> Parameter {
    let choices = parameter["schema"]["enum"].as_array().into_iter().flatten().map(text).collect::<Vec<_>>();
    let mut about = text(&parameter["description"]);
    if !choices.is_empty() {
        about = format!("{about}: {}", choices.join(", "));
    }
    Parameter { label: text(&parameter["name"]), is_needed: parameter["required"] == true, about }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
