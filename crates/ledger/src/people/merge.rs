//! Two records of one person made one, and apart again.

use sohoc_rules::ids::{PersonId, RoundId};
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A merge as it was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeRow {
    /// The merge.
    pub id: Uuid,
    /// The record that stayed.
    pub kept: Uuid,
    /// The record that points to it now.
    pub merged: Uuid,
    /// When.
    pub at: Moment,
    /// The kept record before it, as JSON text, so that the merge can be undone.
    pub before: String,
}

/// Points one record to another and notes what the kept one was before.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] when the record was merged already.
pub fn merge(writer: &Writer<'_>, row: &MergeRow) -> Result<(), Fault> {
    writer.change(
        sql!("update person set merged_into = $2 where person_id = $1 and merged_into is null"),
        &[&row.merged, &row.kept],
        1,
    )?;
    writer.change(
        sql!(
            "insert into person_merge (merge_id, kept_id, merged_id, merged_at, filled)
             values ($1, $2, $3, $4, $5)"
        ),
        &[&row.id, &row.kept, &row.merged, &row.at, &row.before],
        1,
    )
}

/// The merge by which this record went into another, unless it was undone.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_merge(reader: &Reader<'_>, merged: PersonId) -> Result<Option<MergeRow>, Fault> {
    reader.find(
        sql!(
            "select merge_id, kept_id, merged_id, merged_at, filled
             from person_merge where merged_id = $1 and undone_at is null
             order by merge_id desc limit 1"
        ),
        &[&merged.uuid()],
        |row| {
            Ok(MergeRow {
                id: row.get(0)?,
                kept: row.get(1)?,
                merged: row.get(2)?,
                at: row.get(3)?,
                before: row.get(4)?,
            })
        },
    )
}

/// The records that stand merged into this one, with their names and since when, the latest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn merged_into(reader: &Reader<'_>, kept: PersonId) -> Result<Vec<(PersonId, String, Moment)>, Fault> {
    reader.rows(
        sql!(
            "select merge.merged_id, person.name, merge.merged_at
             from person_merge merge join person on person.person_id = merge.merged_id
             where merge.kept_id = $1 and merge.undone_at is null
             order by merge.merge_id desc"
        ),
        &[&kept.uuid()],
        |row| Ok((PersonId::from_uuid(row.get(0)?), row.get(1)?, row.get(2)?)),
    )
}

/// Makes a merged record stand on its own again.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] when it is not merged.
pub fn undo(writer: &Writer<'_>, row: &MergeRow, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!("update person set merged_into = null where person_id = $1 and merged_into = $2"),
        &[&row.merged, &row.kept],
        1,
    )?;
    writer.change(
        sql!("update person_merge set undone_at = $2 where merge_id = $1 and undone_at is null"),
        &[&row.id, &at],
        1,
    )
}

/// What hangs on a record and on those merged into it: dossiers with round, state code and year.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn titles_and_dossiers(
    reader: &Reader<'_>,
    person: PersonId,
) -> Result<Vec<(Uuid, RoundId, i64, i64)>, Fault> {
    reader.rows(
        sql!(
            "with recursive same_human (person_id) as (
                select person.person_id from person where person.person_id = $1
                union
                select merge.merged_id
                from person_merge merge join same_human on same_human.person_id = merge.kept_id
                where merge.undone_at is null)
             select dossier.dossier_id, dossier.round_id, dossier.state, round.year
             from same_human
             join dossier on dossier.person_id = same_human.person_id
             join round on round.round_id = dossier.round_id
             order by round.year, dossier.dossier_id"
        ),
        &[&person.uuid()],
        |row| Ok((row.get(0)?, RoundId::from_uuid(row.get(1)?), row.get(2)?, row.get(3)?)),
    )
}
