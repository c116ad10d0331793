//! Self-scores that look like those of people: alike inside a hamlet, uneven between indicators, a little
//! better every year, and now and then just short of the mark.
//!
//! Pass rates come out as other provinces report them (`43-70 %` of farmers, about `65 %` of workers,
//! `87-93 %` of staff); the model has no meaning beyond that.

mod scores;

use crate::Sample;

impl Sample {
    /// The code of the criteria set of a year's round: that of October 2023 is in use from 2024 on.
    #[must_use]
    pub const fn criteria_set(year: i16) -> &'static str {
        if year < 2024 { "qd-244-2022" } else { "qd-324-2023" }
    }
}
