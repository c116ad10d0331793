//! Signs of life, for whoever watches the machine.

use std::sync::Arc;

use axum::Extension;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sohoc_ledger::settings;

use super::Operations;

/// With less of the ledger's disk free than this no more visitors are sent here: an act on a full disk is
/// refused as a whole, and the log of changes needs room to be folded in.
pub const LEAST_FREE_PERCENT: u8 = 5;

/// `GET /healthz`: the process is alive and answers.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// `GET /readyz`: visitors may be sent here. Says what is wrong in one word a line.
pub async fn ready(Extension(operations): Extension<Arc<Operations>>) -> Response {
    let mut wrong = Vec::new();
    if operations.is_stopping() {
        wrong.push("stopping");
    }
    if (operations.machine.free_percent)().is_some_and(|free| free < LEAST_FREE_PERCENT) {
        wrong.push("disk");
    }
    let office = Arc::clone(&operations.office);
    // Any question that touches the tables.
    let asked = operations.gate.run(move || office.read(|reader| Ok(settings::find(reader, "key_mark")?)));
    match asked.await {
        Ok(Ok(_)) => (),
        Ok(Err(_)) => wrong.push("ledger"),
        Err(_) => wrong.push("busy"),
    }
    match wrong.as_slice() {
        [] => "ready\n".into_response(),
        wrong => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", wrong.join("\n"))).into_response(),
    }
}
