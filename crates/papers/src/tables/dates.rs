//! Birth dates and other days as lists give them: a day, text in many forms, a year alone, or the bare
//! number by which a workbook counts days.

use sohoc_rules::people::{BirthDate, BirthDateFault};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use super::cell::Cell;
use super::problem::Trouble;

/// What has to be known to read dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateRules {
    /// The day of the import: nobody is born later.
    pub today: Date,
    /// The last year that two digits can mean: with 2008, `08` is 2008 and `09` is 1909. For a list of
    /// adults it is the year in which the youngest of them was born.
    pub latest_short_year: i16,
    /// Whether the workbook counts days from 1904.
    pub from_1904: bool,
}

/// Reads a birth date; `None` for an empty cell.
///
/// # Errors
/// Names what cannot be right; nothing is guessed.
pub fn birth_date(cell: Cell<'_>, rules: &DateRules) -> Result<Option<BirthDate>, Trouble> {
    match parts(cell, rules)? {
        None => Ok(None),
        Some((year, month, day)) => {
            BirthDate::new(year, month, day, rules.today).map(Some).map_err(|fault| trouble(fault, &cell))
        }
    }
}

/// Reads a birth date from three columns; an empty day or month is not known.
///
/// # Errors
/// As [`birth_date`].
pub fn birth_date_in_parts(
    day: Cell<'_>,
    month: Cell<'_>,
    year: Cell<'_>,
    rules: &DateRules,
) -> Result<Option<BirthDate>, Trouble> {
    let small = |cell: Cell<'_>| match whole(cell) {
        None if cell.is_blank() => Ok(None),
        Some(0) => Ok(None),
        Some(number) => i8::try_from(number).map(Some).map_err(|_| Trouble::NoSuchDay(cell.display())),
        None => Err(Trouble::DateUnreadable(cell.display())),
    };
    if year.is_blank() && day.is_blank() && month.is_blank() {
        return Ok(None);
    }
    let number = whole(year).and_then(|year| i16::try_from(year).ok());
    let year_number = number.ok_or_else(|| Trouble::DateUnreadable(year.display()))?;
    let year_number = if year_number < 100 { long_year(year_number, rules) } else { year_number };
    let birth = BirthDate::new(year_number, small(month)?, small(day)?, rules.today);
    birth.map(Some).map_err(|fault| trouble(fault, &year))
}

/// Reads a full day, such as the day from which a unit is in force; `None` for an empty cell.
///
/// # Errors
/// Also when only the year or the month is given.
pub fn day(cell: Cell<'_>, rules: &DateRules) -> Result<Option<Date>, Trouble> {
    match parts(cell, rules)? {
        None => Ok(None),
        Some((year, Some(month), Some(day))) => {
            Date::new(year, month, day).map(Some).map_err(|_| Trouble::NoSuchDay(cell.display()))
        }
        Some(_) => Err(Trouble::DateUnreadable(cell.display())),
    }
}

/// Reads a year such as 2026; `None` for an empty cell.
///
/// # Errors
/// When it is no year from 1900 to 2100.
pub fn year(cell: Cell<'_>) -> Result<Option<i16>, Trouble> {
    if cell.is_blank() {
        return Ok(None);
    }
    let year =
        whole(cell).and_then(|year| i16::try_from(year).ok()).filter(|year| (1900..=2100).contains(year));
    year.map(Some).ok_or_else(|| Trouble::OutOfRange { value: cell.display(), least: 1900, most: 2100 })
}

type Parts = (i16, Option<i8>, Option<i8>);

fn parts(cell: Cell<'_>, rules: &DateRules) -> Result<Option<Parts>, Trouble> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Day(day) if day.year() == SHOWN_AS_DATE => Err(Trouble::YearShownAsDate(SHOWN_AS_DATE)),
        Cell::Day(day) => Ok(Some((day.year(), Some(day.month()), Some(day.day())))),
        Cell::Number(number) => number_parts(number, rules).map(Some),
        Cell::Text(text) => text_parts(text, rules),
        Cell::Logical(_) => Err(Trouble::DateUnreadable(cell.display())),
        Cell::Fault(shown) => Err(Trouble::Fault(shown)),
    }
}

/// A bare number is a year or a serial; the two ranges do not meet, since the serial 2100 is a day of 1905.
fn number_parts(number: f64, rules: &DateRules) -> Result<Parts, Trouble> {
    let unreadable = || Trouble::DateUnreadable(number.to_string());
    let whole = whole(Cell::Number(number.floor())).ok_or_else(unreadable)?;
    if number.fract() == 0.0 && (1800..=2100).contains(&whole) {
        return Ok((i16::try_from(whole).map_err(|_| unreadable())?, None, None));
    }
    if !(LEAST_SERIAL..LAST_SERIAL).contains(&whole) {
        return Err(unreadable());
    }
    let epoch = if rules.from_1904 { Date::constant(1904, 1, 1) } else { Date::constant(1899, 12, 30) };
    let day = epoch.checked_add(jiff::Span::new().days(whole)).map_err(|_| unreadable())?;
    Ok((day.year(), Some(day.month()), Some(day.day())))
}

