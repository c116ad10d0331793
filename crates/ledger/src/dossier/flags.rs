//! What the exceptions of a dossier rest on beyond its scores, and where they are kept.

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
/// Two numbers make two people, and a merged record is no other one.
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

/// Sets the flags of dossiers without a step: what they rest on has changed, not the dossier.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown dossier.
pub fn set_flags(writer: &Writer<'_>, rows: &[(Uuid, i64)]) -> Result<(), Fault> {
    writer.change_each(sql!("update dossier set flags = $2 where dossier_id = $1"), rows, |row| {
        [&row.0, &row.1]
    })
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
pub fn list_ids(
    reader: &Reader<'_>,
    round: Uuid,
    after: Uuid,
    limit: i64,
) -> Result<Vec<sohoc_rules::ids::DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier_id from dossier where dossier_id > $2 and round_id = $1
             order by dossier_id limit $3"
        ),
        &[&round, &after, &limit],
        |row| row.get(0).map(sohoc_rules::ids::DossierId::from_uuid),
    )
}
