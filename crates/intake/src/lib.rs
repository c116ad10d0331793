//! The mail room: lists that people send, matched with the ledger and brought to the acts.
//!
//! `papers` reads what stands in a file, `acts` decides and writes; here the two meet: names of units
//! and organizations are resolved at the date of the file, doubles are found, rows are gathered into
//! batches, and what cannot be taken goes back with its reason in the layout it came in. Both doors
//! that take lists (command line and pages) come through here.
//!
//! A file is read as a stream, and a second time when rows go back; of the rows of people and scores
//! nothing is kept but the batch at hand, a few bytes to know each again, and the reasons of those
//! that were rejected.
//!
//! A batch is kept whole or not at all. A run that was cut off is simply run again: what is in
//! already comes back as unchanged.

mod assessments;
mod doubles;
mod employers;
mod error;
pub mod export;
mod homes;
mod models;
mod organizations;
mod people;
mod rejects;
mod rights;
mod run;
mod sentences;
mod sheets;
mod units;

pub use assessments::import as assessments;
pub use error::Error;
pub use models::import as models;
pub use organizations::import as organizations;
pub use people::import as people;
pub use run::{Options, Summary};
pub use units::import as units;
