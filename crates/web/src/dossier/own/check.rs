//! Everything once more, the declaration, and handing in.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{HandIn, Own, Word, submit_draft};
use sohoc_acts::rounds::Round;
use sohoc_rules::dossier::Channel;

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

use super::{dossier, path, round, takes_answers};

#[derive(Template)]
#[template(path = "dossier/own/check.html")]
struct Check<'r> {
    frame: Frame<'r>,
    year: i16,
    form: String,
    groups: Vec<Group>,
    total: u16,
    complete: bool,
    version: i64,
    /// Made once for this handing in: sent twice, it is one.
    key: String,
}

struct Group {
    name: String,
    rows: Vec<Row>,
}

struct Row {
    text: String,
    score: Option<u8>,
    note: Option<String>,
    evidence: usize,
    path: String,
}

/// `GET /ho-so/{nam}/xem-lai`
pub fn page(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = dossier(visit, &round)?;
    if !own.is_open() || !takes_answers(visit, &round) {
        return visit.go(&path(&round, "theo-doi"), "");
    }
    let key: [u8; 16] = visit.office().chance();
    let key = key.iter().map(|byte| format!("{byte:02x}")).collect();
    show(visit, (&round, &own), key, Faults::default())
}

/// `POST /ho-so/{nam}/xem-lai`
pub fn send(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = dossier(visit, &round)?;
    let key = visit.form().get("khoa").to_owned();
    let mut faults = Faults::default();
    if own.is_open() {
        if !visit.form().ticked("cam-doan") {
            faults.add(visit, "cam-doan", "own-declare-first");
        }
        if visit.form().read::<i64>("ban") != Some(own.draft.version) {
            faults.add(visit, "cam-doan", "own-check-changed");
        }
        if !faults.is_empty() {
            return show(visit, (&round, &own), key, faults);
        }
    }
    let hand_in = HandIn { dossier: own.id, channel: Channel::Web, key: key.clone(), word: Word::default() };
    match submit_draft(visit.office(), visit.actor()?, &round, &hand_in) {
        Ok(_) => visit.go(&path(&round, "bien-nhan"), ""),
        Err(Error::Refused(refusal)) if own.is_open() => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text("cam-doan", format!("{text} {remedy}"));
            show(visit, (&round, &own), key, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit<'_>, (round, own): (&Round, &Own), key: String, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = round.set.form(&own.draft.group).ok_or(Failure::NotFound)?;
    let mut answers = own.draft.answers.iter().zip(&own.pieces);
    let mut groups = Vec::with_capacity(form.competences.len());
    for competence in &form.competences {
        let here = answers.by_ref().take(competence.indicators.len());
        let rows = competence.indicators.iter().zip(here).map(|(indicator, (answer, pieces))| Row {
            text: indicator.text.clone(),
            score: answer.score,
            note: answer.note.clone(),
            evidence: pieces.len(),
            path: path(round, &format!("cau/{}", indicator.code)),
        });
        groups.push(Group { name: competence.name.clone(), rows: rows.collect() });
    }
    let page = Check {
        frame: visit.frame("own-check-title").with_faults(faults.into_list()),
        year: round.rules.year,
        form: form.name.clone(),
        groups,
        total: own.total(),
        complete: own.is_complete(),
        version: own.draft.version,
        key,
    };
    visit.show_as(status, &page)
}
