//! The criteria by which a citizen is scored, as versioned data.
//!
//! A set is one TOML file (`data/criteria/`): the decision that issued it, the days it is in force, its
//! group forms with three competences and ten indicators each, and the pass rules by class of area. A set
//! in force is never edited; a new decision is a new file. What is known of QĐ 244/QĐ-KHVN (28/7/2022) and
//! QĐ 324/QĐ-KHVN (25/10/2023) comes from public reports, not from their annexes, so both sets are marked
//! as placeholders.
//!
//! Here live reading and checking such a file, scores, judging scores, and the what-if that judges old
//! scores under another set. Who may score whom is a matter of `dossier`.

mod judge;
mod read;
mod scores;
mod set;
mod what_if;

pub use judge::{Judgement, Reason, judge};
pub use read::{CriteriaFault, read};
pub use scores::{ScoreFault, Scores};
pub use set::{
    Competence, CriteriaSet, CriteriaStatus, DecisionReference, GroupForm, Indicator, PassRule, Route,
};
pub use what_if::{WhatIf, carry, what_if};

#[cfg(test)]
pub(crate) mod shipped {
    //! The sets that the program ships, for tests.

    use super::{CriteriaSet, read};

    pub(crate) fn qd_244() -> CriteriaSet {
        read("qd-244-2022.toml", sohoc_data::criteria::QD_244_2022).expect("the shipped set is right")
    }

    pub(crate) fn qd_324() -> CriteriaSet {
        read("qd-324-2023.toml", sohoc_data::criteria::QD_324_2023).expect("the shipped set is right")
    }
}
