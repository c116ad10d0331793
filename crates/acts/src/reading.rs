//! The log of reads of personal data: noted at once, written a moment later, checked like the journal.
//!
//! A page notes what it shows (`Office::note_reading`) and waits for nothing. Once a second, and when
//! the program ends, `Office::flush_readings` writes all waiting notes in one act: a row for each, and
//! one journal entry with their count and digest. Where the log cannot be written, pages show no
//! personal data: a read that leaves no trace is worse than a page that does not come.

mod check;
mod log;
mod looked;

pub use check::{Altered, check_readings, sweep};
pub use log::ReadingLog;
pub use looked::{Looked, LookedPage, who_looked};
pub use sohoc_rules::privacy::{Subject, What};
