//! Is this certificate real? By its number, typed or scanned.
//!
//! A page that many ask for at once, from a hall where certificates are handed out: one look into the ledger,
//! no form that is sent, and the same for everyone, so that it may be kept for a minute on its way.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::recognition::{self, CheckedCertificate};
use sohoc_acts::{Error, Office};
use sohoc_rules::recognition::{CertificateSerial, CertificateStanding};

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "public/check.html")]
struct Check<'r> {
    frame: Frame<'r>,
    /// What was typed.
    typed: String,
    found: Option<CheckedCertificate>,
    /// Tone of the tag and the keys of its words and of what it means.
    state: [&'static str; 3],
    /// Serial of the paper that stands in the place of this one.
    newer: String,
    /// Nothing has such a number. One answer for what cannot be a number and for what is not given out: who
    /// guesses learns nothing.
    unknown: bool,
}

/// `GET /kiem-tra`
pub fn page(visit: &Visit<'_>) -> Answer {
    shown(visit, visit.query().get("so"))
}

/// `GET /kiem-tra/{so_hieu}`
pub fn of_serial(visit: &Visit<'_>) -> Answer {
    shown(visit, visit.param("so_hieu"))
}

fn shown(visit: &Visit<'_>, typed: &str) -> Answer {
    let found = find(visit.office(), typed)?;
    let unknown = !typed.is_empty() && found.is_none();
    let (state, newer) = found.as_ref().map_or_else(Default::default, |found| state(&found.standing));
    let status = if unknown { StatusCode::NOT_FOUND } else { StatusCode::OK };
    let frame = visit.frame_for_all("public-check-title");
    visit.show_for_all(status, &Check { frame, typed: typed.to_owned(), found, state, newer, unknown })
}

/// The certificate with this number, however it was typed.
///
/// # Errors
/// A fault of the store.
pub fn find(office: &Office, typed: &str) -> Result<Option<CheckedCertificate>, Error> {
    match as_printed(typed).parse::<CertificateSerial>() {
        Ok(serial) => recognition::check(office, &serial),
        Err(_) => Ok(None),
    }
}

/// Phones put long dashes and spaces where short dashes stand.
fn as_printed(typed: &str) -> String {
    let dashed = typed.chars().filter(|sign| !sign.is_whitespace());
    dashed.map(|sign| if matches!(sign, '–' | '—' | '‑' | '_' | '.') { '-' } else { sign }).collect()
}

fn state(standing: &CertificateStanding) -> ([&'static str; 3], String) {
    match standing {
        CertificateStanding::Valid => {
            (["good", "public-check-valid", "public-check-valid-text"], String::new())
        }
        CertificateStanding::Revoked => {
            (["bad", "public-check-revoked", "public-check-revoked-text"], String::new())
        }
        CertificateStanding::Replaced(newer) => {
            (["gone", "public-check-replaced", "public-check-replaced-text"], newer.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_phone_makes_of_dashes_is_understood() {
        let serial = CertificateSerial::new(2026, "01501", 42).expect("valid");
        let printed = serial.to_string();
        for typed in [printed.replace('-', "–"), printed.replace('-', " - "), printed.to_lowercase()] {
            assert_eq!(as_printed(&typed).parse(), Ok(serial.clone()), "{typed}");
        }
    }
}
