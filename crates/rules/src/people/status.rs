//! Sex as the card prints it, and whether somebody is still here.

use crate::time::Date;
use crate::vietnamese::nfc;

/// As printed on the identity card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
}

impl Sex {
    /// Both, in the order in which tables print them.
    pub const ALL: [Self; 2] = [Self::Male, Self::Female];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Male => 1,
            Self::Female => 2,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|sex| sex.code() == code)
    }

    /// The word on the card.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
        }
    }

    /// Reads the word on the card, with or without accents and in any case.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        match nfc(text.trim()).to_lowercase().as_str() {
            "nam" => Some(Self::Male),
            "nữ" | "nu" => Some(Self::Female),
            _ => None,
        }
    }
}

/// Whether a person can be expected to take part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LifeStatus {
    /// Lives here.
    Living,
    /// Died on that day. Titles earned stay; nobody is asked any more.
    Dead(Date),
    /// Known to live elsewhere for now, such as a worker far from home.
    Away,
}

impl LifeStatus {
    /// As it is stored; the day of death stands in its own column.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Living => 1,
            Self::Dead(_) => 2,
            Self::Away => 3,
        }
    }

    /// From the stored form; `None` when the code is unknown or a death has no day.
    #[must_use]
    pub fn from_code(code: i64, died: Option<Date>) -> Option<Self> {
        match (code, died) {
            (1, None) => Some(Self::Living),
            (2, Some(day)) => Some(Self::Dead(day)),
            (3, None) => Some(Self::Away),
            _ => None,
        }
    }

    /// Whether the person was alive on `day`.
    #[must_use]
    pub fn is_alive(self, day: Date) -> bool {
        match self {
            Self::Living | Self::Away => true,
            Self::Dead(died) => day < died,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn stored_codes_read_back() {
        for sex in Sex::ALL {
            assert_eq!(Sex::from_code(sex.code()), Some(sex));
            assert_eq!(Sex::read(sex.word()), Some(sex));
        }
        let day = date(2025, 5, 1);
        for status in [LifeStatus::Living, LifeStatus::Away] {
            assert_eq!(LifeStatus::from_code(status.code(), None), Some(status));
            assert_eq!(
                LifeStatus::from_code(status.code(), Some(day)),
                None,
                "a day of death belongs to the dead"
            );
        }
        assert_eq!(LifeStatus::from_code(2, Some(day)), Some(LifeStatus::Dead(day)));
        assert_eq!(LifeStatus::from_code(2, None), None);
    }

    #[test]
    fn a_person_is_alive_until_the_day_before_death() {
        let died = LifeStatus::Dead(date(2025, 5, 1));
        assert!(died.is_alive(date(2025, 4, 30)) && !died.is_alive(date(2025, 5, 1)));
    }

    #[test]
    fn sex_is_read_in_either_unicode_form() {
        for text in ["NỮ", "nu\u{31b}\u{303}", " Nữ "] {
            assert_eq!(Sex::read(text), Some(Sex::Female), "{text}");
        }
        assert_eq!(Sex::read("x"), None);
    }
}
