//! The work that the visitor asked for, newest first.

use askama::Template;
use sohoc_acts::jobs::{Job, State, Work, list_of};
use sohoc_rules::access::ActKind;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: u32 = 50;

#[derive(Template)]
#[template(path = "jobs/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    jobs: Vec<Job>,
    may_import: bool,
    may_export: bool,
}

/// Tone and key of the words of a state.
pub fn state_words(state: &State) -> (&'static str, &'static str) {
    match state {
        State::Waiting => ("waiting", "jobs-waiting"),
        State::Running => ("waiting", "jobs-running"),
        State::Done => ("good", "jobs-done"),
        State::Failed => ("bad", "jobs-failed"),
        State::Cancelled => ("gone", "jobs-cancelled"),
    }
}

/// Key of the words of what is done.
pub fn work_words(work: &Work) -> &'static str {
    match work {
        Work::Import { list, dry_run, .. } => match (list.as_str(), dry_run) {
            ("people", true) => "jobs-try-people",
            ("people", false) => "jobs-import-people",
            (_, true) => "jobs-try-list",
            (_, false) => "jobs-import-list",
        },
        Work::Export { list, .. } if list == "people" => "jobs-export-people",
        Work::Export { .. } => "jobs-export-dossiers",
        Work::WhatIf { .. } => "jobs-what-if",
    }
}

/// `GET /viec`
pub fn page(visit: &Visit<'_>) -> Answer {
    visit.show(&List {
        frame: visit.frame("jobs-title"),
        jobs: list_of(visit.office(), visit.actor()?, SHOWN)?,
        may_import: visit.may(&[ActKind::Import]),
        may_export: visit.may(&[ActKind::Export]),
    })
}
