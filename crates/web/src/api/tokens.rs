//! Making, listing and taking back tokens.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::tokens::{self, NewToken};
use sohoc_rules::access::{ActKind, Role, TokenScope};
use uuid::Uuid;

use crate::access::{proof, said};
use crate::accounts::{places, read_scope, role_words, roles_to_give, scope_words};
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::route::{Route, Who, get, post};
use crate::visit::Visit;

const PATH: &str = "/tai-khoan/khoa-api";
const MAY: Who = Who::May(&[ActKind::GrantRole]);

/// The routes of this page.
pub fn routes() -> Vec<Route> {
    vec![get(PATH, MAY, page), post(PATH, MAY, make), post("/tai-khoan/khoa-api/thu-hoi", MAY, revoke)]
}

#[derive(Template)]
#[template(path = "api/tokens.html")]
struct Tokens<'r> {
    frame: Frame<'r>,
    /// Name as it was typed.
    typed: String,
    roles: Vec<(&'static str, String)>,
    role: String,
    places: Vec<(String, String)>,
    place: String,
    /// Code, words, and whether it is ticked.
    scopes: Vec<(&'static str, String, bool)>,
    days: String,
    ask_password: bool,
    listed: Vec<Row>,
}

struct Row {
    id: String,
    title: String,
    sign_in: String,
    scopes: String,
    role: String,
    expires: String,
    used: String,
    /// Whether it can still be taken back.
    is_open: bool,
}

#[derive(Template)]
#[template(path = "api/made.html")]
struct Made<'r> {
    frame: Frame<'r>,
    secret: String,
}

/// `GET /tai-khoan/khoa-api`
fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, faults: Vec<FieldFault>) -> Answer {
    let frame = visit.frame("tokens-title").with_faults(faults);
    let mut listed = Vec::new();
    for token in tokens::list(visit.office(), visit.actor()?)? {
        let scopes: Vec<String> =
            token.scopes.iter().map(|scope| frame.t(scope_key(*scope)).to_string()).collect();
        let role = visit.words.get(role_words(token.grant.role));
        listed.push(Row {
            id: token.id.to_string(),
            is_open: token.revoked_at.is_none() && token.expires_at > visit.now,
            scopes: scopes.join(", "),
            role: format!("{role}: {}", scope_words(visit, token.grant.scope)?),
            expires: frame.moment(token.expires_at),
            used: token.used_at.map(|at| frame.moment(at)).unwrap_or_default(),
            title: token.label,
            sign_in: token.sign_in,
        });
    }
    let sent = visit.form();
    // What most programs need, until something was sent.
    let is_ticked = |code: &str| {
        if sent.pairs().is_empty() { code == "read" } else { sent.all("pham-vi").any(|one| one == code) }
    };
    let scopes = TokenScope::ALL
        .map(|scope| (scope.code(), frame.t(scope_key(scope)).to_string(), is_ticked(scope.code())));
    let page = Tokens {
        typed: sent.text("ten"),
        roles: roles_to_give(visit)?,
        role: sent.get("vai").to_owned(),
        places: places(visit)?,
        place: sent.get("noi").to_owned(),
        scopes: scopes.to_vec(),
        days: sent.find("ngay").unwrap_or("90").to_owned(),
        ask_password: proof::is_needed(visit)?,
        listed,
        frame,
    };
    visit.show_as(status, &page)
}

const fn scope_key(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "tokens-scope-read",
        TokenScope::Write => "tokens-scope-write",
        TokenScope::Export => "tokens-scope-export",
    }
}

/// `POST /tai-khoan/khoa-api`: shows the secret right there, this once; nothing keeps it.
fn make(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    proof::check(visit, &mut faults)?;
    let role = Role::from_code(visit.form().get("vai"));
    if role.is_none() {
        faults.add(visit, "vai", "accounts-role-missing");
    }
    let place = read_scope(visit.form().get("noi"));
    if place.is_none() {
        faults.add(visit, "noi", "accounts-place-missing");
    }
    let (Some(role), Some(place), true) = (role, place, faults.is_empty()) else {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list());
    };
    let scopes = visit.form().all("pham-vi").filter_map(TokenScope::from_code).collect();
    let days = visit.form().read("ngay").unwrap_or_default();
    let new = NewToken { label: visit.form().text("ten"), role, place, scopes, days };
    match tokens::make(visit.office(), visit.actor()?, &new) {
        Ok(made) => visit.show(&Made { frame: visit.frame("tokens-made-title"), secret: made.secret }),
        Err(Error::Refused(refusal)) => {
            let field = match refusal.code {
                "access.token_label" => "ten",
                "access.token_scopes" => "pham-vi",
                "access.token_days" => "ngay",
                _ => "vai",
            };
            faults.add_text(field, said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /tai-khoan/khoa-api/thu-hoi`
fn revoke(visit: &Visit<'_>) -> Answer {
    let token: Uuid = visit.form().read("khoa").ok_or(Failure::NotFound)?;
    tokens::revoke(visit.office(), visit.actor()?, token)?;
    visit.go(PATH, "token-revoked")
}
