//! One piece of long work: how far it has come, what came of it, the file that came of it.

use std::io::Read as _;

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use serde_json::json;
use sohoc_acts::jobs::{Job, State, Work, cancel, find};
use sohoc_rules::access::ActKind;
use sohoc_rules::privacy::{Subject, What};

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::session::is_program;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "jobs/one.html")]
struct One<'r> {
    frame: Frame<'r>,
    job: Job,
    state: (&'static str, &'static str),
    has_ended: bool,
    /// Whether it only tried a list, and nothing was kept.
    was_tried: bool,
}

/// `GET /viec/{viec}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let job = find(visit.office(), visit.actor()?, visit.id("viec")?)?;
    let has_ended = job.state.has_ended();
    if is_program(visit) {
        let told = json!({ "done": job.done.0, "total": job.done.1, "ended": has_ended });
        let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
        return Ok((headers, told.to_string()).into_response());
    }
    let was_tried = matches!(job.work, Work::Import { dry_run: true, .. });
    let frame = visit.frame(super::list::work_words(&job.work));
    visit.show(&One { frame, state: super::list::state_words(&job.state), has_ended, was_tried, job })
}

/// `POST /viec/{viec}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let id = visit.id("viec")?;
    cancel(visit.office(), visit.actor()?, id)?;
    visit.go(&format!("/viec/{id}"), "job-cancelled")
}

/// `GET /viec/{viec}/tep`
pub fn file(visit: &Visit<'_>) -> Answer {
    let job = find(visit.office(), visit.actor()?, visit.id("viec")?)?;
    let name = job.result_file.as_ref().filter(|_| job.state == State::Done).ok_or(Failure::NotFound)?;
    visit.office().note_reading(
        visit.actor()?,
        if visit.may(&[ActKind::Export]) { What::Export } else { What::List },
        Subject::List { unit: job.unit, organization: None, page: 1 },
    )?;
    let mut bytes = Vec::new();
    let opened = visit.counter.operations().jobs.spool.open(name);
    opened.and_then(|mut file| file.read_to_end(&mut bytes)).map_err(|_| Failure::NotFound)?;
    let ending = name.rsplit_once('.').map_or("list", |(_, ending)| ending);
    let told = format!("attachment; filename=\"so-hoc-{}.{ending}\"", job.id);
    let told = HeaderValue::from_str(&told).map_err(|error| Failure::Fault(Box::new(error)))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream")),
        (header::CONTENT_DISPOSITION, told),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}
