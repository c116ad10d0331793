//! Criteria sets: what is loaded, and loading another.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::rounds::{Round, load_criteria};
use sohoc_ledger::criteria::{self, CriteriaRow};
use sohoc_rules::criteria::{CriteriaSet, read};

use super::text_of;
use crate::access::said;
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "province/criteria.html")]
struct Page<'r> {
    frame: Frame<'r>,
    sets: Vec<CriteriaRow>,
    rounds: Vec<Round>,
    text: String,
    seen: Option<CriteriaSet>,
}

/// `GET /tieu-chi/bo`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, String::new(), None, Vec::new())
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    text: String,
    seen: Option<CriteriaSet>,
    faults: Vec<FieldFault>,
) -> Answer {
    let page = Page {
        frame: visit.frame("province-criteria-title").with_faults(faults),
        sets: visit.office().read(|reader| Ok(criteria::list(reader)?))?,
        rounds: visit.office().rounds()?,
        text,
        seen,
    };
    visit.show_as(status, &page)
}

/// `POST /tieu-chi/bo`
pub fn send(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    let Some(text) = text_of(visit, "tep") else {
        faults.add(visit, "tep", "province-file-missing");
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, String::new(), None, faults.into_list());
    };
    let name = visit.form().file("tep").map_or_else(|| "tieu-chi.toml".to_owned(), |file| file.name.clone());
    let set = match read(&name, &text) {
        Ok(set) => set,
        Err(fault) => {
            faults.add_text("tep", fault.to_string());
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, text, None, faults.into_list());
        }
    };
    if visit.form().get("viec") != "nap" {
        return form(visit, StatusCode::OK, text, Some(set), Vec::new());
    }
    match load_criteria(visit.office(), visit.actor()?, &name, &text) {
        Ok(true) => visit.go("/tieu-chi/bo", "province-criteria-loaded"),
        Ok(false) => visit.go("/tieu-chi/bo", "province-criteria-known"),
        Err(Error::Refused(refusal)) => {
            faults.add_text("tep", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, text, Some(set), faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
