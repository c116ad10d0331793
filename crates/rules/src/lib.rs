//! The law of the Learning Citizen programme as values and functions.
//!
//! Scoring, states, thresholds, the map at a date, rights and text: every function here takes values
//! and gives a value or a refusal. There is no clock, no input or output, no database and no
//! randomness: time and chance arrive as arguments, so that a rule can be read, tested and argued
//! about like the article it comes from.
//!
//! One chapter a word of the programme; the same words name the chapters of the other crates.

pub mod access;
pub mod criteria;
pub mod dossier;
pub mod evidence;
pub mod figures;
pub mod ids;
pub mod journal;
pub mod models;
pub mod people;
pub mod privacy;
pub mod recognition;
pub mod refusal;
pub mod territory;
pub mod time;
pub mod vietnamese;

pub use refusal::Refusal;
