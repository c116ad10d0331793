//! One account: its roles, switching off and on, a new one-time code.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::access::accounts::{
    Account, end_role, give_role, list_accounts, reset, switch_off, switch_on,
};
use sohoc_rules::access::{ActKind, Role};
use sohoc_rules::ids::AccountId;

use super::add::show_code;
use super::list::{Shown, shown};
use super::{places, read_scope, role_words, roles_to_give, scope_words};
use crate::access::{proof, said};
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "accounts/one.html")]
struct One<'r> {
    frame: Frame<'r>,
    account: Shown,
    is_off: bool,
    running: Vec<(usize, String)>,
    roles: Vec<(&'static str, String)>,
    places: Vec<(String, String)>,
    ask_password: bool,
}

/// The account of the path, among those the visitor manages.
fn find(visit: &Visit<'_>) -> Result<Account, Failure> {
    let id: AccountId = visit.id("tai_khoan")?;
    for scope in visit.actor()?.scopes(ActKind::GrantRole, visit.today()) {
        let all = list_accounts(visit.office(), visit.actor()?, scope, "", usize::MAX)?;
        if let Some(found) = all.into_iter().find(|account| account.id == id) {
            return Ok(found);
        }
    }
    Err(Failure::NotFound)
}

/// `GET /tai-khoan/{tai_khoan}`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, &find(visit)?, Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, account: &Account, faults: Vec<FieldFault>) -> Answer {
    let mut running = Vec::new();
    for (place, grant) in account.grants.iter().enumerate() {
        if grant.span.to.is_none_or(|to| to >= visit.today()) {
            let words = visit.words.get(role_words(grant.role));
            running.push((place, format!("{words}: {}", scope_words(visit, grant.scope)?)));
        }
    }
    let page = One {
        frame: visit.frame_titled(account.display_name.clone()).with_faults(faults),
        account: shown(visit, account)?,
        is_off: account.disabled_at.is_some(),
        running,
        roles: roles_to_give(visit)?,
        places: places(visit)?,
        ask_password: proof::is_needed(visit)?,
    };
    visit.show_as(status, &page)
}

/// `POST /tai-khoan/{tai_khoan}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let account = find(visit)?;
    let mut faults = Faults::default();
    proof::check(visit, &mut faults)?;
    if !faults.is_empty() {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &account, faults.into_list());
    }
    let (office, actor) = (visit.office(), visit.actor()?);
    let done = match visit.form().get("viec") {
        "tat" => switch_off(office, actor, account.id).map(|()| "accounts-switched-off"),
        "bat" => switch_on(office, actor, account.id).map(|()| "accounts-switched-on"),
        "cap-lai" => match reset(office, actor, account.id) {
            Ok(code) => return show_code(visit, &account.sign_in, code),
            Err(error) => Err(error),
        },
        "them-vai" => {
            let role = Role::from_code(visit.form().get("vai")).filter(|role| *role != Role::Citizen);
            let (Some(role), Some(scope)) = (role, read_scope(visit.form().get("noi"))) else {
                faults.add(visit, "vai", "accounts-role-missing");
                return form(visit, StatusCode::UNPROCESSABLE_ENTITY, &account, faults.into_list());
            };
            give_role(office, actor, account.id, (role, scope), visit.today()).map(|()| "accounts-role-given")
        }
        other => {
            let place = other.strip_prefix("thoi-vai:").and_then(|place| place.parse().ok());
            end_role(office, actor, account.id, place.ok_or(Failure::NotFound)?)
                .map(|()| "accounts-role-ended")
        }
    };
    match done {
        Ok(done) => visit.go(&format!("/tai-khoan/{}", account.id), done),
        Err(Error::Refused(refusal)) => {
            faults.add_text("vai", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, &account, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
