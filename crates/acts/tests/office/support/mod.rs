//! A small commune at work: a fresh ledger, its accounts, and people to register.

mod cast;
mod clock;
mod place;
mod work;
mod world;

pub use cast::Cast;
pub use clock::SteppedClock;
pub use place::Place;
pub use work::{FORM, code, decided_code, person, scores};
pub use world::{World, chance, keys, on_both, on_sqlite};
