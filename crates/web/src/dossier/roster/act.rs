//! One or many of the list endorsed or sent back.

use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{endorse, send_back};
use sohoc_rules::ids::DossierId;

use crate::dossier::{body, outcome};
use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault};
use crate::visit::Visit;

use super::{RIGHTS, list};

/// `POST /xom/{don_vi}/danh-sach`
pub fn send(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let form = visit.form();
    let waiting = form.all("nguoi").filter_map(|person| form.read::<DossierId>(&format!("hs-{person}")));
    let chosen: Vec<DossierId> = waiting.collect();
    let (sends_back, reason) = (form.get("viec") == "tra-lai", form.text("ly-do"));
    let mut faults = Faults::default();
    if chosen.is_empty() {
        faults.add(visit, "nguoi", "roster-none-waiting");
    }
    if sends_back && reason.is_empty() {
        faults.add(visit, "ly-do", "review-reason-missing");
    }
    if !faults.is_empty() {
        return list::show(visit, StatusCode::UNPROCESSABLE_ENTITY, body, faults.into_list());
    }
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    let (act, answers) = if sends_back {
        ("tra-lai", send_back(office, actor, &round, &chosen, &reason))
    } else {
        ("xac-nhan", endorse(office, actor, &round, &chosen))
    };
    match answers {
        Ok(answers) => {
            let back = list::back(visit, body);
            let sign = if back.contains('?') { '&' } else { '?' };
            visit.go(&format!("{back}{sign}{}", outcome::question(act, &chosen, &answers)), "")
        }
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "nguoi".to_owned(), text: format!("{text} {remedy}") }];
            list::show(visit, StatusCode::CONFLICT, body, faults)
        }
        Err(error) => Err(error.into()),
    }
}
