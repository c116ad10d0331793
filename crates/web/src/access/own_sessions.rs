//! Where one is signed in: the list, ending one, ending all others.

use sohoc_acts::access::session::{list_sessions, revoke_other_sessions, revoke_session};
use sohoc_rules::time::Instant;

use crate::failure::{Answer, Failure};
use crate::visit::Visit;

use super::security::PAGE;

/// A browser in which the account is open.
pub struct Shown {
    /// Session.
    pub id: String,
    /// Browser and system as a person names them.
    pub device: String,
    /// When it began.
    pub started_at: Instant,
    /// When it was last used.
    pub seen_at: Instant,
    /// Network address it began from.
    pub address: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// Where the account of the visitor is open.
pub fn shown(visit: &Visit<'_>) -> Result<Vec<Shown>, Failure> {
    let sessions = list_sessions(visit.office(), visit.session()?)?.into_iter().map(|own| Shown {
        id: own.id.to_string(),
        device: device(&own.device),
        started_at: own.started_at,
        seen_at: own.seen_at,
        address: own.address,
        is_this: own.is_this,
    });
    Ok(sessions.collect())
}

/// `POST /toi/bao-mat`: ends the session named in the form, or all but this one.
pub fn send(visit: &Visit<'_>) -> Answer {
    let (office, session) = (visit.office(), visit.session()?);
    if visit.form().get("viec") == "het" {
        revoke_other_sessions(office, session)?;
        return visit.go(PAGE, "sessions-ended");
    }
    let other = visit.form().read("phien").ok_or(Failure::NotFound)?;
    revoke_session(office, session, other)?;
    visit.go(PAGE, "session-ended")
}

/// What stands in the name that a browser gives itself, the more telling first: all call themselves Safari.
const BROWSERS: [(&str, &str); 6] = [
    ("coc_coc", "Cốc Cốc"),
    ("Edg", "Edge"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
];
const SYSTEMS: [(&str, &str); 6] = [
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
];

/// Browser and system of the name that a browser gives itself; the name where neither is known.
fn device(agent: &str) -> String {
    let named = |known: &[(&str, &'static str)]| {
        known.iter().find(|(mark, _)| agent.contains(mark)).map(|(_, name)| *name)
    };
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(one), None) | (None, Some(one)) => one.to_owned(),
        (None, None) => agent.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_browser_is_called_as_people_call_it() {
        let android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 \
                       Mobile Safari/537.36";
        assert_eq!(device(android), "Chrome, Android");
        assert_eq!(
            device("Mozilla/5.0 (Windows NT 10.0) Chrome/124.0 Safari/537.36 Edg/124.0"),
            "Edge, Windows"
        );
        assert_eq!(device("curl/8"), "curl/8");
    }
}
