//! Forms that only our own pages can send.
//!
//! Each form carries a token that follows from the session (or, before signing in, from a cookie that
//! every visitor has). It is masked anew each time it is shown, so that compression tells nothing of it.
//! A browser's own word on where the form came from is asked as well.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::failure::Failure;
use crate::route::Who;
use crate::visit::Visit;

/// Name of the field.
pub const FIELD: &str = "csrf";
/// Header that scripts of ours send instead of the field.
pub const HEADER: &str = "x-csrf";
/// Cookie of visitors who are not signed in.
pub const GUEST: &str = "khach";

/// The token for the forms of this page.
#[must_use]
pub fn field(visit: &Visit<'_>) -> String {
    let Some(token) = token(visit) else { return String::new() };
    let mask: [u8; 32] = visit.office().chance();
    let masked = mask.iter().zip(token).map(|(mask, byte)| mask ^ byte);
    mask.iter().copied().chain(masked).map(|byte| format!("{byte:02x}")).collect()
}

/// Checks a form that was sent.
///
/// # Errors
/// [`Failure::Forged`] when it does not come from a page of this visitor; [`Failure::SignIn`] where somebody
/// must be signed in and nobody is, so that what was typed can be kept.
pub fn check(visit: &Visit<'_>, who: Who) -> Result<(), Failure> {
    if is_from_elsewhere(visit) {
        return Err(Failure::Forged);
    }
    if visit.session.is_none() && who != Who::Anyone {
        return Err(Failure::SignIn);
    }
    let header = visit.request.headers.get(HEADER).and_then(|value| value.to_str().ok());
    let sent = header.unwrap_or_else(|| visit.form().get(FIELD));
    let (Some(expected), Some(sent)) = (token(visit), unmask(sent)) else { return Err(Failure::Forged) };
    if bool::from(expected.ct_eq(&sent)) { Ok(()) } else { Err(Failure::Forged) }
}

/// What the browser says of the page that sent this.
fn is_from_elsewhere(visit: &Visit<'_>) -> bool {
    let site = visit.request.headers.get("sec-fetch-site").and_then(|value| value.to_str().ok());
    site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
}

fn token(visit: &Visit<'_>) -> Option<[u8; 32]> {
    match &visit.session {
        Some(session) => Some(token_of(b"csrf of a session", &session.csrf)),
        None => visit.cookie(GUEST).map(|cookie| token_of(b"csrf of a guest", cookie)),
    }
}

/// The token that follows from a secret of the visitor's. The cookie of a guest cannot be read or set by
/// other sites.
fn token_of(what: &[u8], secret: &str) -> [u8; 32] {
    Sha256::new().chain_update(what).chain_update(secret.as_bytes()).finalize().into()
}

fn unmask(text: &str) -> Option<[u8; 32]> {
    if text.len() != 128 || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; 64];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(place * 2..place * 2 + 2)?, 16).ok()?;
    }
    let (mask, masked) = bytes.split_at(32);
    let mut token = [0; 32];
    for (place, byte) in token.iter_mut().enumerate() {
        *byte = mask[place] ^ masked[place];
    }
    Some(token)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_token_is_not_unmasked() {
        for text in ["", "00", &"0".repeat(127), &"g".repeat(128), &"é".repeat(64)] {
            assert_eq!(unmask(text), None);
        }
    }

    #[test]
    fn the_mask_falls_away() {
        let (mask, token) = ([7_u8; 32], [200_u8; 32]);
        let masked = mask.iter().copied().chain(mask.iter().zip(token).map(|(mask, byte)| mask ^ byte));
        let text: String = masked.map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(unmask(&text), Some(token));
    }
}
