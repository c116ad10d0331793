//! Council sessions, decisions, and what they do to titles and certificates.

mod check;
mod decide;
mod look;
mod preview;
mod session;
mod title;

pub use check::{CheckedCertificate, check};
pub use decide::{Decide, Decided, decide};
pub use look::{
    DecisionFace, SessionFace, bodies, decision, decision_lines, decisions, latest_signer, session, sessions,
    waiting,
};
pub use preview::{LineView, preview};
pub use session::{HoldSession, Minutes, hold_session, hold_session_with};
pub use title::{TitleChange, change_titles};
