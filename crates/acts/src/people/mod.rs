//! Registering people and keeping their records right.

mod change;
mod compare;
mod known;
mod look;
mod merge;
mod own;
mod prepare;
mod register;
mod search;

pub use change::{Life, Move, move_home, set_life};
pub(crate) use known::on_record;
pub use look::{number_of, record_of};
pub use merge::{merge, unmerge};
pub use own::{OwnRecord, own_record};
pub use prepare::{Prepared, Registration, prepare};
pub use register::{Registered, register, register_in};
pub use search::{Asked, Found, search};
