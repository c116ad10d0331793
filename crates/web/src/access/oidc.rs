//! Coming in through an identity provider, and linking one's own account with it.

use askama::Template;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use sohoc_acts::Error;
use sohoc_acts::access::oidc::{Claims, link_oidc, sign_in_oidc, unlink_oidc};
use sohoc_rules::people::PersonalNumber;

use super::provider::{Proved, Provider, Secrets, Trouble};
use super::sign_in::{after_to, attempt_by_browser, back, said};
use super::ticket::{self, Step};
use super::{confirm, sealed, security};
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::frame::preferences::is_own;
use crate::settings::Issuer;
use crate::visit::Visit;

/// Where one's own links are shown.
const OWN_PAGE: &str = security::PAGE;

/// What the visitor takes along to the provider.
#[derive(Serialize, Deserialize)]
struct Going {
    /// Which provider, by its address: another order in the configuration changes nothing.
    issuer: String,
    secrets: Secrets,
    /// Where the visitor wanted to go.
    back: String,
    /// The account that is to be linked; `None` to sign in.
    linking: Option<String>,
}

#[derive(Template)]
#[template(path = "access/provider_failed.html")]
struct ProviderFailed<'r> {
    frame: Frame<'r>,
    text: String,
    /// Where to try again.
    again: &'static str,
}

/// `GET /vao/qua/{nha}`: the way to the provider of that place in the configuration.
pub fn leave(visit: &Visit<'_>) -> Answer {
    attempt_by_browser(visit)?;
    set_out(visit, &back(visit), None)
}

/// `GET /vao/noi/{nha}`: the same way, to link one's own account.
pub fn leave_to_link(visit: &Visit<'_>) -> Answer {
    let session = visit.session()?;
    let issuer = issuer(visit)?;
    if !session.is_confirmed(visit.office()) {
        return confirm::ask(visit, &visit.request.path);
    }
    tracing::debug!(issuer = issuer.issuer, "an account is to be linked");
    set_out(visit, OWN_PAGE, Some(session.account.to_string()))
}

fn issuer<'v>(visit: &Visit<'v>) -> Result<&'v Issuer, Failure> {
    let place: usize = visit.id("nha")?;
    visit.counter.settings().issuers.get(place).ok_or(Failure::NotFound)
}

fn provider<'v>(visit: &Visit<'v>, issuer: &'v Issuer) -> Provider<'v> {
    let back = format!("{}/vao/ve", visit.counter.public_url());
    Provider { providers: visit.counter.providers(), issuer, back, now: visit.now }
}

fn set_out(visit: &Visit<'_>, back: &str, linking: Option<String>) -> Answer {
    let issuer = issuer(visit)?;
    let secrets = Secrets::new(|| sealed::hex(&visit.office().chance::<32>()), issuer.pkce);
    let way = match provider(visit, issuer).way_there(&secrets) {
        Ok(way) => way,
        Err(trouble) => return in_trouble(visit, issuer, &trouble),
    };
    let mut answer = visit.go(&way, "")?;
    let going = Going { issuer: issuer.issuer.clone(), secrets, back: back.to_owned(), linking };
    ticket::give(visit, Step::Provider, &going, &mut answer)?;
    Ok(answer)
}

/// `GET /vao/ve`: the way back.
pub fn come_back(visit: &Visit<'_>) -> Answer {
    let going: Option<Going> = ticket::take(visit, Step::Provider);
    let mut answer = came_back(visit, going)?;
    ticket::tear(visit, Step::Provider, &mut answer)?;
    Ok(answer)
}

fn came_back(visit: &Visit<'_>, going: Option<Going>) -> Answer {
    let query = visit.query();
    // Whoever brings another's state was led here by somebody else.
    let going = going.filter(|going| bool::from(same(&going.secrets.state, query.get("state"))));
    let Some(going) = going else { return failed(visit, StatusCode::BAD_REQUEST, "access-provider-stale") };
    let issuer = visit.counter.settings().issuers.iter().find(|issuer| issuer.issuer == going.issuer);
    let issuer = issuer.ok_or(Failure::NotFound)?;
    let made_by = query.get("iss");
    let code = query.get("code");
    if code.is_empty() || !(made_by.is_empty() || made_by == issuer.issuer) {
        return failed(visit, StatusCode::BAD_REQUEST, "access-provider-refused");
    }
    match provider(visit, issuer).way_back(code, &going.secrets) {
        Ok(proved) => vouched(visit, issuer, &going, &proved),
        Err(trouble) => in_trouble(visit, issuer, &trouble),
    }
}

fn same(one: &str, other: &str) -> subtle::Choice {
    subtle::ConstantTimeEq::ct_eq(one.as_bytes(), other.as_bytes())
}

fn vouched(visit: &Visit<'_>, issuer: &Issuer, going: &Going, proved: &Proved) -> Answer {
    let number = proved.number.as_deref().and_then(|text| PersonalNumber::new(text).ok());
    let claims = Claims { issuer: &issuer.issuer, subject: &proved.subject, number: number.as_ref() };
    let Some(account) = &going.linking else {
        let address = visit.request.address.to_string();
        return match sign_in_oidc(visit.office(), claims, visit.origin(&address)) {
            Ok(signed_in) => after_to(visit, &signed_in, &going.back),
            Err(Error::Refused(refusal)) => show(visit, StatusCode::FORBIDDEN, said(visit, &refusal), "/vao"),
            Err(error) => Err(error.into()),
        };
    };
    let session = visit.session()?;
    if session.account.to_string() != *account {
        return failed(visit, StatusCode::BAD_REQUEST, "access-provider-stale");
    }
    match link_oidc(visit.office(), session, claims) {
        Ok(()) => visit.go(if is_own(&going.back) { &going.back } else { OWN_PAGE }, "provider-linked"),
        Err(Error::Refused(refusal)) => show(visit, StatusCode::CONFLICT, said(visit, &refusal), OWN_PAGE),
        Err(error) => Err(error.into()),
    }
}

/// `POST /vao/bo-noi/{nha}`
pub fn unlink(visit: &Visit<'_>) -> Answer {
    let issuer = issuer(visit)?;
    match unlink_oidc(visit.office(), visit.session()?, &issuer.issuer) {
        Ok(()) => visit.go(OWN_PAGE, "provider-unlinked"),
        Err(error) => security::not_done(visit, error),
    }
}

fn in_trouble(visit: &Visit<'_>, issuer: &Issuer, trouble: &Trouble) -> Answer {
    tracing::warn!(issuer = issuer.issuer, %trouble, "signing in through a provider failed");
    match trouble {
        Trouble::Busy => Err(Failure::Busy),
        Trouble::Silent(_) => failed(visit, StatusCode::BAD_GATEWAY, "access-provider-silent"),
        Trouble::Unproved(_) => failed(visit, StatusCode::BAD_REQUEST, "access-provider-unproved"),
    }
}

fn failed(visit: &Visit<'_>, status: StatusCode, key: &str) -> Answer {
    let again = if visit.session.is_some() { OWN_PAGE } else { "/vao" };
    show(visit, status, visit.words.get(key).into_owned(), again)
}

fn show(visit: &Visit<'_>, status: StatusCode, text: String, again: &'static str) -> Answer {
    let frame = visit.frame("access-provider-failed-title");
    visit.show_as(status, &ProviderFailed { frame, text, again })
}
