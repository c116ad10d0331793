//! Dossiers.

mod assist;
pub mod body;
mod file;
mod inspect;
pub mod labels;
mod outcome;
pub mod own;
mod queue;
mod roster;

use crate::route::Route;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    [own::routes(), roster::routes(), assist::routes(), queue::routes(), file::routes(), inspect::routes()]
        .concat()
}

/// Tone and words of a state, for pages of other chapters.
pub fn state_tag(words: &crate::texts::Words, state: sohoc_rules::dossier::State) -> (&'static str, String) {
    let tag = labels::state(words, state);
    (tag.tone, tag.words)
}
