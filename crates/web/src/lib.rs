//! The counter: pages, and later the API and the sync of the offline kits.
//!
//! Pages read a form or a question, call an act or a query on a thread of its own, and show the
//! answer; there are no rules and no SQL here. Acts are synchronous and run to their end even when
//! the browser has gone. To add a page: a file in its chapter, its route in [`router`].

pub mod operations;
mod page;
mod serve;
mod settings;
mod start;
mod state;

use axum::Router;
use axum::routing::get;

pub use serve::{Listeners, serve};
pub use settings::{ConnectionLimits, Issuer, Network, Rate, RateLimits, Settings, WorkLimits};
pub use state::Counter;

/// All routes of the counter.
pub fn router(counter: Counter) -> Router {
    Router::new().route("/", get(start::page)).route("/healthz", get(start::health)).with_state(counter)
}
