//! Everyone of a unit, row by row, for lists that leave the ledger.

use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use uuid::Uuid;

use crate::db::{Fault, Reader, Row};
use crate::sql;

use super::Scope;

/// A person as lists show one. The personal number comes sealed; opening it is an act of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedPerson {
    /// Person.
    pub id: PersonId,
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
    /// The personal number, sealed.
    pub number_sealed: Option<Vec<u8>>,
    /// Ethnic group, when stated.
    pub ethnic_group: Option<String>,
    /// Name of the present employer.
    pub organization: Option<String>,
    /// Position there.
    pub position: Option<String>,
}

/// Hands over everyone whose present home is the unit itself, in the order of names: nobody when the
/// viewer may not see who lives there. Rows come as they are read and are never gathered.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn list_residents(
    reader: &Reader<'_>,
    scope: &Scope,
    unit: UnitId,
    take: impl FnMut(ListedPerson) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !scope.holds(Some(unit)) {
        return Ok(());
    }
    let mut take = once_each(take);
    reader.for_each(
        sql!(
            "select person.person_id, person.name, person.sex, person.birth_year, person.birth_month,
                person.birth_day, person.number_sealed, ethnicity.ethnic_group, organization.name,
                employer.position
             from residence home
             join person on person.person_id = home.person_id
             left join person_ethnicity ethnicity on ethnicity.person_id = person.person_id
             left join employment employer
                on employer.person_id = person.person_id and employer.valid_to is null
             left join organization on organization.organization_id = employer.organization_id
             where home.unit_id = $1 and home.valid_to is null and person.merged_into is null
             order by person.sort_key, person.person_id, employer.valid_from desc,
                employer.organization_id"
        ),
        &[&unit.uuid()],
        |row| take(row),
    )
}

/// The same for people who have no home on record.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn list_homeless(
    reader: &Reader<'_>,
    scope: &Scope,
    take: impl FnMut(ListedPerson) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !scope.holds(None) {
        return Ok(());
    }
    let mut take = once_each(take);
    reader.for_each(
        sql!(
            "select person.person_id, person.name, person.sex, person.birth_year, person.birth_month,
                person.birth_day, person.number_sealed, ethnicity.ethnic_group, organization.name,
                employer.position
             from person
             left join residence home on home.person_id = person.person_id and home.valid_to is null
             left join person_ethnicity ethnicity on ethnicity.person_id = person.person_id
             left join employment employer
                on employer.person_id = person.person_id and employer.valid_to is null
             left join organization on organization.organization_id = employer.organization_id
             where home.person_id is null and person.merged_into is null
             order by person.sort_key, person.person_id, employer.valid_from desc,
                employer.organization_id"
        ),
        &[],
        |row| take(row),
    )
}

/// The staff of an organization, wherever they live, in the order of names, each with the unit of the present
/// home. Whether the viewer may see them is for the caller to ask: rights to staff go by the organization.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn list_staff(
    reader: &Reader<'_>,
    organization: OrganizationId,
    mut take: impl FnMut(Option<UnitId>, ListedPerson) -> Result<(), Fault>,
) -> Result<(), Fault> {
    let mut last = None;
    reader.for_each(
        sql!(
            "select person.person_id, person.name, person.sex, person.birth_year, person.birth_month,
                person.birth_day, person.number_sealed, ethnicity.ethnic_group, organization.name,
                employer.position, home.unit_id
             from employment employer
             join person on person.person_id = employer.person_id
             join organization on organization.organization_id = employer.organization_id
             left join person_ethnicity ethnicity on ethnicity.person_id = person.person_id
             left join residence home on home.person_id = person.person_id and home.valid_to is null
             where employer.organization_id = $1 and employer.valid_to is null
                and person.merged_into is null
             order by person.sort_key, person.person_id, home.valid_from desc"
        ),
        &[&organization.uuid()],
        |row| {
            let person = decode(row)?;
            if last.replace(person.id) == Some(person.id) {
                return Ok(());
            }
            take(row.get::<Option<Uuid>>(10)?.map(UnitId::from_uuid), person)
        },
    )
}

/// Who has two employers stands twice in the answer, the newer one first, and is handed over once.
fn once_each(
    mut take: impl FnMut(ListedPerson) -> Result<(), Fault>,
) -> impl FnMut(&Row<'_>) -> Result<(), Fault> {
    let mut last = None;
    move |row| {
        let person = decode(row)?;
        if last.replace(person.id) == Some(person.id) {
            return Ok(());
        }
        take(person)
    }
}

fn decode(row: &Row<'_>) -> Result<ListedPerson, Fault> {
    Ok(ListedPerson {
        id: PersonId::from_uuid(row.get(0)?),
        name: row.get(1)?,
        sex: row.get(2)?,
        birth_year: row.get(3)?,
        birth_month: row.get(4)?,
        birth_day: row.get(5)?,
        number_sealed: row.get(6)?,
        ethnic_group: row.get(7)?,
        organization: row.get(8)?,
        position: row.get(9)?,
    })
}
