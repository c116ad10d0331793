//! The log of sign-ins, and reading it.

use sohoc_ledger::access::logins::{self as book, LoginRow};
use sohoc_ledger::db::Moment;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::AccountId;
use sohoc_rules::time::Instant;
use uuid::Uuid;

use super::session::{Origin, Session};
use super::{Actor, permit_on};
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;

macro_rules! outcomes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// How an attempt to sign in ended.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Outcome {
            $($(#[$doc])* $name,)*
        }

        impl Outcome {
            /// Stable name, as the log keeps it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }
        }
    };
}

outcomes! {
    /// The password was right.
    Password = "password",
    /// The name or the password was not.
    WrongPassword = "wrong_password",
    /// The code of a device was right.
    Totp = "totp",
    /// It was not, or was used before.
    WrongTotp = "wrong_totp",
    /// A recovery code was taken.
    Recovery = "recovery",
    /// It was not.
    WrongRecovery = "wrong_recovery",
    /// A passkey was taken.
    Passkey = "passkey",
    /// It was not.
    WrongPasskey = "wrong_passkey",
    /// A one-time code opened the account.
    Slip = "slip",
    /// It did not.
    WrongSlip = "wrong_slip",
    /// An emergency code was used.
    Emergency = "emergency",
    /// Another service vouched.
    Oidc = "oidc",
    /// It vouched for somebody unknown.
    UnknownOidc = "unknown_oidc",
    /// The name was locked.
    Locked = "locked",
    /// A locked session was opened again.
    Unlocked = "unlocked",
    /// It was not.
    WrongUnlock = "wrong_unlock",
    /// The password was given again.
    Confirmed = "confirmed",
    /// It was wrong.
    WrongConfirm = "wrong_confirm",
}

impl Outcome {
    /// What the same attempt is called when it fails.
    pub(super) const fn failed(self) -> Self {
        match self {
            Self::Totp | Self::WrongTotp => Self::WrongTotp,
            Self::Recovery | Self::WrongRecovery => Self::WrongRecovery,
            Self::Passkey | Self::WrongPasskey => Self::WrongPasskey,
            Self::Slip | Self::WrongSlip | Self::Emergency => Self::WrongSlip,
            Self::Oidc | Self::UnknownOidc => Self::UnknownOidc,
            Self::Unlocked | Self::WrongUnlock => Self::WrongUnlock,
            Self::Confirmed | Self::WrongConfirm => Self::WrongConfirm,
            Self::Password | Self::WrongPassword => Self::WrongPassword,
            Self::Locked => Self::Locked,
        }
    }
}

/// Writes an attempt into the log, inside its act.
pub(super) fn log(
    desk: &Desk<'_>,
    account: Option<Uuid>,
    name_hash: Option<&[u8]>,
    origin: Origin<'_>,
    outcome: Outcome,
) -> Result<()> {
    Ok(book::add(
        desk,
        &LoginRow {
            id: desk.uuid(),
            at: Moment(desk.at),
            account,
            name_hash: name_hash.filter(|_| account.is_none()).map(<[u8]>::to_vec),
            address: origin.address.chars().take(60).collect(),
            outcome: outcome.code().to_owned(),
        },
    )?)
}

/// An attempt as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Its place in the order of time; the next page is asked for by the last one's.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// The account; `None` when the name was nobody's.
    pub account: Option<AccountId>,
    /// Network address it came from.
    pub address: String,
    /// Code of [`Outcome`].
    pub outcome: String,
}

impl From<LoginRow> for Login {
    fn from(row: LoginRow) -> Self {
        Self {
            id: row.id,
            at: row.at.0,
            account: row.account.map(AccountId::from_uuid),
            address: row.address,
            outcome: row.outcome,
        }
    }
}

/// A page of the log, newest first, `before` an id when given; of one account when given.
///
/// # Errors
/// A refusal without the right to read the journal of the whole ledger.
pub fn list_logins(
    office: &Office,
    actor: &Actor,
    account: Option<AccountId>,
    before: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Login>> {
    permit_on(actor, ActKind::ReadJournal, None, &*office.map_on(office.now().day())?)?;
    let before = before.unwrap_or(Uuid::max());
    office.read(|reader| {
        let rows = match account {
            Some(account) => book::of_account(reader, account.uuid(), before, limit)?,
            None => book::list(reader, before, limit)?,
        };
        Ok(rows.into_iter().map(Login::from).collect())
    })
}

/// The last attempts at one's own account, newest first.
///
/// # Errors
/// A fault of the store.
pub fn own_logins(office: &Office, session: &Session, limit: i64) -> Result<Vec<Login>> {
    let account = session.account.uuid();
    let rows = office.read(|reader| Ok(book::of_account(reader, account, Uuid::max(), limit)?))?;
    Ok(rows.into_iter().map(Login::from).collect())
}
