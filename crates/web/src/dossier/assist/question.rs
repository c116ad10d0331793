//! The interview: one question a page, in letters that two people read at once.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{NewAnswer, NewAnswers, save_answers};

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

use super::{Filling, begin};

#[derive(Template)]
#[template(path = "dossier/assist/question.html")]
struct Question<'r> {
    frame: Frame<'r>,
    here: String,
    name: String,
    list: String,
    competence: String,
    help: String,
    examples: Vec<String>,
    number: usize,
    total: usize,
    maximum: u8,
    floor: u8,
    version: i64,
    score: Option<u8>,
    note: String,
    before: String,
    sheet: String,
    /// Where evidence is brought.
    evidence: String,
}

/// Another path for the first question that is open.
const FIRST: &str = "dau";

/// `GET /xom/{nguoi}/cau/{chi_so}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let Some(filling) = Filling::find(visit, None)? else { return begin(visit) };
    if visit.param("chi_so") == FIRST {
        let page = filling.first_open().map_or_else(|| "xem-lai".to_owned(), |code| format!("cau/{code}"));
        return visit.go(&filling.path(&page), "");
    }
    let at = place(visit, &filling)?;
    let answer = filling.draft.answers.get(at).ok_or(Failure::NotFound)?;
    let (score, note) = (answer.score, answer.note.clone().unwrap_or_default());
    show(visit, StatusCode::OK, (&filling, at), (score, note), Vec::new())
}

fn place(visit: &Visit<'_>, filling: &Filling) -> Result<usize, Failure> {
    filling.form()?.position(visit.param("chi_so")).ok_or(Failure::NotFound)
}

/// `POST /xom/{nguoi}/cau/{chi_so}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let seen: Option<i64> = visit.form().read("ban");
    let Some(filling) = Filling::find(visit, seen)? else { return begin(visit) };
    let at = place(visit, &filling)?;
    let score: Option<u8> = visit.form().read("diem");
    let note = visit.form().text("ghi-chu");
    if score.is_none() {
        let mut faults = Faults::default();
        faults.add(visit, "diem", "assist-score-missing");
        return show(
            visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            (&filling, at),
            (score, note),
            faults.into_list(),
        );
    }
    let stored = filling.draft.answers.get(at).ok_or(Failure::NotFound)?;
    if stored.is_newer && (stored.score != score || stored.note.as_deref().unwrap_or_default() != note) {
        let text = visit.words.with("assist-answered-elsewhere", "points", stored.score.map_or(0, i64::from));
        let faults = vec![FieldFault { field: "diem".to_owned(), text }];
        return show(visit, StatusCode::CONFLICT, (&filling, at), (score, note), faults);
    }
    let answer = NewAnswer { indicator: visit.param("chi_so"), score, note: Some(&note) };
    // What others answered meanwhile is other questions.
    let seen_version = filling.draft.version;
    let new = NewAnswers { dossier: filling.dossier.id, seen_version, answers: &[answer] };
    match save_answers(visit.office(), visit.actor()?, &filling.round, &new) {
        Ok(_) => {
            let next = filling.form()?.indicators().nth(at + 1);
            let page = next.map_or_else(|| "xem-lai".to_owned(), |next| format!("cau/{}", next.code));
            visit.go(&filling.path(&page), "")
        }
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let field = if refusal.code == "dossier.note_too_long" { "ghi-chu" } else { "diem" };
            let faults = vec![FieldFault { field: field.to_owned(), text: format!("{text} {remedy}") }];
            show(visit, StatusCode::CONFLICT, (&filling, at), (score, note), faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn show(
    visit: &Visit<'_>,
    status: StatusCode,
    (filling, at): (&Filling, usize),
    (score, note): (Option<u8>, String),
    faults: Vec<FieldFault>,
) -> Answer {
    let form = filling.form()?;
    let mut all =
        form.competences.iter().flat_map(|one| one.indicators.iter().map(move |indicator| (one, indicator)));
    let (competence, indicator) = all.nth(at).ok_or(Failure::NotFound)?;
    let before = at.checked_sub(1).and_then(|before| form.indicators().nth(before));
    visit.show_as(
        status,
        &Question {
            frame: visit.frame_titled(indicator.text.clone()).with_faults(faults),
            here: filling.path(&format!("cau/{}", indicator.code)),
            name: filling.face.name.clone(),
            list: super::list_path(visit, &filling.face)?,
            competence: competence.name.clone(),
            help: indicator.help.clone(),
            examples: indicator.examples.clone(),
            number: at + 1,
            total: form.indicator_count(),
            maximum: indicator.maximum,
            floor: indicator.floor,
            version: filling.draft.version,
            score,
            note,
            before: before.map(|one| filling.path(&format!("cau/{}", one.code))).unwrap_or_default(),
            sheet: filling.path("phieu"),
            evidence: format!("/minh-chung/{}/{}", filling.dossier.id, indicator.code),
        },
    )
}
