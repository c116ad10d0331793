//! Hashing of passwords: argon2id with 19 MiB and two rounds (OWASP's least, RFC 9106).

use std::sync::{Condvar, Mutex, PoisonError};

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

use crate::error::{Error, Result};
use crate::office::Office;

/// Hashes made at once: each takes 19 MiB, and a crowd at the door must not eat the machine's memory.
const AT_ONCE: usize = 4;

static RUNNING: Mutex<usize> = Mutex::new(0);
static FREE: Condvar = Condvar::new();

/// The PHC text of a password.
///
/// # Errors
/// Bad input when it cannot be hashed, which its length would have to be absurd for.
pub(super) fn hash(office: &Office, password: &str) -> Result<String> {
    let salt: [u8; 16] = office.chance();
    in_turn(|| Argon2::default().hash_password_with_salt(password.as_bytes(), &salt))
        .map(|hash| hash.to_string())
        .map_err(|error| Error::bad_input("the password", error.to_string(), "Choose another one."))
}

/// Whether a password is the one that was hashed. Without a hash the work is the same and the answer no:
/// how long it takes must not tell which names exist.
pub(super) fn fits(password: &str, hash: Option<&str>) -> bool {
    let parsed = hash.and_then(|hash| PasswordHash::new(hash).ok());
    in_turn(|| match &parsed {
        Some(hash) => Argon2::default().verify_password(password.as_bytes(), hash).is_ok(),
        None => {
            let work = Argon2::default().hash_password_with_salt(password.as_bytes(), &[7; 16]);
            std::hint::black_box(work).is_err() && hash.is_some()
        }
    })
}

/// Gives the turn back even if the work panics.
struct Turn;

impl Drop for Turn {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREE.notify_one();
    }
}

fn in_turn<T>(work: impl FnOnce() -> T) -> T {
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    while *running >= AT_ONCE {
        running = FREE.wait(running).unwrap_or_else(PoisonError::into_inner);
    }
    *running += 1;
    drop(running);
    let _turn = Turn;
    work()
}
