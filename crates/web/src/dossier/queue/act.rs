//! What is done to the chosen rows of a queue.

use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{Appraisal, appraise, endorse, send_back};
use sohoc_rules::ids::DossierId;

use crate::dossier::{body, outcome};
use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault};
use crate::visit::Visit;

use super::filter::{Filter, MOST_ASIDE};
use super::{RIGHTS, list};

/// `POST /duyet/don-vi/{don_vi}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let form = visit.form();
    let filter = Filter::read(form, list::usual_state(visit, body)?);
    let chosen: Vec<DossierId> = form.all("ho-so").filter_map(|id| id.parse().ok()).collect();
    let (act, reason) = (form.get("viec"), form.text("ly-do"));
    let mut faults = Faults::default();
    if chosen.is_empty() {
        faults.add(visit, "ho-so", "review-none-chosen");
    }
    if act == "tra-lai" && reason.is_empty() {
        faults.add(visit, "ly-do", "review-reason-missing");
    }
    if act == "de-rieng" && filter.aside.len() + chosen.len() > MOST_ASIDE {
        faults.add(visit, "ho-so", "queue-too-many-aside");
    }
    if !faults.is_empty() {
        return list::show(visit, StatusCode::UNPROCESSABLE_ENTITY, (body, &filter), faults.into_list());
    }
    if act == "de-rieng" {
        return visit.go(&with_aside(filter, chosen).path(body), "");
    }
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    let answers = match act {
        "tra-lai" => send_back(office, actor, &round, &chosen, &reason),
        "cham" => {
            let whole: Vec<Appraisal> =
                chosen.iter().map(|dossier| Appraisal { dossier: *dossier, changes: Vec::new() }).collect();
            appraise(office, actor, &round, &whole)
        }
        _ => endorse(office, actor, &round, &chosen),
    };
    match answers {
        Ok(answers) => {
            let question = outcome::question(act, &chosen, &answers);
            visit.go(&format!("{}&{question}", filter.path(body)), "")
        }
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let faults = vec![FieldFault { field: "ho-so".to_owned(), text: format!("{text} {remedy}") }];
            list::show(visit, StatusCode::CONFLICT, (body, &filter), faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// Those chosen change sides: set aside, or back into the batch.
fn with_aside(mut filter: Filter, chosen: Vec<DossierId>) -> Filter {
    for dossier in chosen {
        match filter.aside.iter().position(|known| *known == dossier) {
            Some(at) => {
                filter.aside.remove(at);
            }
            None => filter.aside.push(dossier),
        }
    }
    filter
}
