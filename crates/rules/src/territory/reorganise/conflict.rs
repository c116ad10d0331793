//! Why a decree cannot be applied, line by line.

use std::fmt;

use crate::refusal::Refusal;

/// A line of the file that the territory refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The line of the file where the item begins, counted from 1.
    pub line: usize,
    /// The item, like `[[close]] 01267`.
    pub item: String,
    /// The rule, the reason and what to do.
    pub refusal: Refusal,
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line {}, {}: {}", self.line, self.item, self.refusal)
    }
}

pub(super) fn refuse(code: &'static str, reason: String, remedy: &'static str) -> Refusal {
    Refusal { code, reason, remedy }
}
