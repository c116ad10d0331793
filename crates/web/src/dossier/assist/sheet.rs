//! All questions on one page, for typing from paper: digits and the tabulator are enough.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{NewAnswer, NewAnswers, save_answers};

use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

use super::{Filling, begin};

#[derive(Template)]
#[template(path = "dossier/assist/sheet.html")]
struct Sheet<'r> {
    frame: Frame<'r>,
    here: String,
    list: String,
    form_name: String,
    version: i64,
    /// Code, what is asked, most points, what stands in the field.
    questions: Vec<(String, String, u8, String)>,
}

/// `GET /xom/{nguoi}/phieu`
pub fn page(visit: &Visit<'_>) -> Answer {
    let Some(filling) = Filling::find(visit, None)? else { return begin(visit) };
    show(visit, StatusCode::OK, &filling, Vec::new())
}

/// `POST /xom/{nguoi}/phieu`
pub fn send(visit: &Visit<'_>) -> Answer {
    let seen: Option<i64> = visit.form().read("ban");
    let Some(filling) = Filling::find(visit, seen)? else { return begin(visit) };
    let (mut faults, mut new) = (Faults::default(), Vec::new());
    for (indicator, stored) in filling.form()?.indicators().zip(&filling.draft.answers) {
        let field = format!("diem-{}", indicator.code);
        let Some(typed) = visit.form().find(&field).map(str::trim) else { continue };
        let score = match typed.parse::<u8>() {
            Ok(score) if score <= indicator.maximum => Some(score),
            _ if typed.is_empty() => None,
            _ => {
                faults.add_text(
                    &field,
                    visit.words.with("assist-bad-score", "maximum", i64::from(indicator.maximum)),
                );
                continue;
            }
        };
        if score == stored.score {
            continue;
        }
        if stored.is_newer {
            let points = stored.score.map_or(0, i64::from);
            faults.add_text(&field, visit.words.with("assist-answered-elsewhere", "points", points));
            continue;
        }
        new.push((indicator.code.clone(), score, stored.note.clone()));
    }
    if !faults.is_empty() {
        return show(visit, StatusCode::UNPROCESSABLE_ENTITY, &filling, faults.into_list());
    }
    let answers: Vec<NewAnswer<'_>> = new
        .iter()
        .map(|(indicator, score, note)| NewAnswer { indicator, score: *score, note: note.as_deref() })
        .collect();
    let new =
        NewAnswers { dossier: filling.dossier.id, seen_version: filling.draft.version, answers: &answers };
    match save_answers(visit.office(), visit.actor()?, &filling.round, &new) {
        Ok(_) => (),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let first = filling.form()?.indicators().next().map_or("", |indicator| &indicator.code);
            let faults =
                vec![FieldFault { field: format!("diem-{first}"), text: format!("{text} {remedy}") }];
            return show(visit, StatusCode::CONFLICT, &filling, faults);
        }
        Err(error) => return Err(error.into()),
    }
    match visit.form().get("viec") {
        "nghi" => visit.go(&super::list_path(visit, &filling.face)?, "assist-saved"),
        _ => visit.go(&filling.path("xem-lai?cach=phieu"), ""),
    }
}

fn show(visit: &Visit<'_>, status: StatusCode, filling: &Filling, faults: Vec<FieldFault>) -> Answer {
    let form = filling.form()?;
    let questions = form.indicators().zip(&filling.draft.answers).map(|(indicator, answer)| {
        let typed = visit.form().find(&format!("diem-{}", indicator.code)).map(str::to_owned);
        let stored = answer.score.map(|score| score.to_string()).unwrap_or_default();
        (indicator.code.clone(), indicator.text.clone(), indicator.maximum, typed.unwrap_or(stored))
    });
    let page = Sheet {
        frame: visit.frame_titled(filling.face.name.clone()).with_faults(faults),
        here: filling.path("phieu"),
        list: super::list_path(visit, &filling.face)?,
        form_name: form.name.clone(),
        version: filling.draft.version,
        questions: questions.collect(),
    };
    visit.show_as(status, &page)
}
