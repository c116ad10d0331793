//! The number of a receipt: short enough to write down at the door, with a check sign.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

use crate::Refusal;
use crate::ids::DossierId;

/// A number like `26-7KQF-M3XA-RW9P`: year, eleven signs, a check sign.
///
/// It follows from the dossier and the step that handed it in, so that the same submission has the same
/// number whoever asks. The check sign finds every single wrong sign and every swap of two neighbours. The
/// number proves nothing by itself: the book does.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReceiptNumber(String);

/// Neither 1, I, L, O nor U; 0 stands only as a check. 31 signs, a prime number, which the check rests on.
const SIGNS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ0";
/// Signs without the check.
const LENGTH: usize = 11;

impl ReceiptNumber {
    /// The number of what the `step`th step of a dossier of the round of `year` handed in.
    #[must_use]
    pub fn of(year: i16, dossier: DossierId, step: i64) -> Self {
        let digest = Sha256::new().chain_update(dossier.uuid()).chain_update(step.to_be_bytes()).finalize();
        // 30 of the 31 signs; the last stands only as a check.
        let mut signs: Vec<u8> = digest.iter().take(LENGTH).map(|byte| byte % 30).collect();
        let year = u8::try_from(year.rem_euclid(100)).unwrap_or(0);
        signs.push(check(year, &signs));
        let text: Vec<String> = signs.chunks(4).map(spelled).collect();
        Self(format!("{year:02}-{}", text.join("-")))
    }

    /// As it is written and stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ReceiptNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for ReceiptNumber {
    type Err = Refusal;

    /// Reads a number as typed: small letters, blanks and missing hyphens do no harm.
    fn from_str(text: &str) -> Result<Self, Refusal> {
        let typed: Vec<u8> =
            text.to_ascii_uppercase().bytes().filter(|byte| !matches!(byte, b'-' | b' ')).collect();
        let (year, signs) = typed.split_at_checked(2).ok_or_else(unreadable)?;
        let year: u8 =
            std::str::from_utf8(year).ok().and_then(|year| year.parse().ok()).ok_or_else(unreadable)?;
        let values: Option<Vec<u8>> = signs.iter().map(|sign| value(*sign)).collect();
        let values = values.filter(|values| values.len() == LENGTH + 1).ok_or_else(unreadable)?;
        if check(year, &values[..LENGTH]) != values[LENGTH] {
            return Err(slip());
        }
        let parts: Vec<String> = values.chunks(4).map(spelled).collect();
        Ok(Self(format!("{year:02}-{}", parts.join("-"))))
    }
}

fn spelled(values: &[u8]) -> String {
    values.iter().map(|value| char::from(SIGNS[usize::from(*value)])).collect()
}

fn value(sign: u8) -> Option<u8> {
    SIGNS.iter().position(|known| *known == sign).and_then(|at| u8::try_from(at).ok())
}

/// Each sign times its place, modulo a prime greater than any place: one slip or swap always shows.
fn check(year: u8, signs: &[u8]) -> u8 {
    let start = u32::from(year % 10) * 13 + u32::from(year / 10) * 14;
    let sum = signs.iter().zip(1_u32..).fold(start, |sum, (sign, place)| sum + u32::from(*sign) * place);
    u8::try_from(sum % 31).unwrap_or(0)
}

fn unreadable() -> Refusal {
    Refusal {
        code: "receipt.unreadable",
        reason: "This is not the number of a receipt.".to_owned(),
        remedy: "A number looks like 26-7KQF-M3XA-RW9P; copy it from the receipt.",
    }
}

fn slip() -> Refusal {
    Refusal {
        code: "receipt.slip",
        reason: "The number of the receipt does not fit its last sign.".to_owned(),
        remedy: "Compare it with the receipt sign by sign.",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use uuid::Uuid;

    use super::*;

    fn number(dossier: u128, step: i64) -> ReceiptNumber {
        ReceiptNumber::of(2026, DossierId::from_uuid(Uuid::from_u128(dossier)), step)
    }

    #[test]
    fn a_number_follows_from_dossier_and_step_and_is_read_back_as_people_type_it() {
        let one = number(7, 2);
        assert_eq!(one, number(7, 2));
        assert_eq!(one.as_str().len(), 17);
        assert!(one.as_str().starts_with("26-"));
        let typed = one.as_str().to_ascii_lowercase().replace('-', " ");
        assert_eq!(typed.parse(), Ok(one));
        let many: BTreeSet<ReceiptNumber> =
            (0..2_000).map(|at| number(at / 2, 1 + (at % 2) as i64)).collect();
        assert_eq!(many.len(), 2_000);
    }

    #[test]
    fn one_wrong_sign_or_two_swapped_are_found() {
        for dossier in 0..50 {
            let right = number(dossier, 1).to_string().replace('-', "");
            for at in 0..right.len() {
                for sign in SIGNS {
                    let mut typed = right.clone().into_bytes();
                    if typed[at] == *sign || (at < 2 && !sign.is_ascii_digit()) {
                        continue;
                    }
                    typed[at] = *sign;
                    let typed = String::from_utf8(typed).expect("plain signs");
                    assert!(typed.parse::<ReceiptNumber>().is_err(), "{right} {typed}");
                }
            }
            for at in 2..right.len() - 1 {
                let mut typed = right.clone().into_bytes();
                typed.swap(at, at + 1);
                let typed = String::from_utf8(typed).expect("plain signs");
                assert!(typed == right || typed.parse::<ReceiptNumber>().is_err(), "{right} {typed}");
            }
        }
        assert_eq!("".parse::<ReceiptNumber>().map_err(|refusal| refusal.code), Err("receipt.unreadable"));
    }
}
