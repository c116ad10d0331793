//! The rules that a round sets for its year.

use super::CountingRule;
use crate::Refusal;
use crate::time::{Date, Span};

/// What a round decides beyond the criteria set. Nothing here is law that has been seen; the Association
/// sets it when it opens the round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRules {
    /// The assessed year; data falls between its 1 January and 31 December.
    pub year: i16,
    /// From which age somebody counts as an adult.
    pub adult_age: u16,
    /// Where somebody with a hamlet and an employer is counted.
    pub counting: CountingRule,
    /// Days on which each step is taken.
    pub steps: StepDates,
    /// A single indicator reviewed this many points away from the self-score is shown as an exception.
    pub indicator_gap: u8,
    /// A total reviewed this many points away from the self-assessed total is shown as an exception.
    pub total_gap: u16,
}

/// The days of each step; spans may overlap, for communes do not move in step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepDates {
    /// Registering and filling in.
    pub submit: Span,
    /// Hamlet and unit committees.
    pub endorse: Span,
    /// Commune and heads of units.
    pub appraise: Span,
    /// Decisions.
    pub decide: Span,
}

impl RoundRules {
    /// Rules for a year as they stand until the Association sets others: adults from 18, counted where they
    /// live, every step on any day from 1 January of the year to 31 January of the next.
    #[must_use]
    pub fn usual(year: i16) -> Self {
        let open =
            Span { from: Date::new(year, 1, 1).ok(), to: Date::new(year.saturating_add(1), 1, 31).ok() };
        Self {
            year,
            adult_age: 18,
            counting: CountingRule::HomeFirst,
            steps: StepDates { submit: open, endorse: open, appraise: open, decide: open },
            indicator_gap: 3,
            total_gap: 10,
        }
    }
}

/// Refuses a step outside its days.
pub(super) fn within(step: &str, days: Span, on: Date) -> Result<(), Refusal> {
    if days.holds(on) {
        return Ok(());
    }
    let end = |day: Option<Date>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    Err(Refusal {
        code: "dossier.outside_window",
        reason: format!("The round takes {step} from {} to {}; today is {on}.", end(days.from), end(days.to)),
        remedy: "Wait for the step to open, or ask the province to move the dates of the round.",
    })
}
