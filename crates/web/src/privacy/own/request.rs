//! What a person asks about their data, and how it stands.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::privacy::{Hand, NewRequest, Request, RequestKind, open, requests_of};
use sohoc_rules::privacy::{Late, RequestState};
use sohoc_rules::time::{Date, Instant};

use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "privacy/own/request.html")]
struct Page<'r> {
    frame: Frame<'r>,
    lines: Vec<Line>,
    kinds: Vec<(&'static str, String)>,
    chosen: String,
    wish: String,
}

/// A request in words.
pub struct Line {
    /// Its id, for the path.
    pub id: String,
    /// Whose.
    pub name: String,
    /// What is asked.
    pub kind: String,
    /// In the person's words.
    pub wish: String,
    /// When.
    pub asked_at: Instant,
    /// How the state looks.
    pub tone: &'static str,
    /// Where it stands.
    pub state: String,
    /// The last day of what comes next.
    pub due: Option<Date>,
    /// Whether a day was missed.
    pub late: bool,
    /// The newest answer.
    pub answer: Option<String>,
}

/// What a person asks for by this page; a consent is taken back on its own.
const KINDS: [RequestKind; 5] =
    [RequestKind::See, RequestKind::Correct, RequestKind::Delete, RequestKind::Restrict, RequestKind::Object];

/// `GET /toi/yeu-cau`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, "", String::new(), Faults::default())
}

/// `POST /toi/yeu-cau`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (chosen, wish) = (visit.form().get("loai"), visit.form().text("mong-muon"));
    let mut faults = Faults::default();
    let Some(kind) = RequestKind::from_name(chosen).filter(|kind| KINDS.contains(kind)) else {
        faults.add(visit, "loai", "personal-request-choose");
        return show(visit, chosen, wish, faults);
    };
    // Nobody can put right what they are not told.
    if kind == RequestKind::Correct && wish.is_empty() {
        faults.add(visit, "mong-muon", "personal-request-say");
        return show(visit, chosen, wish, faults);
    }
    let person = visit.actor()?.person().ok_or(Failure::NotFound)?;
    let new = NewRequest { person, kind, wish: wish.clone(), hand: Hand::Own };
    match open(visit.office(), visit.actor()?, &new) {
        Ok(_) => visit.go("/toi/yeu-cau", "personal-request"),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text("loai", format!("{text} {remedy}"));
            show(visit, chosen, wish, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn show(visit: &Visit<'_>, chosen: &str, wish: String, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let person = visit.actor()?.person().ok_or(Failure::NotFound)?;
    let requests = requests_of(visit.office(), visit.actor()?, person)?;
    let page = Page {
        frame: visit.frame("personal-requests").with_faults(faults.into_list()),
        lines: requests.iter().map(|request| line(visit, request)).collect(),
        kinds: KINDS.map(|kind| (kind.name(), kind_words(visit, kind))).to_vec(),
        chosen: chosen.to_owned(),
        wish,
    };
    visit.show_as(status, &page)
}

fn kind_words(visit: &Visit<'_>, kind: RequestKind) -> String {
    visit.words.get(&format!("personal-kind-{}", kind.name().replace('_', "-"))).into_owned()
}

/// Puts a request into words.
pub fn line(visit: &Visit<'_>, request: &Request) -> Line {
    let (tone, state) = match request.clock.state {
        RequestState::Waiting => ("waiting", "personal-state-waiting"),
        RequestState::Answered => ("waiting", "personal-state-answered"),
        RequestState::Extended => ("waiting", "personal-state-extended"),
        RequestState::Done => ("good", "personal-state-done"),
        RequestState::Refused => ("bad", "personal-state-refused"),
    };
    Line {
        id: request.id.to_string(),
        name: request.name.clone(),
        kind: kind_words(visit, request.kind),
        wish: request.wish.clone(),
        asked_at: request.asked_at,
        tone,
        state: visit.words.get(state).into_owned(),
        due: request.clock.next_due,
        late: request.clock.late != Late::No,
        answer: request.answer.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_kind_and_state_of_a_request_has_words() {
        let texts = Texts::load(None).expect("our own texts");
        let kinds = RequestKind::ALL.map(|kind| format!("personal-kind-{}", kind.name().replace('_', "-")));
        let states = ["waiting", "answered", "extended", "done", "refused"];
        for key in kinds.into_iter().chain(states.map(|state| format!("personal-state-{state}"))) {
            assert!(texts.vietnamese().has(&key), "{key}");
        }
    }
}
