//! The serial of a certificate: short enough to read out over the telephone, with a check character.

use std::fmt;

use thiserror::Error;

/// A serial like `2026-004-0001234-K`: year, body that issued it, number of its row, check character.
///
/// The check character finds every single wrong character and every swap of two neighbours, so that a slip
/// is not taken for another person's certificate. It is no proof: the signature in the QR is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CertificateSerial {
    year: u16,
    issuer: String,
    number: u32,
}

/// Why a text is not a certificate serial.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SerialFault {
    /// Not of the four parts.
    #[error("cannot read {0:?} as a certificate serial; it looks like 2026-01273-0000042-K")]
    Unreadable(String),
    /// A slip somewhere.
    #[error("the serial {0:?} does not fit its last character; check it letter by letter")]
    Check(String),
}

impl CertificateSerial {
    /// The serial of the `number`th certificate of `issuer` (its official code, letters and digits) for
    /// `year`.
    ///
    /// # Errors
    /// When a part is out of range: year of four digits, code of one to ten capitals or digits, number from
    /// 1 to 9,999,999.
    pub fn new(year: u16, issuer: &str, number: u32) -> Result<Self, SerialFault> {
        let issuer_fits = (1..=10).contains(&issuer.len())
            && issuer.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
        if !issuer_fits || !(1000..=9999).contains(&year) || !(1..=9_999_999).contains(&number) {
            return Err(SerialFault::Unreadable(format!("{year}-{issuer}-{number}")));
        }
        Ok(Self { year, issuer: issuer.to_owned(), number })
    }

    /// The year of the title.
    #[must_use]
    pub const fn year(&self) -> u16 {
        self.year
    }

    /// The official code of the body that issued it.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The place in the body's row of that year.
    #[must_use]
    pub const fn number(&self) -> u32 {
        self.number
    }

    fn body(&self) -> String {
        format!("{:04}-{}-{:07}", self.year, self.issuer, self.number)
    }
}

impl fmt::Display for CertificateSerial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let body = self.body();
        write!(f, "{body}-{}", check_character(&body))
    }
}

impl std::str::FromStr for CertificateSerial {
    type Err = SerialFault;

    /// Reads a serial as typed: small letters and spaces around it do no harm.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || SerialFault::Unreadable(text.to_owned());
        let typed = text.trim().to_ascii_uppercase();
        let parts: Vec<&str> = typed.split('-').collect();
        let [year, issuer, number, check] = parts.as_slice() else { return Err(unreadable()) };
        let digits =
            |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(number, 7) {
            return Err(unreadable());
        }
        let (year, number) =
            (year.parse().map_err(|_| unreadable())?, number.parse().map_err(|_| unreadable())?);
        let serial = Self::new(year, issuer, number).map_err(|_| unreadable())?;
        if check.chars().eq([check_character(&serial.body())]) {
            Ok(serial)
        } else {
            Err(SerialFault::Check(text.to_owned()))
        }
    }
}

/// ISO 7064 MOD 37-2: a pure system over 0-9 and A-Z that finds all single errors and all swaps of
/// neighbours; its hybrid sister MOD 37,36 misses a few swaps with the check character. The 37th
/// check character is a star.
fn check_character(body: &str) -> char {
    let value = |character: char| character.to_digit(36).unwrap_or(0);
    let sum = body
        .chars()
        .filter(|character| *character != '-')
        .fold(0, |sum, character| (sum + value(character)) * 2 % 37);
    char::from_digit((38 - sum) % 37, 36).map_or('*', |character| character.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn a_serial_says_year_body_and_place() {
        let serial = CertificateSerial::new(2026, "01273", 42).expect("valid");
        let text = serial.to_string();
        assert!(text.starts_with("2026-01273-0000042-"), "{text}");
        assert_eq!(text.to_lowercase().parse(), Ok(serial));
    }

    #[test]
    fn the_check_character_is_that_of_the_standard() {
        // The worked example of the labels for blood donations, which use ISO 7064 MOD 37-2.
        assert_eq!(check_character("G123498654321"), 'H');
    }

    #[test]
    fn parts_out_of_range_are_refused() {
        for (year, issuer, number) in [
            (999, "01273", 1),
            (2026, "", 1),
            (2026, "xã", 1),
            (2026, "01273", 0),
            (2026, "01273", 10_000_000),
        ] {
            assert!(CertificateSerial::new(year, issuer, number).is_err(), "{year} {issuer} {number}");
        }
        assert!("2026-01273-42-K".parse::<CertificateSerial>().is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_character_never_passes(number in 1u32..9_999_999, place in 0usize..21, wrong in "[0-9A-Z]") {
            let text = CertificateSerial::new(2026, "01273", number).expect("valid").to_string();
            let place = place.min(text.len() - 1);
            let mut slip = text.clone();
            slip.replace_range(place..=place, &wrong);
            prop_assert_eq!(slip.parse::<CertificateSerial>().is_ok(), slip == text);
        }

        #[test]
        fn two_neighbours_swapped_never_pass(number in 1u32..9_999_999, place in 0usize..20) {
            let text = CertificateSerial::new(2026, "01273", number).expect("valid").to_string();
            let mut bytes = text.clone().into_bytes();
            let place = place.min(bytes.len() - 2);
            bytes.swap(place, place + 1);
            let slip = String::from_utf8(bytes).expect("ascii");
            prop_assert!(slip == text || slip.parse::<CertificateSerial>().is_err());
        }
    }
}
