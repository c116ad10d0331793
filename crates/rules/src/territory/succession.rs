//! Who follows whom when units are merged, split or change their boundary.

use super::share::Weight;
use crate::ids::UnitId;
use crate::time::Date;

/// One unit hands all or part of itself to another.
///
/// A merger is several whole successions into one unit, a split several partial ones out of one; a
/// unit that gives a part away and stays needs a partial one only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    /// In force until the day before, or longer when it only gave a part.
    pub predecessor: UnitId,
    /// In force from the day on, or already before when it only took something in.
    pub successor: UnitId,
    /// How much passes over.
    pub extent: Extent,
    /// What share of the successor came from here. Needed only to carry facts held on a merged
    /// unit itself back to the units it was merged from; `None` leaves them unassigned.
    pub origin: Option<Weight>,
    /// Whether the source of the data calls this the main successor: an order for questions, never an answer.
    pub main: Option<bool>,
    /// The first day of the new state.
    pub effective: Date,
    /// The number of the resolution, when known.
    pub resolution: Option<Box<str>>,
}

/// How much of the predecessor passes to the successor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Some of it, by a declared rule.
    Part(PartRule),
}

/// How facts held on a split unit itself are divided. Facts held at its hamlets follow the hamlets
/// under every rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PartRule {
    /// By a declared proportion of the predecessor.
    Share(Weight),
    /// Only hamlet by hamlet: what is not held at a hamlet stays unassigned.
    Hamlets,
    /// Not declared: unassigned until someone answers.
    Unknown,
}
