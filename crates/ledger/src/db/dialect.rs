//! Where SQLite and PostgreSQL must be told the same thing in different words.

use super::store::make_if_missing;
use super::{Address, Fault, Store};

/// The words of a schema text that differ between the databases.
///
/// A migration is one text for both, so that the two schemas cannot drift apart: `{id}` and its
/// like are put in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ddl {
    /// STRICT tables without row numbers: the key is the table.
    Sqlite,
    /// Text under the collation "C": order and ranges by bytes, as on SQLite.
    Postgres,
}

const WORDS: [(&str, &str, &str); 8] = [
    ("{id}", "blob", "uuid"),
    ("{day}", "text", "date"),
    ("{moment}", "text", "timestamptz"),
    ("{bytes}", "blob", "bytea"),
    ("{count}", "integer", "bigint"),
    ("{flag}", "integer", "boolean"),
    ("{text}", "text", "text collate \"C\""),
    ("{table}", "strict, without rowid", ""),
];

/// The schema text for one database.
#[must_use]
pub fn ddl(text: &str, dialect: Ddl) -> String {
    let mut result = text.replace(
        ") {table};",
        match dialect {
            Ddl::Sqlite => ") strict, without rowid;",
            Ddl::Postgres => ");",
        },
    );
    for (word, sqlite, postgres) in WORDS {
        result = result.replace(
            word,
            match dialect {
                Ddl::Sqlite => sqlite,
                Ddl::Postgres => postgres,
            },
        );
    }
    result
}

impl Address {
    /// The dialect spoken there.
    #[must_use]
    pub const fn dialect(&self) -> Ddl {
        match self {
            Self::File(_) => Ddl::Sqlite,
            Self::Schema { .. } => Ddl::Postgres,
        }
    }
}

/// Makes a table whose text says `if not exists`.
pub(crate) fn make_table(store: &Store, text: &str) -> Result<(), Fault> {
    make_if_missing(|| store.batch(text))
}

/// Runs statements that have no parameters and no answer, for schema texts and tests.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn raw_batch(store: &Store, text: &str) -> Result<(), Fault> {
    store.batch(text)
}
