//! The map of the country at any date, and what every change of it means for facts already held.
//!
//! Ground: codes and names of units are used again (all 56 communes of Cao Bằng since 1 July 2025,
//! resolution 1657/NQ-UBTVQH15, carry a code that an older commune had), so a unit is an official code
//! **and** a first day. Parents, names and area classes have dates. A merger or split is a
//! [`Succession`]; [`Territory::carry`] follows successions forward and back and never spreads what
//! nobody declared. A hamlet keeps its identity when its commune merges: only its parent link changes.
//!
//! - [`Territory`]: every unit of every date; [`load()`] reads it from CSV files.
//! - [`TerritoryAsOf`]: the tree of one day. [`TerritoryAsOf::place`]: where a unit lies on another map.
//! - [`Projection`]: rolls figures up to the rows of a table under any map.
//! - [`Gazetteer`]: finds units as people write them.
//! - [`Reorganisation`]: a decree as a file; preview, refusals, and the rows it adds.
//! - [`NewHamlet`]: hamlets with the parent links that follow from the successions.
//!
//! Organisations are the second hierarchy and do not live here.

mod as_of;
mod carry;
mod check;
mod chronicle;
mod gazetteer;
mod grouped;
mod hamlets;
mod inconsistency;
mod load;
mod place;
mod projection;
mod register;
mod reorganise;
mod share;
mod spelling;
mod succession;
mod unit;

#[cfg(test)]
mod cao_bang;
#[cfg(test)]
mod properties;
#[cfg(test)]
pub(crate) mod sketch;

pub use as_of::TerritoryAsOf;
pub use carry::{Carried, Question};
pub use gazetteer::{Gazetteer, Resolution, Wanted};
pub use hamlets::{HamletProblem, NewHamlet};
pub use inconsistency::Inconsistency;
pub use load::{CsvText, LoadError, load};
pub use projection::Projection;
pub use register::{Rows, Territory};
pub use reorganise::{
    Changes, Closed, Closing, Conflict, LevelCount, LinkClosing, MadeOf, Opened, Preview, Reorganisation,
    UnreadableDecree,
};
pub use share::{Share, Weight};
pub use succession::{Extent, PartRule, Succession};
pub use unit::{AreaClass, ClassOfArea, Level, ParentLink, Renaming, Unit, UnknownWord, id_from_key};
