//! What can go wrong between the program and its database, sorted by what one does about it.

use std::error::Error;
use std::io;

/// A failure of the store. Rules are never faults: a refusal travels another way.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Another process holds the ledger longer than we wait.
    #[error("the ledger is being written by another program; wait until it has finished and try again")]
    Busy,
    /// The transaction lost against another and may be run again as it is.
    #[error("the ledger changed while this was being written")]
    Conflict,
    /// A named constraint of the schema refused the row.
    #[error("the ledger already holds such a row, or lacks the one it belongs to ({0})")]
    Constraint(String),
    /// No room left for the database.
    #[error("the disk of the ledger is full; nothing of this step was kept; make room and run it again")]
    DiskFull,
    /// The disk refused a read or a write for another reason: a quota, a limit on the size of files, a
    /// failing device.
    #[error(
        "the disk of the ledger refuses to work ({0}); nothing of this step was kept; check the disk, its quota \
         and the limit on the size of files, and run it again"
    )]
    Disk(String),
    /// The database file or folder may not be written.
    #[error(
        "the ledger cannot be written (read-only disk or missing permission); nothing was changed; give the \
         account that runs this program the right to write the ledger, the files beside it and their folder, or work \
         on a copy: even reading needs a folder that can be written"
    )]
    ReadOnly,
    /// The server ended the connection.
    #[error(
        "the connection to the ledger was lost; the last step was kept whole or not at all; see that the \
         server runs and run the command again"
    )]
    ConnectionLost,
    /// There is no database at the address, or it cannot be opened.
    #[error("the ledger {address} cannot be opened: {reason}")]
    Unreachable {
        /// Where it was looked for, without any password.
        address: String,
        /// What the system answered.
        reason: String,
    },
    /// The store of files does not answer, or refuses.
    #[error("the store of evidence {address} failed: {reason}; nothing of this step was kept; try again")]
    Blobs {
        /// Where it is, without any key.
        address: String,
        /// What it answered.
        reason: String,
    },
    /// The file is not a database, or is damaged.
    #[error("the ledger file is damaged or is not a ledger; restore it from a backup")]
    Damaged,
    /// Made by a newer program.
    #[error("the ledger has version {found}, this program knows up to {known}; use the newer program")]
    TooNew {
        /// The version of the ledger.
        found: i64,
        /// The newest version the program knows.
        known: i64,
    },
    /// A migration that was applied here reads otherwise in this program.
    #[error("migration {0} was applied with another text; this program does not belong to this ledger")]
    ChangedMigration(i64),
    /// A stored value that cannot be read as what it should be.
    #[error("column {column} holds a value that cannot be read: {reason}")]
    Unreadable {
        /// The column.
        column: String,
        /// The driver's words.
        reason: String,
    },
    /// The number of rows changed is not what the act needs.
    #[error("{statement} changed {changed} rows, expected {expected}")]
    RowCount {
        /// File and line of the statement.
        statement: String,
        /// Rows changed.
        changed: u64,
        /// Rows that should have been.
        expected: u64,
    },
    /// Anything else the driver reports.
    #[error("the database reports at {place}: {source}")]
    Driver {
        /// File and line of the statement, or what was being done.
        place: String,
        /// The driver's own error.
        source: Box<dyn Error + Send + Sync>,
    },
}

impl Fault {
    /// Whether the same transaction may simply be run again.
    #[must_use]
    pub const fn may_retry(&self) -> bool {
        matches!(self, Self::Conflict)
    }

    /// Whether the database reported it, so that nothing of the transaction can be kept.
    pub(super) const fn ends_transaction(&self) -> bool {
        match self {
            Self::Busy
            | Self::Conflict
            | Self::Constraint(_)
            | Self::DiskFull
            | Self::Disk(_)
            | Self::ReadOnly
            | Self::ConnectionLost
            | Self::Damaged
            | Self::Driver { .. } => true,
            Self::Unreachable { .. }
            | Self::TooNew { .. }
            | Self::ChangedMigration(_)
            | Self::Unreadable { .. }
            | Self::RowCount { .. }
            | Self::Blobs { .. } => false,
        }
    }

