//! The page that says why there is no page, and what to do now.

use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use sohoc_rules::Refusal;

use crate::failure::Failure;
use crate::guard::plain;
use crate::operations::log_fault_under;
use crate::state::Counter;
use crate::texts::Words;
use crate::visit::{Request, Visit};

use super::Frame;

#[derive(Template)]
#[template(path = "failed.html")]
struct Failed<'r> {
    frame: Frame<'r>,
    /// What happened.
    text: String,
    /// What to do now.
    remedy: String,
    /// Number to quote, for what is our fault.
    number: Option<String>,
}

/// The page of a failure, in the visitor's language.
pub fn page(visit: &Visit<'_>, failure: &Failure) -> Response {
    if matches!(failure, Failure::SignIn) && !crate::session::is_program(visit) {
        return crate::access::ask_to_sign_in(visit);
    }
    let number = matches!(failure, Failure::Fault(_)).then(|| {
        log_fault_under(visit.request.number, failure);
        visit.request.number.to_string()
    });
    let name = failure.name();
    let (text, remedy) = match failure {
        Failure::Refused(refusal) => refusal_words(visit.words, refusal),
        Failure::BadInput(what) => (what.clone(), visit.words.get("failure-bad-input-text").into_owned()),
        Failure::Malformed(what) => {
            ((*what).to_owned(), visit.words.get("failure-bad-input-text").into_owned())
        }
        Failure::TooMany(too_many) => {
            let seconds = too_many.wait.as_secs();
            (visit.words.with("failure-too-many-text", "seconds", seconds), String::new())
        }
        _ => (visit.words.get(&format!("failure-{name}-text")).into_owned(), String::new()),
    };
    let frame = visit.frame(&format!("failure-{name}-title"));
    let shown = visit.show_as(failure.status(), &Failed { frame, text, remedy, number });
    match shown {
        Ok(mut response) => {
            let seconds = match failure {
                Failure::Busy => Some(5),
                Failure::TooMany(too_many) => Some(too_many.wait.as_secs()),
                _ => None,
            };
            if let Some(seconds) = seconds {
                response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            }
            response
        }
        Err(_) => plain(failure.status(), "Xin thử lại sau ít phút."),
    }
}

/// What is said when not even the visitor is known: the ledger does not answer.
pub fn bare(counter: &Counter, request: &Request, failure: &Failure) -> Response {
    let words = crate::session::words(counter, &request.headers);
    let visit = Visit { counter, request, session: None, words, now: counter.office().now() };
    page(&visit, failure)
}

/// What a refusal says in the visitor's language: what and why, and what to do. Rules speak English; their
/// words stand where a language has none of its own.
#[must_use]
pub fn refusal_words(words: &Words, refusal: &Refusal) -> (String, String) {
    let key = format!("refusal-{}", refusal.code.replace(['.', '_'], "-"));
    if words.code == "en" || !words.has(&key) {
        return (refusal.reason.clone(), refusal.remedy.to_owned());
    }
    let remedy = format!("{key}-remedy");
    let remedy = if words.has(&remedy) { words.get(&remedy).into_owned() } else { String::new() };
    (words.get(&key).into_owned(), remedy)
}

#[cfg(test)]
mod tests;
