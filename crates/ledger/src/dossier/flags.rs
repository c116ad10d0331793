//! What the exceptions of a dossier rest on beyond its scores, and where they are kept.

use sohoc_rules::ids::{DossierId, RoundId};
use uuid::Uuid;

use crate::db::{Fault, Reader, Writer};
use crate::sql;

/// Other records that may be the same person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Namesakes {
    /// Living where the dossier is counted.
    pub here: i64,
    /// Living elsewhere, born on the very day, with a dossier of the round that stands.
    pub counted_elsewhere: i64,
}

/// For each person, unit and round: the records with the same folded name and a birth date that agrees.
/// Two numbers make two people, a merged record is no other one, and who is kept apart is asked no more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn namesakes(reader: &Reader<'_>, keys: &[(Uuid, Uuid, Uuid)]) -> Result<Vec<Namesakes>, Fault> {
    // Cross joins, so that SQLite goes by the name and not by everybody in the hamlet.
    let found = reader.find_each(
        sql!(
            "select count(*) filter (where home.unit_id = $2),
                count(*) filter (where home.unit_id <> $2 and self.birth_day is not null
                    and other.birth_day = self.birth_day and other.birth_month = self.birth_month
                    and exists (
                        select 1 from dossier
                        where dossier.round_id = $3 and dossier.person_id = other.person_id
                            and dossier.state not in (60, 81, 82, 83)))
             from person self cross join person other cross join residence home
             where self.person_id = $1
                and other.name_fold = self.name_fold and other.birth_year = self.birth_year
                and other.person_id <> self.person_id
                and other.person_id <> coalesce(self.merged_into, self.person_id)
                and other.merged_into is null
                and not exists (
                    select 1 from person_apart apart
                    where apart.one_id = self.person_id and apart.other_id = other.person_id)
                and not exists (
                    select 1 from person_apart apart
                    where apart.one_id = other.person_id and apart.other_id = self.person_id)
                and (self.number_sealed is null or other.number_sealed is null)
                and coalesce(other.birth_month, self.birth_month, 0)
                    = coalesce(self.birth_month, other.birth_month, 0)
                and coalesce(other.birth_day, self.birth_day, 0)
                    = coalesce(self.birth_day, other.birth_day, 0)
                and home.person_id = other.person_id and home.valid_to is null"
        ),
        keys,
        |key| [&key.0, &key.1, &key.2],
        |row| Ok(Namesakes { here: row.get(0)?, counted_elsewhere: row.get(1)? }),
    )?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}

/// The dossiers of open rounds that wait for a reviewer and are of people with one of these folded names and
/// birth years: those whose namesakes may have changed.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_of_namesakes(
    reader: &Reader<'_>,
    names: &[(String, i64)],
) -> Result<Vec<(RoundId, DossierId)>, Fault> {
    let mut found = Vec::new();
    for (name_fold, birth_year) in names {
        found.extend(reader.rows(
            sql!(
                "select dossier.round_id, dossier.dossier_id
                 from person cross join round cross join dossier
                 where person.name_fold = $1 and person.birth_year = $2 and round.closed_at is null
                    and dossier.round_id = round.round_id and dossier.person_id = person.person_id
                    and dossier.state in (20, 30, 40)
                 order by dossier.round_id, dossier.dossier_id"
            ),
            &[name_fold, birth_year],
            |row| Ok((RoundId::from_uuid(row.get(0)?), DossierId::from_uuid(row.get(1)?))),
        )?);
    }
    Ok(found)
}

/// Sets the flags of dossiers without a step: what they rest on has changed, not the dossier.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown dossier.
pub fn set_flags(writer: &Writer<'_>, rows: &[(Uuid, i64)]) -> Result<(), Fault> {
    writer.change_each(sql!("update dossier set flags = $2 where dossier_id = $1"), rows, |row| {
        [&row.0, &row.1]
    })
}

/// How many pieces each dossier says are attached, and how many are.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_evidence(reader: &Reader<'_>, dossiers: &[DossierId]) -> Result<Vec<(i64, i64)>, Fault> {
    let keys: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.uuid()).collect();
    let found = reader.find_each(
        sql!(
            "select dossier.evidence, (
                select count(distinct used.evidence_id) from evidence_use used
                where used.dossier_id = dossier.dossier_id)
             from dossier where dossier.dossier_id = $1"
        ),
        &keys,
        |key| [key],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}

/// Sets how many pieces of evidence are attached to a dossier.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown dossier.
pub fn set_evidence(writer: &Writer<'_>, dossier: Uuid, pieces: i64) -> Result<(), Fault> {
    writer.change(sql!("update dossier set evidence = $2 where dossier_id = $1"), &[&dossier, &pieces], 1)
}

/// The dossiers of a round in the order of their ids, from one on: for a count anew, slice by slice.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_ids(reader: &Reader<'_>, round: Uuid, after: Uuid, limit: i64) -> Result<Vec<DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier_id from dossier where dossier_id > $2 and round_id = $1
             order by dossier_id limit $3"
        ),
        &[&round, &after, &limit],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}
