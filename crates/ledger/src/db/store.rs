//! Opening a ledger and running work in transactions.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio_postgres::Config;

use super::line::Line;
use super::postgres::{Session, quote};
use super::transaction::Connection;
use super::{Fault, Reader, sqlite};

/// Where a ledger is.
#[derive(Clone, Debug)]
pub enum Address {
    /// One SQLite file.
    File(PathBuf),
    /// One schema of a PostgreSQL database.
    Schema {
        /// How to connect.
        config: Box<Config>,
        /// The schema that is the ledger.
        schema: String,
    },
}

impl Address {
    /// Reads an address: a path, or a PostgreSQL connection text (`postgres://…` or
    /// `host=… dbname=…`) with the schema apart.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] when the connection text cannot be read.
    pub fn parse(text: &str, schema: &str) -> Result<Self, Fault> {
        let is_postgres =
            text.starts_with("postgres://") || text.starts_with("postgresql://") || text.contains("host=");
        if !is_postgres {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let config: Config = text.parse().map_err(|error: tokio_postgres::Error| Fault::Unreachable {
            address: "on PostgreSQL".to_owned(),
            reason: error.to_string(),
        })?;
        Ok(Self::Schema { config: Box::new(config), schema: schema.to_owned() })
    }
}

/// An error that may carry a [`Fault`], so that the store can see whether to run the work again.
pub trait HasFault: From<Fault> {
    /// The fault inside, if it is one.
    fn fault(&self) -> Option<&Fault>;
}

impl HasFault for Fault {
    fn fault(&self) -> Option<&Fault> {
        Some(self)
    }
}

/// An open ledger: one writing connection and as many reading ones as were ever needed at once.
pub struct Store {
    pub(super) address: Address,
    // Before the writer: the connection that is closed last folds the log into the ledger file, and a
    // reading one cannot.
    readers: Mutex<Vec<Handle>>,
    pub(super) line: Line,
}

pub(super) enum Handle {
    Sqlite(rusqlite::Connection),
    Postgres(Session),
}

impl Store {
    /// Opens without looking inside; see `migrations` for making the tables.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] when there is nothing to open.
    pub fn open(address: Address) -> Result<Self, Fault> {
        let writer = open_writer(&address)?;
        Ok(Self { address, line: Line::new(writer), readers: Mutex::default() })
    }

    /// Where this ledger is.
    #[must_use]
    pub const fn address(&self) -> &Address {
        &self.address
    }

    /// Runs queries on one moment of the ledger.
    ///
    /// # Errors
    /// Whatever `work` returns, or a [`Fault`].
    pub fn read<T, E: From<Fault>>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, E>) -> Result<T, E> {
        let handle = self.begin_read()?;
        let result = work(&Reader::new(handle.connection()));
        // A reading transaction has nothing to keep; a connection that cannot even end one is dropped.
        if handle.batch("rollback").is_ok() {
            lock(&self.readers).push(handle);
        }
        result
    }

    /// A reading connection inside a fresh transaction.
    fn begin_read(&self) -> Result<Handle, Fault> {
        let mut waiting = lock(&self.readers).pop();
        while let Some(handle) = waiting {
            match handle.batch(handle.begin_read()) {
                Ok(()) => return Ok(handle),
                Err(fault) if !handle.is_lost() => return Err(fault),
                Err(_) => waiting = lock(&self.readers).pop(),
            }
        }
        let handle = open_reader(&self.address)?;
        handle.batch(handle.begin_read())?;
        Ok(handle)
    }

    /// Runs DDL outside the portable words; only `migrations` and tests need it.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub(super) fn batch(&self, text: &str) -> Result<(), Fault> {
        self.inspect(|connection| connection.batch(text))
    }

    /// Works with the writing connection outside any transaction.
    pub(super) fn inspect<T>(
        &self,
        work: impl FnOnce(Connection<'_>) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut turn = self.line.take(false);
        let handle = match turn.seat().handle.take() {
            Some(handle) => handle,
            None => open_writer(&self.address)?,
        };
        let result = work(handle.connection());
        turn.seat().handle = Some(handle);
        turn.pass();
        result
    }
}

impl Handle {
    pub(super) const fn connection(&self) -> Connection<'_> {
        match self {
            Self::Sqlite(connection) => Connection::Sqlite(connection),
            Self::Postgres(session) => Connection::Postgres(session),
        }
    }

    pub(super) fn batch(&self, text: &str) -> Result<(), Fault> {
        self.connection().batch(text)
    }

    const fn begin_read(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "begin deferred",
            Self::Postgres(_) => "begin isolation level repeatable read read only",
        }
    }

    pub(super) const fn begin_write(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "begin immediate",
            Self::Postgres(_) => "begin isolation level serializable",
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(session) => session.is_closed(),
        }
    }

    /// Whether the database gave up the whole open transaction by itself, as SQLite does when the disk
    /// fails it in the middle of a statement.
    pub(super) fn has_given_up(&self) -> bool {
        match self {
            Self::Sqlite(connection) => connection.is_autocommit(),
            Self::Postgres(_) => false,
        }
    }
}

pub(super) fn open_writer(address: &Address) -> Result<Handle, Fault> {
    match address {
        Address::File(path) => {
            make_folder(path)?;
            sqlite::open_writer(path).map(Handle::Sqlite)
        }
        Address::Schema { config, schema } => {
            let session = Session::open(config, schema)?;
            make_if_missing(|| session.batch(&format!("create schema if not exists {}", quote(schema))))?;
            Ok(Handle::Postgres(session))
        }
    }
}

/// Two programs may make the same thing at once: `if not exists` looks before it makes, and the one
/// that comes second is refused; looking again, it finds the thing made.
pub(super) fn make_if_missing(make: impl Fn() -> Result<(), Fault>) -> Result<(), Fault> {
    make().or_else(|_| make())
}

fn open_reader(address: &Address) -> Result<Handle, Fault> {
    match address {
        Address::File(path) => sqlite::open_reader(path).map(Handle::Sqlite),
        Address::Schema { config, schema } => Session::open(config, schema).map(Handle::Postgres),
    }
}

fn make_folder(path: &Path) -> Result<(), Fault> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    std::fs::create_dir_all(folder).map_err(|error| Fault::Unreachable {
        address: path.display().to_string(),
        reason: error.to_string(),
    })
}

/// A poisoned lock only means that some work panicked; what it guarded is still whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
