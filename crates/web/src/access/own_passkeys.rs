//! One's own passkeys: the list, adding one, taking one away.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sohoc_acts::Error;
use sohoc_acts::access::passkeys::{Verified, add_passkey, find_passkey, list_passkeys, remove_passkey};
use sohoc_acts::access::session::Session;
use sohoc_rules::time::Instant;
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential};

use super::confirm;
use super::passkeys::{descriptors, fault, go_first, json, party};
use super::sealed::{hex, unhex};
use super::sign_in::{attempt_again, said};
use super::ticket::{self, Step};
use crate::failure::{Answer, Failure};
use crate::frame::{FieldFault, Frame};
use crate::session::{self, next_step};
use crate::visit::Visit;

const PAGE: &str = "/toi/khoa";

/// What the browser carries while the device makes a passkey.
#[derive(Serialize, Deserialize)]
struct Making {
    account: String,
    state: PasskeyRegistration,
}

struct Shown {
    id: String,
    called: String,
    added_at: Instant,
    used_at: Option<Instant>,
}

#[derive(Template)]
#[template(path = "access/own_passkeys.html")]
struct OwnPasskeys<'r> {
    frame: Frame<'r>,
    keys: Vec<Shown>,
    /// What was typed as the name of a new one.
    typed: String,
    /// Whether the visitor proved lately who they are.
    confirmed: bool,
    /// Where they prove it.
    confirm: String,
    /// Address of the script of passkeys.
    passkeys: &'r str,
}

/// `GET /toi/khoa`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, "", Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, typed: &str, faults: Vec<FieldFault>) -> Answer {
    let session = visit.session()?;
    if !session.standing.may_manage_credentials() {
        return visit.go(next_step(session.standing), "");
    }
    let keys = list_passkeys(visit.office(), session)?.into_iter().map(|kept| Shown {
        id: hex(&kept.credential_id),
        called: kept.label,
        added_at: kept.added_at,
        used_at: kept.used_at,
    });
    let page = OwnPasskeys {
        frame: visit.frame("access-passkeys-title").with_faults(faults),
        keys: keys.collect(),
        typed: typed.to_owned(),
        confirmed: session.is_confirmed(visit.office()),
        confirm: confirm::place(PAGE),
        passkeys: visit.counter.assets().path("passkey.js"),
    };
    visit.show_as(status, &page)
}

/// `POST /toi/khoa/bat-dau`: what the browser asks the device to make.
pub fn begin(visit: &Visit<'_>) -> Answer {
    let session = visit.session()?;
    if !session.standing.may_manage_credentials() {
        return go_first(next_step(session.standing));
    }
    if !session.is_confirmed(visit.office()) {
        return go_first(&confirm::place(PAGE));
    }
    let (options, state) = party(visit)?
        .start_passkey_registration(
            session.account.uuid(),
            session.actor.sign_in(),
            &session.display_name,
            None,
        )
        .map_err(fault)?;
    let mut options = serde_json::to_value(options).map_err(fault)?;
    let own = list_passkeys(visit.office(), session)?;
    if let Some(asked) = options["publicKey"].as_object_mut() {
        asked.insert("excludeCredentials".to_owned(), descriptors(&own));
        // One that the device finds by itself needs no name to be typed; a device that is full may still make one
        // for the second step.
        if let Some(wanted) =
            asked.get_mut("authenticatorSelection").and_then(|wanted| wanted.as_object_mut())
        {
            wanted.insert("residentKey".to_owned(), "preferred".into());
        }
    }
    let mut answer = json(StatusCode::OK, &options)?;
    let making = Making { account: session.account.to_string(), state };
    ticket::give(visit, Step::AddPasskey, &making, &mut answer)?;
    Ok(answer)
}

/// `POST /toi/khoa`: what the device made.
pub fn add(visit: &Visit<'_>) -> Answer {
    let session = visit.session()?;
    attempt_again(visit)?;
    let called = visit.form().text("goi-la");
    let refused = |text: String| {
        let faults = vec![FieldFault { field: "goi-la".to_owned(), text }];
        form(visit, StatusCode::UNPROCESSABLE_ENTITY, &called, faults)
    };
    if visit.form().get("khoa").is_empty() {
        return refused(visit.words.get("access-passkey-needs-script").into_owned());
    }
    let Some(passkey) = made(visit, session)? else {
        return refused(visit.words.get("access-passkey-unproved").into_owned());
    };
    if find_passkey(visit.office(), passkey.cred_id())?.is_some() {
        return refused(visit.words.get("access-passkey-known").into_owned());
    }
    let credential = serde_json::to_string(&passkey).map_err(fault)?;
    let new =
        Verified { credential_id: passkey.cred_id(), credential: &credential, counter: counter(&passkey) };
    match add_passkey(visit.office(), session, new, &called) {
        Ok(signed_in) => {
            let mut answer = visit.go(PAGE, "passkey-added")?;
            ticket::tear(visit, Step::AddPasskey, &mut answer)?;
            session::keep(visit, &signed_in, answer)
        }
        Err(Error::Refused(refusal)) if refusal.code == confirm::REFUSAL => confirm::ask(visit, PAGE),
        Err(Error::Refused(refusal)) => refused(said(visit, &refusal)),
        Err(error) => Err(error.into()),
    }
}

/// The passkey that the device made for this account; `None` when it proves nothing.
fn made(visit: &Visit<'_>, session: &Session) -> Result<Option<Passkey>, Failure> {
    let making: Option<Making> = ticket::take(visit, Step::AddPasskey);
    let answer: Option<RegisterPublicKeyCredential> = serde_json::from_str(visit.form().get("khoa")).ok();
    let (Some(making), Some(answer)) = (making, answer) else { return Ok(None) };
    if making.account != session.account.to_string() {
        return Ok(None);
    }
    match party(visit)?.finish_passkey_registration(&answer, &making.state) {
        Ok(passkey) => Ok(Some(passkey)),
        Err(error) => {
            tracing::warn!(%error, "a new passkey proved nothing");
            Ok(None)
        }
    }
}

/// The counter that a new passkey showed: only its written form tells.
fn counter(passkey: &Passkey) -> i64 {
    let written = serde_json::to_value(passkey).ok();
    written.and_then(|written| written["cred"]["counter"].as_i64()).unwrap_or_default()
}

/// `POST /toi/khoa/bo`
pub fn remove(visit: &Visit<'_>) -> Answer {
    let id = unhex(visit.form().get("khoa")).ok_or(Failure::NotFound)?;
    match remove_passkey(visit.office(), visit.session()?, &id) {
        Ok(()) => visit.go(PAGE, "passkey-removed"),
        Err(Error::Refused(refusal)) if refusal.code == confirm::REFUSAL => confirm::ask(visit, PAGE),
        Err(Error::Refused(refusal)) => {
            // It is of no field: the summary leads to the page itself.
            let faults = vec![FieldFault { field: "noi-dung".to_owned(), text: said(visit, &refusal) }];
            form(visit, StatusCode::CONFLICT, "", faults)
        }
        Err(error) => Err(error.into()),
    }
}
