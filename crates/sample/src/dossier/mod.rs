//! What people do with their dossier in a year, before any rule has looked at it.
//!
//! Whether somebody registers, through which door, who helps, what the reviewers will say: all of it follows
//! from seed, person and year alone, so that it can be asked in any order. What a verdict decides is only
//! prepared here: somebody *would* appeal if declined.

mod conduct;
mod door;
mod volunteers;

pub use conduct::{Conduct, Entry, Filed};
