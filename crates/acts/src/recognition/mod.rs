//! Council sessions, decisions, and what they do to titles and certificates.

mod decide;
mod session;
mod title;

pub use decide::{Decide, Decided, decide};
pub use session::{HoldSession, hold_session};
pub use title::{TitleChange, change_titles};
