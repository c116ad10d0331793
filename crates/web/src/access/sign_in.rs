//! Signing in by password, unlocking, leaving.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::session::{SignedIn, find_session, sign_out};
use sohoc_acts::access::sign_in as office_desk;
use sohoc_rules::access::Role;
use sohoc_rules::access::security::Standing;

use super::{kept, password, second_factor};
use crate::csrf;
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::preferences::is_own;
use crate::frame::{Faults, FieldFault, Frame};
use crate::operations::address::ClientAddress;
use crate::session::{self, next_step};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "access/sign_in.html")]
struct SignIn<'r> {
    frame: Frame<'r>,
    /// Where to go afterwards.
    back: String,
    kept: String,
    /// What was typed as the name.
    typed: String,
    /// Names of the identity providers, in the order of the configuration.
    issuers: Vec<String>,
    /// Address of the script of passkeys.
    passkeys: &'r str,
}

#[derive(Template)]
#[template(path = "access/unlock.html")]
struct Unlock<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    has_passkey: bool,
    /// Address of the script of passkeys.
    passkeys: &'r str,
}

#[derive(Template)]
#[template(path = "access/resend.html")]
struct Resend<'r> {
    frame: Frame<'r>,
    path: String,
    pairs: Vec<(String, String)>,
}

/// `GET /vao`
pub fn page(visit: &Visit<'_>) -> Answer {
    match &visit.session {
        Some(session) if session.standing == Standing::Open => visit.go(home(&session.roles), ""),
        Some(session) => visit.go(next_step(session.standing), ""),
        None => form(visit, StatusCode::OK, String::new(), "", Vec::new()),
    }
}

/// The form to sign in.
pub fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    kept: String,
    name: &str,
    faults: Vec<FieldFault>,
) -> Answer {
    let issuers = visit.counter.settings().issuers.iter().map(|issuer| issuer.name.clone()).collect();
    let frame = visit.frame("access-sign-in-title").with_faults(faults);
    let passkeys = visit.counter.assets().path("passkey.js");
    visit.show_as(
        status,
        &SignIn { frame, back: back(visit), kept, typed: name.to_owned(), issuers, passkeys },
    )
}

/// `POST /vao`
pub fn send(visit: &Visit<'_>) -> Answer {
    let (name, password) = (visit.form().text("ten"), visit.form().find("mat-khau").unwrap_or_default());
    let mut faults = Faults::default();
    if name.is_empty() {
        faults.add(visit, "ten", "access-name-missing");
    }
    if password.is_empty() {
        faults.add(visit, "mat-khau", "access-password-missing");
    }
    if !faults.is_empty() {
        return form(
            visit,
            StatusCode::UNPROCESSABLE_ENTITY,
            kept::carried(visit),
            &name,
            faults.into_list(),
        );
    }
    attempt(visit, &name.to_lowercase())?;
    let address = visit.request.address.to_string();
    match office_desk::sign_in(visit.office(), &name, password, visit.origin(&address)) {
        Ok(signed_in) => after(visit, &signed_in),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "ten".to_owned(), text: said(visit, &refusal) }];
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), &name, faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// Counts an attempt to sign in, before anything is looked up or reckoned for it.
///
/// # Errors
/// [`Failure::TooMany`].
pub fn attempt(visit: &Visit<'_>, name: &str) -> Result<(), Failure> {
    Ok(visit.counter.operations().rates.sign_in(ClientAddress(visit.request.address), name)?)
}

/// The same where nobody is named yet: phones of a whole commune may share one address.
///
/// # Errors
/// As [`attempt`].
pub fn attempt_by_browser(visit: &Visit<'_>) -> Result<(), Failure> {
    attempt(visit, visit.cookie(csrf::GUEST).unwrap_or_default())
}

/// The same for whoever proves again who they are.
///
/// # Errors
/// As [`attempt`], and [`Failure::SignIn`].
pub fn attempt_again(visit: &Visit<'_>) -> Result<(), Failure> {
    attempt(visit, visit.actor()?.sign_in())
}

/// A refusal in one text.
pub fn said(visit: &Visit<'_>, refusal: &sohoc_rules::Refusal) -> String {
    let (text, remedy) = refusal_words(visit.words, refusal);
    format!("{text} {remedy}").trim().to_owned()
}

/// Goes on after a step of signing in: to the next step, to what was kept, or to where the visitor wanted.
pub fn after(visit: &Visit<'_>, signed_in: &SignedIn) -> Answer {
    after_to(visit, signed_in, visit.form().get("ve"))
}

