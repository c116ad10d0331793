//! Hamlets invented into the real communes, with their peoples, sizes and classes of area.
//!
//! No list of the real hamlets is open to us, so all of them are made up: about 1,460, each in a commune of
//! before 1 July 2025. They keep code and name when their commune merges, as the real ones did, so that a
//! merged commune may hold two of the same name.

mod area;
mod commune;
mod ethnic_mix;
mod hamlet;
mod hamlet_names;
mod hamlet_size;

pub use commune::InventedCommune;
pub(crate) use commune::invent_communes;
pub use hamlet::InventedHamlet;
pub(crate) use hamlet::invent_hamlets;

use jiff::civil::{Date, date};

/// The first day of the merged communes (resolution 1657/NQ-UBTVQH15).
pub const REORGANISATION: Date = date(2025, 7, 1);

/// The day before it.
pub(crate) const LAST_DAY_BEFORE: Date = date(2025, 6, 30);
