//! What was written down is read aloud once more, and handed in.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{HandIn, Word, submit_draft};
use sohoc_rules::dossier::Channel;

use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::{Filling, begin};

#[derive(Template)]
#[template(path = "dossier/assist/check.html")]
struct Check<'r> {
    frame: Frame<'r>,
    here: String,
    change_word: String,
    list: String,
    name: String,
    /// Code, what is asked, points, page to change it.
    answers: Vec<(String, String, Option<u8>, String)>,
    open: usize,
    total: u16,
    word: String,
    word_known: bool,
    witness: String,
    /// Made once for each handing in.
    key: String,
    from_paper: bool,
}

/// `GET /xom/{nguoi}/xem-lai`
pub fn page(visit: &Visit<'_>) -> Answer {
    let Some(filling) = Filling::find(visit, None)? else { return begin(visit) };
    let bytes: [u8; 16] = visit.office().chance();
    let key = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    show(visit, StatusCode::OK, &filling, key, Vec::new())
}

/// `POST /xom/{nguoi}/xem-lai`
pub fn send(visit: &Visit<'_>) -> Answer {
    let Some(filling) = Filling::find(visit, None)? else { return visit.go(&again(visit)?, "") };
    let form = visit.form();
    let key = form.get("khoa").to_owned();
    let hand_in = HandIn {
        dossier: filling.dossier.id,
        channel: if form.ticked("giay") { Channel::Paper } else { Channel::Assisted },
        key: key.clone(),
        word: Word { of: filling.dossier.on_word.clone(), witness: filling.dossier.witness.clone() },
    };
    match submit_draft(visit.office(), visit.actor()?, &filling.round, &hand_in) {
        Ok(_) => visit.go(&filling.path("bien-nhan"), "assist-handed-in"),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "gui".to_owned(), text: format!("{text} {remedy}") }];
            show(visit, StatusCode::CONFLICT, &filling, key, faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// Who sends again what was handed in already sees the receipt.
fn again(visit: &Visit<'_>) -> Result<String, crate::failure::Failure> {
    let person: sohoc_rules::ids::PersonId = visit.id("nguoi")?;
    Ok(format!("/xom/{person}/bien-nhan"))
}

fn show(
    visit: &Visit<'_>,
    status: StatusCode,
    filling: &Filling,
    key: String,
    faults: Vec<FieldFault>,
) -> Answer {
    let form = filling.form()?;
    let answers: Vec<_> = form
        .indicators()
        .zip(&filling.draft.answers)
        .map(|(one, answer)| {
            (one.code.clone(), one.text.clone(), answer.score, filling.path(&format!("cau/{}", one.code)))
        })
        .collect();
    let word = filling.dossier.on_word.clone();
    let page = Check {
        frame: visit.frame("assist-check-title").with_faults(faults),
        here: filling.path("xem-lai"),
        change_word: filling.path("nhap"),
        list: super::list_path(visit, &filling.face)?,
        name: filling.face.name.clone(),
        open: answers.iter().filter(|(_, _, score, _)| score.is_none()).count(),
        total: answers.iter().filter_map(|(_, _, score, _)| *score).map(u16::from).sum(),
        answers,
        word_known: word.is_some(),
        word: word.unwrap_or_default(),
        witness: filling.dossier.witness.clone().unwrap_or_default(),
        key,
        from_paper: visit.query().get("cach") == "phieu" || visit.form().ticked("giay"),
    };
    visit.show_as(status, &page)
}
