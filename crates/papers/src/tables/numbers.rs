//! Personal numbers and scores.

use sohoc_rules::people::{NumberFault, PersonalNumber};

use super::cell::Cell;
use super::dates::{exact, whole};
use super::problem::Trouble;

/// What stands in a column of personal numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum IdentityNumber {
    /// The twelve digits.
    Personal(PersonalNumber),
    /// The nine digits of the identity card before 2021 (CMND): a help in searching, not a personal number.
    Old(String),
}

/// Reads a personal number; `None` for an empty cell.
///
/// # Errors
/// When digits are missing. Zeros lost to a number format are named as that, and never put back: eleven
/// digits may as well be a slip, and a guess would make two people one.
pub fn identity_number(cell: Cell<'_>) -> Result<Option<IdentityNumber>, Trouble> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) => from_text(text),
        Cell::Number(number) => match exact(number) {
            Some(number) if number >= 0 => from_text(&number.to_string()),
            _ => Err(Trouble::NotDigits),
        },
        Cell::Day(_) | Cell::Logical(_) => Err(Trouble::NotDigits),
        Cell::Fault(shown) => Err(Trouble::Fault(shown)),
    }
}

fn from_text(text: &str) -> Result<Option<IdentityNumber>, Trouble> {
    let text = text.trim().trim_start_matches(['\'', '`', '’', '"']).trim_end_matches('"');
    if text.is_empty() || text.chars().all(|c| "-–.x/".contains(c)) {
        return Ok(None);
    }
    if is_scientific(text) {
        return Err(Trouble::ScientificNotation);
    }
    // A list saved as text keeps the decimal point of a quantity.
    let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    match PersonalNumber::new(text) {
        Ok(number) => Ok(Some(IdentityNumber::Personal(number))),
        Err(NumberFault::OldIdentityNumber) => {
            Ok(Some(IdentityNumber::Old(text.chars().filter(char::is_ascii_digit).collect())))
        }
        Err(NumberFault::NotDigits) => Err(Trouble::NotDigits),
        // Every personal number begins with a zero (province codes 001 to 096), every old number of the
        // northern provinces too: ten or eleven digits are a card's, eight an old card's.
        Err(NumberFault::Length(8 | 10 | 11)) => Err(Trouble::LostLeadingZeros { digits }),
        Err(NumberFault::Length(_)) => Err(Trouble::NumberLength { digits }),
    }
}

/// 4.06E+10, also with a comma.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return false };
    let plain = |part: &str, signs: &str| {
        part.bytes().any(|b| b.is_ascii_digit())
            && part.chars().all(|c| c.is_ascii_digit() || signs.contains(c))
    };
    plain(mantissa, ".,") && plain(exponent, "+-")
}

/// Reads a score from 0 to `most`; `None` for an empty cell, which means not answered.
///
/// # Errors
/// For decimals, other numbers and text; a score is a whole number.
pub fn score(cell: Cell<'_>, most: i64) -> Result<Option<i64>, Trouble> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Text(text) if text.trim().is_empty() => Ok(None),
        Cell::Day(_) => Err(Trouble::DayInsteadOfScore(cell.display())),
        Cell::Fault(shown) => Err(Trouble::Fault(shown)),
        Cell::Text(_) | Cell::Number(_) | Cell::Logical(_) => {
            let score = whole(cell).ok_or_else(|| Trouble::NotWhole(cell.display().trim().to_owned()))?;
            if (0..=most).contains(&score) {
                Ok(Some(score))
            } else {
                Err(Trouble::OutOfRange { value: score.to_string(), least: 0, most })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(cell: Cell<'_>) -> Result<Option<String>, Trouble> {
        identity_number(cell).map(|number| {
            number.map(|number| match number {
                IdentityNumber::Personal(number) => number.reveal().to_owned(),
                IdentityNumber::Old(number) => format!("old {number}"),
            })
        })
    }

    #[test]
    fn twelve_digits_are_a_number_however_they_are_spaced() {
        for written in ["004175000123", "004 175 000 123", "'004175000123", " 004.175.000.123 "] {
            assert_eq!(digits(Cell::Text(written)), Ok(Some("004175000123".into())), "{written}");
        }
        assert_eq!(digits(Cell::Text("080123456")), Ok(Some("old 080123456".into())));
        assert_eq!(digits(Cell::Text("  ")), Ok(None));
    }

    #[test]
    fn lost_zeros_are_named_and_never_put_back() {
        for cell in [Cell::Number(4_175_000_123.0), Cell::Text("4175000123"), Cell::Text("4175000123.0")] {
            assert_eq!(digits(cell), Err(Trouble::LostLeadingZeros { digits: 10 }), "{cell:?}");
        }
        assert_eq!(digits(Cell::Number(80_123_456.0)), Err(Trouble::LostLeadingZeros { digits: 8 }));
        assert_eq!(digits(Cell::Text("4.18E+09")), Err(Trouble::ScientificNotation));
        assert_eq!(digits(Cell::Text("4,06E+10")), Err(Trouble::ScientificNotation));
        assert_eq!(digits(Cell::Number(0.5)), Err(Trouble::NotDigits));
        assert_eq!(digits(Cell::Text("0041750001234")), Err(Trouble::NumberLength { digits: 13 }));
        assert_eq!(digits(Cell::Text("00417500O123")), Err(Trouble::NotDigits));
    }

    #[test]
    fn a_score_is_a_whole_number_from_nought_to_ten() {
        for (cell, expected) in [
            (Cell::Number(8.0), Ok(Some(8))),
            (Cell::Text(" 10 "), Ok(Some(10))),
            (Cell::Text("7,0"), Ok(Some(7))),
            (Cell::Empty, Ok(None)),
            (Cell::Number(7.5), Err(Trouble::NotWhole("7.5".into()))),
            (Cell::Text("7,5"), Err(Trouble::NotWhole("7,5".into()))),
            (Cell::Number(11.0), Err(Trouble::OutOfRange { value: "11".into(), least: 0, most: 10 })),
            (Cell::Text("-1"), Err(Trouble::OutOfRange { value: "-1".into(), least: 0, most: 10 })),
            (Cell::Text("tốt"), Err(Trouble::NotWhole("tốt".into()))),
        ] {
            assert_eq!(score(cell, 10), expected, "{cell:?}");
        }
        let day = Cell::Day(jiff::civil::date(2026, 10, 5));
        assert_eq!(score(day, 10), Err(Trouble::DayInsteadOfScore("05/10/2026".into())));
    }
}
