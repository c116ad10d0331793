//! A new account: its one-time code is shown this once.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::{NewAccount, add_accounts};
use sohoc_ledger::db::Fault;
use sohoc_rules::access::Role;

use super::{places, read_scope, roles_to_give};
use crate::access::said;
use crate::failure::Answer;
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "accounts/add.html")]
struct Add<'r> {
    frame: Frame<'r>,
    person_name: String,
    sign_in: String,
    roles: Vec<(&'static str, String)>,
    role: String,
    places: Vec<(String, String)>,
    place: String,
}

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct Code<'r> {
    frame: Frame<'r>,
    sign_in: String,
    code: String,
}

/// The page that shows a one-time code, this once.
pub fn show_code(visit: &Visit<'_>, sign_in: &str, code: String) -> Answer {
    visit.show(&Code { frame: visit.frame("accounts-code-title"), sign_in: sign_in.to_owned(), code })
}

/// `GET /tai-khoan/moi`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let sent = visit.form();
    let page = Add {
        frame: visit.frame("accounts-add").with_faults(faults),
        person_name: sent.text("ten"),
        sign_in: sent.text("ten-vao"),
        roles: roles_to_give(visit)?,
        role: sent.get("vai").to_owned(),
        places: places(visit)?,
        place: sent.get("noi").to_owned(),
    };
    visit.show_as(status, &page)
}

/// `POST /tai-khoan/moi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (name, sign_in) = (visit.form().text("ten"), visit.form().text("ten-vao").to_lowercase());
    let mut faults = Faults::default();
    if name.is_empty() {
        faults.add(visit, "ten", "accounts-name-missing");
    }
    let fits = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || "-._".contains(sign);
    if !(3..=40).contains(&sign_in.len()) || !sign_in.chars().all(fits) {
        faults.add(visit, "ten-vao", "accounts-sign-in-wrong");
    }
    let role = Role::from_code(visit.form().get("vai")).filter(|role| *role != Role::Citizen);
    if role.is_none() {
        faults.add(visit, "vai", "accounts-role-missing");
    }
    let scope = read_scope(visit.form().get("noi"));
    if scope.is_none() {
        faults.add(visit, "noi", "accounts-place-missing");
    }
    let (Some(role), Some(scope), true) = (role, scope, faults.is_empty()) else {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list());
    };
    let new = NewAccount {
        sign_in: sign_in.clone(),
        display_name: name,
        person: None,
        role,
        scope,
        from: visit.today(),
    };
    match add_accounts(visit.office(), visit.actor()?, &[new]) {
        Ok(made) => show_code(visit, &sign_in, made.into_iter().map(|one| one.activation_code).collect()),
        Err(Error::Fault(Fault::Constraint(name))) if name == "account_sign_in_once" => {
            faults.add(visit, "ten-vao", "accounts-sign-in-taken");
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list())
        }
        Err(Error::Refused(refusal)) => {
            faults.add_text("vai", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
