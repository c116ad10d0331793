//! The counter: pages, the API and the sync of the offline kits.
//!
//! Pages read a form or a question, call an act or a query, and show the answer; there are no rules and
//! no SQL here. A page is a plain function `fn(&Visit) -> Answer` that runs on a thread where it may
//! wait for the ledger; acts run to their end even when the browser has gone.
//!
//! To add a page: a function in its chapter, a template of the same name under `templates/`, its words
//! in `texts/vi` and `texts/en`, and its row in the chapter's `routes()` with who may come. The rights
//! matrix, the check of words and the look at every page find it by that row.

mod access;
mod accounts;
pub mod api;
mod assets;
mod csrf;
mod design;
mod dossier;
mod evidence;
mod failure;
mod fields;
mod frame;
mod guard;
mod headers;
mod jobs;
pub mod operations;
mod people;
mod privacy;
mod province;
mod public;
mod recognition;
pub mod route;
mod serve;
mod session;
mod settings;
mod start;
mod state;
mod texts;
mod visit;

use axum::Router;
use axum::middleware;
use axum::routing::get;

use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;

pub use route::{Route, Who, table};
pub use serve::{Listeners, serve};
pub use settings::{ConnectionLimits, Contact, Issuer, Network, Rate, RateLimits, Settings, WorkLimits};
pub use state::Counter;

use route::Doing;

/// All routes of the counter.
pub fn router(counter: Counter) -> Router {
    let mut router = Router::new().route("/t/{digest}/{name}", get(assets::serve));
    for route in table() {
        router = match route.doing.clone() {
            Doing::Page(page) => router.route(route.path, guard::handler(&route, page)),
            Doing::Raw(method) => router.route(route.path, *method),
        };
    }
    router
        .fallback(guard::nothing)
        .layer(compression())
        .layer(middleware::from_fn_with_state(counter.clone(), headers::on_every_answer))
        .with_state(counter)
}

/// Pages are squeezed as they are made, fast rather than small; assets come squeezed already.
fn compression() -> CompressionLayer {
    CompressionLayer::new().gzip(true).br(false).quality(CompressionLevel::Fastest)
}
