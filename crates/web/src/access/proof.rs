//! The password once more, before what cannot be undone: a field of the form that asks for it, so that
//! nothing typed is lost.

use sohoc_acts::Error;
use sohoc_acts::access::sign_in;

use super::sign_in::{attempt_again, said};
use crate::failure::Failure;
use crate::frame::Faults;
use crate::visit::Visit;

/// Whether the form has to ask.
///
/// # Errors
/// [`Failure::SignIn`] without a session.
pub fn is_needed(visit: &Visit<'_>) -> Result<bool, Failure> {
    Ok(!visit.session()?.is_confirmed(visit.office()))
}

/// Proves by the field `mat-khau` who sits there, unless that was proved a moment ago.
///
/// # Errors
/// A fault of the store; what was typed wrongly stands in `faults`.
pub fn check(visit: &Visit<'_>, faults: &mut Faults) -> Result<(), Failure> {
    if !is_needed(visit)? {
        return Ok(());
    }
    let password = visit.form().find("mat-khau").unwrap_or_default();
    if password.is_empty() {
        faults.add(visit, "mat-khau", "access-confirm-missing");
        return Ok(());
    }
    attempt_again(visit)?;
    let address = visit.request.address.to_string();
    match sign_in::confirm(visit.office(), visit.session()?, password, visit.origin(&address)) {
        Ok(()) => Ok(()),
        Err(Error::Refused(refusal)) => {
            faults.add_text("mat-khau", said(visit, &refusal));
            Ok(())
        }
        Err(error) => Err(error.into()),
    }
}
