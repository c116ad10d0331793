//! What somebody keeps to sign in: a name, a password, and the code device in their pocket.

use std::time::{SystemTime, UNIX_EPOCH};

use totp_rs::Builder;

use super::letters::from_base32;

/// Long enough for accounts with one factor as well.
pub const PASSWORD: &str = "Mùa gặt năm nay 12 bao thóc!";

/// Seconds a code is shown.
const STEP: u64 = 30;

/// The key of one account.
#[derive(Clone, Debug)]
pub struct Key {
    /// The name to sign in with.
    pub name: String,
    /// The secret of the code device, where the account has one.
    pub secret: Option<String>,
}

impl Key {
    /// The code that the device shows now; a code was taken once already when the account was set up, so
    /// that `later` steps give one that is still fresh.
    pub fn code(&self, later: u64) -> String {
        let secret = self.secret.as_deref().expect("the account has a code device");
        let secret: [u8; 20] = from_base32(secret).try_into().expect("a secret is as long as its digest");
        let device = Builder::new().with_secret(secret).build_noncompliant();
        device.generate(seconds() + later * STEP).to_string()
    }
}

#[expect(clippy::disallowed_methods, reason = "a code device goes by the clock of its owner")]
fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}
