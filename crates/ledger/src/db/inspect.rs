//! What the tests ask of a database that the program never does.

use tokio_postgres::SimpleQueryMessage;

use super::store::Store;
use super::transaction::Connection;
use super::{Fault, Statement};

/// What a statement takes and gives, as the database says when it is prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Type of each parameter; empty texts on SQLite, which knows none.
    pub parameters: Vec<String>,
    /// Name and type of each column; SQLite gives no types for them either.
    pub columns: Vec<(String, String)>,
}

/// Prepares a statement without running it.
///
/// # Errors
/// A [`Fault`] of the store: the database cannot read the text or lacks what it names.
pub fn shape(store: &Store, statement: &'static Statement) -> Result<Shape, Fault> {
    store.inspect(|connection| match connection {
        Connection::Sqlite(connection) => {
            let prepared = connection
                .prepare(statement.numbered())
                .map_err(|error| Fault::sqlite(statement.place(), error))?;
            Ok(Shape {
                parameters: vec![String::new(); prepared.parameter_count()],
                columns: prepared.column_names().map(|name| (name.to_owned(), String::new())).collect(),
            })
        }
        Connection::Postgres(session) => session.shape(statement),
    })
}

/// The rows of any query, each value as its text: for the catalogues of the databases.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn raw_rows(store: &Store, text: &str) -> Result<Vec<Vec<Option<String>>>, Fault> {
    store.inspect(|connection| match connection {
        Connection::Sqlite(connection) => {
            sqlite_rows(connection, text).map_err(|error| Fault::sqlite("a raw query".to_owned(), error))
        }
        Connection::Postgres(session) => Ok(session.raw(text)?.iter().filter_map(postgres_row).collect()),
    })
}

fn sqlite_rows(connection: &rusqlite::Connection, text: &str) -> rusqlite::Result<Vec<Vec<Option<String>>>> {
    use rusqlite::types::Value;
    let mut prepared = connection.prepare(text)?;
    let columns = prepared.column_count();
    let rows = prepared.query_map([], |row| {
        (0..columns)
            .map(|column| {
                Ok(match row.get(column)? {
                    Value::Null => None,
                    Value::Integer(number) => Some(number.to_string()),
                    Value::Real(number) => Some(number.to_string()),
                    Value::Text(text) => Some(text),
                    Value::Blob(bytes) => Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect()),
                })
            })
            .collect()
    })?;
    rows.collect()
}

fn postgres_row(message: &SimpleQueryMessage) -> Option<Vec<Option<String>>> {
    let SimpleQueryMessage::Row(row) = message else {
        return None;
    };
    Some((0..row.len()).map(|column| row.get(column).map(str::to_owned)).collect())
}
