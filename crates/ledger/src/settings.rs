//! Small facts about the ledger itself, and the plan's targets.

use crate::db::{Fault, Reader, Writer};
use crate::sql;

/// A setting by name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, name: &str) -> Result<Option<String>, Fault> {
    reader.find(sql!("select value from setting where name = $1"), &[&name], |row| row.get(0))
}

/// Sets a setting.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set(writer: &Writer<'_>, name: &str, value: &str) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into setting (name, value) values ($1, $2)
             on conflict (name) do update set value = excluded.value"
        ),
        &[&name, &value],
        1,
    )
}

/// A target of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetRow {
    /// What is aimed at.
    pub measure: String,
    /// By the end of which year.
    pub year: i64,
    /// How much, in thousandths.
    pub per_mille: i64,
    /// Which reading of the text, where it allows two.
    pub reading: String,
    /// The document and place.
    pub source: String,
}

/// Adds targets that are not there yet.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_targets(writer: &Writer<'_>, targets: &[TargetRow]) -> Result<(), Fault> {
    writer.execute_each(
        sql!(
            "insert into target (measure, year, per_mille, reading, source) values ($1, $2, $3, $4, $5)
             on conflict (measure, year, reading) do nothing"
        ),
        targets,
        |row| [&row.measure, &row.year, &row.per_mille, &row.reading, &row.source],
    )?;
    Ok(())
}

/// All targets, by year.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn targets(reader: &Reader<'_>) -> Result<Vec<TargetRow>, Fault> {
    reader.rows(
        sql!(
            "select measure, year, per_mille, reading, source
             from target order by year, measure, reading"
        ),
        &[],
        |row| {
            Ok(TargetRow {
                measure: row.get(0)?,
                year: row.get(1)?,
                per_mille: row.get(2)?,
                reading: row.get(3)?,
                source: row.get(4)?,
            })
        },
    )
}
