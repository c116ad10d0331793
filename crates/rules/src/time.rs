//! Dates and instants as the ledger keeps them.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::Time;
use jiff::tz::Offset;

/// A calendar day, without a time zone.
pub use jiff::civil::Date;

/// A moment, exact to the microsecond.
///
/// PostgreSQL keeps microseconds and SQLite any text, so the constructor cuts off what is finer:
/// the same moment must be equal whichever database gave it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Microseconds since 1970-01-01T00:00:00Z; values outside the years 1 to 9999 are brought to the nearest end.
    #[must_use]
    pub fn from_microseconds(microseconds: i64) -> Self {
        Self(microseconds.clamp(EARLIEST_MICROSECONDS, LATEST_MICROSECONDS))
    }

    /// Cuts a finer time stamp to the microsecond.
    #[must_use]
    pub fn from_timestamp(timestamp: Timestamp) -> Self {
        Self::from_microseconds(timestamp.as_microsecond())
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn microseconds(self) -> i64 {
        self.0
    }

    /// The day in Viet Nam (UTC+7 all year, no daylight saving).
    #[must_use]
    pub fn day(self) -> Date {
        VIET_NAM.to_datetime(self.timestamp()).date()
    }

    /// The start (00:00 in Viet Nam) of a day.
    #[must_use]
    pub fn start_of(day: Date) -> Self {
        VIET_NAM.to_timestamp(day.to_datetime(Time::midnight())).map_or(Self(0), Self::from_timestamp)
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl fmt::Display for Instant {
    /// Fixed width, so that text order is time order: `2026-07-01T08:30:00.000000Z`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.6}", self.timestamp())
    }
}

impl std::str::FromStr for Instant {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self::from_timestamp)
    }
}

/// A span of days, both ends included; an open end means not known or still running.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Span {
    /// First day in force; `None` for "as long as records go back".
    pub from: Option<Date>,
    /// Last day in force; `None` for "until further notice".
    pub to: Option<Date>,
}

impl Span {
    /// Always in force.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// In force from `day` on.
    #[must_use]
    pub const fn since(day: Date) -> Self {
        Self { from: Some(day), to: None }
    }

    /// Whether `day` falls inside.
    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether any day falls inside both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let starts_before_end = |a: Self, b: Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

const EARLIEST_MICROSECONDS: i64 = -62_135_596_800_000_000;
const LATEST_MICROSECONDS: i64 = 253_402_300_799_999_999;
/// The clock of Viet Nam, the same all year.
const VIET_NAM: Offset = Offset::constant(7);

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn an_instant_survives_its_text_and_sorts_as_text() {
        let early = Instant::from_microseconds(1_782_864_000_000_001);
        let late = Instant::from_microseconds(1_782_864_000_000_010);
        assert_eq!(early.to_string().parse::<Instant>().ok(), Some(early));
        assert!(early.to_string() < late.to_string());
        assert_eq!(early.to_string().len(), late.to_string().len());
    }

    #[test]
    fn an_evening_in_utc_is_the_next_morning_in_viet_nam() {
        let evening: Instant = "2025-06-30T18:00:00Z".parse().expect("valid");
        assert_eq!(evening.day(), date(2025, 7, 1));
        assert_eq!(Instant::start_of(date(2025, 7, 1)).to_string(), "2025-06-30T17:00:00.000000Z");
    }

    #[test]
    fn both_ends_of_a_span_are_inside() {
        let span = Span { from: Some(date(2020, 3, 1)), to: Some(date(2025, 6, 30)) };
        assert!(span.holds(date(2020, 3, 1)) && span.holds(date(2025, 6, 30)));
        assert!(!span.holds(date(2025, 7, 1)));
        assert!(Span::ALWAYS.overlaps(span) && !span.overlaps(Span::since(date(2025, 7, 1))));
    }
}
