//! Slips: one-time codes on paper that open an account.

use serde_json::json;
use sohoc_ledger::access::slips::{self as book, SlipRow};
use sohoc_ledger::access::{self as accounts_book, AccountRow, GrantRow, accounts, attempts, credentials};
use sohoc_ledger::db::{Day, Moment};
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::Refusal;
use sohoc_rules::access::security::{Level, SecurityRules};
use sohoc_rules::access::{ActKind, Role};
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::logins::{Outcome, log};
use super::passkeys::end_sessions;
use super::session::{Origin, SignedIn, signed_in, start};
use super::{Actor, Place, codes};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// What a one-time code opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlipKind {
    /// A citizen's own account.
    Citizen,
    /// The account of an office.
    Officer,
    /// An administrator's session of an hour.
    Emergency,
}

impl SlipKind {
    /// Stable name, as the ledger keeps it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Emergency => "emergency",
        }
    }
}

/// A slip to print: the code is shown this once.
#[derive(Debug)]
pub struct Slip {
    /// Whose.
    pub person: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// What they type to sign in later.
    pub sign_in: String,
    /// The code, `ABCD-EFGH-JKMN`.
    pub code: String,
    /// Until when it can be used.
    pub expires: Instant,
}

/// The row of a code that is made now.
pub(super) fn row(desk: &Desk<'_>, account: Uuid, kind: SlipKind, code: &str) -> SlipRow {
    let limits = &desk.office.security_rules().account;
    let expires = match kind {
        SlipKind::Citizen | SlipKind::Officer => SecurityRules::days_after(desk.at, limits.slip_days),
        SlipKind::Emergency => SecurityRules::after(desk.at, limits.emergency_code_s),
    };
    SlipRow {
        code_hash: codes::slip_hash(desk.office.keys(), code),
        account,
        kind: kind.code().to_owned(),
        made_by: desk.actor.account().map(sohoc_rules::ids::AccountId::uuid),
        made_at: Moment(desk.at),
        expires_at: Moment(expires),
        used_at: None,
    }
}

/// Prints slips for people, making the accounts of those who have none; a slip printed before and not
/// used is worth nothing any more. The journal says who printed whose.
///
/// # Errors
/// [`Error::NotFound`] when one of them is not there or lives elsewhere; `access.account_off` when
/// the account of one was switched off; a refusal for who prints no slips at all.
pub fn print_slips(office: &Office, actor: &Actor, people: &[PersonId]) -> Result<Vec<Slip>> {
    let codes: Vec<String> = people.iter().map(|_| codes::one_time(office.chance())).collect();
    office.perform(actor, |desk| {
        let found = people::facts(desk, &Scope::All, people)?;
        let rows: Vec<PersonRow> = found
            .into_iter()
            .map(|row| row.filter(|row| row.merged_into.is_none()).ok_or(Error::NotFound("person")))
            .collect::<Result<_>>()?;
        desk.permit_each(ActKind::PrintSlips, rows.iter().map(home)).map_err(hidden)?;
        let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
        let known = accounts::of_citizens(desk, &ids)?;
        let mut slips = Vec::with_capacity(rows.len());
        let mut printed = Vec::with_capacity(rows.len());
        for ((person, account), code) in rows.iter().zip(known).zip(&codes) {
            let account = match account {
                Some(account) if account.disabled_at.is_some() => return Err(off().into()),
                Some(account) => account,
                None => make_citizen(desk, person.id, &person.name)?,
            };
            let row = row(desk, account.id, SlipKind::Citizen, code);
            printed.push(Slip {
                person: PersonId::from_uuid(person.id),
                name: person.name.clone(),
                sign_in: account.sign_in,
                code: code.clone(),
                expires: row.expires_at.0,
            });
            slips.push(row);
        }
        book::replace(desk, &slips)?;
        let body: Vec<String> = ids.iter().map(|id| id.simple().to_string()).collect();
        let unit = rows.first().and_then(|row| row.unit).map(UnitId::from_uuid);
        desk.record("access.print_slips", unit, slips.len(), &json!({ "people": body }))?;
        Ok(printed)
    })
}

/// Where a person's own matters lie.
pub(super) fn home(row: &PersonRow) -> Place {
    Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: None,
    }
}

