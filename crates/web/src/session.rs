//! Who is signed in: found by the cookie at each request.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use sohoc_acts::access::session::{Session, SignedIn, find_session};
use sohoc_rules::access::security::Standing;

use crate::failure::{Answer, Failure};
use crate::frame::preferences;
use crate::state::Counter;
use crate::texts::Words;
use crate::visit::{Request, Visit, cookie};

/// Cookie of the session.
const COOKIE: &str = "phien";
/// The same where nobody can read the connection: browsers take it only from this very host.
const SECURE_COOKIE: &str = "__Host-phien";

fn cookie_name(counter: &Counter) -> &'static str {
    if counter.is_secure() { SECURE_COOKIE } else { COOKIE }
}

/// Finds out who came.
///
/// # Errors
/// When the ledger does not answer.
pub fn visit<'r>(counter: &'r Counter, request: &'r Request) -> Result<Visit<'r>, Failure> {
    let token = cookie(&request.headers, cookie_name(counter));
    let session = token.map(|token| find_session(counter.office(), token)).transpose()?.flatten();
    if let Some(session) = session.as_ref().filter(|session| session.touch_due) {
        counter.operations().in_use.add(session.id);
    }
    let words = words(counter, &request.headers);
    Ok(Visit { counter, request, session, words, now: counter.office().now() })
}

/// Whether nothing is left to do before other pages: second factor, new password, unlocking.
#[must_use]
pub fn is_open(session: &Session) -> bool {
    session.standing == Standing::Open
}

/// The page where a session that is not open goes on.
#[must_use]
pub const fn next_step(standing: Standing) -> &'static str {
    match standing {
        Standing::Open => "/",
        Standing::Locked => "/vao/mo-khoa",
        Standing::NeedsSecondFactor => "/vao/buoc-hai",
        Standing::MustSetPassword => "/vao/mat-khau-moi",
        Standing::MustEnrolSecondFactor => "/vao/dat-buoc-hai",
    }
}

/// Puts the token of a session into the browser: it replaces whatever was there.
///
/// # Errors
/// When the token cannot stand in a header, which none of ours is.
pub fn keep(visit: &Visit<'_>, signed_in: &SignedIn, mut response: Response) -> Answer {
    put(visit, &mut response, &signed_in.token, "")?;
    Ok(response)
}

/// Takes the token out of the browser.
///
/// # Errors
/// As [`keep`].
pub fn forget(visit: &Visit<'_>, mut response: Response) -> Answer {
    put(visit, &mut response, "", "; Max-Age=0")?;
    Ok(response)
}

fn put(visit: &Visit<'_>, response: &mut Response, token: &str, more: &str) -> Result<(), Failure> {
    let name = cookie_name(visit.counter);
    let secure = if visit.counter.is_secure() { "; Secure" } else { "" };
    // Lax, not Strict: the code on a slip or certificate and the way back from a provincial sign-on are
    // links from elsewhere; what changes anything is guarded by the token of each form.
    let line = format!("{name}={token}; Path=/; SameSite=Lax; HttpOnly{secure}{more}");
    let line = HeaderValue::from_str(&line).map_err(|error| Failure::Fault(Box::new(error)))?;
    response.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}

/// The visitor's language: what they chose, else what the browser asks for, else Vietnamese.
pub fn words<'r>(counter: &'r Counter, headers: &HeaderMap) -> &'r Words {
    let texts = counter.texts();
    if let Some(chosen) = cookie(headers, preferences::LANGUAGE).and_then(|code| texts.find(code)) {
        return chosen;
    }
    let asked =
        headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The first language that we have; browsers name them in the order of liking.
    let codes = asked.split(',').filter_map(|one| one.split([';', '-']).next());
    codes.filter_map(|code| texts.find(code.trim())).next().unwrap_or_else(|| texts.vietnamese())
}

/// Whether a program asks, not a person: it is told in a status, not led to a page.
pub fn is_program(visit: &Visit<'_>) -> bool {
    let accepts = visit.request.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|kinds| kinds.contains("json") && !kinds.contains("html"))
}
