//! A rule said no.

use std::fmt;

/// What every refusal tells: which rule, and what the person can do about it.
///
/// Each chapter has its own enum of refusals; this is what crosses the rooms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Stable name for programs and translations, like `dossier.own_file`.
    pub code: &'static str,
    /// One sentence: what was refused and why, with the values that decided it.
    pub reason: String,
    /// One sentence: what to do instead.
    pub remedy: &'static str,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.reason, self.remedy)
    }
}

impl std::error::Error for Refusal {}
