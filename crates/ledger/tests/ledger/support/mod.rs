//! Fresh ledgers on either database, gone at the end, and what is put into them.

mod ledger;
mod rows;
mod values;

pub use ledger::{Ledger, on_both, on_postgres};
pub use rows::{People, Place, World, dossier, entry, organization, person, territory, unit};
pub use values::{day, id, keys, moment, text_of};
