//! The SQLite side: one file, one writer, several readers.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::{Ddl, Fault, Param, Row, Statement};

/// How long a writer waits for another process before it gives up.
const BUSY_TIMEOUT: Duration = Duration::from_secs(20);
/// More statements than the program has, so that none is ever prepared twice on a connection.
const STATEMENT_CACHE: usize = 512;

/// Opens the writing connection, making the file if there is none.
pub(super) fn open_writer(path: &Path) -> Result<Connection, Fault> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)?;
    // FULL, not NORMAL: with NORMAL an act that was answered with a receipt may vanish in a power cut.
    batch(
        &connection,
        "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 24000;
         pragma cache_size = -65536; pragma temp_store = memory",
    )?;
    Ok(connection)
}

/// Opens a connection that cannot write.
pub(super) fn open_reader(path: &Path) -> Result<Connection, Fault> {
    let connection = open(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    // Small: there are as many readers as pages made at once, and the system keeps the file in memory anyway.
    batch(&connection, "pragma query_only = on; pragma cache_size = -1024; pragma temp_store = memory")?;
    Ok(connection)
}

fn open(path: &Path, flags: OpenFlags) -> Result<Connection, Fault> {
    let unreachable = |error: rusqlite::Error| Fault::Unreachable {
        address: path.display().to_string(),
        reason: error.to_string(),
    };
    let connection =
        Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX).map_err(unreachable)?;
    connection.busy_timeout(BUSY_TIMEOUT).map_err(unreachable)?;
    connection.set_prepared_statement_cache_capacity(STATEMENT_CACHE);
    // Without it every statement with a parameter on a table that has a partial index is prepared anew for each
    // value, in case the value would let that index be used: a third of the work of a handing in.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(unreachable)?;
    batch(&connection, "pragma foreign_keys = on; pragma trusted_schema = off")?;
    Ok(connection)
}

/// Runs statements without parameters or answers.
pub(super) fn batch(connection: &Connection, text: &str) -> Result<(), Fault> {
    connection.execute_batch(text).map_err(|error| Fault::sqlite("a batch".to_owned(), error))
}

/// Turns the driver's errors of one statement into faults.
fn at<'c>(
    connection: &'c Connection,
    statement: &'c Statement,
) -> impl Fn(rusqlite::Error) -> Fault + Copy + 'c {
    move |error| match Fault::sqlite(statement.place(), error) {
        Fault::Constraint(words) => Fault::Constraint(constraint_name(connection, &words).unwrap_or(words)),
        fault => fault,
    }
}

/// The name of a unique constraint. SQLite reports its columns alone, like `round.year`; callers know
/// constraints by the names of the schema, which PostgreSQL reports.
fn constraint_name(connection: &Connection, words: &str) -> Option<String> {
    let (table, _) = words.split_once('.')?;
    let columns: Vec<&str> =
        words.split(", ").filter_map(|word| word.strip_prefix(table)?.strip_prefix('.')).collect();
    let schema: String = connection
        .query_row("select sql from sqlite_schema where type = 'table' and name = ?1", [table], |row| {
            row.get(0)
        })
        .ok()?;
    let (before, _) = schema.split_once(&format!(" unique ({})", columns.join(", ")))?;
    let (_, name) = before.rsplit_once("constraint ")?;
    Some(name.to_owned())
}

pub(super) fn for_each(
    connection: &Connection,
    statement: &'static Statement,
    params: &[&dyn Param],
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let failed = at(connection, statement);
    let mut prepared = connection.prepare_cached(statement.numbered()).map_err(failed)?;
    bind(&mut prepared, params).map_err(failed)?;
    let mut rows = prepared.raw_query();
    while let Some(row) = rows.next().map_err(failed)? {
        take(&Row::Sqlite(row))?;
    }
    statement.mark_executed(Ddl::Sqlite);
    Ok(())
}

pub(super) fn find_each<'k, K, T, const N: usize>(
    connection: &Connection,
    statement: &'static Statement,
    keys: &'k [K],
    params: impl Fn(&'k K) -> [&'k dyn Param; N],
    mut decode: impl FnMut(&Row<'_>) -> Result<T, Fault>,
) -> Result<Vec<Option<T>>, Fault> {
    let failed = at(connection, statement);
    let mut prepared = connection.prepare_cached(statement.numbered()).map_err(failed)?;
    let mut answers = Vec::with_capacity(keys.len());
    for key in keys {
        bind(&mut prepared, &params(key)).map_err(failed)?;
        let mut rows = prepared.raw_query();
        let row = rows.next().map_err(failed)?;
        answers.push(row.map(|row| decode(&Row::Sqlite(row))).transpose()?);
        statement.mark_executed(Ddl::Sqlite);
    }
    Ok(answers)
}

pub(super) fn execute(
    connection: &Connection,
    statement: &'static Statement,
    params: &[&dyn Param],
) -> Result<u64, Fault> {
    let failed = at(connection, statement);
    let mut prepared = connection.prepare_cached(statement.numbered()).map_err(failed)?;
    bind(&mut prepared, params).map_err(failed)?;
    let changed = prepared.raw_execute().map_err(failed)?;
    statement.mark_executed(Ddl::Sqlite);
    Ok(changed as u64)
}

pub(super) fn execute_each<'r, R, const N: usize>(
    connection: &Connection,
    statement: &'static Statement,
    rows: &'r [R],
    params: impl Fn(&'r R) -> [&'r dyn Param; N],
) -> Result<Vec<u64>, Fault> {
    let failed = at(connection, statement);
    let mut prepared = connection.prepare_cached(statement.numbered()).map_err(failed)?;
    let mut changed = Vec::with_capacity(rows.len());
    for row in rows {
        bind(&mut prepared, &params(row)).map_err(failed)?;
        changed.push(prepared.raw_execute().map_err(failed)? as u64);
        statement.mark_executed(Ddl::Sqlite);
    }
    Ok(changed)
}

fn bind(prepared: &mut rusqlite::CachedStatement<'_>, params: &[&dyn Param]) -> rusqlite::Result<()> {
    // A parameter that is not bound would be NULL, without a word; PostgreSQL refuses it.
    let wanted = prepared.parameter_count();
    if params.len() != wanted {
        return Err(rusqlite::Error::InvalidParameterCount(params.len(), wanted));
    }
    for (position, param) in params.iter().enumerate() {
        prepared.raw_bind_parameter(position + 1, param.sqlite())?;
    }
    Ok(())
}
