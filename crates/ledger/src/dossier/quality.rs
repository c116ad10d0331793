//! What is wrong with the data: possible doubles, the late, the homeless.

use std::collections::BTreeSet;

use sohoc_rules::dossier::Flags;
use sohoc_rules::ids::{DossierId, PersonId, RoundId, UnitId};
use uuid::Uuid;

use crate::db::{Day, Fault, Reader};
use crate::people::Scope;
use crate::sql;

/// Two records that may be one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SuspectPair {
    /// The record made first.
    pub one: PersonId,
    /// The other.
    pub other: PersonId,
    /// Home of the first.
    pub one_unit: UnitId,
    /// Home of the other.
    pub other_unit: UnitId,
}

/// Pairs of records with the same folded name and a birth date that agrees, the first of which lives in
/// one of the units: both of one hamlet, or both born on the very same day. Both must be visible to the
/// viewer, and nobody may have noted that they are two people. At most `limit`, after the units and the pair
/// named by `after`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn suspects(
    reader: &Reader<'_>,
    scope: &Scope,
    units: &[UnitId],
    after: Option<(UnitId, PersonId, PersonId)>,
    limit: usize,
) -> Result<Vec<SuspectPair>, Fault> {
    let mut pairs = Vec::new();
    let from = after.and_then(|(unit, ..)| units.iter().position(|known| *known == unit)).unwrap_or(0);
    for unit in units.iter().skip(from).filter(|unit| scope.holds(Some(**unit))) {
        let found = reader.rows(
            sql!(
                "select one.person_id, other.person_id, there.unit_id
                 from residence here cross join person one cross join person other
                    cross join residence there
                 where here.unit_id = $1 and here.valid_to is null
                    and one.person_id = here.person_id and one.merged_into is null
                    and other.name_fold = one.name_fold and other.birth_year = one.birth_year
                    and other.person_id > one.person_id and other.merged_into is null
                    and (one.number_sealed is null or other.number_sealed is null)
                    and not exists (
                        select 1 from person_apart apart
                        where apart.one_id = one.person_id and apart.other_id = other.person_id)
                    and coalesce(other.birth_month, one.birth_month, 0)
                        = coalesce(one.birth_month, other.birth_month, 0)
                    and coalesce(other.birth_day, one.birth_day, 0)
                        = coalesce(one.birth_day, other.birth_day, 0)
                    and there.person_id = other.person_id and there.valid_to is null
                    and (there.unit_id = $1
                        or (one.birth_day is not null and other.birth_day = one.birth_day
                            and other.birth_month = one.birth_month))
                 order by one.person_id, other.person_id"
            ),
            &[&unit.uuid()],
            |row| {
                Ok(SuspectPair {
                    one: PersonId::from_uuid(row.get(0)?),
                    other: PersonId::from_uuid(row.get(1)?),
                    one_unit: *unit,
                    other_unit: UnitId::from_uuid(row.get(2)?),
                })
            },
        )?;
        let comes = |pair: &SuspectPair| match after {
            Some((at, one, other)) if at == *unit => (pair.one, pair.other) > (one, other),
            _ => true,
        };
        pairs.extend(found.into_iter().filter(|pair| comes(pair) && scope.holds(Some(pair.other_unit))));
        if pairs.len() >= limit {
            pairs.truncate(limit);
            break;
        }
    }
    Ok(pairs)
}

/// How many dossiers of a round stand at each unit by state and flags, on both tracks.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_standing(reader: &Reader<'_>, round: RoundId) -> Result<Vec<(UnitId, i64, Flags, i64)>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, state, flags, count(*) from dossier where round_id = $1
             group by unit_id, state, flags order by unit_id, state, flags"
        ),
        &[&round.uuid()],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?, Flags::from_bits(row.get(2)?), row.get(3)?)),
    )
}

/// How many dossiers of a round at each unit are of people who have no home on record on the day.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_homeless_dossiers(
    reader: &Reader<'_>,
    round: RoundId,
    day: Day,
) -> Result<Vec<(UnitId, i64)>, Fault> {
    reader.rows(
        sql!(
            "select dossier.unit_id, count(*) from dossier
             where dossier.round_id = $1 and dossier.state <> 60
                and not exists (
                    select 1 from residence home
                    where home.person_id = dossier.person_id
                        and (home.valid_to is null or home.valid_to >= $2))
             group by dossier.unit_id order by dossier.unit_id"
        ),
        &[&round.uuid(), &day],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}

/// The dossiers of a round at the unit itself on both tracks with state and flags, in the order of names.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_at_unit(
    reader: &Reader<'_>,
    round: RoundId,
    unit: UnitId,
) -> Result<Vec<(DossierId, i64, Flags)>, Fault> {
    reader.rows(
        sql!(
            "select dossier.dossier_id, dossier.state, dossier.flags
             from dossier cross join person
             where dossier.round_id = $1 and dossier.unit_id = $2
                and person.person_id = dossier.person_id
             order by person.sort_key, dossier.dossier_id"
        ),
        &[&round.uuid(), &unit.uuid()],
        |row| Ok((DossierId::from_uuid(row.get(0)?), row.get(1)?, Flags::from_bits(row.get(2)?))),
    )
}

/// Those of them whose people have no home on record on the day, as [`count_homeless_dossiers`] counts them.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_homeless_dossiers(
    reader: &Reader<'_>,
    round: RoundId,
    unit: UnitId,
    day: Day,
) -> Result<Vec<DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier.dossier_id from dossier
             where dossier.round_id = $1 and dossier.unit_id = $2 and dossier.state <> 60
                and not exists (
                    select 1 from residence home
                    where home.person_id = dossier.person_id
                        and (home.valid_to is null or home.valid_to >= $3))
             order by dossier.dossier_id"
        ),
        &[&round.uuid(), &unit.uuid(), &day],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}

/// Living people without any home on record, with name and birth year, in the order of their ids from one on.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_homeless_people(
    reader: &Reader<'_>,
    after: Uuid,
    limit: i64,
) -> Result<Vec<(PersonId, String, i64)>, Fault> {
    reader.rows(
        sql!(
            "select person.person_id, person.name, person.birth_year from person
             where person.person_id > $1 and person.merged_into is null and person.died_on is null
                and not exists (
                    select 1 from residence home
                    where home.person_id = person.person_id and home.valid_to is null)
             order by person.person_id limit $2"
        ),
        &[&after, &limit],
        |row| Ok((PersonId::from_uuid(row.get(0)?), row.get(1)?, row.get(2)?)),
    )
}

/// How many living people have no home on record at all: nobody's commune counts them.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_homeless(reader: &Reader<'_>) -> Result<i64, Fault> {
    let count = reader.find(
        sql!(
            "select count(*) from person
             where person.merged_into is null and person.died_on is null
                and not exists (
                    select 1 from residence home
                    where home.person_id = person.person_id and home.valid_to is null)"
        ),
        &[],
        |row| row.get(0),
    )?;
    Ok(count.unwrap_or(0))
}

/// The people of some pairs, each once: for loading what is known of both sides.
#[must_use]
pub fn people_of(pairs: &[SuspectPair]) -> Vec<PersonId> {
    let both: BTreeSet<Uuid> = pairs.iter().flat_map(|pair| [pair.one.uuid(), pair.other.uuid()]).collect();
    both.into_iter().map(PersonId::from_uuid).collect()
}
