//! Figures: what is counted, in which cells, and how a question is answered from them.
//!
//! Three counters are kept apart and never mixed: registered, self-assessed, recognised (published
//! figures that mix them cannot be compared). A cell counts the people of one hamlet, form, sex, age
//! band, ethnic class and area class in one year; every figure is a sum of cells, and the map it is
//! shown under is chosen when it is asked for. What everyone may see of them is [`PublicTable`].

mod age;
mod answer;
mod cell;
mod counter;
mod cube;
mod publish;
mod suppress;
mod targets;

pub use age::AgeBand;
pub use answer::{Answer, AnswerRow, Dimension, Key, Question, Ratio};
pub use cell::Cell;
pub use counter::Counter;
pub use cube::Cube;
pub use publish::{LEAST_SHOWN, PublicTable, PublicUnit, fact_day};
pub use suppress::{Shown, TableUnit, suppress};
pub use targets::{Milestone, Target, TargetFault, Targets, read_targets};
