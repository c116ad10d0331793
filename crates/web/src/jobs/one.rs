//! One piece of long work: how far it has come, what came of it, the file that came of it.

use std::io::{self, Read as _};

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use serde_json::json;
use sohoc_acts::jobs::{Asked, Job, State, Work, add, cancel, find};
use sohoc_acts::what_if::TriedLine;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::UnitId;
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::vietnamese::text_sort_key;

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
    /// Whether the list that was tried can be taken in for real without sending it again.
    may_repeat: bool,
    /// What would change under another criteria set: names and counts, groups first, then communes.
    tables: Vec<Tried>,
}

/// Key of the title of a table, and its lines: whose they are, and the counts.
type Tried = (&'static str, Vec<(String, TriedLine)>);

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
    // Where every row was refused there is nothing to take in.
    let is_hopeless = job.counts.as_ref().is_some_and(|of| of.rows > 0 && of.rejected == of.rows);
    let may_repeat = job.state == State::Done && !is_hopeless && repeated(&job).is_some();
    let tables = tables(visit, &job)?;
    let state = super::list::state_words(&job.state);
    visit.show(&One { frame, state, has_ended, was_tried, may_repeat, tables, job })
}

/// The work of a list that was only tried, for real.
fn repeated(job: &Job) -> Option<(Work, &str)> {
    let mut work = job.work.clone();
    let Work::Import { dry_run: dry_run @ true, .. } = &mut work else { return None };
    *dry_run = false;
    Some((work, job.source_file.as_deref()?))
}

fn tables(visit: &Visit<'_>, job: &Job) -> Result<Vec<Tried>, Failure> {
    let Some(tried) = job.counts.as_ref().and_then(|counts| counts.tried.as_ref()) else {
        return Ok(Vec::new());
    };
    let round = visit.office().round(tried.year)?;
    let map = visit.office().map_on(visit.today())?;
    let group = |line: &TriedLine| {
        let name = round.set.form(&line.key).map_or(line.key.as_str(), |form| &form.name);
        (name.to_owned(), line.clone())
    };
    let commune = |line: &TriedLine| {
        let name = line.key.parse().map_or("", |unit: UnitId| map.name(unit));
        (name.to_owned(), line.clone())
    };
    let all = (visit.words.get("jobs-tried-all").into_owned(), tried.all.clone());
    let mut communes: Vec<_> = tried.communes.iter().map(commune).collect();
    communes.sort_by_cached_key(|(name, _)| text_sort_key(name));
    let groups = std::iter::once(all).chain(tried.groups.iter().map(group)).collect();
    Ok(vec![("jobs-tried-group", groups), ("jobs-tried-commune", communes)])
}

/// `POST /viec/{viec}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let id = visit.id("viec")?;
    if visit.form().get("viec") == "that" {
        return for_real(visit, &find(visit.office(), visit.actor()?, id)?);
    }
    cancel(visit.office(), visit.actor()?, id)?;
    visit.go(&format!("/viec/{id}"), "job-cancelled")
}

/// Takes in what was tried, from the file that was sent then.
fn for_real(visit: &Visit<'_>, job: &Job) -> Answer {
    let (work, source) = repeated(job).filter(|_| job.state == State::Done).ok_or(Failure::NotFound)?;
    let spool = &visit.counter.operations().jobs.spool;
    let called = job.source_name.clone().unwrap_or_default();
    // A file of its own: that of the trial goes with the trial.
    let name = spool.name(visit.office().chance(), source);
    let copied = spool.open(source).and_then(|mut from| io::copy(&mut from, &mut spool.create(&name)?));
    copied.map_err(|_| Failure::NotFound)?;
    let (unit, organization) = (job.unit, job.organization);
    let asked = Asked { work, unit, organization, source: Some((name.clone(), called)) };
    match add(visit.office(), visit.actor()?, &asked) {
        Ok(new) => {
            visit.counter.operations().jobs.ring();
            visit.go(&format!("/viec/{new}"), "job-added")
        }
        Err(error) => {
            spool.remove(&name);
            Err(error.into())
        }
    }
}

/// `GET /viec/{viec}/tep`
pub fn file(visit: &Visit<'_>) -> Answer {
    let job = find(visit.office(), visit.actor()?, visit.id("viec")?)?;
    let name = job.result_file.as_ref().filter(|_| job.state == State::Done).ok_or(Failure::NotFound)?;
    visit.office().note_reading(
        visit.actor()?,
        if visit.may(&[ActKind::Export]) { What::Export } else { What::List },
        Subject::List { unit: job.unit, organization: job.organization, page: 1 },
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
