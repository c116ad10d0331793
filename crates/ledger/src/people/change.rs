//! Changes to people who are on record.

use uuid::Uuid;

use crate::db::{Day, Fault, Writer};
use crate::sql;

use super::NewPerson;

/// Replaces name, sex, birth date and number of people who are on record. A record without a
/// number in the new facts keeps the one it has.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown person.
pub fn set_facts(writer: &Writer<'_>, people: &[NewPerson]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update person
             set name = $2, name_fold = $3, given_fold = $4, sort_key = $5, sex = $6, birth_year = $7,
                birth_month = $8, birth_day = $9, number_hash = coalesce($10, number_hash),
                number_sealed = coalesce($11, number_sealed)
             where person_id = $1"
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
    )
}

/// Sets the life status: person, code, day of death.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown person.
pub fn set_life(writer: &Writer<'_>, rows: &[(Uuid, i64, Option<Day>)]) -> Result<(), Fault> {
    writer.change_each(
        sql!("update person set life_status = $2, died_on = $3 where person_id = $1"),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Ends the present homes of people on a day; who has none is passed over.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn close_residences(writer: &Writer<'_>, rows: &[(Uuid, Day)]) -> Result<(), Fault> {
    writer.execute_each(
        sql!("update residence set valid_to = $2 where person_id = $1 and valid_to is null and valid_from <= $2"),
        rows,
        |row| [&row.0, &row.1],
    )?;
    Ok(())
}

/// Ends employments on a day: person, organization, last day.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for one that is not running.
pub fn close_employment(writer: &Writer<'_>, rows: &[(Uuid, Uuid, Day)]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update employment set valid_to = $3
             where person_id = $1 and organization_id = $2 and valid_to is null"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Takes the ethnic group off a record.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_ethnicity(writer: &Writer<'_>, person: Uuid) -> Result<(), Fault> {
    writer.execute(sql!("delete from person_ethnicity where person_id = $1"), &[&person])?;
    Ok(())
}

/// Sets or takes away the personal number of a record: person, hash, sealed number.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown person.
pub fn set_number(
    writer: &Writer<'_>,
    person: Uuid,
    number_hash: Option<&[u8]>,
    number_sealed: Option<&[u8]>,
) -> Result<(), Fault> {
    writer.change(
        sql!("update person set number_hash = $2, number_sealed = $3 where person_id = $1"),
        &[&person, &number_hash, &number_sealed],
        1,
    )
}
