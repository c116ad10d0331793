//! Queries and changes inside one transaction.

use std::cell::Cell;
use std::ops::Deref;

use super::postgres::Session;
use super::{Fault, Param, Row, Statement, sqlite};

/// Runs queries. Everything read through one reader is of the same moment.
pub struct Reader<'c> {
    connection: Connection<'c>,
    failed: Cell<bool>,
}

/// Runs queries and changes, which are kept together or not at all.
pub struct Writer<'c> {
    reader: Reader<'c>,
    reached: Cell<i64>,
}

#[derive(Clone, Copy)]
pub(super) enum Connection<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(&'c Session),
}

impl Connection<'_> {
    /// Runs statements without parameters or answers.
    pub(super) fn batch(self, text: &str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(connection) => sqlite::batch(connection, text),
            Self::Postgres(session) => session.batch(text),
        }
    }
}

impl<'c> Reader<'c> {
    pub(super) const fn new(connection: Connection<'c>) -> Self {
        Self { connection, failed: Cell::new(false) }
    }

    /// Whether the database refused a statement. PostgreSQL keeps nothing after that, whatever
    /// follows, and says so only by silence; SQLite would keep the rest.
    pub(super) const fn has_failed(&self) -> bool {
        self.failed.get()
    }

    fn note<T>(&self, result: Result<T, Fault>) -> Result<T, Fault> {
        if result.as_ref().is_err_and(Fault::ends_transaction) {
            self.failed.set(true);
        }
        result
    }

    /// Hands every row to `take` without gathering them: for answers of any length.
    ///
    /// # Errors
    /// A [`Fault`] of the store, or the first one that `take` returns.
    pub fn for_each(
        &self,
        statement: &'static Statement,
        params: &[&dyn Param],
        mut take: impl FnMut(&Row<'_>) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.note(match self.connection {
            Connection::Sqlite(connection) => sqlite::for_each(connection, statement, params, &mut take),
            Connection::Postgres(session) => session.for_each(statement, params, &mut take),
        })
    }

    /// All rows, decoded.
    ///
    /// # Errors
    /// A [`Fault`] of the store, or the first one that `decode` returns.
    pub fn rows<T>(
        &self,
        statement: &'static Statement,
        params: &[&dyn Param],
        mut decode: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<T>, Fault> {
        let mut rows = Vec::new();
        self.for_each(statement, params, |row| {
            rows.push(decode(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row, if there is one.
    ///
    /// # Errors
    /// A [`Fault`] of the store, or the one that `decode` returns.
    pub fn find<T>(
        &self,
        statement: &'static Statement,
        params: &[&dyn Param],
        decode: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Option<T>, Fault> {
        Ok(self.rows(statement, params, decode)?.into_iter().next())
    }

    /// One query for many keys: as many calls as keys on SQLite, one round trip on PostgreSQL.
    /// The answers stand in the order of `keys`.
    ///
    /// # Errors
    /// A [`Fault`] of the store, or the first one that `decode` returns.
    pub fn find_each<'k, K, T, const N: usize>(
        &self,
        statement: &'static Statement,
        keys: &'k [K],
        bind: impl Fn(&'k K) -> [&'k dyn Param; N],
        mut decode: impl FnMut(&Row<'_>) -> Result<T, Fault>,
    ) -> Result<Vec<Option<T>>, Fault> {
        self.note(match self.connection {
            Connection::Sqlite(connection) => sqlite::find_each(connection, statement, keys, bind, decode),
            Connection::Postgres(session) => session.query_each(statement, keys.iter().map(bind), |rows| {
                rows.first().map(|row| decode(&Row::Postgres(row))).transpose()
            }),
        })
    }
}

impl<'c> Deref for Writer<'c> {
    type Target = Reader<'c>;

    fn deref(&self) -> &Self::Target {
        &self.reader
    }
}

impl<'c> Writer<'c> {
    pub(super) const fn new(connection: Connection<'c>, reached: i64) -> Self {
        Self { reader: Reader::new(connection), reached: Cell::new(reached) }
    }

    /// The latest moment, in microseconds, that anybody noted in this transaction: several acts may share
    /// it, and each is later than those before. [`i64::MIN`] before the first.
    #[must_use]
    pub const fn reached(&self) -> i64 {
        self.reached.get()
    }

    /// Notes the moment of an act. What is not kept of the transaction takes its moment with it.
    pub fn reach(&self, microseconds: i64) {
        self.reached.set(self.reached.get().max(microseconds));
    }

    /// Runs a schema text; only migrations need it.
    pub(crate) fn batch(&self, text: &str) -> Result<(), Fault> {
        self.note(self.connection.batch(text))
    }

    /// Changes rows and tells how many.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub fn execute(&self, statement: &'static Statement, params: &[&dyn Param]) -> Result<u64, Fault> {
        self.note(match self.connection {
            Connection::Sqlite(connection) => sqlite::execute(connection, statement, params),
            Connection::Postgres(session) => session.execute(statement, params),
        })
    }

    /// Changes exactly `expected` rows.
    ///
    /// # Errors
    /// [`Fault::RowCount`] when another number was changed, or a [`Fault`] of the store.
    pub fn change(
        &self,
        statement: &'static Statement,
        params: &[&dyn Param],
        expected: u64,
    ) -> Result<(), Fault> {
        let changed = self.execute(statement, params)?;
        expect_rows(statement, changed, expected)
    }

    /// The same change for many rows; tells for each how many rows it changed.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub fn execute_each<'r, R, const N: usize>(
        &self,
        statement: &'static Statement,
        rows: &'r [R],
        bind: impl Fn(&'r R) -> [&'r dyn Param; N],
    ) -> Result<Vec<u64>, Fault> {
        self.note(match self.connection {
            Connection::Sqlite(connection) => sqlite::execute_each(connection, statement, rows, bind),
            Connection::Postgres(session) => session.execute_each(statement, rows.iter().map(bind)),
        })
    }

    /// The same change for many rows, each of which must change exactly one.
    ///
    /// # Errors
    /// [`Fault::RowCount`] when one of them did not, or a [`Fault`] of the store.
    pub fn change_each<'r, R, const N: usize>(
        &self,
        statement: &'static Statement,
        rows: &'r [R],
        bind: impl Fn(&'r R) -> [&'r dyn Param; N],
    ) -> Result<(), Fault> {
        let changed = self.execute_each(statement, rows, bind)?;
        changed.into_iter().try_for_each(|changed| expect_rows(statement, changed, 1))
    }
}

fn expect_rows(statement: &Statement, changed: u64, expected: u64) -> Result<(), Fault> {
    if changed == expected {
        return Ok(());
    }
    Err(Fault::RowCount { statement: statement.place(), changed, expected })
}
