//! What a browser carries for us and cannot read or change: sealed with the ledger's key, written in
//! hexadecimal digits so that it stands in a field or a cookie as it is.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sohoc_acts::Office;
use sohoc_rules::ids::AccountId;
use uuid::Uuid;

/// What something was sealed for. What was sealed for one thing does not open for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A form whose session had ended.
    Kept,
    /// A step of signing in that another place answers.
    Ticket,
}

impl Purpose {
    /// Owners that no account can be: whoever carries it may not be known yet.
    const fn owner(self) -> AccountId {
        AccountId::from_uuid(match self {
            Self::Kept => Uuid::nil(),
            Self::Ticket => Uuid::max(),
        })
    }
}

/// Seals; `None` for what cannot be written as JSON.
pub fn seal(office: &Office, purpose: Purpose, content: &impl Serialize) -> Option<String> {
    let text = serde_json::to_vec(content).ok()?;
    Some(hex(&office.keys().seal_secret(purpose.owner(), &text, office.chance())))
}

/// Opens; `None` for what is not ours, not for this, or not whole.
pub fn open<T: DeserializeOwned>(office: &Office, purpose: Purpose, text: &str) -> Option<T> {
    let opened = office.keys().open_secret(purpose.owner(), &unhex(text)?).ok()?;
    serde_json::from_slice(&opened).ok()
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes again; `None` for what is empty or not written so.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.is_empty() || text.len() % 2 == 1 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_give_the_bytes_back_and_nothing_else_does() {
        assert_eq!(unhex(&hex(&[0, 10, 255])), Some(vec![0, 10, 255]));
        for wrong in ["", "0", "0g", "+1", "é"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
