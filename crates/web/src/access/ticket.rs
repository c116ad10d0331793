//! What a visitor takes along while another place answers: the provider that vouches for them, the device
//! that holds their passkey. It lies sealed in a cookie of the one browser, for minutes, and is good once.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderValue, header};
use axum::response::Response;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sohoc_rules::time::Instant;

use super::sealed::{self, Purpose};
use crate::failure::Failure;
use crate::visit::Visit;

/// So long a ticket is good: long enough to find a phone, too short to be of use to a finder.
const LIFE_SECONDS: i64 = 600;

/// What a ticket is for: its cookie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Through an identity provider.
    Provider,
    /// Showing a passkey.
    ShowPasskey,
    /// Adding a passkey.
    AddPasskey,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Provider => "ve-qua",
            Self::ShowPasskey => "ve-khoa",
            Self::AddPasskey => "ve-them-khoa",
        }
    }

    fn cookie(self, visit: &Visit<'_>) -> String {
        if visit.counter.is_secure() { format!("__Host-{}", self.name()) } else { self.name().to_owned() }
    }
}

#[derive(Serialize, Deserialize)]
struct Ticket<T> {
    step: String,
    number: String,
    at: i64,
    content: T,
}

/// The tickets that were used while they were still good.
#[derive(Debug, Default)]
pub struct Spent(Mutex<BTreeMap<String, i64>>);

impl Spent {
    /// Notes a use; `false` when it was used before.
    fn spend(&self, number: String, at: i64, now: Instant) -> bool {
        let mut spent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        spent.retain(|_, at| is_good(*at, now));
        spent.insert(number, at).is_none()
    }
}

fn is_good(at: i64, now: Instant) -> bool {
    now.microseconds() - at < LIFE_SECONDS * 1_000_000
}

/// Gives the visitor a ticket; one for the same step before it is worth nothing any more.
///
/// # Errors
/// When it cannot stand in a header.
pub fn give(
    visit: &Visit<'_>,
    step: Step,
    content: &impl Serialize,
    response: &mut Response,
) -> Result<(), Failure> {
    let number = sealed::hex(&visit.office().chance::<16>());
    let ticket = Ticket { step: step.name().to_owned(), number, at: visit.now.microseconds(), content };
    let text = sealed::seal(visit.office(), Purpose::Ticket, &ticket).unwrap_or_default();
    put(visit, step, &text, LIFE_SECONDS, response)
}

/// The content of the visitor's ticket, which is used up by this; `None` when they have none that is good.
pub fn take<T: DeserializeOwned>(visit: &Visit<'_>, step: Step) -> Option<T> {
    let text = visit.cookie(&step.cookie(visit))?;
    let ticket: Ticket<T> = sealed::open(visit.office(), Purpose::Ticket, text)?;
    let is_ours = ticket.step == step.name() && is_good(ticket.at, visit.now);
    (is_ours && visit.counter.spent().spend(ticket.number, ticket.at, visit.now)).then_some(ticket.content)
}

/// Takes the cookie away.
///
/// # Errors
/// As [`give`].
pub fn tear(visit: &Visit<'_>, step: Step, response: &mut Response) -> Result<(), Failure> {
    put(visit, step, "", 0, response)
}

fn put(
    visit: &Visit<'_>,
    step: Step,
    text: &str,
    seconds: i64,
    response: &mut Response,
) -> Result<(), Failure> {
    let secure = if visit.counter.is_secure() { "; Secure" } else { "" };
    // Lax: the way back from a provider is a link from elsewhere.
    let name = step.cookie(visit);
    let line = format!("{name}={text}; Path=/; SameSite=Lax; HttpOnly; Max-Age={seconds}{secure}");
    let line = HeaderValue::from_str(&line).map_err(|error| Failure::Fault(Box::new(error)))?;
    response.headers_mut().append(header::SET_COOKIE, line);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_spent_once_and_forgotten_when_it_is_worth_nothing_any_more() {
        let spent = Spent::default();
        let now = Instant::from_microseconds(1_000_000_000);
        assert!(spent.spend("a".into(), now.microseconds(), now));
        assert!(!spent.spend("a".into(), now.microseconds(), now));
        assert!(spent.spend("b".into(), now.microseconds(), now));
        let later = Instant::from_microseconds(now.microseconds() + LIFE_SECONDS * 1_000_000);
        assert!(!is_good(now.microseconds(), later));
        assert!(spent.spend("c".into(), later.microseconds(), later));
        assert_eq!(spent.0.lock().expect("whole").len(), 1);
    }
}
