//! New rows of people.

use uuid::Uuid;

use crate::db::{Day, Fault, Writer};
use crate::sql;

/// A person as stored; the keys and folded forms are computed by `rules` and `keys`.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Person.
    pub id: Uuid,
    /// Name as it is printed.
    pub name: String,
    /// Folded name.
    pub name_fold: String,
    /// Folded last word of the name.
    pub given_fold: String,
    /// Order of names.
    pub sort_key: Vec<u8>,
    /// Code of the sex.
    pub sex: i64,
    /// Year of birth.
    pub birth_year: i64,
    /// Month of birth, when known.
    pub birth_month: Option<i64>,
    /// Day of birth, when known.
    pub birth_day: Option<i64>,
    /// Keyed hash of the personal number.
    pub number_hash: Option<Vec<u8>>,
    /// The personal number, sealed.
    pub number_sealed: Option<Vec<u8>>,
}

/// Where somebody lives, from a day on.
#[derive(Clone, Copy, Debug)]
pub struct NewResidence {
    /// Person.
    pub person: Uuid,
    /// Hamlet, or commune where the hamlet is not known.
    pub unit: Uuid,
    /// First day.
    pub from: Day,
}

/// Adds people; tells for each whether it was new (`false`: its personal number is known already).
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, people: &[NewPerson]) -> Result<Vec<bool>, Fault> {
    let added = writer.execute_each(
        sql!(
            "insert into person
                (person_id, name, name_fold, given_fold, sort_key, sex, birth_year, birth_month,
                birth_day, number_hash, number_sealed, life_status)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1)
             on conflict (number_hash) do nothing"
        ),
        people,
        |person| {
            [
                &person.id,
                &person.name,
                &person.name_fold,
                &person.given_fold,
                &person.sort_key,
                &person.sex,
                &person.birth_year,
                &person.birth_month,
                &person.birth_day,
                &person.number_hash,
                &person.number_sealed,
            ]
        },
    )?;
    Ok(added.into_iter().map(|rows| rows == 1).collect())
}

/// Adds or replaces the ethnic group of people: person, group, code of the class.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_ethnicities(writer: &Writer<'_>, rows: &[(Uuid, String, i64)]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into person_ethnicity (person_id, ethnic_group, ethnic_class) values ($1, $2, $3)
             on conflict (person_id) do update
             set ethnic_group = excluded.ethnic_group, ethnic_class = excluded.ethnic_class"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Adds the homes of people who are new and can have none yet.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_first_residences(writer: &Writer<'_>, rows: &[NewResidence]) -> Result<(), Fault> {
    writer.change_each(
        sql!("insert into residence (person_id, valid_from, unit_id) values ($1, $2, $3)"),
        rows,
        |row| [&row.person, &row.from, &row.unit],
    )
}

/// Adds homes. Nobody has two at once: where the present home was not closed before, because it began
/// on the same day or later, the new one takes its place from the day it began.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_residences(writer: &Writer<'_>, rows: &[NewResidence]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into residence (person_id, valid_from, unit_id)
             select $1, coalesce(
                (select present.valid_from from residence present
                 where present.person_id = $1 and present.valid_to is null), $2), $3
             where true
             on conflict (person_id, valid_from) do update set unit_id = excluded.unit_id, valid_to = null"
        ),
        rows,
        |row| [&row.person, &row.from, &row.unit],
    )
}

/// Adds employments: person, organization, first day, position. One that had ended and begins again on
/// the same day runs on.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_employments(writer: &Writer<'_>, rows: &[(Uuid, Uuid, Day, String)]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into employment (person_id, organization_id, valid_from, position)
             values ($1, $2, $3, $4)
             on conflict (person_id, organization_id, valid_from)
             do update set position = excluded.position, valid_to = null"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2, &row.3],
    )
}
