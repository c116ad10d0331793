//! Dossiers: handed in, reviewed, returned, taken back.
//!
//! Every act takes a slice and answers for each dossier apart: what a rule refuses stays as it was,
//! the rest is done, all in one transaction with one journal entry.

mod enter;
mod review;
mod step;

pub use enter::{Entered, Submission, enter, submit_again};
pub(crate) use review::withdraw_in;
pub use review::{Appraisal, appraise, endorse, mark, reopen, send_back, withdraw};
pub(crate) use step::{Loaded, Moved, load, write};

/// What a rule says to one dossier of a batch.
pub type Answer<T> = Result<T, sohoc_rules::Refusal>;
