//! What is on record of single people.

use sohoc_rules::ids::PersonId;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Row};
use crate::sql;

use super::Scope;

/// A person with the present home and employer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// Person.
    pub id: Uuid,
    /// Name as it is printed.
    pub name: String,
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
    /// Code of the life status.
    pub life_status: i64,
    /// Day of death.
    pub died_on: Option<Day>,
    /// The record this one was merged into.
    pub merged_into: Option<Uuid>,
    /// Ethnic group.
    pub ethnic_group: Option<String>,
    /// Present home.
    pub unit: Option<Uuid>,
    /// Present employer.
    pub organization: Option<Uuid>,
}

/// The records of these people that the viewer may see, in the order asked.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn facts(
    reader: &Reader<'_>,
    scope: &Scope,
    people: &[PersonId],
) -> Result<Vec<Option<PersonRow>>, Fault> {
    let keys: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
    let rows = reader.find_each(
        sql!(
            "select person.person_id, person.name, person.sex, person.birth_year, person.birth_month,
                person.birth_day, person.number_hash, person.life_status, person.died_on,
                person.merged_into, ethnicity.ethnic_group, home.unit_id, employer.organization_id
             from person
             left join person_ethnicity ethnicity on ethnicity.person_id = person.person_id
             left join residence home on home.person_id = person.person_id and home.valid_to is null
             left join employment employer
                on employer.person_id = person.person_id and employer.valid_to is null
             where person.person_id = $1
             order by home.valid_from desc, employer.valid_from desc
             limit 1"
        ),
        &keys,
        |key| [key],
        decode,
    )?;
    let visible = |row: &PersonRow| scope.holds(row.unit.map(sohoc_rules::ids::UnitId::from_uuid));
    Ok(rows.into_iter().map(|row| row.filter(visible)).collect())
}

/// Who has these hashed personal numbers.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_by_number(reader: &Reader<'_>, hashes: &[Vec<u8>]) -> Result<Vec<Option<PersonId>>, Fault> {
    reader.find_each(
        sql!("select person_id from person where number_hash = $1"),
        hashes,
        |hash| [hash],
        |row| row.get(0).map(PersonId::from_uuid),
    )
}

/// What two records of one person have in common when there is no number to tell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LikeKey {
    /// Folded name.
    pub name_fold: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Month of birth; unknown agrees with any.
    pub birth_month: Option<i64>,
    /// Day of birth; unknown agrees with any.
    pub birth_day: Option<i64>,
    /// Present home.
    pub unit: Uuid,
}

impl LikeKey {
    /// Whether a record answers the key.
    #[must_use]
    pub fn fits(&self, name_fold: &str, row: &PersonRow) -> bool {
        self.fits_elsewhere(name_fold, row) && row.unit == Some(self.unit)
    }

    /// Whether a record answers the key but for the home.
    #[must_use]
    pub fn fits_elsewhere(&self, name_fold: &str, row: &PersonRow) -> bool {
        let agree = |one: Option<i64>, other: Option<i64>| one.is_none() || other.is_none() || one == other;
        self.name_fold == name_fold
            && self.birth_year == row.birth_year
            && agree(self.birth_month, row.birth_month)
            && agree(self.birth_day, row.birth_day)
    }
}

/// Someone living in the unit with this folded name and a birth date that agrees: the same person for
/// a list that carries no numbers, a suspected double for one that does. Of several the one without a
/// number comes first, and a merged record last: for it the answer is the record it was merged into.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_like(reader: &Reader<'_>, keys: &[LikeKey]) -> Result<Vec<Option<PersonId>>, Fault> {
    // A cross join is read by SQLite in the order it is written: names first. Left to itself it walks
    // through everybody in the hamlet for each row of a list.
    reader.find_each(
        sql!(
            "select coalesce(person.merged_into, person.person_id)
             from person cross join residence home
             where person.name_fold = $1 and person.birth_year = $2
                and home.person_id = person.person_id and home.unit_id = $3 and home.valid_to is null
                and coalesce(person.birth_month, $4, 0) = coalesce($4, person.birth_month, 0)
                and coalesce(person.birth_day, $5, 0) = coalesce($5, person.birth_day, 0)
             order by case when person.merged_into is null then 0 else 1 end,
                case when coalesce(person.birth_day, 0) = coalesce($5, 0) then 0 else 1 end,
                case when person.number_hash is null then 0 else 1 end, person.person_id
             limit 1"
        ),
        keys,
        |key| [&key.name_fold, &key.birth_year, &key.unit, &key.birth_month, &key.birth_day],
        |row| row.get(0).map(PersonId::from_uuid),
    )
}

/// The same among those alone who have no number: the record that a list with numbers fills in.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_like_without_number(
    reader: &Reader<'_>,
    keys: &[LikeKey],
) -> Result<Vec<Option<PersonId>>, Fault> {
    // The sealed number is asked, not its hash: of the hash SQLite has an index, which it would rather
    // walk for everyone without a number than take the one made for this.
    reader.find_each(
        sql!(
            "select coalesce(person.merged_into, person.person_id)
             from person cross join residence home
             where person.name_fold = $1 and person.birth_year = $2 and person.number_sealed is null
                and home.person_id = person.person_id and home.unit_id = $3 and home.valid_to is null
                and coalesce(person.birth_month, $4, 0) = coalesce($4, person.birth_month, 0)
                and coalesce(person.birth_day, $5, 0) = coalesce($5, person.birth_day, 0)
             order by case when person.merged_into is null then 0 else 1 end,
                case when coalesce(person.birth_day, 0) = coalesce($5, 0) then 0 else 1 end,
                person.person_id
             limit 1"
        ),
        keys,
        |key| [&key.name_fold, &key.birth_year, &key.unit, &key.birth_month, &key.birth_day],
        |row| row.get(0).map(PersonId::from_uuid),
    )
}

/// Everybody of a folded name and birth year who was not merged into another: the records among which those
/// that may be one person are looked for. Whether month and day agree is for [`LikeKey`].
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_namesakes(reader: &Reader<'_>, name_fold: &str, birth_year: i64) -> Result<Vec<PersonId>, Fault> {
    reader.rows(
        sql!(
            "select person_id from person
             where name_fold = $1 and birth_year = $2 and merged_into is null order by person_id"
        ),
        &[&name_fold, &birth_year],
        |row| row.get(0).map(PersonId::from_uuid),
    )
}

/// The sealed personal number. Opening it is an act of its own, which is journalled.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn number_sealed(reader: &Reader<'_>, person: PersonId) -> Result<Option<Vec<u8>>, Fault> {
    let found = reader.find(
        sql!("select number_sealed from person where person_id = $1"),
        &[&person.uuid()],
        |row| row.get::<Option<Vec<u8>>>(0),
    )?;
    Ok(found.flatten())
}

fn decode(row: &Row<'_>) -> Result<PersonRow, Fault> {
    Ok(PersonRow {
        id: row.get(0)?,
        name: row.get(1)?,
        sex: row.get(2)?,
        birth_year: row.get(3)?,
        birth_month: row.get(4)?,
        birth_day: row.get(5)?,
        number_hash: row.get(6)?,
        life_status: row.get(7)?,
        died_on: row.get(8)?,
        merged_into: row.get(9)?,
        ethnic_group: row.get(10)?,
        unit: row.get(11)?,
        organization: row.get(12)?,
    })
}
