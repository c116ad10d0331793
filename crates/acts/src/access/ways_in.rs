//! What an account must keep when one of the things that open it is taken away.

use sohoc_ledger::access::{credentials, passkeys};
use sohoc_rules::Refusal;

use super::session::Session;
use crate::desk::Desk;
use crate::error::Result;

/// Refuses inside an act what would leave an account with nothing that opens it, or an officer's without a second
/// factor: the whole act is taken back.
///
/// # Errors
/// `access.last_way_in`, `access.second_factor_needed`; a fault of the store.
pub(super) fn check(desk: &Desk<'_>, session: &Session) -> Result<()> {
    let account = session.account.uuid();
    let row = credentials::find(desk, account)?;
    let has_passkey = !passkeys::list(desk, account)?.is_empty();
    let has_password = row.as_ref().is_some_and(|row| row.password.is_some());
    if !has_password && !has_passkey && passkeys::links(desk, account)?.is_empty() {
        return Err(Refusal {
            code: "access.last_way_in",
            reason: "Nothing else opens this account.".into(),
            remedy: "Set up another way to sign in first: a password, a passkey or another service.",
        }
        .into());
    }
    let has_totp = row.is_some_and(|row| row.totp_sealed.is_some());
    if session.needs_second_factor && !has_totp && !has_passkey {
        return Err(Refusal {
            code: "access.second_factor_needed",
            reason: "This account sees the data of others and is never without a second factor.".into(),
            remedy: "Set up another code device or a passkey in its place.",
        }
        .into());
    }
    Ok(())
}
