//! Secrets that are shown once: codes to type, names to read aloud, tokens for browsers.

use sha2::{Digest, Sha256};
use sohoc_ledger::keys::Keyring;
use uuid::Uuid;

/// Signs that are easy to read aloud and to type: no 0, O, 1, I, L.
const SIGNS: &[u8; 32] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789W";
/// Letters of which made-up syllables read the same to everyone here and mean nothing rude.
const CONSONANTS: &[u8; 8] = b"bhkmnstv";
const VOWELS: &[u8; 4] = b"aeio";
const DIGITS: &[u8; 8] = b"23456789";

/// Twelve signs, sixty bits less a little: `ABCD-EFGH-JKMN`.
pub(super) fn one_time(chance: [u8; 12]) -> String {
    let signs: Vec<char> = chance.iter().map(|byte| char::from(SIGNS[usize::from(byte & 31)])).collect();
    signs.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A sign-in name of two syllables and four digits, like `bano3827`: one of four million.
pub(super) fn sign_in_name(chance: [u8; 8]) -> String {
    let pick = |signs: &[u8], byte: u8| char::from(signs[usize::from(byte) % signs.len()]);
    let kinds: [&[u8]; 8] = [CONSONANTS, VOWELS, CONSONANTS, VOWELS, DIGITS, DIGITS, DIGITS, DIGITS];
    kinds.into_iter().zip(chance).map(|(signs, byte)| pick(signs, byte)).collect()
}

/// What a code is once it is typed: capitals without blanks and hyphens.
fn plain(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|sign| sign.to_ascii_uppercase()).collect()
}

/// The keyed hash of a one-time code. Sixty bits can be tried out against a plain hash; without the keys
/// of the ledger this one cannot.
pub(super) fn slip_hash(keys: &Keyring, code: &str) -> Vec<u8> {
    keys.hash(&format!("slip {}", plain(code))).to_vec()
}

/// The keyed hash of a recovery code, which counts for one account alone.
pub(super) fn recovery_hash(keys: &Keyring, account: Uuid, code: &str) -> Vec<u8> {
    keys.hash(&format!("recovery {account} {}", plain(code))).to_vec()
}

/// The keyed hash of a typed sign-in name.
pub(super) fn name_hash(keys: &Keyring, name: &str) -> Vec<u8> {
    keys.hash(&format!("sign-in {}", name.trim().to_lowercase())).to_vec()
}

/// The keyed hash of somebody at another service.
pub(super) fn identity_hash(keys: &Keyring, issuer: &str, subject: &str) -> Vec<u8> {
    // The length keeps what is one's end apart from what is the other's beginning.
    keys.hash(&format!("oidc {} {issuer} {subject}", issuer.len())).to_vec()
}

/// A token of 256 bits as text.
pub(super) fn token(chance: [u8; 32]) -> String {
    hex(&chance)
}

/// What is kept of a token.
pub(super) fn token_hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// The secret that forms of a session carry; nowhere stored, and no way back to the token.
pub(super) fn csrf(keys: &Keyring, token: &str) -> String {
    hex(&keys.hash(&format!("csrf {token}")))
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        text.push(char::from(DIGITS[usize::from(byte >> 4)]));
        text.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_counts_however_it_is_typed_and_for_nothing_else() {
        let keys = Keyring::new(&[7; 96]);
        let hash = slip_hash(&keys, "ABCD-EFGH-JKMN");
        assert_eq!(slip_hash(&keys, " abcd efgh jkmn"), hash);
        assert_ne!(slip_hash(&keys, "ABCD-EFGH-JKMP"), hash);
        assert_ne!(recovery_hash(&keys, Uuid::nil(), "ABCD-EFGH-JKMN"), hash);
        assert_ne!(identity_hash(&keys, "a b", "c"), identity_hash(&keys, "a", "b c"));
    }

    #[test]
    fn names_and_codes_have_eight_and_twelve_signs() {
        assert_eq!(sign_in_name([0, 1, 2, 3, 4, 5, 6, 255]), "beko6789");
        assert_eq!(one_time([0; 12]), "AAAA-AAAA-AAAA");
    }
}
