//! A row of an answer, whichever driver gave it.

use rusqlite::types::FromSql as FromSqlite;
use tokio_postgres::types::FromSql as FromPostgres;

use super::Fault;

/// A value that both drivers can read.
pub trait Field: FromSqlite + for<'a> FromPostgres<'a> {}

impl<T: FromSqlite + for<'a> FromPostgres<'a>> Field for T {}

/// One row; columns are counted from 0.
pub enum Row<'a> {
    #[doc(hidden)]
    Sqlite(&'a rusqlite::Row<'a>),
    #[doc(hidden)]
    Postgres(&'a tokio_postgres::Row),
}

impl Row<'_> {
    /// The value of a column.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] with the column when the stored value does not fit the type.
    pub fn get<T: Field>(&self, column: usize) -> Result<T, Fault> {
        match self {
            Row::Sqlite(row) => row.get(column).map_err(|error| Fault::unreadable(self.name(column), error)),
            Row::Postgres(row) => {
                row.try_get(column).map_err(|error| Fault::unreadable(self.name(column), error))
            }
        }
    }

    /// The bytes of a column without a copy, empty for NULL.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column holds no bytes.
    pub fn bytes(&self, column: usize) -> Result<&[u8], Fault> {
        match self {
            Row::Sqlite(row) => match row.get_ref(column) {
                Ok(value) => value
                    .as_blob_or_null()
                    .map(Option::unwrap_or_default)
                    .map_err(|error| Fault::unreadable(self.name(column), error)),
                Err(error) => Err(Fault::unreadable(self.name(column), error)),
            },
            Row::Postgres(row) => row
                .try_get::<_, Option<&[u8]>>(column)
                .map(Option::unwrap_or_default)
                .map_err(|error| Fault::unreadable(self.name(column), error)),
        }
    }

    /// The text of a column without a copy, empty for NULL.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when the column holds no text.
    pub fn text(&self, column: usize) -> Result<&str, Fault> {
        match self {
            Row::Sqlite(row) => match row.get_ref(column) {
                Ok(value) => value
                    .as_str_or_null()
                    .map(Option::unwrap_or_default)
                    .map_err(|error| Fault::unreadable(self.name(column), error)),
                Err(error) => Err(Fault::unreadable(self.name(column), error)),
            },
            Row::Postgres(row) => row
                .try_get::<_, Option<&str>>(column)
                .map(Option::unwrap_or_default)
                .map_err(|error| Fault::unreadable(self.name(column), error)),
        }
    }

    fn name(&self, column: usize) -> String {
        match self {
            Row::Sqlite(row) => {
                row.as_ref().column_name(column).map_or_else(|_| column.to_string(), str::to_owned)
            }
            Row::Postgres(row) => row
                .columns()
                .get(column)
                .map_or_else(|| column.to_string(), |column| column.name().to_owned()),
        }
    }
}
