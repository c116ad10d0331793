//! Personal data: what people are shown of their own, what they may ask, and who answers.

pub mod own;

use crate::route::Route;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    own::routes()
}
