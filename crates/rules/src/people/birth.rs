//! Birth dates, of which sometimes only the year is known.

use std::fmt;
use std::str::FromStr;

use jiff::civil::date;
use thiserror::Error;

use crate::time::Date;

/// A day, a month or only a year of birth.
///
/// Many older people of the highlands know the year alone; the missing parts are never made up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BirthDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

/// Why something is not a birth date.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BirthDateFault {
    /// Nobody alive was born then, so it is a slip of the pen.
    #[error("the birth year {0} is before 1900; check the year")]
    TooEarly(i16),
    /// After the day of entry.
    #[error("the birth date {0} is in the future; check the date")]
    Future(String),
    /// No such day in the calendar.
    #[error("there is no such day in the calendar: {0}; check day and month")]
    NoSuchDay(String),
    /// A day without a month tells nothing.
    #[error("a birth day was given without a month; give the month or leave both out")]
    DayWithoutMonth,
    /// Not in any form we read.
    #[error("cannot read {0:?} as a birth date; write 1956, 03/1956 or 02/03/1956")]
    Unreadable(String),
}

impl BirthDate {
    /// The earliest year accepted.
    pub const EARLIEST_YEAR: i16 = 1900;

    /// Checks the parts against the calendar and against `today`.
    ///
    /// # Errors
    /// Names the part that cannot be right.
    pub fn new(year: i16, month: Option<i8>, day: Option<i8>, today: Date) -> Result<Self, BirthDateFault> {
        let birth = Self::from_parts(year, month, day)?;
        if birth.earliest() > today { Err(BirthDateFault::Future(birth.to_string())) } else { Ok(birth) }
    }

    /// A full date.
    ///
    /// # Errors
    /// When the day lies before 1900 or after `today`.
    pub fn on(day: Date, today: Date) -> Result<Self, BirthDateFault> {
        Self::new(day.year(), Some(day.month()), Some(day.day()), today)
    }

    /// Reads what people write: `1956`, `3/1956`, `02/03/1956`, `02-03-1956`, `1956-03-02`, and `02031956`
    /// as the card's QR gives it. A part written as zeros (`00/00/1956`) counts as not known.
    ///
    /// # Errors
    /// Names the part that cannot be right.
    pub fn read(text: &str, today: Date) -> Result<Self, BirthDateFault> {
        let (year, month, day) =
            parts(text.trim()).ok_or_else(|| BirthDateFault::Unreadable(text.trim().to_owned()))?;
        Self::new(year, month.filter(|m| *m != 0), day.filter(|d| *d != 0), today)
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month, 1 to 12, when known.
    #[must_use]
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month, when known; never without the month.
    #[must_use]
    pub const fn day(self) -> Option<i8> {
        self.day
    }

    /// Full years lived on `on`, counted from the **latest** day the record allows (31 December when only
    /// the year is known).
    ///
    /// So nobody is counted as an adult before it is certain. The day of birth itself is age 0, as is
    /// every day before it; one born on 29 February grows a year older on 1 March of a common year.
    #[must_use]
    pub fn age_on(self, on: Date) -> u16 {
        let birth = self.latest();
        let had_birthday = (on.month(), on.day()) >= (birth.month(), birth.day());
        let years = i32::from(on.year()) - i32::from(birth.year()) - i32::from(!had_birthday);
        u16::try_from(years).unwrap_or(0)
    }

    /// Whether the person is certainly at least `adult_age` years old on `on`. The age is a value of the
    /// round's rules: no text seen so far defines "người lớn".
    #[must_use]
    pub fn is_adult(self, on: Date, adult_age: u16) -> bool {
        self.age_on(on) >= adult_age
    }

    fn from_parts(year: i16, month: Option<i8>, day: Option<i8>) -> Result<Self, BirthDateFault> {
        if year < Self::EARLIEST_YEAR {
            return Err(BirthDateFault::TooEarly(year));
        }
        if day.is_some() && month.is_none() {
            return Err(BirthDateFault::DayWithoutMonth);
        }
        let birth = Self { year, month, day };
        match Date::new(year, month.unwrap_or(1), day.unwrap_or(1)) {
            Ok(_) => Ok(birth),
            Err(_) => Err(BirthDateFault::NoSuchDay(birth.to_string())),
        }
    }

    fn earliest(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1)).unwrap_or(Date::MIN)
    }

    fn latest(self) -> Date {
        match (self.month, self.day) {
            (None, _) => date(self.year, 12, 31),
            (Some(_), None) => self.earliest().last_of_month(),
            (Some(_), Some(_)) => self.earliest(),
        }
    }
}

impl fmt::Display for BirthDate {
    /// As it is stored, sorts as text: `1956`, `1956-03` or `1956-03-02`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}

impl FromStr for BirthDate {
    type Err = BirthDateFault;

    /// Reads the stored form; the day of entry was checked when it was entered.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unreadable = || BirthDateFault::Unreadable(text.to_owned());
        let mut pieces = text.split('-');
        let year = pieces.next().and_then(|p| p.parse().ok()).ok_or_else(unreadable)?;
        let month = pieces.next().map(str::parse).transpose().map_err(|_| unreadable())?;
        let day = pieces.next().map(str::parse).transpose().map_err(|_| unreadable())?;
        if pieces.next().is_some() { Err(unreadable()) } else { Self::from_parts(year, month, day) }
    }
}

