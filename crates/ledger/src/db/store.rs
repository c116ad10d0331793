//! Opening a ledger and running work in transactions.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tokio_postgres::Config;

use super::postgres::{Session, quote};
use super::transaction::Connection;
use super::{Fault, Reader, Writer, sqlite};

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
    address: Address,
    writer: Mutex<Option<Handle>>,
    readers: Mutex<Vec<Handle>>,
}

enum Handle {
    Sqlite(rusqlite::Connection),
    Postgres(Session),
}

/// How often a write is run again after it lost against another.
const ATTEMPTS: u32 = 12;

impl Store {
    /// Opens without looking inside; see `migrations` for making the tables.
    ///
    /// # Errors
    /// [`Fault::Unreachable`] when there is nothing to open.
    pub fn open(address: Address) -> Result<Self, Fault> {
        let writer = open_writer(&address)?;
        Ok(Self { address, writer: Mutex::new(Some(writer)), readers: Mutex::default() })
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
        let waiting = lock(&self.readers).pop().filter(|handle| !handle.is_lost());
        let handle = match waiting {
            Some(handle) => handle,
            None => open_reader(&self.address)?,
        };
        handle.batch(handle.begin_read())?;
        let result = work(&Reader(handle.connection()));
        // A reading transaction has nothing to keep; a connection that cannot even end one is dropped.
        if handle.batch("rollback").is_ok() {
            lock(&self.readers).push(handle);
        }
        result
    }

    /// Runs queries and changes that are kept together or not at all. On PostgreSQL `work` may run
    /// more than once: it must have no effect but on the writer.
    ///
    /// # Errors
    /// Whatever `work` returns, or a [`Fault`]; nothing is kept then.
    pub fn write<T, E: HasFault>(&self, mut work: impl FnMut(&Writer<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            match self.write_once(&mut work) {
                Err(error) if attempt < ATTEMPTS && error.fault().is_some_and(Fault::may_retry) => {
                    pause(attempt);
                }
                result => return result,
            }
        }
    }

    fn write_once<T, E: HasFault>(&self, work: &mut impl FnMut(&Writer<'_>) -> Result<T, E>) -> Result<T, E> {
        let mut place = lock(&self.writer);
        // Taken out for the time of the work: if that panics, the connection is dropped, which
        // rolls back, and the next writer opens a fresh one.
        let handle = match place.take().filter(|handle| !handle.is_lost()) {
            Some(handle) => handle,
            None => open_writer(&self.address)?,
        };
        let result = write_with(&handle, work);
        *place = Some(handle);
        result
    }

    /// Runs DDL outside the portable words; only `migrations` and tests need it.
    ///
    /// # Errors
    /// A [`Fault`] of the store.
    pub(super) fn batch(&self, text: &str) -> Result<(), Fault> {
        let place = lock(&self.writer);
        match place.as_ref() {
            Some(handle) => handle.batch(text),
            None => open_writer(&self.address)?.batch(text),
        }
    }
}

fn write_with<T, E: HasFault>(
    handle: &Handle,
    work: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
) -> Result<T, E> {
    handle.batch(handle.begin_write())?;
    let result = work(&Writer(Reader(handle.connection())));
    let end = if result.is_ok() { "commit" } else { "rollback" };
    let ended = handle.batch(end);
    if ended.is_err() {
        // A failed commit leaves SQLite inside the transaction; the error of this call adds nothing.
        let _ = handle.batch("rollback");
    }
    match (result, ended) {
        (Ok(_), Err(fault)) => Err(fault.into()),
        (result, _) => result,
    }
}

impl Handle {
    const fn connection(&self) -> Connection<'_> {
        match self {
            Self::Sqlite(connection) => Connection::Sqlite(connection),
            Self::Postgres(session) => Connection::Postgres(session),
        }
    }

    fn batch(&self, text: &str) -> Result<(), Fault> {
        match self {
            Self::Sqlite(connection) => sqlite::batch(connection, text),
            Self::Postgres(session) => session.batch(text),
        }
    }

    const fn begin_read(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "begin deferred",
            Self::Postgres(_) => "begin isolation level repeatable read read only",
        }
    }

    const fn begin_write(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "begin immediate",
            Self::Postgres(_) => "begin isolation level serializable",
        }
    }

    fn is_lost(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Postgres(session) => session.is_closed(),
        }
    }
}

fn open_writer(address: &Address) -> Result<Handle, Fault> {
    match address {
        Address::File(path) => {
            make_folder(path)?;
            sqlite::open_writer(path).map(Handle::Sqlite)
        }
        Address::Schema { config, schema } => {
            let session = Session::open(config, schema)?;
            session.batch(&format!("create schema if not exists {}", quote(schema)))?;
            Ok(Handle::Postgres(session))
        }
    }
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

/// Longer with every attempt, so that two writers that met do not meet again.
#[expect(clippy::disallowed_methods, reason = "the database tells no event for a lost race")]
fn pause(attempt: u32) {
    thread::sleep(Duration::from_millis(5 << attempt.min(6)));
}

/// A poisoned lock only means that some work panicked; what it guarded is still whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