/// Who may do it elsewhere is not told what is here.
pub(super) fn hidden(error: Error) -> Error {
    match error {
        Error::Refused(refusal) if refusal.code == "access.out_of_scope" => Error::NotFound("person"),
        other => other,
    }
}

fn off() -> Refusal {
    Refusal {
        code: "access.account_off",
        reason: "The account is switched off.".into(),
        remedy: "Ask the officer of the commune to switch it on first.",
    }
}

/// A citizen's account with a name that is easy to read aloud.
pub(super) fn make_citizen(desk: &Desk<'_>, person: Uuid, name: &str) -> Result<AccountRow> {
    let mut sign_in = codes::sign_in_name(desk.office.chance());
    while accounts::is_taken(desk, &sign_in)? {
        sign_in = codes::sign_in_name(desk.office.chance());
    }
    let account = AccountRow {
        id: desk.uuid(),
        sign_in,
        display_name: name.to_owned(),
        person: Some(person),
        disabled_at: None,
    };
    accounts_book::add(desk, &account)?;
    let grant = GrantRow {
        account: account.id,
        role: Role::Citizen.code().to_owned(),
        unit: None,
        organization: None,
        from: Day(desk.day()),
        to: None,
    };
    accounts_book::grant(desk, &[grant])?;
    Ok(account)
}

/// Signs in by a one-time code. The code alone is enough, for a QR code holds nothing else; a name that
/// is given has to be its account's. The session leads to choosing a password or a passkey.
///
/// Sessions that were open end: whoever asked for a new code had lost the account.
///
/// # Errors
/// `access.code_wrong`, `access.code_used` or `access.code_expired`.
pub fn activate(office: &Office, sign_in: Option<&str>, code: &str, origin: Origin<'_>) -> Result<SignedIn> {
    let hash = codes::slip_hash(office.keys(), code);
    let token = codes::token(office.chance());
    let owner = office.read(|reader| match book::find(reader, &hash)? {
        Some(slip) => Ok(accounts::get(reader, slip.account)?),
        None => Ok(None),
    })?;
    let answer = office.perform(&Actor::unproved(owner.as_ref()), |desk| {
        let slip = book::find(desk, &hash)?;
        let account = match &slip {
            Some(slip) => accounts::get(desk, slip.account)?.filter(|row| row.disabled_at.is_none()),
            None => None,
        };
        let named = |account: &AccountRow| {
            let same = |name: &str| name.trim().to_lowercase() == account.sign_in.to_lowercase();
            sign_in.is_none_or(same)
        };
        let (Some(slip), Some(account)) = (slip, account.filter(named)) else {
            return fails(desk, owner.as_ref(), origin, "access.code_wrong", "The code is not right.");
        };
        if slip.expires_at.0 <= desk.at {
            return fails(desk, owner.as_ref(), origin, "access.code_expired", "The code is too old.");
        }
        if !book::mark_used(desk, &hash, Moment(desk.at))? {
            return fails(desk, owner.as_ref(), origin, "access.code_used", "The code was used before.");
        }
        let is_emergency = slip.kind == SlipKind::Emergency.code();
        let level = if is_emergency { Level::Emergency } else { Level::FirstFactor };
        if !is_emergency {
            credentials::note_activation(desk, account.id, Moment(desk.at))?;
        }
        attempts::clear(desk, &codes::name_hash(office.keys(), &account.sign_in))?;
        end_sessions(desk, account.id)?;
        start(desk, account.id, &token, level, origin)?;
        let outcome = if is_emergency { Outcome::Emergency } else { Outcome::Slip };
        log(desk, Some(account.id), None, origin, outcome)?;
        desk.record(
            "access.activate",
            None,
            1,
            &json!({ "account": account.id.to_string(), "kind": slip.kind }),
        )?;
        Ok(Ok(()))
    })?;
    answer?;
    signed_in(office, token)
}

fn fails(
    desk: &Desk<'_>,
    owner: Option<&AccountRow>,
    origin: Origin<'_>,
    code: &'static str,
    reason: &str,
) -> Result<std::result::Result<(), Refusal>> {
    log(desk, owner.map(|owner| owner.id), None, origin, Outcome::WrongSlip)?;
    Ok(Err(Refusal {
        code,
        reason: reason.to_owned(),
        remedy: "Look at the slip once more, or ask who printed it for a new one.",
    }))
}