fn text_parts(text: &str, rules: &DateRules) -> Result<Option<Parts>, Trouble> {
    let text = text.trim().trim_start_matches('\'');
    if text.is_empty() {
        return Ok(None);
    }
    let unreadable = || Trouble::DateUnreadable(text.to_owned());
    if text.contains(char::REPLACEMENT_CHARACTER) {
        return Err(Trouble::BrokenText);
    }
    if text.bytes().any(|b| b.is_ascii_alphabetic()) && !text.contains(':') && !has_only_date_words(text) {
        return Err(unreadable());
    }
    let mut pieces = [Piece::Unknown; 3];
    let mut count = 0;
    for piece in split(text) {
        let slot = pieces.get_mut(count).ok_or_else(unreadable)?;
        *slot = Piece::read(piece).ok_or_else(unreadable)?;
        count += 1;
    }
    let long = |year: i32| i16::try_from(year).map_err(|_| unreadable());
    let parts = match pieces.get(..count) {
        Some([Piece::Digits(year, 4)]) => (long(*year)?, None, None),
        // A serial in a list that was saved as text.
        Some([Piece::Digits(serial, 5)]) => return number_parts(f64::from(*serial), rules).map(Some),
        Some([Piece::Digits(year, 4), month] | [month, Piece::Digits(year, 4)]) => {
            (long(*year)?, month.small()?, None)
        }
        Some([Piece::Digits(year, 4), month, day] | [day, month, Piece::Digits(year, 4)]) => {
            (long(*year)?, month.small()?, day.small()?)
        }
        Some([day, month, Piece::Digits(year, 2)]) => {
            (long_year(long(*year)?, rules), month.small()?, day.small()?)
        }
        _ => return Err(unreadable()),
    };
    swapped(parts, text)?;
    Ok(Some(parts))
}

/// The parts of a date as text; a time after it and the words ngày, tháng, năm are left out.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let date = match text.find(':') {
        Some(colon) => text
            .get(..colon)
            .and_then(|head| head.rfind([' ', 'T']))
            .and_then(|end| text.get(..end))
            .unwrap_or(text),
        None => text,
    };
    date.split(|c: char| "/-. ,\\".contains(c) || c.is_alphabetic() || c == '\u{a0}')
        .filter(|piece| !piece.is_empty())
}

/// "ngày 15 tháng 3 năm 1975": other words would make other sense of the numbers.
fn has_only_date_words(text: &str) -> bool {
    fold(text)
        .split_whitespace()
        .filter(|word| word.bytes().any(|b| b.is_ascii_alphabetic()))
        .all(|word| ["ngay", "thang", "nam", "sinh", "mung", "mong"].contains(&word))
}

/// A number with its count of digits, or dots and underscores where somebody left a gap.
#[derive(Clone, Copy)]
enum Piece {
    Digits(i32, usize),
    Unknown,
}

impl Piece {
    fn read(text: &str) -> Option<Self> {
        if text.chars().all(|c| "_…?*".contains(c)) {
            return Some(Self::Unknown);
        }
        if text.len() > 5 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let number = text.parse().ok()?;
        Some(Self::Digits(number, text.len()))
    }

    /// A day or month; zero and a gap are not known.
    fn small(self) -> Result<Option<i8>, Trouble> {
        match self {
            Self::Unknown | Self::Digits(0, _) => Ok(None),
            Self::Digits(number, digits) if digits <= 2 => {
                i8::try_from(number).map(Some).map_err(|_| Trouble::DateUnreadable(number.to_string()))
            }
            Self::Digits(number, _) => Err(Trouble::DateUnreadable(number.to_string())),
        }
    }
}

fn swapped((_, month, day): Parts, text: &str) -> Result<(), Trouble> {
    match (month, day) {
        (Some(month), Some(day)) if (13..=31).contains(&month) && day <= 12 => {
            Err(Trouble::DayAndMonthSwapped(text.to_owned()))
        }
        _ => Ok(()),
    }
}

/// The latest year not after the rule's that ends in these two digits.
fn long_year(short: i16, rules: &DateRules) -> i16 {
    let latest = rules.latest_short_year;
    latest - (latest - short).rem_euclid(100)
}

fn trouble(fault: BirthDateFault, cell: &Cell<'_>) -> Trouble {
    match fault {
        BirthDateFault::TooEarly(year) => Trouble::TooEarly(year),
        BirthDateFault::Future(date) => Trouble::InFuture(date),
        BirthDateFault::NoSuchDay(_) => Trouble::NoSuchDay(cell.display()),
        BirthDateFault::DayWithoutMonth | BirthDateFault::Unreadable(_) => {
            Trouble::DateUnreadable(cell.display())
        }
    }
}

