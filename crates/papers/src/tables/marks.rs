//! Sex, and cells that are ticked or not.

use sohoc_rules::people::Sex;
use sohoc_rules::vietnamese::fold;

use super::cell::Cell;
use super::problem::Trouble;

/// Reads a sex; `None` for an empty cell.
///
/// # Errors
/// For anything else than the words for man and woman. A bare 1 or 0 tells nothing: programs disagree
/// about which is which.
pub fn sex(cell: Cell<'_>) -> Result<Option<Sex>, Trouble> {
    match cell {
        // By far the most rows; no need to fold them.
        Cell::Text("Nam") => Ok(Some(Sex::Male)),
        Cell::Text("Nữ") => Ok(Some(Sex::Female)),
        Cell::Empty => Ok(None),
        Cell::Fault(shown) => Err(Trouble::Fault(shown)),
        Cell::Text(text) => match fold(text).as_str() {
            "" => Ok(None),
            "nam" | "trai" | "nam gioi" | "male" | "m" => Ok(Some(Sex::Male)),
            "nu" | "gai" | "nu gioi" | "female" | "f" => Ok(Some(Sex::Female)),
            _ => Err(Trouble::SexUnreadable(text.trim().to_owned())),
        },
        Cell::Number(_) | Cell::Day(_) | Cell::Logical(_) => Err(Trouble::SexUnreadable(cell.display())),
    }
}

/// Reads the sex from two columns, one for men and one for women, of which one is ticked.
///
/// # Errors
/// When both are ticked, or something else than a tick stands there.
pub fn sex_in_two_columns(male: Cell<'_>, female: Cell<'_>) -> Result<Option<Sex>, Trouble> {
    match (mark(male)?.unwrap_or(false), mark(female)?.unwrap_or(false)) {
        (true, false) => Ok(Some(Sex::Male)),
        (false, true) => Ok(Some(Sex::Female)),
        (true, true) => Err(Trouble::BothOrNeither),
        (false, false) => Ok(None),
    }
}

/// Reads a tick, yes or no; `None` for an empty cell.
///
/// # Errors
/// When it is neither yes nor no.
pub fn mark(cell: Cell<'_>) -> Result<Option<bool>, Trouble> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Logical(value) => Ok(Some(value)),
        Cell::Number(1.0) => Ok(Some(true)),
        Cell::Number(0.0) => Ok(Some(false)),
        Cell::Fault(shown) => Err(Trouble::Fault(shown)),
        Cell::Number(_) | Cell::Day(_) => Err(Trouble::MarkUnreadable(cell.display())),
        Cell::Text(text) => {
            let trimmed = text.trim();
            if ["✓", "✔", "√", "☑", "☒", "+", "*", "✗", "ü", "P"].contains(&trimmed) {
                // The last two are ticks of the Wingdings fonts as they reach us.
                return Ok(Some(true));
            }
            if ["☐", "-", "–", "□"].contains(&trimmed) {
                return Ok(Some(false));
            }
            match fold(trimmed).as_str() {
                "" => Ok(None),
                "x" | "v" | "co" | "dat" | "1" | "true" | "yes" | "y" | "cong nhan" | "duoc cong nhan" => {
                    Ok(Some(true))
                }
                "khong" | "khong dat" | "chua dat" | "0" | "false" | "no" | "n" | "khong cong nhan"
                | "chua" => Ok(Some(false)),
                _ => Err(Trouble::MarkUnreadable(trimmed.to_owned())),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sex_is_read_in_every_dress_and_a_bare_number_is_none() {
        for (written, expected) in [
            ("Nam", Some(Sex::Male)),
            ("NỮ", Some(Sex::Female)),
            ("nu", Some(Sex::Female)),
            (" ", None),
            ("Gái", Some(Sex::Female)),
        ] {
            assert_eq!(sex(Cell::Text(written)), Ok(expected), "{written}");
        }
        assert_eq!(sex(Cell::Number(1.0)), Err(Trouble::SexUnreadable("1".into())));
        assert!(sex(Cell::Text("Nam/Nữ")).is_err());
    }

    #[test]
    fn two_columns_have_one_tick() {
        assert_eq!(sex_in_two_columns(Cell::Text("x"), Cell::Empty), Ok(Some(Sex::Male)));
        assert_eq!(sex_in_two_columns(Cell::Text(" "), Cell::Text("X")), Ok(Some(Sex::Female)));
        assert_eq!(sex_in_two_columns(Cell::Number(1.0), Cell::Text("x")), Err(Trouble::BothOrNeither));
        assert_eq!(sex_in_two_columns(Cell::Empty, Cell::Empty), Ok(None));
    }

    #[test]
    fn ticks_of_all_kinds_are_yes() {
        for yes in
            [Cell::Text("x"), Cell::Text("✓"), Cell::Text("Có"), Cell::Logical(true), Cell::Text("Đạt")]
        {
            assert_eq!(mark(yes), Ok(Some(true)), "{yes:?}");
        }
        for no in [Cell::Text("Không đạt"), Cell::Number(0.0), Cell::Text("-")] {
            assert_eq!(mark(no), Ok(Some(false)), "{no:?}");
        }
        assert!(mark(Cell::Text("có thể")).is_err());
    }
}
