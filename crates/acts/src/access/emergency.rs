//! The glass to break: an administrator's way in when there is no other.

use serde_json::json;
use sohoc_ledger::access::alerts::{self, AlertRow};
use sohoc_ledger::access::{self, AccountRow, GrantRow, slips as book};
use sohoc_ledger::db::{Day, Moment};
use sohoc_rules::Refusal;
use sohoc_rules::access::{ActKind, Role};
use sohoc_rules::ids::AccountId;
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::slips::{self, SlipKind};
use super::{Actor, codes, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;

/// A way in for an hour.
#[derive(Debug)]
pub struct Emergency {
    /// The account that was made for it; its role ends with the next day.
    pub account: AccountId,
    /// Its name, as the journal will show it.
    pub sign_in: String,
    /// The code, shown this once.
    pub code: String,
    /// Until when the code can be used; the session it opens lasts as long again.
    pub expires: Instant,
}

/// Makes a one-time code that opens an administrator's session of an hour, without password or second
/// factor: who sits at the machine has shown more than either. Everyone who runs the installation is told
/// until somebody acknowledges it.
///
/// # Errors
/// A refusal for anybody but the machine's console; `access.reason_missing` without a reason.
pub fn break_glass(office: &Office, actor: &Actor, reason: &str) -> Result<Emergency> {
    if actor.account().is_some() {
        return Err(Error::NotFound("page"));
    }
    if reason.trim().chars().count() < 10 {
        return Err(Refusal {
            code: "access.reason_missing",
            reason: "An emergency needs a reason that can be read later.".into(),
            remedy: "Say in a sentence what happened.",
        }
        .into());
    }
    let code = codes::one_time(office.chance());
    let name: [u8; 8] = office.chance();
    office.perform(actor, |desk| {
        desk.permit(ActKind::Operate, None)?;
        let account = AccountRow {
            id: desk.uuid(),
            sign_in: format!("khan-cap-{}", codes::sign_in_name(name)),
            display_name: "Quản trị khẩn cấp".to_owned(),
            person: None,
            disabled_at: None,
        };
        access::add(desk, &account)?;
        let grant = GrantRow {
            account: account.id,
            role: Role::Administrator.code().to_owned(),
            unit: None,
            organization: None,
            from: Day(desk.day()),
            to: Some(Day(desk.day().tomorrow().unwrap_or(desk.day()))),
        };
        access::grant(desk, &[grant])?;
        let slip = slips::row(desk, account.id, SlipKind::Emergency, &code);
        let expires = slip.expires_at.0;
        book::replace(desk, &[slip])?;
        alerts::add(
            desk,
            &AlertRow {
                id: desk.uuid(),
                at: Moment(desk.at),
                kind: "break_glass".to_owned(),
                account: Some(account.id),
                detail: reason.trim().to_owned(),
            },
        )?;
        let body = json!({ "account": account.id.to_string(), "reason": reason.trim() });
        desk.record("access.break_glass", None, 1, &body)?;
        Ok(Emergency {
            account: AccountId::from_uuid(account.id),
            sign_in: account.sign_in,
            code: code.clone(),
            expires,
        })
    })
}

/// What somebody must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alert {
    /// Alert.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// What kind, like `break_glass`.
    pub kind: String,
    /// The account it is about.
    pub account: Option<AccountId>,
    /// What was said.
    pub detail: String,
}

/// The alerts nobody has acknowledged, newest first.
///
/// # Errors
/// A refusal without the right to read the journal of the whole ledger.
pub fn list_alerts(office: &Office, actor: &Actor) -> Result<Vec<Alert>> {
    permit_on(actor, ActKind::ReadJournal, None, &*office.map_on(office.now().day())?)?;
    let rows = office.read(|reader| Ok(alerts::open(reader)?))?;
    let shown = |row: AlertRow| Alert {
        id: row.id,
        at: row.at.0,
        kind: row.kind,
        account: row.account.map(AccountId::from_uuid),
        detail: row.detail,
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// Acknowledges an alert; not the one that is about oneself.
///
/// # Errors
/// [`Error::NotFound`] when there is no such open one, or it is about the actor.
pub fn acknowledge_alert(office: &Office, actor: &Actor, alert: Uuid) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::ReadJournal, None)?;
        let own =
            |row: &AlertRow| row.account.is_some() && row.account == actor.account().map(AccountId::uuid);
        let open = alerts::open(desk)?;
        if !open.iter().any(|row| row.id == alert && !own(row)) {
            return Err(Error::NotFound("alert"));
        }
        let by = actor.account().map(AccountId::uuid);
        alerts::acknowledge(desk, alert, Moment(desk.at), by)?;
        desk.record("access.acknowledge", None, 1, &json!({ "alert": alert.to_string() }))?;
        Ok(())
    })
}
