//! Proving once more who sits there, before what cannot be undone.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::sign_in;

use super::sign_in::{attempt_again, back, said};
use crate::failure::Answer;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

/// The code of the refusal that leads here.
pub const REFUSAL: &str = "access.confirm_first";

#[derive(Template)]
#[template(path = "access/confirm.html")]
struct Confirm<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    has_password: bool,
    has_passkey: bool,
    /// Address of the script of passkeys.
    passkeys: &'r str,
}

/// Sends the visitor to prove who they are, and then back to `path`.
///
/// # Errors
/// When `path` cannot stand in a header.
pub fn ask(visit: &Visit<'_>, path: &str) -> Answer {
    visit.go(&place(path), "")
}

/// Where one proves who one is before going to `path`.
#[must_use]
pub fn place(path: &str) -> String {
    let path: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
    format!("/vao/xac-nhan?ve={path}")
}

/// `GET /vao/xac-nhan`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, Vec::new())
}

/// The form.
pub fn form(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let session = visit.session()?;
    let (has_password, has_passkey) = (session.has_password, session.has_passkey);
    let frame = visit.frame("access-confirm-title").with_faults(faults);
    let passkeys = visit.counter.assets().path("passkey.js");
    let back = own_place(visit);
    visit.show_as(status, &Confirm { frame, back, kept: String::new(), has_password, has_passkey, passkeys })
}

fn own_place(visit: &Visit<'_>) -> String {
    match back(visit) {
        wanted if wanted.is_empty() => "/toi".to_owned(),
        wanted => wanted,
    }
}

/// `POST /vao/xac-nhan`
pub fn send(visit: &Visit<'_>) -> Answer {
    let password = visit.form().find("mat-khau").unwrap_or_default();
    attempt_again(visit)?;
    let address = visit.request.address.to_string();
    match sign_in::confirm(visit.office(), visit.session()?, password, visit.origin(&address)) {
        Ok(()) => visit.go(&own_place(visit), ""),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "mat-khau".to_owned(), text: said(visit, &refusal) }];
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults)
        }
        Err(error) => Err(error.into()),
    }
}
