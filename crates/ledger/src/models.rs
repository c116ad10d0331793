//! Families, clans, communities and units: their members and titles.

use sohoc_rules::ids::LearningModelId;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Writer};
use crate::sql;

/// A learning model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelRow {
    /// Model.
    pub id: Uuid,
    /// Code of the kind.
    pub kind: i64,
    /// Name.
    pub name: String,
    /// Folded name.
    pub name_fold: String,
    /// Where it is at home.
    pub unit: Option<Uuid>,
    /// The organization it is, for a unit.
    pub organization: Option<Uuid>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
}

/// Adds models that are not there yet.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, rows: &[ModelRow]) -> Result<u64, Fault> {
    let added = writer.execute_each(
        sql!(
            "insert into learning_model
                (model_id, kind, name, name_fold, unit_id, organization_id, valid_from, valid_to)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (model_id) do nothing"
        ),
        rows,
        |row| {
            [&row.id, &row.kind, &row.name, &row.name_fold, &row.unit, &row.organization, &row.from, &row.to]
        },
    )?;
    Ok(added.into_iter().sum())
}

/// Adds members: model, person, first day.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_members(writer: &Writer<'_>, rows: &[(Uuid, Uuid, Day)]) -> Result<(), Fault> {
    writer.execute_each(
        sql!(
            "insert into model_member (model_id, person_id, valid_from) values ($1, $2, $3)
             on conflict (model_id, person_id, valid_from) do nothing"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )?;
    Ok(())
}

/// Ends memberships on a day: model, person, last day.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for one that is not running.
pub fn close_members(writer: &Writer<'_>, rows: &[(Uuid, Uuid, Day)]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update model_member set valid_to = $3
             where model_id = $1 and person_id = $2 and valid_to is null"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Grants the title of a year: model, year, instrument, day.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] when the model holds it already.
pub fn add_titles(writer: &Writer<'_>, rows: &[(Uuid, i64, String, Day)]) -> Result<(), Fault> {
    writer.change_each(
        sql!("insert into model_title (model_id, year, instrument, granted_on) values ($1, $2, $3, $4)"),
        rows,
        |row| [&row.0, &row.1, &row.2, &row.3],
    )
}

/// The instruments of titles: model and year. `None` where the model has no title of that year.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_titles(reader: &Reader<'_>, keys: &[(Uuid, i64)]) -> Result<Vec<Option<String>>, Fault> {
    reader.find_each(
        sql!("select instrument from model_title where model_id = $1 and year = $2"),
        keys,
        |key| [&key.0, &key.1],
        |row| row.get(0),
    )
}

/// Names the instrument of titles that are held: model, year, instrument.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for a title that is not held.
pub fn set_instruments(writer: &Writer<'_>, rows: &[(Uuid, i64, String)]) -> Result<(), Fault> {
    writer.change_each(
        sql!("update model_title set instrument = $3 where model_id = $1 and year = $2"),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Whether each person belongs to each model now or has ever: model and person.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn ever_members(reader: &Reader<'_>, keys: &[(Uuid, Uuid)]) -> Result<Vec<bool>, Fault> {
    let found = reader.find_each(
        sql!("select person_id from model_member where model_id = $1 and person_id = $2 limit 1"),
        keys,
        |key| [&key.0, &key.1],
        |row| row.get::<Uuid>(0),
    )?;
    Ok(found.into_iter().map(|member| member.is_some()).collect())
}

/// Members of a model on a day and whether each holds the title of the year (state code 50).
///
/// # Errors
/// A [`Fault`] of the store.
pub fn members(
    reader: &Reader<'_>,
    model: LearningModelId,
    day: Day,
    year: i64,
) -> Result<Vec<(Uuid, bool)>, Fault> {
    reader.rows(
        sql!(
            "select member.person_id,
                exists (
                    select 1 from dossier join round on round.round_id = dossier.round_id
                    where dossier.person_id = member.person_id and round.year = $3 and dossier.state = 50)
             from model_member member
             where member.model_id = $1 and member.valid_from <= $2
                and (member.valid_to is null or member.valid_to >= $2)
             order by member.person_id"
        ),
        &[&model.uuid(), &day, &year],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// Models of a kind in a unit, by name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>, unit: Uuid, kind: i64) -> Result<Vec<ModelRow>, Fault> {
    reader.rows(
        sql!(
            "select model_id, kind, name, name_fold, unit_id, organization_id, valid_from, valid_to
             from learning_model where unit_id = $1 and kind = $2
             order by name_fold, model_id"
        ),
        &[&unit, &kind],
        |row| {
            Ok(ModelRow {
                id: row.get(0)?,
                kind: row.get(1)?,
                name: row.get(2)?,
                name_fold: row.get(3)?,
                unit: row.get(4)?,
                organization: row.get(5)?,
                from: row.get(6)?,
                to: row.get(7)?,
            })
        },
    )
}

/// How many models of each kind there are, and how many hold the title of a year: kind, all, titled.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count(reader: &Reader<'_>, year: i64) -> Result<Vec<(i64, i64, i64)>, Fault> {
    reader.rows(
        sql!(
            "select model.kind, count(*), count(title.model_id)
             from learning_model model
             left join model_title title on title.model_id = model.model_id and title.year = $1
             group by model.kind order by model.kind"
        ),
        &[&year],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}
