//! Somebody was not met, is away or does not wish to take part; or was met after all.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{PersonFace, mark, start, unmark};
use sohoc_acts::rounds::Round;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Outcome;
use sohoc_rules::ids::DossierId;

use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::{list_path, path, person};

#[derive(Template)]
#[template(path = "dossier/assist/met.html")]
struct Page<'r> {
    frame: Frame<'r>,
    here: String,
    list: String,
    enter: String,
    state: Option<Tag>,
    is_marked: bool,
    outcomes: Vec<(&'static str, String)>,
    chosen: String,
}

const OUTCOMES: [(Outcome, &str, &str); 3] = [
    (Outcome::Unreachable, "chua-gap", "assist-unreachable"),
    (Outcome::Away, "di-vang", "assist-away"),
    (Outcome::Refused, "khong-muon", "assist-refused"),
];

/// `GET /xom/{nguoi}/gap`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (_, face) = person(visit, ActKind::MarkOutcome)?;
    show(visit, StatusCode::OK, &face, Vec::new())
}

fn show(visit: &Visit<'_>, status: StatusCode, face: &PersonFace, faults: Vec<FieldFault>) -> Answer {
    let state = face.dossier.as_ref().map(|dossier| dossier.state);
    let chosen = visit.form().get("ket-qua").to_owned();
    visit.show_as(
        status,
        &Page {
            frame: visit.frame_titled(face.name.clone()).with_faults(faults),
            here: path(face, "gap"),
            list: list_path(visit, face)?,
            enter: path(face, "nhap"),
            state: state.map(|state| labels::state(visit.words, state)),
            is_marked: state.is_some_and(|state| state.outcome().is_some()),
            outcomes: OUTCOMES
                .iter()
                .map(|(_, name, key)| (*name, visit.words.get(key).into_owned()))
                .collect(),
            chosen,
        },
    )
}

/// `POST /xom/{nguoi}/gap`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (round, face) = person(visit, ActKind::MarkOutcome)?;
    let list = list_path(visit, &face)?;
    let (answer, onward, done) = if visit.form().get("viec") == "gap-roi" {
        (met_after_all(visit, &face, &round), path(&face, "nhap"), "assist-met")
    } else {
        let named = visit.form().get("ket-qua");
        let Some((outcome, ..)) = OUTCOMES.iter().find(|(_, name, _)| *name == named) else {
            let text = visit.words.get("assist-outcome-missing").into_owned();
            return show(
                visit,
                StatusCode::UNPROCESSABLE_ENTITY,
                &face,
                vec![FieldFault { field: "ket-qua".to_owned(), text }],
            );
        };
        (not_met(visit, &face, &round, *outcome), list, "assist-marked")
    };
    match answer {
        Ok(()) => visit.go(&onward, done),
        Err(Failure::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "ket-qua".to_owned(), text: format!("{text} {remedy}") }];
            show(visit, StatusCode::CONFLICT, &face, faults)
        }
        Err(failure) => Err(failure),
    }
}

/// Coverage counts people, so that somebody without a dossier gets an empty one to note it in.
fn not_met(visit: &Visit<'_>, face: &PersonFace, round: &Round, outcome: Outcome) -> Result<(), Failure> {
    let (office, actor) = (visit.office(), visit.actor()?);
    let dossier = match face.dossier.as_ref() {
        Some(dossier) => dossier.id,
        None => start(office, actor, round, face.id, &super::start::usual_form(round, face))?,
    };
    only(mark(office, actor, round, &[dossier], outcome)?)
}

fn met_after_all(visit: &Visit<'_>, face: &PersonFace, round: &Round) -> Result<(), Failure> {
    let dossier: DossierId = face.dossier.as_ref().ok_or(Failure::NotFound)?.id;
    let reason = visit.words.get("assist-met-reason");
    only(unmark(visit.office(), visit.actor()?, round, &[dossier], &reason)?)
}

fn only(answers: Vec<sohoc_acts::dossier::Answer<()>>) -> Result<(), Failure> {
    let answer = answers.into_iter().next().ok_or(Error::NotFound("dossier"))?;
    Ok(answer?)
}
