//! The inbox of requests, for the officers who answer them.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::privacy::{
    Correction, Request, RequestKind, answer, carry_out, correct, delete, extend, inbox, refuse,
};
use sohoc_acts::reading::{Subject, What};
use sohoc_rules::people::{BirthDate, PersonName};

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

use super::request::{Line, line};

#[derive(Template)]
#[template(path = "privacy/own/inbox.html")]
struct List<'r> {
    frame: Frame<'r>,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "privacy/own/answer.html")]
struct Page<'r> {
    frame: Frame<'r>,
    line: Line,
    /// What can be done with it, and its words.
    deeds: Vec<(&'static str, String)>,
    chosen: String,
    text: String,
    corrects: bool,
    deletes: bool,
    right_name: String,
    right_birth: String,
}

/// `GET /yeu-cau`
pub fn list(visit: &Visit<'_>) -> Answer {
    let requests = inbox(visit.office(), visit.actor()?)?;
    for request in &requests {
        visit.office().note_reading(visit.actor()?, What::Request, Subject::Person(request.person))?;
    }
    let lines = requests.iter().map(|request| line(visit, request)).collect();
    visit.show(&List { frame: visit.frame("personal-inbox"), lines })
}

/// `GET /yeu-cau/{yeu_cau}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let request = find(visit)?;
    visit.office().note_reading(visit.actor()?, What::Request, Subject::Person(request.person))?;
    show(visit, &request, Faults::default())
}

/// `POST /yeu-cau/{yeu_cau}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let request = find(visit)?;
    let mut faults = Faults::default();
    if !deeds(request.kind).contains(&visit.form().get("viec")) {
        faults.add(visit, "viec", "personal-deed-choose");
        return show(visit, &request, faults);
    }
    match carry(visit, &request, &mut faults) {
        Ok(()) if faults.is_empty() => visit.go("/yeu-cau", "personal-answered"),
        Ok(()) => show(visit, &request, faults),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text("loi", format!("{text} {remedy}"));
            show(visit, &request, faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// An open request that the visitor may answer.
fn find(visit: &Visit<'_>) -> Result<Request, Failure> {
    let asked = visit.id("yeu_cau")?;
    let mine = inbox(visit.office(), visit.actor()?)?;
    mine.into_iter().find(|request| request.id == asked).ok_or(Failure::NotFound)
}

/// What an officer can do with a request of this kind.
fn deeds(kind: RequestKind) -> Vec<&'static str> {
    let end = match kind {
        RequestKind::Correct => "sua",
        RequestKind::Delete => "xoa",
        RequestKind::See
        | RequestKind::Copy
        | RequestKind::Restrict
        | RequestKind::Object
        | RequestKind::WithdrawConsent => "xong",
    };
    vec!["tra-loi", "gia-han", end, "tu-choi"]
}

/// Does what was chosen; what is missing is added to the faults and nothing is done.
fn carry(visit: &Visit<'_>, request: &Request, faults: &mut Faults) -> sohoc_acts::Result<()> {
    let actor = visit.actor().map_err(|_| Error::NotFound("account"))?;
    let (office, id, text) = (visit.office(), request.id, visit.form().text("loi"));
    match visit.form().get("viec") {
        "tra-loi" => answer(office, actor, id, &text),
        "gia-han" => extend(office, actor, id, &text),
        "tu-choi" => refuse(office, actor, id, &text),
        "xong" => carry_out(office, actor, id, &text),
        "sua" => {
            let correction = correction(visit, faults);
            if faults.is_empty() {
                correct(office, actor, id, &correction, &text).map(|_| ())
            } else {
                Ok(())
            }
        }
        _ => {
            if !visit.form().ticked("chac") {
                faults.add(visit, "chac", "personal-delete-tick");
                return Ok(());
            }
            delete(office, actor, id, &text).map(|_| ())
        }
    }
}

/// What is put right: an empty field stays as it is.
fn correction(visit: &Visit<'_>, faults: &mut Faults) -> Correction {
    let (name, birth) = (visit.form().text("ten"), visit.form().text("sinh"));
    let mut correction = Correction::default();
    if !name.is_empty() {
        match PersonName::new(&name) {
            Ok(name) => correction.name = Some(name),
            Err(_) => faults.add(visit, "ten", "personal-name-wrong"),
        }
    }
    if !birth.is_empty() {
        match BirthDate::read(&birth, visit.today()) {
            Ok(birth) => correction.birth = Some(birth),
            Err(_) => faults.add(visit, "sinh", "personal-birth-wrong"),
        }
    }
    correction
}

fn show(visit: &Visit<'_>, request: &Request, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let words = |deed: &'static str| (deed, visit.words.get(&format!("personal-deed-{deed}")).into_owned());
    let page = Page {
        frame: visit.frame("personal-answer-title").with_faults(faults.into_list()),
        line: line(visit, request),
        deeds: deeds(request.kind).into_iter().map(words).collect(),
        chosen: visit.form().get("viec").to_owned(),
        text: visit.form().text("loi"),
        corrects: request.kind == RequestKind::Correct,
        deletes: request.kind == RequestKind::Delete,
        right_name: visit.form().text("ten"),
        right_birth: visit.form().text("sinh"),
    };
    visit.show_as(status, &page)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_deed_has_words() {
        let texts = Texts::load(None).expect("our own texts");
        for deed in RequestKind::ALL.into_iter().flat_map(deeds) {
            assert!(texts.vietnamese().has(&format!("personal-deed-{deed}")), "{deed}");
        }
    }
}
