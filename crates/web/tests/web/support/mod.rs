//! A counter on a fresh ledger, and visitors with a cookie jar each.

mod answer;
mod site;
mod visitor;

pub use answer::Answer;
pub use site::{PASSWORD, Site};
pub use visitor::Visitor;
