//! SQL texts that are known to the program before it runs.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Ddl;

/// One SQL text with the place it stands in. Made only by [`sql!`](crate::sql).
pub struct Statement {
    text: &'static str,
    file: &'static str,
    line: u32,
    numbered: OnceLock<String>,
    executed_on_sqlite: AtomicBool,
    executed_on_postgres: AtomicBool,
}

impl Statement {
    /// For [`sql!`](crate::sql) alone.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(text: &'static str, file: &'static str, line: u32) -> Self {
        Self {
            text,
            file,
            line,
            numbered: OnceLock::new(),
            executed_on_sqlite: AtomicBool::new(false),
            executed_on_postgres: AtomicBool::new(false),
        }
    }

    /// The text with `$1…`, as PostgreSQL reads it.
    #[must_use]
    pub const fn text(&self) -> &'static str {
        self.text
    }

    /// Source file and line, for messages and tests.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Whether it has run to its end on such a database in this process: the conformance suite fails
    /// for any that has not run on both.
    #[must_use]
    pub fn was_executed(&self, dialect: Ddl) -> bool {
        self.executed(dialect).load(Ordering::Relaxed)
    }

    /// The text with `?1…`: SQLite takes `$1` for a name and numbers names by first appearance, so
    /// that `$2 … $1` would be bound the wrong way round.
    pub(super) fn numbered(&self) -> &str {
        self.numbered.get_or_init(|| self.text.replace('$', "?"))
    }

    /// Called after the database has carried it out: one that was only prepared, or given no rows,
    /// or refused, has not shown that its parameters and columns fit.
    pub(super) fn mark_executed(&self, dialect: Ddl) {
        self.executed(dialect).store(true, Ordering::Relaxed);
    }

    const fn executed(&self, dialect: Ddl) -> &AtomicBool {
        match dialect {
            Ddl::Sqlite => &self.executed_on_sqlite,
            Ddl::Postgres => &self.executed_on_postgres,
        }
    }
}

/// A reference to a registered statement, gathered at link time.
#[doc(hidden)]
pub struct Registered(pub &'static Statement);

inventory::collect!(Registered);

/// Every statement of the program.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.0)
}

#[doc(hidden)]
pub use inventory;

/// Turns a literal into a [`Statement`] and registers it, so that the tests can prepare it on both
/// databases and see that it was run on both.
#[macro_export]
macro_rules! sql {
    ($text:literal) => {{
        static STATEMENT: $crate::db::Statement = $crate::db::Statement::new($text, file!(), line!());
        $crate::db::register! { &STATEMENT }
        &STATEMENT
    }};
}

/// Puts a statement on the list of [`statements`].
#[doc(hidden)]
#[macro_export]
macro_rules! register {
    ($statement:expr) => {
        $crate::db::inventory::submit! { $crate::db::Registered($statement) }
    };
}
