//! Dossiers: handed in, reviewed, returned, taken back.
//!
//! Every act takes a slice and answers for each dossier apart: what a rule refuses stays as it was,
//! the rest is done, all in one transaction with one journal entry.

mod batch;
mod draft;
mod enrol;
mod enter;
mod explain;
mod face;
mod flags;
mod lists;
mod new;
mod own;
mod quality;
mod review;
mod sample;
mod seen;
mod step;
mod troubled;
mod word;

pub use batch::{Batch, BatchDone, SLICE, appraise_filter, endorse_filter};
pub use draft::{
    HandIn, NOTE_LENGTH, NewAnswer, NewAnswers, Receipt, Saved, choose_form, save_answers, start,
    submit_draft,
};
pub use enrol::enrol;
pub use enter::{Entered, Submission, Word, enter, enter_in, submit_again};
pub use explain::{
    Changed, Draft, DraftAnswer, ExplainedScore, Explanation, History, Overview, draft_of, explain,
    overview_of_person, steps_of,
};
pub use face::{DossierFace, PersonFace, dossier_face, dossier_faces, faces_of_people, person_face};
pub(crate) use flags::reflag_namesakes;
pub use flags::{mark_evidence, reflag};
pub use lists::{
    QueueAsked, ReviewBody, RosterFilter, Suspects, count_queue, review_queue, roster, suspects,
};
pub use own::{Own, own, own_titles};
pub use quality::{FlagDifference, Quality, quality, recheck_flags, recount_flags};
pub(crate) use review::withdraw_in;
pub use review::{Appraisal, appraise, endorse, mark, reopen, send_back, withdraw};
pub use sample::{Sampled, sample};
pub use seen::{OneStep, Seen, step_seen};
pub(crate) use step::{Loaded, Moved, load, reclass, write};
pub use troubled::{Trouble, Troubled, by_hamlet, homeless, troubled};
pub use word::{note_word, unmark};

/// What a rule says to one dossier of a batch.
pub type Answer<T> = Result<T, sohoc_rules::Refusal>;

/// What stands a second time in one batch waits for the next: its first step is not kept yet.
pub(crate) fn twice(what: &str) -> sohoc_rules::Refusal {
    sohoc_rules::Refusal {
        code: "dossier.twice_in_batch",
        reason: format!("The same {what} stands twice in one batch."),
        remedy: "Send each once.",
    }
}
