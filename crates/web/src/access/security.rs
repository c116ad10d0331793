//! What opens one's own account, and where it is open: password, second step, passkeys, other services, browsers,
//! the last sign-ins.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::logins::own_logins;
use sohoc_acts::access::oidc::list_links;
use sohoc_acts::access::second_factor::{make_recovery_codes, recovery_codes_left, remove_totp};
use sohoc_acts::access::session::Session;
use sohoc_rules::Refusal;
use sohoc_rules::time::Instant;

use super::second_factor::recovery_page;
use super::sign_in::said;
use super::{confirm, own_sessions};
use crate::failure::{Answer, Failure};
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

/// Where all this is shown.
pub const PAGE: &str = "/toi/bao-mat";
/// How many sign-ins are shown.
const LOGINS: i64 = 10;

#[derive(Template)]
#[template(path = "access/security.html")]
struct Security<'r> {
    frame: Frame<'r>,
    has_password: bool,
    has_totp: bool,
    passkeys: bool,
    /// Recovery codes that are left; none are asked for without a second step.
    codes_left: i64,
    /// Where the password is changed and the second step set up, by way of proving who one is.
    change_password: String,
    set_up: String,
    services: Vec<Service>,
    sessions: Vec<own_sessions::Shown>,
    logins: Vec<(Instant, String, String)>,
}

/// Another service that vouches for people.
struct Service {
    place: usize,
    name: String,
    linked_at: Option<Instant>,
}

/// `GET /toi/bao-mat`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, StatusCode::OK, Vec::new())
}

fn show(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let (office, session) = (visit.office(), visit.session()?);
    let logins = own_logins(office, session, LOGINS)?.into_iter().map(|login| {
        let key = format!("access-login-{}", login.outcome.replace('_', "-"));
        (login.at, visit.words.get(&key).into_owned(), login.address)
    });
    let page = Security {
        frame: visit.frame("access-security-title").with_faults(faults),
        has_password: session.has_password,
        has_totp: session.has_totp,
        passkeys: session.has_passkey,
        codes_left: recovery_codes_left(office, session)?,
        change_password: by_proof("/vao/mat-khau-moi"),
        set_up: by_proof("/vao/dat-buoc-hai"),
        services: services(visit, session)?,
        sessions: own_sessions::shown(visit)?,
        logins: logins.collect(),
    };
    visit.show_as(status, &page)
}

/// The way to a page that changes what opens the account, and then back here.
fn by_proof(path: &str) -> String {
    let back: String = form_urlencoded::byte_serialize(PAGE.as_bytes()).collect();
    confirm::place(&format!("{path}?ve={back}"))
}

/// The services of the configuration, linked or not.
fn services(visit: &Visit<'_>, session: &Session) -> Result<Vec<Service>, Failure> {
    let linked = list_links(visit.office(), session)?;
    let known = visit.counter.settings().issuers.iter().enumerate();
    let service = |(place, issuer): (usize, &crate::settings::Issuer)| Service {
        place,
        name: issuer.name.clone(),
        linked_at: linked.iter().find(|(linked, _)| *linked == issuer.issuer).map(|(_, at)| *at),
    };
    Ok(known.map(service).collect())
}

/// `POST /toi/bao-mat/bo-buoc-hai`
pub fn remove_code_device(visit: &Visit<'_>) -> Answer {
    match remove_totp(visit.office(), visit.session()?) {
        Ok(()) => visit.go(PAGE, "second-step-off"),
        Err(error) => not_done(visit, error),
    }
}

/// `POST /toi/bao-mat/ma-du-phong`: shown once; those before are void.
pub fn new_codes(visit: &Visit<'_>) -> Answer {
    let session = visit.session()?;
    if !session.has_totp && !session.has_passkey {
        return Err(Failure::NotFound);
    }
    match make_recovery_codes(visit.office(), session) {
        Ok(codes) => recovery_page(visit, codes, PAGE),
        Err(error) => not_done(visit, error),
    }
}

/// What was refused stands on the page; what wants proof leads to where it is given.
pub fn not_done(visit: &Visit<'_>, error: Error) -> Answer {
    match error {
        Error::Refused(refusal) if refusal.code == confirm::REFUSAL => confirm::ask(visit, PAGE),
        Error::Refused(refusal) => refused(visit, &refusal),
        error => Err(error.into()),
    }
}

fn refused(visit: &Visit<'_>, refusal: &Refusal) -> Answer {
    // It is of no field: the summary leads to the page itself.
    let faults = vec![FieldFault { field: "noi-dung".to_owned(), text: said(visit, refusal) }];
    show(visit, StatusCode::CONFLICT, faults)
}
