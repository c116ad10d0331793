//! The second factor: giving it, and setting up a code device where the account has none yet.

use askama::Template;
use axum::http::StatusCode;
use fast_qr::convert::svg::SvgBuilder;
use fast_qr::convert::{Builder, Shape};
use fast_qr::qr::QRBuilder;
use sohoc_acts::Error;
use sohoc_acts::access::second_factor::{
    begin_totp, confirm_totp, make_recovery_codes, second_factor_recovery, second_factor_totp,
};
use sohoc_acts::access::session::SignedIn;
use sohoc_rules::access::security::Standing;

use super::sign_in::{after, back, said};
use super::{confirm, kept, sign_in};
use crate::failure::Answer;
use crate::frame::{FieldFault, Frame};
use crate::session;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "access/second_factor.html")]
struct SecondFactor<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    has_totp: bool,
    has_passkey: bool,
    /// Address of the script of passkeys.
    passkeys: &'r str,
}

#[derive(Template)]
#[template(path = "access/set_up.html")]
struct SetUp<'r> {
    frame: Frame<'r>,
    back: String,
    kept: String,
    /// The secret, in groups of four.
    secret: String,
    /// The QR as an SVG picture.
    picture: String,
}

#[derive(Template)]
#[template(path = "access/recovery.html")]
struct Recovery<'r> {
    frame: Frame<'r>,
    codes: Vec<String>,
    next: String,
}

/// `GET /vao/buoc-hai`
pub fn page(visit: &Visit<'_>) -> Answer {
    match visit.session()?.standing {
        Standing::NeedsSecondFactor => form(visit, StatusCode::OK, String::new(), Vec::new()),
        _ => sign_in::page(visit),
    }
}

/// The form.
pub fn form(visit: &Visit<'_>, status: StatusCode, kept: String, faults: Vec<FieldFault>) -> Answer {
    let session = visit.session()?;
    let (has_totp, has_passkey) = (session.has_totp, session.has_passkey);
    let frame = visit.frame("access-second-title").with_faults(faults);
    let passkeys = visit.counter.assets().path("passkey.js");
    visit.show_as(status, &SecondFactor { frame, back: back(visit), kept, has_totp, has_passkey, passkeys })
}

/// `POST /vao/buoc-hai`: a code of the device, or one of the recovery codes.
pub fn send(visit: &Visit<'_>) -> Answer {
    let code = visit.form().text("ma");
    sign_in::attempt_again(visit)?;
    let address = visit.request.address.to_string();
    let (office, session) = (visit.office(), visit.session()?);
    let is_device_code = code.chars().filter(char::is_ascii_digit).count() == 6 && code.len() <= 7;
    let given = if is_device_code {
        second_factor_totp(office, session, &code, visit.origin(&address))
    } else {
        second_factor_recovery(office, session, &code, visit.origin(&address))
    };
    match given {
        Ok(signed_in) => after(visit, &signed_in),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "ma".to_owned(), text: said(visit, &refusal) }];
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /vao/dat-buoc-hai`
pub fn set_up_page(visit: &Visit<'_>) -> Answer {
    match visit.session()?.standing {
        Standing::Open | Standing::MustEnrolSecondFactor => {
            set_up_form(visit, StatusCode::OK, String::new(), Vec::new())
        }
        _ => sign_in::page(visit),
    }
}

/// The form with the secret of this session: it stays the same until it is proved or an hour has gone by.
pub fn set_up_form(visit: &Visit<'_>, status: StatusCode, kept: String, faults: Vec<FieldFault>) -> Answer {
    let setup = match begin_totp(visit.office(), visit.session()?) {
        Ok(setup) => setup,
        Err(Error::Refused(refusal)) if refusal.code == confirm::REFUSAL => {
            return confirm::ask(visit, &here(visit));
        }
        Err(error) => return Err(error.into()),
    };
    let letters: Vec<char> = setup.secret.chars().collect();
    let secret = letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    let frame = visit.frame("access-set-up-title").with_faults(faults);
    visit.show_as(status, &SetUp { frame, back: back(visit), kept, secret, picture: qr_picture(&setup.url) })
}

/// This page with the way back from it.
fn here(visit: &Visit<'_>) -> String {
    let back: String = form_urlencoded::byte_serialize(back(visit).as_bytes()).collect();
    format!("{}?ve={back}", visit.request.path)
}

/// A QR as an address that an image takes: the policy allows no markup of its own in pages.
pub fn qr_picture(text: &str) -> String {
    let Ok(code) = QRBuilder::new(text).build() else { return String::new() };
    let svg = SvgBuilder::default().shape(Shape::Square).margin(2).to_str(&code);
    let escaped: String = form_urlencoded::byte_serialize(svg.as_bytes()).collect();
    format!("data:image/svg+xml,{}", escaped.replace('+', "%20"))
}

/// `POST /vao/dat-buoc-hai`
pub fn set_up(visit: &Visit<'_>) -> Answer {
    let code = visit.form().text("ma");
    sign_in::attempt_again(visit)?;
    let address = visit.request.address.to_string();
    match confirm_totp(visit.office(), visit.session()?, &code, visit.origin(&address)) {
        Ok(signed_in) => show_recovery(visit, &signed_in),
        Err(Error::Refused(refusal)) => {
            let faults = vec![FieldFault { field: "ma".to_owned(), text: said(visit, &refusal) }];
            set_up_form(visit, StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit), faults)
        }
        Err(error) => Err(error.into()),
    }
}

/// The recovery codes, shown once.
fn show_recovery(visit: &Visit<'_>, signed_in: &SignedIn) -> Answer {
    if kept::open(visit.office(), &kept::carried(visit), visit.now).is_some() {
        return after(visit, signed_in);
    }
    let codes = make_recovery_codes(visit.office(), &signed_in.session)?;
    let wanted = back(visit);
    let next = if wanted.is_empty() { sign_in::home(&signed_in.session.roles).to_owned() } else { wanted };
    let page = recovery_page(&sign_in::as_signed_in(visit, signed_in)?, codes, &next)?;
    session::keep(visit, signed_in, page)
}

/// Recovery codes, shown once, and where to go on.
pub fn recovery_page(visit: &Visit<'_>, codes: Vec<String>, next: &str) -> Answer {
    let frame = visit.frame("access-recovery-title");
    visit.show(&Recovery { frame, codes, next: next.to_owned() })
}
