//! Choosing a password, where the account has to have a new one.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::credentials::set_password;
use sohoc_rules::access::security::Standing;

use super::sign_in::{after, back, said};
use super::{confirm, kept, sign_in};
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "access/password.html")]
struct NewPassword<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    /// How the account signs in: shown, for who came by a slip never typed it.
    name: String,
    /// What a password of this account must be, in words.
    measure: String,
}

/// `GET /vao/mat-khau-moi`
pub fn page(visit: &Visit<'_>) -> Answer {
    match visit.session()?.standing {
        Standing::Open | Standing::MustSetPassword => form(visit, StatusCode::OK, String::new(), Vec::new()),
        _ => sign_in::page(visit),
    }
}

/// The form.
pub fn form(visit: &Visit<'_>, status: StatusCode, kept: String, faults: Vec<FieldFault>) -> Answer {
    let frame = visit.frame("access-password-title").with_faults(faults);
    let session = visit.session()?;
    let name = session.actor.sign_in().to_owned();
    let (length, kinds) = session.password_measure(visit.office());
    let key = if kinds > 1 { "access-new-password-mixed" } else { "access-new-password-hint" };
    let measure = visit.words.with(key, "length", length);
    visit.show_as(status, &NewPassword { frame, back: back(visit), kept, name, measure })
}

/// `POST /vao/mat-khau-moi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let password = visit.form().find("mat-khau").unwrap_or_default();
    let again = visit.form().find("lan-hai").unwrap_or_default();
    let mut faults = Faults::default();
    if password != again {
        faults.add(visit, "lan-hai", "access-password-differs");
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), faults.into_list());
    }
    match set_password(visit.office(), visit.session()?, password) {
        Ok(signed_in) => after(visit, &signed_in),
        Err(Error::Refused(refusal)) if refusal.code == confirm::REFUSAL => {
            confirm::ask(visit, "/vao/mat-khau-moi")
        }
        Err(Error::Refused(refusal)) => {
            faults.add_text("mat-khau", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