/// The same, to where the visitor wanted to go.
pub fn after_to(visit: &Visit<'_>, signed_in: &SignedIn, wanted: &str) -> Answer {
    let carried = kept::carried(visit);
    let standing = signed_in.session.standing;
    let answer = match kept::open(visit.office(), &carried, visit.now) {
        None if standing == Standing::Open => {
            visit.go(if is_own(wanted) { wanted } else { home(&signed_in.session.roles) }, "")?
        }
        None => visit.go(&format!("{}?ve={}", next_step(standing), escaped(wanted)), "")?,
        Some(waiting) => {
            let visit = as_signed_in(visit, signed_in)?;
            match standing {
                Standing::Open => {
                    let frame = visit.frame("access-resend-title");
                    visit.show(&Resend { frame, path: waiting.path, pairs: waiting.pairs })?
                }
                Standing::NeedsSecondFactor => {
                    second_factor::form(&visit, StatusCode::OK, carried, Vec::new())?
                }
                Standing::MustSetPassword => password::form(&visit, StatusCode::OK, carried, Vec::new())?,
                Standing::MustEnrolSecondFactor => {
                    second_factor::set_up_form(&visit, StatusCode::OK, carried, Vec::new())?
                }
                Standing::Locked => unlock_form(&visit, StatusCode::OK, carried, Vec::new())?,
            }
        }
    };
    session::keep(visit, signed_in, answer)
}

/// The same visit with the session it has now, so that the forms of the next page are its own.
pub fn as_signed_in<'r>(visit: &Visit<'r>, signed_in: &SignedIn) -> Result<Visit<'r>, Failure> {
    let session = find_session(visit.office(), &signed_in.token)?;
    Ok(Visit { counter: visit.counter, request: visit.request, session, words: visit.words, now: visit.now })
}

fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Where somebody with these roles begins their day.
pub fn home(roles: &[Role]) -> &'static str {
    let first = |role: &Role| match role {
        Role::CommuneOfficer | Role::HeadOfUnit => (0, "/duyet"),
        Role::CommuneDecider => (1, "/quyet-dinh"),
        Role::Volunteer | Role::UnitCommittee => (2, "/xom"),
        Role::ProvinceInspector => (3, "/thanh-tra"),
        Role::ProvinceOfficer => (4, "/chat-luong"),
        Role::Administrator | Role::System => (5, "/tai-khoan"),
        Role::Citizen => (6, "/ho-so"),
    };
    roles.iter().map(first).min().map_or("/", |(_, path)| path)
}

/// Where to go afterwards, as asked in the question or the form.
pub fn back(visit: &Visit<'_>) -> String {
    let wanted = [visit.query().get("ve"), visit.form().get("ve")];
    wanted.into_iter().find(|path| is_own(path)).unwrap_or_default().to_owned()
}

/// `GET /vao/mo-khoa`
pub fn unlock_page(visit: &Visit<'_>) -> Answer {
    match visit.session()?.standing {
        Standing::Locked => unlock_form(visit, StatusCode::OK, String::new(), Vec::new()),
        _ => page(visit),
    }
}

/// The form to unlock.
pub fn unlock_form(visit: &Visit<'_>, status: StatusCode, kept: String, faults: Vec<FieldFault>) -> Answer {
    let session = visit.session()?;
    match session.standing {
        Standing::Locked => {
            let frame = visit.frame("access-unlock-title").with_faults(faults);
            let passkeys = visit.counter.assets().path("passkey.js");
            let has_passkey = session.has_passkey;
            visit.show_as(status, &Unlock { frame, back: back(visit), kept, has_passkey, passkeys })
        }
        standing => visit.go(next_step(standing), ""),
    }
}

/// `POST /vao/mo-khoa`
pub fn unlock(visit: &Visit<'_>) -> Answer {
    let password = visit.form().find("mat-khau").unwrap_or_default();
    attempt_again(visit)?;
    let address = visit.request.address.to_string();
    match office_desk::unlock(visit.office(), visit.session()?, password, visit.origin(&address)) {
        Ok(signed_in) => after(visit, &signed_in),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "mat-khau".to_owned(), text: said(visit, &refusal) }];
            unlock_form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /ra`
pub fn leave(visit: &Visit<'_>) -> Answer {
    sign_out(visit.office(), visit.session()?)?;
    session::forget(visit, visit.go("/", "signed-out")?)
}
