//! How long the bytes of evidence are kept. What proves that it was judged (hash, kind, size, who judged
//! it and how) stays with the journal; Luật 91/2025/QH15 asks that data go when their purpose is served.

use crate::Refusal;
use crate::time::Date;

/// Years after the year of the award, unless the province sets others.
pub const USUAL_YEARS_KEPT: i16 = 5;

/// The rule of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    years: i16,
}

impl Default for Retention {
    fn default() -> Self {
        Self { years: USUAL_YEARS_KEPT }
    }
}

impl Retention {
    /// Keeps so many years, 1 to 50.
    ///
    /// # Errors
    /// `evidence.bad_retention`.
    pub fn new(years: i16) -> Result<Self, Refusal> {
        if (1..=50).contains(&years) {
            return Ok(Self { years });
        }
        Err(Refusal {
            code: "evidence.bad_retention",
            reason: format!("Evidence cannot be kept {years} years."),
            remedy: "Set 1 to 50 years.",
        })
    }

    /// Years after the year of the award.
    #[must_use]
    pub const fn years(self) -> i16 {
        self.years
    }

    /// The last year whose evidence may be taken away on `day`: what served a later one stays.
    #[must_use]
    pub fn last_year_over(self, day: Date) -> i16 {
        day.year() - self.years - 1
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn evidence_of_2026_stays_to_the_end_of_2031() {
        let rule = Retention::default();
        assert_eq!(rule.last_year_over(date(2031, 12, 31)), 2025);
        assert_eq!(rule.last_year_over(date(2032, 1, 1)), 2026);
        assert_eq!(Retention::new(0).map_err(|refusal| refusal.code), Err("evidence.bad_retention"));
    }
}
