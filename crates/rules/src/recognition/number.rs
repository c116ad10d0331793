//! The number of a decision: strictly serial for each issuing body and year.

use std::fmt;

use thiserror::Error;

use crate::ids::{OrganizationId, UnitId};

/// The body that issues a decision and keeps its own row of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Issuer {
    /// A People's Committee, or the Association's chapter, of a unit.
    Unit(UnitId),
    /// An agency, school or enterprise.
    Organization(OrganizationId),
}

/// A number as printed: `05/QĐ-UBND`.
///
/// The row starts at 1 each year; numbers under ten carry a leading zero (NĐ 30/2020, Phụ lục I).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DecisionNumber {
    serial: u32,
    sign: String,
}

/// Why something is not a decision number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DecisionNumberFault {
    /// The row starts at one.
    #[error("a decision number starts at 1")]
    Zero,
    /// The part after the slash.
    #[error("the sign {0:?} of a decision is made of capital letters and hyphens, like QĐ-UBND")]
    Sign(String),
    /// Not a number, a slash and a sign.
    #[error("cannot read {0:?} as a decision number; write it like 05/QĐ-UBND")]
    Unreadable(String),
    /// Not the next of the row.
    #[error("number {found} does not follow {last}; the next of this body and year is {next}", next = last + 1)]
    OutOfRow {
        /// The highest number used.
        last: u32,
        /// The number proposed.
        found: u32,
    },
}

impl DecisionNumber {
    /// A number of a row; `sign` is the part after the slash.
    ///
    /// # Errors
    /// When the serial is zero or the sign is not made of capitals and hyphens.
    pub fn new(serial: u32, sign: &str) -> Result<Self, DecisionNumberFault> {
        if serial == 0 {
            return Err(DecisionNumberFault::Zero);
        }
        let word =
            |word: &str| !word.is_empty() && word.chars().all(|c| c.is_uppercase() || c.is_ascii_digit());
        if !sign.split('-').all(word) || !sign.starts_with(char::is_uppercase) {
            return Err(DecisionNumberFault::Sign(sign.to_owned()));
        }
        Ok(Self { serial, sign: sign.to_owned() })
    }

    /// The first of a row, or the one after `last`.
    ///
    /// # Errors
    /// When the sign is not one.
    pub fn next(last: Option<u32>, sign: &str) -> Result<Self, DecisionNumberFault> {
        Self::new(last.unwrap_or(0).saturating_add(1), sign)
    }

    /// Checks that this number follows `last`, the highest used by the body in the year. A number given by
    /// hand (the clerical office keeps one row for all its decisions) may leave gaps but never go back.
    ///
    /// # Errors
    /// `OutOfRow` when it does not.
    pub fn follows(&self, last: Option<u32>, gaps_allowed: bool) -> Result<(), DecisionNumberFault> {
        let last = last.unwrap_or(0);
        let fits = if gaps_allowed { self.serial > last } else { self.serial == last.saturating_add(1) };
        if fits { Ok(()) } else { Err(DecisionNumberFault::OutOfRow { last, found: self.serial }) }
    }

    /// The place in the row.
    #[must_use]
    pub const fn serial(&self) -> u32 {
        self.serial
    }

    /// The part after the slash.
    #[must_use]
    pub fn sign(&self) -> &str {
        &self.sign
    }
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}/{}", self.serial, self.sign)
    }
}

impl std::str::FromStr for DecisionNumber {
    type Err = DecisionNumberFault;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || DecisionNumberFault::Unreadable(text.to_owned());
        let (serial, sign) = text.trim().split_once('/').ok_or_else(unreadable)?;
        if !serial.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unreadable());
        }
        Self::new(serial.parse().map_err(|_| unreadable())?, sign)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn numbers_under_ten_carry_a_zero() {
        let number = |serial| DecisionNumber::new(serial, "QĐ-UBND").map(|n| n.to_string());
        assert_eq!(number(5), Ok("05/QĐ-UBND".into()));
        assert_eq!(number(123), Ok("123/QĐ-UBND".into()));
        assert_eq!(number(0), Err(DecisionNumberFault::Zero));
    }

    #[test]
    fn a_row_has_no_gap_unless_the_office_keeps_it_by_hand() {
        let number = |serial| DecisionNumber::new(serial, "QĐ-HKH").expect("valid");
        for (serial, last, gaps, fits) in [
            (1, None, false, true),
            (2, None, false, false),
            (8, Some(7), false, true),
            (9, Some(7), false, false),
            (9, Some(7), true, true),
            (7, Some(7), true, false),
            (6, Some(7), true, false),
        ] {
            assert_eq!(number(serial).follows(last, gaps).is_ok(), fits, "{serial} after {last:?}");
        }
        assert_eq!(DecisionNumber::next(Some(9), "QĐ-UBND").map(|n| n.to_string()), Ok("10/QĐ-UBND".into()));
        assert_eq!(DecisionNumber::next(None, "QĐ-UBND").map(|n| n.serial()), Ok(1));
    }

    #[test]
    fn another_shape_is_refused() {
        for text in
            ["", "5", "/QĐ-UBND", "x/QĐ-UBND", "+5/QĐ-UBND", "5/qđ-ubnd", "5/", "5/QĐ--UBND", "5/QĐ UBND"]
        {
            assert!(text.parse::<DecisionNumber>().is_err(), "{text}");
        }
        assert_eq!("324/QĐ-KHVN".parse::<DecisionNumber>().map(|n| n.serial()), Ok(324));
    }

    proptest! {
        #[test]
        fn a_number_reads_back(serial in 1u32..1_000_000) {
            let number = DecisionNumber::new(serial, "QĐ-UBND").expect("valid");
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }
    }
}
