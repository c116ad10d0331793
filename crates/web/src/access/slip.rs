//! Coming in by the slip of the hamlet: its code alone, typed or out of the QR.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::slips::activate;

use super::kept;
use super::sign_in::{after, attempt, back, said};
use crate::failure::Answer;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "access/slip.html")]
struct Slip<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    /// The code out of the QR, or as typed.
    code: String,
}

/// `GET /vao/phieu`: the QR brings the code in the question. It is not used up by looking: phones and
/// messengers fetch links on their own.
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, visit.query().get("ma"), Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, code: &str, faults: Vec<FieldFault>) -> Answer {
    let frame = visit.frame("access-slip-title").with_faults(faults);
    visit.show_as(
        status,
        &Slip { frame, back: back(visit), kept: kept::carried(visit), code: code.to_owned() },
    )
}

/// `POST /vao/phieu`
pub fn send(visit: &Visit<'_>) -> Answer {
    let code = visit.form().text("ma");
    let name = visit.form().text("ten");
    let name = (!name.is_empty()).then_some(name.as_str());
    attempt(visit, &code)?;
    let address = visit.request.address.to_string();
    match activate(visit.office(), name, &code, visit.origin(&address)) {
        Ok(signed_in) => after(visit, &signed_in),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "ma".to_owned(), text: said(visit, &refusal) }];
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, &code, faults)
        }
        Err(error) => Err(error.into()),
    }
}
