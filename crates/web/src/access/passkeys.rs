//! Showing a passkey: to sign in with nothing else, as the second factor, or to prove once more who sits there.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sohoc_acts::access::passkeys::{
    Passkey as Kept, Verified, find_passkey, list_passkeys, second_factor_passkey, sign_in_passkey,
};
use sohoc_acts::{Error, access::session::SignedIn};
use sohoc_rules::access::security::Standing;
use webauthn_rs::prelude::{
    CredentialID, DiscoverableAuthentication, Passkey, PublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

use super::sign_in::{after, attempt, attempt_by_browser, said};
use super::ticket::{self, Step};
use super::{confirm, kept, second_factor, sign_in};
use crate::failure::{Answer, Failure};
use crate::frame::FieldFault;
use crate::visit::Visit;

/// Us, as browsers and devices know us: by the host and the origin visitors come to.
///
/// # Errors
/// [`Failure::NotFound`] where visitors come to a number instead of a name: passkeys have no home there.
pub fn party(visit: &Visit<'_>) -> Result<Webauthn, Failure> {
    let place = Url::parse(&visit.counter.public_url()).map_err(fault)?;
    let host = place.domain().ok_or(Failure::NotFound)?;
    let name = visit.words.get("site-name");
    WebauthnBuilder::new(host, &place).and_then(|builder| builder.rp_name(&name).build()).map_err(fault)
}

/// What is our own fault.
pub fn fault(error: impl std::error::Error + Send + Sync + 'static) -> Failure {
    Failure::Fault(Box::new(error))
}

/// What a script asked for.
///
/// # Errors
/// When it cannot be written.
pub fn json(status: StatusCode, content: &serde_json::Value) -> Answer {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    Ok((status, headers, content.to_string()).into_response())
}

/// Credentials as browsers take them.
pub fn descriptors(of: &[Kept]) -> serde_json::Value {
    let one = |kept: &Kept| {
        let id = CredentialID::from(kept.credential_id.clone());
        serde_json::json!({ "type": "public-key", "id": id })
    };
    of.iter().map(one).collect()
}

/// `POST /vao/khoa/bat-dau`: what the browser asks the device. Somebody half signed in is asked for one of their
/// own passkeys, anybody else for any that is known here.
pub fn begin(visit: &Visit<'_>) -> Answer {
    attempt_by_browser(visit)?;
    let (options, state) = party(visit)?.start_discoverable_authentication().map_err(fault)?;
    let mut options = serde_json::to_value(options).map_err(fault)?;
    if let (Some(session), Some(asked)) = (&visit.session, options["publicKey"].as_object_mut()) {
        let own = list_passkeys(visit.office(), session)?;
        asked.insert("allowCredentials".to_owned(), descriptors(&own));
    }
    let mut answer = json(StatusCode::OK, &options)?;
    ticket::give(visit, Step::ShowPasskey, &state, &mut answer)?;
    Ok(answer)
}

/// `POST /vao/khoa`: what the device answered.
pub fn finish(visit: &Visit<'_>) -> Answer {
    let name = visit.session.as_ref().map_or("", |session| session.actor.sign_in());
    attempt(visit, if name.is_empty() { visit.form().get("khoa") } else { name })?;
    let mut answer = match shown(visit) {
        Ok(Some(signed_in)) => after(visit, &signed_in)?,
        Ok(None) => again(visit, &visit.words.get("access-passkey-unproved"))?,
        Err(Error::Refused(refusal)) => again(visit, &said(visit, &refusal))?,
        Err(error) => return Err(error.into()),
    };
    ticket::tear(visit, Step::ShowPasskey, &mut answer)?;
    Ok(answer)
}

/// Signs in by what was shown; `None` when it proves nothing.
fn shown(visit: &Visit<'_>) -> Result<Option<SignedIn>, Error> {
    let office = visit.office();
    let state: Option<DiscoverableAuthentication> = ticket::take(visit, Step::ShowPasskey);
    let answer: Option<PublicKeyCredential> = serde_json::from_str(visit.form().get("khoa")).ok();
    let (Some(state), Some(answer)) = (state, answer) else { return Ok(None) };
    let Some(kept) = find_passkey(office, answer.get_credential_id())? else { return Ok(None) };
    let Some((credential, counter)) = verify(visit, &kept, &answer, state) else { return Ok(None) };
    let used = Verified { credential_id: &kept.credential_id, credential: &credential, counter };
    let address = visit.request.address.to_string();
    let signed_in = match &visit.session {
        Some(session) => second_factor_passkey(office, session, used, visit.origin(&address))?,
        None => sign_in_passkey(office, used, visit.origin(&address))?,
    };
    Ok(Some(signed_in))
}

/// The credential as it is after a use that is right, with its counter.
fn verify(
    visit: &Visit<'_>,
    kept: &Kept,
    answer: &PublicKeyCredential,
    state: DiscoverableAuthentication,
) -> Option<(String, i64)> {
    // Who came with nothing else is known by the handle alone; who named themselves may bring an old device that
    // keeps none.
    match answer.get_user_unique_id() {
        Some(handle) if handle != kept.account.uuid().as_bytes() => return None,
        None if visit.session.is_none() => return None,
        _ => (),
    }
    let mut passkey: Passkey = serde_json::from_str(&kept.credential).ok()?;
    let used = match party(visit).ok()?.finish_discoverable_authentication_v2(answer, state, &passkey) {
        Ok(used) => used,
        Err(error) => {
            tracing::warn!(%error, "a passkey proved nothing");
            return None;
        }
    };
    passkey.update_credential(&used);
    Some((serde_json::to_string(&passkey).ok()?, i64::from(used.counter())))
}

/// The page the passkey was shown on, with what is wrong.
fn again(visit: &Visit<'_>, text: &str) -> Answer {
    let fault = |field: &str| vec![FieldFault { field: field.to_owned(), text: text.to_owned() }];
    let (status, carried) = (StatusCode::UNPROCESSABLE_ENTITY, kept::carried(visit));
    match visit.session.as_ref().map(|session| session.standing) {
        None => sign_in::form(visit, status, carried, "", fault("ten")),
        Some(Standing::NeedsSecondFactor) => second_factor::form(visit, status, carried, fault("ma")),
        Some(Standing::Locked) => sign_in::unlock_form(visit, status, carried, fault("mat-khau")),
        Some(_) => confirm::form(visit, status, fault("mat-khau")),
    }
}

/// Tells a script where to send the visitor first.
pub fn go_first(path: &str) -> Result<Response, Failure> {
    json(StatusCode::CONFLICT, &serde_json::json!({ "to": path }))
}
