//! The only room that knows a database driver.
//!
//! One SQL text serves SQLite and PostgreSQL: statements are literals given to [`sql!`](crate::sql),
//! written with `$1…` and the portable words of `ARCHITECTURE.md`. A [`Reader`] runs queries, a
//! [`Writer`] runs queries and changes; both exist only inside a transaction that [`Store::read`] or
//! [`Store::write`] has opened, so nothing can be written outside one and every write on PostgreSQL
//! can be run again after a serialization failure. Writers of one program that wait for the same disk share
//! one commit on SQLite: see `line`.
//!
//! Where the two databases must differ, both variants stand side by side in `dialect`.

mod dialect;
mod fault;
mod inspect;
mod line;
mod postgres;
mod raw;
mod row;
mod sqlite;
mod statement;
mod store;
mod transaction;
mod value;
mod write;

pub(crate) use dialect::make_table;
pub use dialect::{Ddl, ddl, raw_batch};
pub use fault::Fault;
pub use inspect::{Shape, raw_rows, shape};
pub use raw::{RawCopy, RawScores, raw_copy};
pub use row::{Field, Row};
pub use statement::{Registered, Statement, inventory, statements};

pub use crate::register;
pub use store::{Address, HasFault, Store};
pub use transaction::{Reader, Writer};
pub use value::{Day, Moment, Param};
