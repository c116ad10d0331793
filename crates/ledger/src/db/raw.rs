//! The engine by itself: the measure that the bench holds our writing against.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::types::Value;

use super::{Fault, sqlite};

/// Rows written and the nanoseconds it took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RawCopy {
    /// Rows.
    pub rows: u64,
    /// Time inside the engine: preparing, inserting, committing.
    pub nanoseconds: u64,
}

/// Rows read ahead at a time, outside the measured time.
const AHEAD: usize = 20_000;

/// Writes the rows of `tables` of one ledger file into another with the same, empty tables and
/// indexes: plain prepared inserts in one transaction, nothing computed, nothing checked but what the
/// schema checks. The rows of `ground`, to which others refer, are copied first and not counted.
/// `nanoseconds` is a running stopwatch.
///
/// # Errors
/// A [`Fault`] of the engine.
pub fn raw_copy(
    from: &Path,
    to: &Path,
    ground: &[&str],
    tables: &[&str],
    nanoseconds: &dyn Fn() -> u64,
) -> Result<RawCopy, Fault> {
    let source = sqlite::open_reader(from)?;
    let target = sqlite::open_writer(to)?;
    sqlite::batch(&target, "begin immediate")?;
    for table in ground {
        copy(&source, &target, table, &|| 0)?;
    }
    sqlite::batch(&target, "commit")?;
    let mut copied = RawCopy::default();
    sqlite::batch(&target, "begin immediate")?;
    for table in tables {
        let one = copy(&source, &target, table, nanoseconds)?;
        copied.rows += one.rows;
        copied.nanoseconds += one.nanoseconds;
    }
    let start = nanoseconds();
    sqlite::batch(&target, "commit")?;
    copied.nanoseconds += nanoseconds() - start;
    Ok(copied)
}

fn copy(
    source: &Connection,
    target: &Connection,
    table: &str,
    nanoseconds: &dyn Fn() -> u64,
) -> Result<RawCopy, Fault> {
    let failed = |error| Fault::sqlite(format!("raw copy of {table}"), error);
    let mut select = source.prepare(&format!("select * from {table}")).map_err(failed)?;
    let columns = select.column_count();
    let marks = vec!["?"; columns].join(", ");
    let mut insert = target.prepare(&format!("insert into {table} values ({marks})")).map_err(failed)?;
    let mut rows = select.raw_query();
    let mut copied = RawCopy::default();
    loop {
        let mut waiting: Vec<Vec<Value>> = Vec::with_capacity(AHEAD);
        while waiting.len() < AHEAD
            && let Some(row) = rows.next().map_err(failed)?
        {
            let values = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>();
            waiting.push(values.map_err(failed)?);
        }
        if waiting.is_empty() {
            return Ok(copied);
        }
        let start = nanoseconds();
        for values in &waiting {
            for (position, value) in (1..).zip(values) {
                insert.raw_bind_parameter(position, value).map_err(failed)?;
            }
            insert.raw_execute().map_err(failed)?;
        }
        copied.nanoseconds += nanoseconds() - start;
        copied.rows += waiting.len() as u64;
    }
}

/// Scores kept by the engine alone, with the same care for the disk: the measure that the bench holds one
/// self-assessment against.
pub struct RawScores(Connection);

impl RawScores {
    /// Opens a file, making it and its only table.
    ///
    /// # Errors
    /// A [`Fault`] of the engine.
    pub fn open(path: &Path) -> Result<Self, Fault> {
        let connection = sqlite::open_writer(path)?;
        sqlite::batch(
            &connection,
            "create table if not exists score (person integer not null, indicator integer not null,
                points integer not null, primary key (person, indicator)) strict, without rowid",
        )?;
        Ok(Self(connection))
    }

    /// Keeps rows of person, indicator and points in one commit.
    ///
    /// # Errors
    /// A [`Fault`] of the engine; nothing is kept then.
    pub fn keep(&self, rows: &[(i64, i64, i64)]) -> Result<(), Fault> {
        let failed = |error| Fault::sqlite("raw scores".to_owned(), error);
        let transaction = self.0.unchecked_transaction().map_err(failed)?;
        {
            let text = "insert into score (person, indicator, points) values (?1, ?2, ?3)";
            let mut insert = transaction.prepare_cached(text).map_err(failed)?;
            for row in rows {
                insert.execute(*row).map_err(failed)?;
            }
        }
        transaction.commit().map_err(failed)
    }
}
