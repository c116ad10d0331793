//! Registering people and keeping their records right.

mod amend;
mod apart;
mod change;
mod compare;
mod known;
mod look;
mod merge;
mod one;
mod own;
mod prepare;
mod register;
mod search;

pub(crate) use amend::put_right;
pub use amend::{Correction, amend};
pub use apart::{KeptApart, keep_apart, kept_apart, suspect_again};
pub use change::{Life, Move, move_home, set_life};
pub(crate) use known::on_record;
pub use look::{PastHomes, number_of, past_of, record_of};
pub use merge::{merge, unmerge};
pub use one::{Candidate, candidates, check_since, register_another, register_same};
pub use own::{OwnRecord, own_record};
pub use prepare::{Prepared, Registration, prepare};
pub use register::{Registered, register, register_in};
pub use search::{Asked, Found, search};
