//! Age bands of the tables.

use crate::time::Date;

/// Years of age on the last day of the assessed year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeBand {
    /// Below 18.
    Under18,
    /// 18 to 29.
    From18,
    /// 30 to 44.
    From30,
    /// 45 to 59.
    From45,
    /// 60 and more.
    From60,
}

impl AgeBand {
    /// All bands, youngest first.
    pub const ALL: [Self; 5] = [Self::Under18, Self::From18, Self::From30, Self::From45, Self::From60];

    /// The band of an age in whole years.
    #[must_use]
    pub const fn of(age: u16) -> Self {
        match age {
            0..18 => Self::Under18,
            18..30 => Self::From18,
            30..45 => Self::From30,
            45..60 => Self::From45,
            60.. => Self::From60,
        }
    }

    /// The day on which ages are taken for a year.
    #[must_use]
    pub fn reference_day(year: i16) -> Option<Date> {
        Date::new(year, 12, 31).ok()
    }

    /// As it is stored: the lowest age of the band.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Under18 => 0,
            Self::From18 => 18,
            Self::From30 => 30,
            Self::From45 => 45,
            Self::From60 => 60,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.code() == code)
    }

    /// As tables print it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Under18 => "0-17",
            Self::From18 => "18-29",
            Self::From30 => "30-44",
            Self::From45 => "45-59",
            Self::From60 => "60+",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_age_has_one_band_and_bands_survive_storage() {
        for (age, band) in [
            (0, AgeBand::Under18),
            (17, AgeBand::Under18),
            (18, AgeBand::From18),
            (29, AgeBand::From18),
            (30, AgeBand::From30),
            (44, AgeBand::From30),
            (45, AgeBand::From45),
            (59, AgeBand::From45),
            (60, AgeBand::From60),
            (110, AgeBand::From60),
        ] {
            assert_eq!(AgeBand::of(age), band);
            assert_eq!(AgeBand::from_code(band.code()), Some(band));
        }
    }
}
