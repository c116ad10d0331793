//! Criteria sets: what is loaded, loading another, trying it on the answers of a round, putting it in force.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::jobs::{Asked, Work, add};
use sohoc_acts::rounds::{Round, load_criteria, put_in_force};
use sohoc_ledger::criteria::{self, CriteriaRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::{CriteriaSet, read};
use sohoc_rules::ids::CriteriaSetId;
use sohoc_rules::time::Date;

use super::text_of;
use crate::access::said;
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::public::criteria::{Mark, marks};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "province/criteria.html")]
struct Page<'r> {
    frame: Frame<'r>,
    sets: Vec<CriteriaRow>,
    /// The set that a round opened today would have.
    current: Option<CriteriaSetId>,
    rounds: Vec<Round>,
    may_open: bool,
    text: String,
    seen: Option<CriteriaSet>,
    marks: Vec<Mark>,
}

impl Page<'_> {
    fn is_current(&self, set: &CriteriaRow) -> bool {
        self.current == Some(set.id)
    }
}

#[derive(Template)]
#[template(path = "province/set.html")]
struct One<'r> {
    frame: Frame<'r>,
    row: CriteriaRow,
    set: Arc<CriteriaSet>,
    marks: Vec<Mark>,
    is_current: bool,
    years: Vec<(String, String)>,
    year: String,
    from: String,
    /// Whether what is asked is to be confirmed now.
    confirms: bool,
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
        current: visit.office().set_on(visit.today())?,
        rounds: visit.office().rounds()?,
        may_open: visit.may(&[ActKind::OpenRound]),
        marks: seen.as_ref().map(|set| marks(visit, set)).unwrap_or_default(),
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

/// `GET /tieu-chi/bo/{bo}`
pub fn one(visit: &Visit<'_>) -> Answer {
    one_form(visit, StatusCode::OK, false, Vec::new())
}

fn one_form(visit: &Visit<'_>, status: StatusCode, confirms: bool, faults: Vec<FieldFault>) -> Answer {
    let id: CriteriaSetId = visit.id("bo")?;
    let (row, set) = visit.office().criteria_set(id)?;
    let years: Vec<String> =
        visit.office().rounds()?.iter().map(|round| round.rules.year.to_string()).collect();
    let from = visit.form().get("tu");
    let page = One {
        frame: visit.frame_titled(row.decision_number.clone()).with_faults(faults),
        marks: marks(visit, &set),
        is_current: visit.office().set_on(visit.today())? == Some(id),
        years: years.into_iter().map(|year| (year.clone(), year)).collect(),
        year: visit.form().get("nam").to_owned(),
        from: if from.is_empty() { row.from.0.to_string() } else { from.to_owned() },
        confirms,
        row,
        set,
    };
    visit.show_as(status, &page)
}

/// `POST /tieu-chi/bo/{bo}`
pub fn one_send(visit: &Visit<'_>) -> Answer {
    let id: CriteriaSetId = visit.id("bo")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    // A set that is not there is not spoken of.
    office.criteria_set(id)?;
    match visit.form().get("viec") {
        "thu" => {
            let year = visit.form().read("nam").ok_or(Failure::NotFound)?;
            let work = Work::WhatIf { set: id.to_string(), year };
            let job = add(office, actor, &Asked { work, unit: None, organization: None, source: None })?;
            visit.counter.operations().jobs.ring();
            visit.go(&format!("/viec/{job}"), "job-added")
        }
        viec => {
            let mut faults = Faults::default();
            let Some(from) = visit.form().read::<Date>("tu") else {
                faults.add(visit, "tu", "province-day-missing");
                return one_form(visit, StatusCode::UNPROCESSABLE_ENTITY, false, faults.into_list());
            };
            if viec != "ap-dung" {
                return one_form(visit, StatusCode::OK, true, Vec::new());
            }
            match put_in_force(office, actor, id, from) {
                Ok(()) => visit.go(&format!("/tieu-chi/bo/{id}"), "province-in-force"),
                Err(Error::Refused(refusal)) => {
                    faults.add_text("tu", said(visit, &refusal));
                    one_form(visit, StatusCode::UNPROCESSABLE_ENTITY, false, faults.into_list())
                }
                Err(error) => Err(error.into()),
            }
        }
    }
}
