//! A visitor's window: what can be done in it, and what can be measured.

mod axe;
mod console;
mod find;
mod keyboard;
mod line;
mod look;
mod vendor;
mod visitor;
mod weight;

pub use keyboard::Press;
pub use look::{Language, Look, Scheme};
pub use visitor::Visitor;
pub use weight::Weight;
