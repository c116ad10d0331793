//! Putting right what is on record of a person, with the reason.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::people::{Correction, amend, record_of};
use sohoc_ledger::people::PersonRow;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::Sex;

use super::facts::{Typed, sexes};
use crate::access::said;
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "people/edit.html")]
struct Form<'r> {
    frame: Frame<'r>,
    /// The page of the person.
    here: String,
    called: String,
    typed: Typed,
    sexes: Vec<(String, String)>,
    has_number: bool,
    reason: String,
    /// The number speaks of another sex or birth year: a tick says that it is right all the same.
    asks_tick: bool,
}

/// `GET /nguoi/{nguoi}/sua`
pub fn page(visit: &Visit<'_>) -> Answer {
    let row = row(visit)?;
    let typed = Typed::on_record(&row);
    form(visit, StatusCode::OK, &row, typed, false, Vec::new())
}

/// The record, for who may change it.
fn row(visit: &Visit<'_>) -> Result<PersonRow, crate::failure::Failure> {
    let asked: PersonId = visit.id("nguoi")?;
    Ok(record_of(visit.office(), visit.actor()?, ActKind::UpdatePerson, asked)?)
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    row: &PersonRow,
    typed: Typed,
    asks_tick: bool,
    faults: Vec<FieldFault>,
) -> Answer {
    let page = Form {
        frame: visit.frame("people-edit").with_faults(faults),
        here: format!("/nguoi/{}", PersonId::from_uuid(row.id)),
        called: row.name.clone(),
        typed,
        sexes: sexes(visit),
        has_number: row.number_hash.is_some(),
        reason: visit.form().text("ly-do"),
        asks_tick,
    };
    visit.show_as(status, &page)
}

/// `POST /nguoi/{nguoi}/sua`
pub fn send(visit: &Visit<'_>) -> Answer {
    let row = row(visit)?;
    let typed = Typed::sent(visit);
    let mut faults = Faults::default();
    let correction = typed.read(visit, &mut faults);
    let reason = visit.form().text("ly-do");
    if reason.is_empty() {
        faults.add(visit, "ly-do", "people-reason-missing");
    }
    let unlike = contradicts(&correction);
    if unlike && !visit.form().ticked("dung") {
        faults.add(visit, "so", "people-number-unlike");
    }
    if !faults.is_empty() {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &row, typed, unlike, faults.into_list());
    }
    let person = PersonId::from_uuid(row.id);
    match amend(visit.office(), visit.actor()?, person, &correction, &reason) {
        Ok(changed) => {
            let done = if changed.is_empty() { "person-same-as-before" } else { "person-amended" };
            visit.go(&format!("/nguoi/{person}"), done)
        }
        Err(Error::Refused(refusal)) => {
            let field = if refusal.code == "privacy.number_taken" { "so" } else { "ly-do" };
            faults.add_text(field, said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, &row, typed, unlike, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}

fn contradicts(correction: &Correction) -> bool {
    let Correction { birth: Some(birth), sex, number: Some(number), .. } = correction else { return false };
    number.contradiction(*birth, sex.unwrap_or(Sex::Female)).is_some()
}