/// A whole number in a cell, if it is one.
pub(super) fn whole(cell: Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Number(number) => exact(number),
        Cell::Text(text) => {
            let text = text.trim();
            let plain = text.strip_suffix(",0").or_else(|| text.strip_suffix(".0")).unwrap_or(text);
            plain.parse().ok()
        }
        Cell::Empty | Cell::Day(_) | Cell::Logical(_) | Cell::Fault(_) => None,
    }
}

/// The whole number that a floating one is, when it is one.
pub(super) fn exact(number: f64) -> Option<i64> {
    if number.fract() != 0.0 || number.abs() >= 1e15 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 10^15, so nothing is cut off")]
    Some(number as i64)
}

/// The year that a workbook shows when a year (1900 to 2099) is formatted as a day.
const SHOWN_AS_DATE: i16 = 1905;
/// A serial below this would be before 1910 and is more likely a slip.
const LEAST_SERIAL: i64 = 3_000;
const LAST_SERIAL: i64 = 2_958_466;

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    const RULES: DateRules =
        DateRules { today: date(2026, 11, 23), latest_short_year: 2010, from_1904: false };

    fn stored(cell: Cell<'_>) -> Result<String, Trouble> {
        birth_date(cell, &RULES).map(|birth| birth.map_or(String::new(), |birth| birth.to_string()))
    }

    #[test]
    fn every_way_of_writing_a_birth_date_is_read() {
        for (written, expected) in [
            ("15/03/1975", "1975-03-15"),
            ("15.3.75", "1975-03-15"),
            ("1-2-10", "2010-02-01"),
            ("1-2-11", "1911-02-01"),
            ("1975-03-15", "1975-03-15"),
            ("1975-03-15 00:00:00", "1975-03-15"),
            ("15/3/1975 12:00 AM", "1975-03-15"),
            ("ngày 15 tháng 3 năm 1975", "1975-03-15"),
            ("15 - 3 - 1975", "1975-03-15"),
            ("'15/3/1975", "1975-03-15"),
            ("03/1975", "1975-03"),
            ("tháng 3 năm 1975", "1975-03"),
            ("1975", "1975"),
            ("00/00/1975", "1975"),
            ("__/__/1975", "1975"),
            ("…/…/1975", "1975"),
            ("27468", "1975-03-15"),
            ("  ", ""),
        ] {
            assert_eq!(stored(Cell::Text(written)), Ok(expected.to_owned()), "{written}");
        }
        assert_eq!(stored(Cell::Day(date(1975, 3, 15))), Ok("1975-03-15".into()));
        assert_eq!(stored(Cell::Number(1975.0)), Ok("1975".into()));
        assert_eq!(stored(Cell::Number(27468.0)), Ok("1975-03-15".into()));
        assert_eq!(
            birth_date(Cell::Number(26006.0), &DateRules { from_1904: true, ..RULES })
                .map(|b| b.map(|b| b.to_string())),
            Ok(Some("1975-03-15".into()))
        );
    }

    #[test]
    fn what_cannot_be_right_is_named_and_not_guessed() {
        for (cell, expected) in [
            (Cell::Text("31/02/1975"), Trouble::NoSuchDay("31/02/1975".into())),
            (Cell::Text("3/25/1975"), Trouble::DayAndMonthSwapped("3/25/1975".into())),
            (Cell::Text("15031975"), Trouble::DateUnreadable("15031975".into())),
            (Cell::Text("tuổi Sửu"), Trouble::DateUnreadable("tuổi Sửu".into())),
            (Cell::Text("75"), Trouble::DateUnreadable("75".into())),
            (Cell::Text("24/11/2026"), Trouble::InFuture("2026-11-24".into())),
            (Cell::Number(1875.0), Trouble::TooEarly(1875)),
            (Cell::Number(75.0), Trouble::DateUnreadable("75".into())),
            (Cell::Number(1975.5), Trouble::DateUnreadable("1975.5".into())),
            (Cell::Day(date(1905, 5, 28)), Trouble::YearShownAsDate(1905)),
            (Cell::Fault("#N/A"), Trouble::Fault("#N/A")),
        ] {
            assert_eq!(stored(cell), Err(expected), "{cell:?}");
        }
    }

    #[test]
    fn three_columns_make_one_date() {
        let read = |day, month, year| {
            birth_date_in_parts(day, month, year, &RULES).map(|b| b.map(|b| b.to_string()))
        };
        assert_eq!(
            read(Cell::Number(5.0), Cell::Text("3"), Cell::Number(1975.0)),
            Ok(Some("1975-03-05".into()))
        );
        assert_eq!(read(Cell::Empty, Cell::Empty, Cell::Text("75")), Ok(Some("1975".into())));
        assert_eq!(read(Cell::Empty, Cell::Empty, Cell::Empty), Ok(None));
        assert!(read(Cell::Number(31.0), Cell::Number(2.0), Cell::Number(1975.0)).is_err());
    }
}
