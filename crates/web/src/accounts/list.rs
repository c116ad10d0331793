//! The accounts of a scope, and the reading through them that is due every six months.

use askama::Template;
use sohoc_acts::access::accounts::{Account, list_accounts, note_review, review_due};
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::time::{Date, Instant};

use super::{Choice, read_scope, role_words, scope_words};
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "accounts/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    scopes: Vec<(String, String)>,
    chosen: String,
    due: Option<Date>,
    is_due: bool,
    accounts: Vec<Shown>,
    next: String,
    may_read_journal: bool,
}

/// An account in words.
pub struct Shown {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What one types to sign in.
    pub sign_in: String,
    /// Roles that hold, with their places.
    pub roles: Vec<String>,
    /// Tone and key of the words of its state.
    pub state: (&'static str, &'static str),
    /// Last sign-in.
    pub signed_in_at: Option<Instant>,
}

/// The words of an account.
pub fn shown(visit: &Visit<'_>, account: &Account) -> Result<Shown, Failure> {
    let today = visit.today();
    let mut roles = Vec::new();
    for grant in account.grants.iter().filter(|grant| grant.span.to.is_none_or(|to| to >= today)) {
        roles.push(format!(
            "{}: {}",
            visit.words.get(role_words(grant.role)),
            scope_words(visit, grant.scope)?
        ));
    }
    let state = match account {
        Account { disabled_at: Some(_), .. } => ("gone", "accounts-off"),
        Account { slip_until: Some(until), .. } if *until > visit.now => ("waiting", "accounts-code-waits"),
        Account { signed_in_at: None, .. } => ("bad", "accounts-never"),
        _ => ("good", "accounts-on"),
    };
    Ok(Shown {
        id: account.id.to_string(),
        name: account.display_name.clone(),
        sign_in: account.sign_in.clone(),
        roles,
        state,
        signed_in_at: account.signed_in_at,
    })
}

/// The visitor's scopes as choices, and the chosen one.
fn chosen(visit: &Visit<'_>) -> Result<(Vec<Choice>, String, Scope), Failure> {
    let mut scopes = Vec::new();
    for scope in visit.actor()?.scopes(ActKind::GrantRole, visit.today()) {
        let key = match scope {
            Scope::Everything => "tat-ca".to_owned(),
            Scope::Unit(unit) => format!("u{unit}"),
            Scope::Organization(one) => format!("o{one}"),
            Scope::Own(_) => continue,
        };
        scopes.push((key, scope_words(visit, scope)?));
    }
    let asked = match visit.form().get("cua") {
        "" => visit.query().get("cua"),
        asked => asked,
    };
    let key =
        scopes.iter().find(|(key, _)| asked.is_empty() || key == asked).ok_or(Failure::NotFound)?.0.clone();
    let scope = read_scope(&key).ok_or(Failure::NotFound)?;
    Ok((scopes, key, scope))
}

/// `GET /tai-khoan`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (scopes, key, scope) = chosen(visit)?;
    let after = visit.query().get("sau");
    let found = list_accounts(visit.office(), visit.actor()?, scope, after, SHOWN)?;
    let next = match found.last() {
        Some(last) if found.len() == SHOWN => format!("/tai-khoan?cua={key}&sau={}", last.sign_in),
        _ => String::new(),
    };
    let due = review_due(visit.office(), scope)?;
    visit.show(&List {
        frame: visit.frame("accounts-title"),
        scopes,
        chosen: key,
        due,
        is_due: due.is_none_or(|due| due <= visit.today()),
        accounts: found.iter().map(|account| shown(visit, account)).collect::<Result<_, _>>()?,
        next,
        may_read_journal: visit.may(&[ActKind::ReadJournal]),
    })
}

/// `POST /tai-khoan`
pub fn reviewed(visit: &Visit<'_>) -> Answer {
    let (_, key, scope) = chosen(visit)?;
    note_review(visit.office(), visit.actor()?, scope)?;
    visit.go(&format!("/tai-khoan?cua={key}"), "accounts-reviewed")
}
