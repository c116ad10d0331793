//! Consent asked of somebody in front of a witness, purpose by purpose.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::PersonFace;
use sohoc_acts::privacy::{ConsentText, Hand, Purpose, consents_of, give, withdraw};
use sohoc_rules::access::ActKind;

use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::privacy::own::consent::{Question, asked, question, text};
use crate::visit::Visit;

use super::{list_path, path, person};

#[derive(Template)]
#[template(path = "dossier/assist/consent.html")]
struct Page<'r> {
    frame: Frame<'r>,
    here: String,
    list: String,
    who: String,
    questions: Vec<Question>,
    speaker: String,
    witness: String,
    paper: String,
}

/// `GET /xom/{nguoi}/dong-y`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (_, face) = person(visit, ActKind::KeepConsent)?;
    show(visit, &face, Faults::default())
}

/// `POST /xom/{nguoi}/dong-y`: what is agreed to is given, what is refused is taken back.
pub fn send(visit: &Visit<'_>) -> Answer {
    let (_, face) = person(visit, ActKind::KeepConsent)?;
    let form = visit.form();
    let said =
        |answer: &str| asked().filter(|purpose| form.get(purpose.name()) == answer).collect::<Vec<Purpose>>();
    let (given, taken_back) = (said("co"), said("khong"));
    let mut faults = Faults::default();
    if given.is_empty() && taken_back.is_empty() {
        faults.add(visit, asked().next().map_or("", Purpose::name), "personal-consent-choose");
    }
    let witness = form.text("chung-kien");
    if witness.is_empty() {
        faults.add(visit, "chung-kien", "assist-consent-witness-missing");
    }
    if !faults.is_empty() {
        return show(visit, &face, faults);
    }
    let filled = |name: &str| Some(form.text(name)).filter(|text| !text.is_empty());
    let hand = Hand::Helper { on_word_of: filled("nguoi-noi"), witness, paper: filled("giay-to") };
    let texts: Vec<ConsentText> =
        given.iter().map(|purpose| text(visit, *purpose)).collect::<Result<_, _>>()?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let done = give(office, actor, face.id, &hand, &texts)
        .and_then(|()| withdraw(office, actor, face.id, &hand, &taken_back));
    match done {
        Ok(()) => visit.go(&path(&face, "nhap"), "assist-consent"),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text("chung-kien", format!("{text} {remedy}"));
            show(visit, &face, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit<'_>, face: &PersonFace, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let form = visit.form();
    let mut questions = Vec::new();
    for standing in consents_of(visit.office(), visit.actor()?, face.id)? {
        if standing.purpose.asks_consent() {
            questions.push(question(visit, &standing, form.find(standing.purpose.name()))?);
        }
    }
    questions.sort_by_key(|question| question.sensitive);
    let known = face.dossier.as_ref();
    let kept = |name: &str, known: Option<&String>| match form.find(name) {
        Some(_) => form.text(name),
        None => known.cloned().unwrap_or_default(),
    };
    let page = Page {
        frame: visit.frame("personal-consents").with_faults(faults.into_list()),
        here: path(face, "dong-y"),
        list: list_path(visit, face)?,
        who: face.name.clone(),
        questions,
        speaker: kept("nguoi-noi", known.and_then(|dossier| dossier.on_word.as_ref())),
        witness: kept("chung-kien", known.and_then(|dossier| dossier.witness.as_ref())),
        paper: kept("giay-to", None),
    };
    visit.show_as(status, &page)
}
