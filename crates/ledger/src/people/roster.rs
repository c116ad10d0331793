//! All people of a round's day, in one stream.

use sohoc_rules::ids::UnitId;
use sohoc_rules::time::Date;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader};
use crate::sql;

/// One person with home and employer on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RosterRow {
    /// Person.
    pub person: Uuid,
    /// Code of the sex.
    pub sex: i64,
    /// Year of birth.
    pub birth_year: i64,
    /// Month of birth, when known.
    pub birth_month: Option<i64>,
    /// Day of birth, when known.
    pub birth_day: Option<i64>,
    /// Home on the day.
    pub unit: Uuid,
    /// Code of the ethnic class, 0 when not stated.
    pub ethnic_class: i64,
}

/// Hands over everyone with a home on `day` who was not dead by then and is not a merged record.
/// For counting only: it gives no names.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn roster(
    reader: &Reader<'_>,
    day: Date,
    mut take: impl FnMut(RosterRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    reader.for_each(
        sql!(
            "select person.person_id, person.sex, person.birth_year, person.birth_month, person.birth_day,
                home.unit_id, coalesce(ethnicity.ethnic_class, 0)
             from residence home
             join person on person.person_id = home.person_id
             left join person_ethnicity ethnicity on ethnicity.person_id = person.person_id
             where home.valid_from <= $1 and (home.valid_to is null or home.valid_to >= $1)
                and (person.died_on is null or person.died_on >= $1) and person.merged_into is null
             order by home.person_id"
        ),
        &[&Day(day)],
        |row| {
            take(RosterRow {
                person: row.get(0)?,
                sex: row.get(1)?,
                birth_year: row.get(2)?,
                birth_month: row.get(3)?,
                birth_day: row.get(4)?,
                unit: row.get(5)?,
                ethnic_class: row.get(6)?,
            })
        },
    )
}

/// Everyone whose present home is the unit itself, not one below it. For acts that move all of them.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn residents(reader: &Reader<'_>, unit: UnitId) -> Result<Vec<Uuid>, Fault> {
    reader.rows(
        sql!("select person_id from residence where unit_id = $1 and valid_to is null order by person_id"),
        &[&unit.uuid()],
        |row| row.get(0),
    )
}

/// How many people live in each unit itself.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_residents(reader: &Reader<'_>) -> Result<Vec<(UnitId, i64)>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, count(*) from residence where valid_to is null
             group by unit_id order by unit_id"
        ),
        &[],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}
