//! Records that look alike and are two people: kept apart, so that nobody asks again.

use sohoc_rules::ids::PersonId;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// Two records that are two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApartRow {
    /// One of them.
    pub one: Uuid,
    /// The other.
    pub other: Uuid,
    /// Why, where it was told.
    pub reason: Option<String>,
    /// When it was noted.
    pub at: Moment,
    /// By which account.
    pub by: Option<Uuid>,
    /// The journal entry.
    pub entry: Uuid,
}

/// Notes pairs; tells for each whether it was new.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn keep_apart(writer: &Writer<'_>, rows: &[ApartRow]) -> Result<Vec<bool>, Fault> {
    let ordered: Vec<(Uuid, Uuid, &ApartRow)> =
        rows.iter().map(|row| (row.one.min(row.other), row.one.max(row.other), row)).collect();
    let added = writer.execute_each(
        sql!(
            "insert into person_apart (one_id, other_id, reason, apart_at, apart_by, entry_id)
             values ($1, $2, $3, $4, $5, $6)
             on conflict (one_id, other_id) do nothing"
        ),
        &ordered,
        |(one, other, row)| [one, other, &row.reason, &row.at, &row.by, &row.entry],
    )?;
    Ok(added.into_iter().map(|rows| rows == 1).collect())
}

/// Lets a pair be suspected again; `false` when it was not kept apart.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_apart(writer: &Writer<'_>, one: PersonId, other: PersonId) -> Result<bool, Fault> {
    let (one, other) = (one.uuid().min(other.uuid()), one.uuid().max(other.uuid()));
    let removed = writer
        .execute(sql!("delete from person_apart where one_id = $1 and other_id = $2"), &[&one, &other])?;
    Ok(removed == 1)
}

/// From whom a record is kept apart: the other record, why, and when.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn apart_from(
    reader: &Reader<'_>,
    person: PersonId,
) -> Result<Vec<(PersonId, Option<String>, Moment)>, Fault> {
    reader.rows(
        sql!(
            "select case when one_id = $1 then other_id else one_id end, reason, apart_at
             from person_apart where one_id = $1 or other_id = $1
             order by apart_at desc, one_id, other_id"
        ),
        &[&person.uuid()],
        |row| Ok((PersonId::from_uuid(row.get(0)?), row.get(1)?, row.get(2)?)),
    )
}
