//! Everything that is kept of a person, handed over at once.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use sohoc_acts::privacy::export_of;

use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// `POST /toi/ban-sao`: sent, not read, for the journal notes that it was taken out.
pub fn send(visit: &Visit<'_>) -> Answer {
    let actor = visit.actor()?;
    let person = actor.person().ok_or(Failure::NotFound)?;
    let copy = export_of(visit.office(), actor, person)?;
    let text = serde_json::to_string_pretty(&copy).map_err(|error| Failure::Fault(Box::new(error)))?;
    let name = format!("attachment; filename=\"so-hoc-{}.json\"", visit.today());
    let name = HeaderValue::from_str(&name).map_err(|error| Failure::Fault(Box::new(error)))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}
