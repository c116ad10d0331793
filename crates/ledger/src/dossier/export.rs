//! The dossiers of a place, row by row and in the order of an annex.

use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, RoundId, UnitId};

use crate::db::{Fault, Reader, Row};
use crate::people::Scope;
use crate::sql;

/// A dossier as lists show one. The personal number comes sealed; opening it is an act of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDossier {
    /// Dossier.
    pub id: DossierId,
    /// Whose.
    pub person: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Code of the sex.
    pub sex: i64,
    /// Year of birth.
    pub birth_year: i64,
    /// The personal number, sealed.
    pub number_sealed: Option<Vec<u8>>,
    /// Ethnic group, when stated.
    pub ethnic_group: Option<String>,
    /// Name of the organization on whose track it is.
    pub organization: Option<String>,
    /// Code of the group form.
    pub group: String,
    /// Code of the class of the area.
    pub area: String,
    /// Code of the state.
    pub state: i64,
    /// Own scores, one byte an indicator.
    pub self_scores: Option<Vec<u8>>,
    /// Reviewed scores.
    pub review_scores: Option<Vec<u8>>,
}

/// Hands over the dossiers of a round that are counted at the unit itself, in the order of names:
/// none when the viewer may not see who lives there. Rows come as they are read and are never
/// gathered.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn list_at(
    reader: &Reader<'_>,
    scope: &Scope,
    round: RoundId,
    unit: UnitId,
    mut take: impl FnMut(ListedDossier) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if !scope.holds(Some(unit)) {
        return Ok(());
    }
    reader.for_each(
        sql!(
            "select dossier.dossier_id, dossier.person_id, person.name, person.sex, person.birth_year,
                person.number_sealed, ethnicity.ethnic_group, organization.name, dossier.group_form,
                dossier.area_class, dossier.state, dossier.self_scores, dossier.review_scores
             from dossier
             join person on person.person_id = dossier.person_id
             left join person_ethnicity ethnicity on ethnicity.person_id = dossier.person_id
             left join organization on organization.organization_id = dossier.organization_id
             where dossier.round_id = $1 and dossier.unit_id = $2
             order by person.sort_key, dossier.dossier_id"
        ),
        &[&round.uuid(), &unit.uuid()],
        |row| take(decode(row)?),
    )
}

/// The dossiers of a round at the unit itself that go the way of the territory and stand in a state,
/// in the order of names: one hamlet's part of the annex of a decision.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn annex_of_unit(
    reader: &Reader<'_>,
    round: RoundId,
    unit: UnitId,
    state: i64,
) -> Result<Vec<DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier.dossier_id
             from dossier join person on person.person_id = dossier.person_id
             where dossier.round_id = $1 and dossier.unit_id = $2 and dossier.state = $3
                and dossier.organization_id is null
             order by person.sort_key, dossier.dossier_id"
        ),
        &[&round.uuid(), &unit.uuid(), &state],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}

/// The dossiers of a round on an organization's track that stand in a state, in the order of names.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn annex_of_organization(
    reader: &Reader<'_>,
    round: RoundId,
    organization: OrganizationId,
    state: i64,
) -> Result<Vec<DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier.dossier_id
             from dossier join person on person.person_id = dossier.person_id
             where dossier.round_id = $1 and dossier.organization_id = $2 and dossier.state = $3
             order by person.sort_key, dossier.dossier_id"
        ),
        &[&round.uuid(), &organization.uuid(), &state],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}

fn decode(row: &Row<'_>) -> Result<ListedDossier, Fault> {
    Ok(ListedDossier {
        id: DossierId::from_uuid(row.get(0)?),
        person: PersonId::from_uuid(row.get(1)?),
        name: row.get(2)?,
        sex: row.get(3)?,
        birth_year: row.get(4)?,
        number_sealed: row.get(5)?,
        ethnic_group: row.get(6)?,
        organization: row.get(7)?,
        group: row.get(8)?,
        area: row.get(9)?,
        state: row.get(10)?,
        self_scores: row.get(11)?,
        review_scores: row.get(12)?,
    })
}
