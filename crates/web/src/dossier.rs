//! Dossiers.

mod assist;
mod body;
mod file;
mod inspect;
mod labels;
mod outcome;
pub mod own;
mod queue;
mod roster;

use crate::route::Route;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    [own::routes(), roster::routes(), assist::routes(), queue::routes(), file::routes(), inspect::routes()].concat()
}
