//! Who is signed in: found by the cookie at each request.

use axum::http::{HeaderMap, header};
use axum::response::Response;
use sohoc_acts::access::Actor;
use sohoc_rules::access::ActKind;
use sohoc_rules::time::Date;

use crate::failure::Failure;
use crate::frame::preferences;
use crate::state::Counter;
use crate::texts::Words;
use crate::visit::{Request, Visit, cookie};

/// Somebody signed in.
pub struct Session {
    /// Who acts.
    pub actor: Actor,
    /// What pages call them.
    pub display_name: String,
    /// What the tokens of their forms follow from.
    pub csrf: [u8; 32],
    /// Whether nothing is left to do before other pages: second factor, new password, unlocking.
    pub complete: bool,
}

impl Session {
    /// Whether all that the account needs was shown.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.complete
    }

    /// Whether the account holds a role that may do `act` somewhere on that day.
    #[must_use]
    pub fn may(&self, act: ActKind, day: Date) -> bool {
        self.actor.may_somewhere(act, day)
    }
}

/// Finds out who came.
///
/// # Errors
/// When the ledger does not answer.
pub fn visit<'r>(counter: &'r Counter, request: &'r Request) -> Result<Visit<'r>, Failure> {
    let words = words(counter, &request.headers);
    Ok(Visit { counter, request, session: None, words, now: counter.office().now() })
}

/// The visitor's language: what they chose, else what the browser asks for, else Vietnamese.
pub fn words<'r>(counter: &'r Counter, headers: &HeaderMap) -> &'r Words {
    let texts = counter.texts();
    if let Some(chosen) = cookie(headers, preferences::LANGUAGE).and_then(|code| texts.find(code)) {
        return chosen;
    }
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    // The first language that we have; browsers name them in the order of liking.
    let codes = asked.split(',').filter_map(|one| one.split([';', '-']).next());
    codes.filter_map(|code| texts.find(code.trim())).next().unwrap_or_else(|| texts.vietnamese())
}

/// Whether a program asks, not a person: it is told in a status, not led to a page.
pub fn is_program(visit: &Visit<'_>) -> bool {
    let accepts = visit.request.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|kinds| kinds.contains("json") && !kinds.contains("html"))
}

/// Leads to the page of signing in and back here.
pub fn ask_to_sign_in(visit: &Visit<'_>) -> Response {
    let here: String = form_urlencoded::byte_serialize(visit.request.path.as_bytes()).collect();
    visit.go(&format!("/vao?ve={here}"), "").unwrap_or_else(|failure| crate::guard::plain(failure.status(), ""))
}
