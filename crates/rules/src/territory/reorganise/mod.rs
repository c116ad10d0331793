//! A decree that changes the map, as a file that a person can read and check against the paper.
//!
//! ```toml
//! decree = "1657/NQ-UBTVQH15"
//! date = 2025-06-16
//! effective = 2025-07-01
//!
//! [[open]]                  # uid = "…" keeps the id of a data file
//! code = "01273"
//! name = "Phường Thục Phán"
//! short_name = "Thục Phán"
//! kind = "phường"
//! level = "commune"
//! parent = "04"
//!
//! [[succession]]            # whole: closes the predecessor; its hamlets follow
//! from = "01267"
//! to = "01273"
//! extent = "whole"          # or share (with weight and of), hamlets, unknown
//!
//! [[close]]                 # needed for units that are split or end without successor
//! unit = "040"
//! without_successor = true
//!
//! [[move]]                  # a hamlet that does not follow its commune, or changes it
//! unit = "01267/Tổ 5"
//! to = "01279"
//!
//! [[rename]]
//! unit = "01273/Xóm 1"
//! name = "Xóm Nà Lù"
//! short_name = "Nà Lù"
//!
//! [[area_class]]
//! unit = "01273"
//! class = "especially_difficult"
//! ```
//!
//! A unit is named by its code on the last day before (`close`, `from`, `unit`) or on the day itself
//! (`to`, `parent`, and `unit` of `area_class`, where units the decree opens come first); a hamlet by
//! its commune's code, a stroke, and its own code or name; any unit also by its id.
//!
//! People follow without a line: they live in hamlets, and hamlets keep their identity.

mod changes;
mod conflict;
mod file;
mod plan;
mod preview;
mod references;

pub use changes::{Changes, Closing, LinkClosing};
pub use conflict::Conflict;
pub use file::{Reorganisation, UnreadableDecree};
pub use preview::{Closed, LevelCount, MadeOf, Opened, Preview};

#[cfg(test)]
mod tests;

use super::register::Territory;
use plan::Plan;

impl Reorganisation {
    /// What the decree would do to a territory, with everything that forbids it.
    #[must_use]
    pub fn preview(&self, territory: &Territory) -> Preview {
        Preview::of(self, Plan::new(self, territory))
    }

    /// The rows the decree adds and ends. [`Territory::changed`] makes the new territory of them.
    ///
    /// # Errors
    /// Every conflict, as in the preview; then nothing may be written.
    pub fn apply(&self, territory: &Territory) -> Result<Changes, Vec<Conflict>> {
        let plan = Plan::new(self, territory);
        if plan.conflicts.is_empty() { Ok(plan.changes) } else { Err(plan.conflicts) }
    }
}
