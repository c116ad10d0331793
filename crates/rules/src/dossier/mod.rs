//! One person in one round: from the first answer to the decision.
//!
//! Here live the states and the one table of moves ([`apply`]), the checks that come before a move
//! ([`Step`]: whose file, which day, complete scores, reasons), the reviewers' scores, what a reviewer
//! should look at first ([`exceptions()`]), and the rule by which somebody who lives in a hamlet and works
//! in a unit is counted once.
//!
//! The procedure follows the plan KH 2202/KH-UBND (II.4.b, IV.6.c) and the Association's guidance as
//! reported: register, self-assess, review, recognise, every year. The decision itself is made in
//! `recognition`; who holds which right, in `access`.

mod act;
mod counting;
mod exceptions;
mod flags;
mod receipt;
mod review;
mod round;
mod standing;
mod state;
mod step;

pub use act::{Act, Channel};
pub use counting::{Counted, CountingRule, counted, route};
pub use exceptions::{Exception, Facts, exceptions};
pub use flags::Flags;
pub use receipt::ReceiptNumber;
pub use review::{ReviewScores, ScoreChange, review};
pub use round::{RoundRules, StepDates};
pub use standing::Standing;
pub use state::{Outcome, State, apply};
pub use step::{Actor, Case, Step};
