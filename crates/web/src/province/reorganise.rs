//! Carrying out a decree that merges, splits or renames units: seen first, then confirmed.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::territory::{Affected, affected, preview, reorganise};
use sohoc_rules::territory::Preview;

use super::text_of;
use crate::access::{proof, said};
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "province/reorganise.html")]
struct Page<'r> {
    frame: Frame<'r>,
    text: String,
    seen: Option<Preview>,
    /// Whom it touches, for each unit that ends.
    touched: Vec<Affected>,
    whole: Affected,
    ask_password: bool,
}

/// `GET /don-vi/sap-xep`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, String::new(), None, Vec::new())
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    text: String,
    seen: Option<Preview>,
    faults: Vec<FieldFault>,
) -> Answer {
    let frame = visit.frame("province-reorganise").with_faults(faults);
    let touched = match &seen {
        Some(seen) => affected(visit.office(), visit.actor()?, seen)?,
        None => Vec::new(),
    };
    let whole = touched.iter().fold(Affected::default(), |sum, one| Affected {
        people: sum.people + one.people,
        dossiers: sum.dossiers + one.dossiers,
        roles: sum.roles + one.roles,
    });
    visit.show_as(status, &Page { frame, text, seen, touched, whole, ask_password: proof::is_needed(visit)? })
}

/// `POST /don-vi/sap-xep`
pub fn send(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    let Some(text) = text_of(visit, "tep") else {
        faults.add(visit, "tep", "province-file-missing");
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, String::new(), None, faults.into_list());
    };
    let seen = match preview(visit.office(), &text) {
        Ok(seen) => seen,
        Err(error @ Error::BadInput { .. }) => {
            faults.add_text("tep", error.to_string());
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, text, None, faults.into_list());
        }
        Err(error) => return Err(error.into()),
    };
    if visit.form().get("viec") != "lam" || !seen.conflicts.is_empty() {
        return form(visit, StatusCode::OK, text, Some(seen), Vec::new());
    }
    proof::check(visit, &mut faults)?;
    if !faults.is_empty() {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, text, Some(seen), faults.into_list());
    }
    match reorganise(visit.office(), visit.actor()?, &text) {
        Ok(_) => visit.go("/don-vi", "province-reorganised"),
        Err(Error::Refused(refusal)) => {
            faults.add_text("tep", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, text, Some(seen), faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
