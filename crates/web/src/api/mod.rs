//! The API for programs, under `/api/v1`.
//!
//! One function answers one route, as with pages, but by JSON: `call::Call` is the request with the program
//! behind it, `problem::Problem` what went wrong (RFC 9457). A row of [`routes`] and its `#[utoipa::path]`
//! say the same; a test compares them. Personal numbers and ethnic groups never leave by it.

mod assessments;
mod call;
mod certificates;
pub mod document;
mod dossiers;
mod exports;
mod figures;
mod me;
mod people;
mod pieces;
mod problem;
mod replay;
mod rounds;
mod shown;
mod tokens;
mod units;

use axum::http::Method;
use sohoc_rules::access::TokenScope;

use crate::route::{self, Doing, Route, Who};

use call::ApiPage;

pub use problem::{CODES, on_every_answer};

/// Most bytes of a batch of self-assessments.
const BATCH_BYTES: usize = 1024 * 1024;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    let read = Who::Token(TokenScope::Read);
    let export = Who::Token(TokenScope::Export);
    let mut routes = vec![
        get("/api/v1/openapi.json", Who::Anyone, document::show),
        get("/api/v1/me", read, me::show),
        get("/api/v1/rounds", read, rounds::list),
        get("/api/v1/criteria-sets", read, rounds::list_sets),
        get("/api/v1/criteria-sets/{bo}", read, rounds::get_set),
        get("/api/v1/units", read, units::list),
        get("/api/v1/units/{don_vi}", read, units::get),
        get("/api/v1/figures", read, figures::ask),
        get("/api/v1/people", read, people::find),
        get("/api/v1/people/{nguoi}", read, people::get),
        get("/api/v1/dossiers", read, dossiers::list),
        get("/api/v1/dossiers/{ho_so}", read, dossiers::get),
        get("/api/v1/certificates/{so_hieu}", Who::Anyone, certificates::check),
        get("/api/v1/export/people.ndjson", export, exports::people_ndjson),
        get("/api/v1/export/people.csv", export, exports::people_csv),
        get("/api/v1/export/dossiers.ndjson", export, exports::dossiers_ndjson),
        get("/api/v1/export/dossiers.csv", export, exports::dossiers_csv),
        row(
            Method::POST,
            "/api/v1/assessments",
            Who::Token(TokenScope::Write),
            assessments::submit,
            BATCH_BYTES,
        ),
        route::get("/api", Who::Anyone, document::page),
    ];
    routes.extend(tokens::routes());
    routes
}

fn get(path: &'static str, who: Who, page: ApiPage) -> Route {
    row(Method::GET, path, who, page, 0)
}

fn row(method: Method, path: &'static str, who: Who, page: ApiPage, most_bytes: usize) -> Route {
    let doing = Doing::Raw(Box::new(call::handler(&method, who, most_bytes, page)));
    Route { method, path, who, doing, most_bytes }
}
