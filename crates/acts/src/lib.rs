//! The office: every change of the ledger is one of these acts.
//!
//! An act is permission + rule + write + journal + tally in one transaction. Every door (page, API,
//! offline kit, paper, workbook, command line) ends here and has no rules of its own. Acts take
//! slices: one is a slice of one.
//!
//! To add an act: ask for the right with [`Desk::permit`](desk::Desk::permit), load, ask the rule,
//! write through `sohoc-ledger`, [`record`](desk::Desk::record) it, [`shift`](desk::Desk::shift) the
//! tallies it moves. Nothing here is `async`: who serves many runs acts on threads.

pub mod access;
pub mod desk;
pub mod dossier;
pub mod error;
pub mod evidence;
pub mod export;
pub mod figures;
pub mod jobs;
pub mod models;
pub mod office;
pub mod organizations;
pub mod people;
pub mod privacy;
pub mod reading;
pub mod recognition;
pub mod rounds;
pub mod targets;
pub mod territory;
pub mod what_if;

pub use error::{Error, Result};
pub use office::{Clock, Office};
