//! An answer that another device gave as well: both are shown, the person chooses.

use askama::Template;
use axum::http::StatusCode;
use sohoc_rules::time::Instant;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

use super::question::{Asked, Typed};

#[derive(Template)]
#[template(path = "dossier/own/conflict.html")]
struct Conflict<'r> {
    frame: Frame<'r>,
    question: String,
    here: String,
    /// Where the visitor goes who keeps what is saved.
    onward: String,
    stored_score: Option<u8>,
    stored_note: String,
    stored_at: Option<Instant>,
    typed: Typed,
}

/// Shows what is saved beside what was typed. The typed answer carries the version that it would follow.
pub fn show(visit: &Visit<'_>, asked: &Asked, typed: Typed) -> Answer {
    let stored = asked.own.draft.answers.get(asked.at).ok_or(Failure::NotFound)?;
    let (_, indicator) = asked.indicator()?;
    let page = Conflict {
        frame: visit.frame("own-conflict-title"),
        question: indicator.text.clone(),
        here: asked.here()?,
        onward: asked.onward(&typed)?,
        stored_score: stored.score,
        stored_note: stored.note.clone().unwrap_or_default(),
        stored_at: stored.saved.map(|(at, _)| at),
        typed,
    };
    visit.show_as(StatusCode::CONFLICT, &page)
}
