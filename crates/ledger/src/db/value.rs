//! What goes into a statement and comes out of a row, on either driver.

use std::error::Error;

use rusqlite::types::{
    FromSql as FromSqlite, FromSqlError, FromSqlResult, ToSql as ToSqlite, ToSqlOutput, ValueRef,
};
use sohoc_rules::time::{Date, Instant};
use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql as FromPostgres, IsNull, ToSql as ToPostgres, Type, to_sql_checked};

/// A value that both drivers can bind.
pub trait Param: Sync {
    #[doc(hidden)]
    fn sqlite(&self) -> &dyn ToSqlite;
    #[doc(hidden)]
    fn postgres(&self) -> &(dyn ToPostgres + Sync);
}

impl<T: ToSqlite + ToPostgres + Sync> Param for T {
    fn sqlite(&self) -> &dyn ToSqlite {
        self
    }

    fn postgres(&self) -> &(dyn ToPostgres + Sync) {
        self
    }
}

/// A day: text `2026-07-01` in SQLite, `date` in PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub Date);

/// A moment: text of fixed width in SQLite, `timestamptz` in PostgreSQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub Instant);

impl ToSqlite for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

impl FromSqlite for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Day).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

impl ToSqlite for Moment {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.0.to_string()))
    }
}

impl FromSqlite for Moment {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str()?.parse().map(Moment).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}

/// Day zero of PostgreSQL's binary dates.
const POSTGRES_EPOCH: Date = jiff::civil::date(2000, 1, 1);
/// 2000-01-01T00:00:00Z in microseconds since 1970, the zero of PostgreSQL's binary time stamps.
const POSTGRES_EPOCH_MICROSECONDS: i64 = 946_684_800_000_000;

impl ToPostgres for Day {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let days = self.0.since(POSTGRES_EPOCH)?.get_days();
        out.extend_from_slice(&days.to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::DATE
    }

    to_sql_checked!();
}

impl<'a> FromPostgres<'a> for Day {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let days = i32::from_be_bytes(raw.try_into()?);
        Ok(Self(POSTGRES_EPOCH.checked_add(jiff::Span::new().try_days(days)?)?))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::DATE
    }
}

impl ToPostgres for Moment {
    fn to_sql(&self, _: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        let microseconds = self.0.microseconds() - POSTGRES_EPOCH_MICROSECONDS;
        out.extend_from_slice(&microseconds.to_be_bytes());
        Ok(IsNull::No)
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }

    to_sql_checked!();
}

impl<'a> FromPostgres<'a> for Moment {
    fn from_sql(_: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        let microseconds = i64::from_be_bytes(raw.try_into()?);
        Ok(Self(Instant::from_microseconds(microseconds.saturating_add(POSTGRES_EPOCH_MICROSECONDS))))
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::TIMESTAMPTZ
    }
}
