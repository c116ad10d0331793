//! Why rows do not make a territory: each with the unit and what to correct.

use super::unit::Unit;
use crate::ids::UnitId;
use crate::time::Date;

/// A contradiction in the rows. A `Territory` that exists has none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Inconsistency {
    /// Two units with one id.
    #[error("{first} and {second} have the same id. Give each unit its own.")]
    SameId {
        /// The earlier row.
        first: String,
        /// The later row.
        second: String,
    },
    /// A list names a unit that is not among the units.
    #[error(
        "The list of {in_list} names the unit {id}, which is not among the units. Add the unit or remove the line."
    )]
    UnknownUnit {
        /// The unknown id.
        id: UnitId,
        /// Which list.
        in_list: &'static str,
    },
    /// A code used twice at one level on one day.
    #[error(
        "{first} and {second} carry the same code on the same day. Close the first before the second opens."
    )]
    SameCode {
        /// The unit that opened first.
        first: String,
        /// The other.
        second: String,
    },
    /// The first day comes after the last.
    #[error("{unit} ends before it begins. Correct its dates.")]
    EndsBeforeItBegins {
        /// The unit.
        unit: String,
    },
    /// A parent that does not stand above.
    #[error(
        "{unit} cannot belong to {parent}, which does not stand above it. Name a unit of a higher level."
    )]
    ParentNotAbove {
        /// The lower unit.
        unit: String,
        /// The parent.
        parent: String,
    },
    /// A link on days when one of its ends is not in force.
    #[error("{unit} belongs to {parent} on days when one of them is not in force. Shorten the link.")]
    LinkOutsideLife {
        /// The lower unit.
        unit: String,
        /// The parent.
        parent: String,
    },
    /// Two parents on a day.
    #[error("{unit} has two parents on {day}. End the first link the day before.")]
    TwoParents {
        /// The unit.
        unit: String,
        /// The first such day.
        day: Date,
    },
    /// No parent on a day.
    #[error("{unit} has no parent from {since} on. Say which unit it belongs to.")]
    NoParent {
        /// The unit.
        unit: String,
        /// The first such day, or "its beginning".
        since: String,
    },
    /// A succession between units that do not meet on its day.
    #[error(
        "{predecessor} cannot pass to {successor} on {effective}: the first must be in force the day before and the second on the day. Correct the date or the units."
    )]
    SuccessionOutOfTime {
        /// Who hands over.
        predecessor: String,
        /// Who receives.
        successor: String,
        /// The day.
        effective: Date,
    },
    /// All of a unit passes over, yet it stays or passes elsewhere too.
    #[error(
        "{predecessor} passes whole on {effective}, yet it stays in force or passes elsewhere too. Make the successions parts."
    )]
    WholeAndMore {
        /// Who hands over.
        predecessor: String,
        /// The day.
        effective: Date,
    },
    /// Declared shares that are more than the whole, or of different wholes.
    #[error(
        "The declared shares of {unit} on {effective} are of different totals or exceed the total. Give parts of one total."
    )]
    BadShares {
        /// The unit that is divided.
        unit: String,
        /// The day.
        effective: Date,
    },
    /// A new name on a day the unit is not in force.
    #[error("{unit} gets a new name on {since}, when it is not in force. Correct the date.")]
    RenamedOutsideLife {
        /// The unit.
        unit: String,
        /// The day.
        since: Date,
    },
}

/// A unit as a message names it.
pub(super) fn label(unit: &Unit) -> String {
    match unit.span.from {
        Some(from) => format!("{} ({}, since {from})", unit.name, unit.code),
        None => format!("{} ({})", unit.name, unit.code),
    }
}