/// Year, month, day as written.
type Parts = (i16, Option<i8>, Option<i8>);

fn parts(text: &str) -> Option<Parts> {
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return Some((text[4..].parse().ok()?, text[2..4].parse().ok(), text[..2].parse().ok()));
    }
    let pieces: Vec<&str> = text.split(['/', '-', '.']).map(str::trim).collect();
    let year = |piece: &str| if piece.len() == 4 { piece.parse::<i16>().ok() } else { None };
    let small = |piece: &str| if piece.len() <= 2 { piece.parse::<i8>().ok() } else { None };
    match pieces.as_slice() {
        [y] => Some((year(y)?, None, None)),
        [y, m] if y.len() == 4 => Some((year(y)?, Some(small(m)?), None)),
        [m, y] => Some((year(y)?, Some(small(m)?), None)),
        [y, m, d] if y.len() == 4 => Some((year(y)?, Some(small(m)?), Some(small(d)?))),
        [d, m, y] => Some((year(y)?, Some(small(m)?), Some(small(d)?))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    const TODAY: Date = date(2026, 11, 23);

    fn birth(text: &str) -> BirthDate {
        BirthDate::read(text, TODAY).expect("a birth date")
    }

    #[test]
    fn every_way_of_writing_a_date_is_read() {
        for (written, stored) in [
            ("1956", "1956"),
            ("3/1956", "1956-03"),
            ("1956-03", "1956-03"),
            ("2/3/1956", "1956-03-02"),
            ("02-03-1956", "1956-03-02"),
            ("02.03.1956", "1956-03-02"),
            ("1956-03-02", "1956-03-02"),
            (" 02031956 ", "1956-03-02"),
            ("00/00/1956", "1956"),
            ("29/2/2000", "2000-02-29"),
        ] {
            assert_eq!(birth(written).to_string(), stored, "{written}");
        }
    }

    #[test]
    fn a_date_that_cannot_be_right_is_named() {
        for (written, fault) in [
            ("1899", BirthDateFault::TooEarly(1899)),
            ("24/11/2026", BirthDateFault::Future("2026-11-24".into())),
            ("2027", BirthDateFault::Future("2027".into())),
            ("30/02/1990", BirthDateFault::NoSuchDay("1990-02-30".into())),
            ("29/2/1900", BirthDateFault::NoSuchDay("1900-02-29".into())),
            ("13/1990", BirthDateFault::NoSuchDay("1990-13".into())),
            ("01/00/1990", BirthDateFault::DayWithoutMonth),
            ("năm Sửu", BirthDateFault::Unreadable("năm Sửu".into())),
            ("2/3/56", BirthDateFault::Unreadable("2/3/56".into())),
            ("", BirthDateFault::Unreadable(String::new())),
        ] {
            assert_eq!(BirthDate::read(written, TODAY), Err(fault), "{written}");
        }
    }

    #[test]
    fn a_partial_date_makes_an_adult_only_when_it_is_certain() {
        for (written, on, adult) in [
            ("2/3/2008", date(2026, 3, 1), false),
            ("2/3/2008", date(2026, 3, 2), true),
            ("3/2008", date(2026, 3, 30), false),
            ("3/2008", date(2026, 3, 31), true),
            ("2008", date(2026, 12, 30), false),
            ("2008", date(2026, 12, 31), true),
            ("29/2/2008", date(2026, 2, 28), false),
            ("29/2/2008", date(2026, 3, 1), true),
        ] {
            assert_eq!(birth(written).is_adult(on, 18), adult, "{written} on {on}");
        }
        assert_eq!(birth("2020").age_on(date(2019, 1, 1)), 0);
    }

    proptest! {
        #[test]
        fn the_stored_form_reads_back(year in 1900i16..=2026, month in 0i8..=12, day in 0i8..=31) {
            let month = (month > 0).then_some(month);
            let day = month.and((day > 0).then_some(day));
            if let Ok(birth) = BirthDate::new(year, month, day, TODAY) {
                prop_assert_eq!(birth.to_string().parse::<BirthDate>(), Ok(birth));
                prop_assert!(birth.age_on(TODAY) <= 127);
            }
        }

        #[test]
        fn less_knowledge_never_makes_older(year in 1900i16..=2020, month in 1i8..=12, day in 1i8..=28, later in 0i64..30_000) {
            let on = date(1990, 1, 1).checked_add(jiff::Span::new().days(later)).expect("in range");
            let full = BirthDate::new(year, Some(month), Some(day), TODAY).expect("valid");
            let monthly = BirthDate::new(year, Some(month), None, TODAY).expect("valid");
            let yearly = BirthDate::new(year, None, None, TODAY).expect("valid");
            prop_assert!(full.age_on(on) >= monthly.age_on(on) && monthly.age_on(on) >= yearly.age_on(on));
        }
    }
}