    /// The same fault for another of those whom it befell together.
    pub(super) fn again(&self) -> Self {
        match self {
            Self::Busy => Self::Busy,
            Self::Conflict => Self::Conflict,
            Self::Constraint(words) => Self::Constraint(words.clone()),
            Self::DiskFull => Self::DiskFull,
            Self::Disk(words) => Self::Disk(words.clone()),
            Self::ReadOnly => Self::ReadOnly,
            Self::ConnectionLost => Self::ConnectionLost,
            Self::Unreachable { address, reason } => {
                Self::Unreachable { address: address.clone(), reason: reason.clone() }
            }
            Self::Damaged => Self::Damaged,
            Self::TooNew { found, known } => Self::TooNew { found: *found, known: *known },
            Self::ChangedMigration(number) => Self::ChangedMigration(*number),
            Self::Unreadable { column, reason } => {
                Self::Unreadable { column: column.clone(), reason: reason.clone() }
            }
            Self::RowCount { statement, changed, expected } => {
                Self::RowCount { statement: statement.clone(), changed: *changed, expected: *expected }
            }
            Self::Blobs { address, reason } => {
                Self::Blobs { address: address.clone(), reason: reason.clone() }
            }
            Self::Driver { place, source } => {
                Self::Driver { place: place.clone(), source: source.to_string().into() }
            }
        }
    }

    /// A statement failed, and the work went on as if it had not.
    pub(super) fn passed_over() -> Self {
        Self::Driver {
            place: "the end of a write".to_owned(),
            source: "a statement of it had failed, so that nothing was kept".into(),
        }
    }

    /// A stored value that the program cannot have written.
    #[must_use]
    pub fn broken(table: &str, column: &str, value: impl std::fmt::Display) -> Self {
        Self::Unreadable { column: format!("{table}.{column}"), reason: format!("it holds {value}") }
    }

    pub(super) fn unreadable(column: String, error: impl Error) -> Self {
        Self::Unreadable { column, reason: error.to_string() }
    }

    pub(super) fn sqlite(place: String, error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        let Some(code) = error.sqlite_error_code() else {
            return Self::Driver { place, source: Box::new(error) };
        };
        match code {
            Code::DatabaseBusy | Code::DatabaseLocked => Self::Busy,
            Code::ConstraintViolation => Self::Constraint(constraint_words(&error)),
            Code::DiskFull => Self::DiskFull,
            Code::SystemIoFailure => Self::Disk(error.to_string()),
            Code::ReadOnly | Code::PermissionDenied => Self::ReadOnly,
            Code::DatabaseCorrupt | Code::NotADatabase => Self::Damaged,
            _ => Self::Driver { place, source: Box::new(error) },
        }
    }

    pub(super) fn postgres(place: String, error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState as State;
        let Some(database) = error.as_db_error() else {
            let cut = error.is_closed() || error.source().is_some_and(<dyn Error>::is::<io::Error>);
            return if cut { Self::ConnectionLost } else { Self::Driver { place, source: Box::new(error) } };
        };
        let state = database.code();
        if *state == State::ADMIN_SHUTDOWN || *state == State::CRASH_SHUTDOWN {
            return Self::ConnectionLost;
        }
        if *state == State::T_R_SERIALIZATION_FAILURE || *state == State::T_R_DEADLOCK_DETECTED {
            return Self::Conflict;
        }
        if *state == State::UNIQUE_VIOLATION
            || *state == State::FOREIGN_KEY_VIOLATION
            || *state == State::CHECK_VIOLATION
            || *state == State::NOT_NULL_VIOLATION
        {
            return Self::Constraint(database.constraint().unwrap_or(database.message()).to_owned());
        }
        if *state == State::DISK_FULL {
            return Self::DiskFull;
        }
        if *state == State::READ_ONLY_SQL_TRANSACTION {
            return Self::ReadOnly;
        }
        if *state == State::LOCK_NOT_AVAILABLE {
            return Self::Busy;
        }
        Self::Driver { place, source: Box::new(error) }
    }
}

/// SQLite names the constraint, or its table and columns, after a colon.
fn constraint_words(error: &rusqlite::Error) -> String {
    let text = error.to_string();
    text.split_once(": ").map_or(text.clone(), |(_, words)| words.to_owned())
}
