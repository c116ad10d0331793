//! For which indicators of which dossiers a piece serves.

use sohoc_rules::ids::{DossierId, EvidenceId};
use uuid::Uuid;

use super::pieces::{EvidenceRow, decode};
use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A piece that serves an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UseRow {
    /// Dossier.
    pub dossier: Uuid,
    /// Place of the indicator in the form, from 0.
    pub indicator: i64,
    /// Evidence.
    pub evidence: Uuid,
    /// Account that attached it.
    pub by: Option<Uuid>,
    /// When.
    pub at: Moment,
}

/// A piece as a dossier shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Place of the indicator in the form, from 0.
    pub indicator: i64,
    /// The piece.
    pub evidence: EvidenceRow,
    /// The reason of the latest judgement, where it has one.
    pub reason: Option<String>,
}

/// Attaches pieces; tells for each whether it was new.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn attach(writer: &Writer<'_>, rows: &[UseRow]) -> Result<Vec<bool>, Fault> {
    let added = writer.execute_each(
        sql!(
            "insert into evidence_use (dossier_id, indicator, evidence_id, attached_by, attached_at)
             values ($1, $2, $3, $4, $5)
             on conflict (dossier_id, indicator, evidence_id) do nothing"
        ),
        rows,
        |row| [&row.dossier, &row.indicator, &row.evidence, &row.by, &row.at],
    )?;
    Ok(added.into_iter().map(|rows| rows == 1).collect())
}

/// Takes a piece off an indicator; `false` when it was not there.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn detach(
    writer: &Writer<'_>,
    dossier: DossierId,
    indicator: i64,
    evidence: EvidenceId,
) -> Result<bool, Fault> {
    let removed = writer.execute(
        sql!("delete from evidence_use where dossier_id = $1 and indicator = $2 and evidence_id = $3"),
        &[&dossier.uuid(), &indicator, &evidence.uuid()],
    )?;
    Ok(removed == 1)
}

/// How many pieces serve an indicator.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_at(reader: &Reader<'_>, dossier: DossierId, indicator: i64) -> Result<i64, Fault> {
    let found = reader.find(
        sql!("select count(*) from evidence_use where dossier_id = $1 and indicator = $2"),
        &[&dossier.uuid(), &indicator],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// How many different pieces each dossier has.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_of_dossiers(reader: &Reader<'_>, dossiers: &[DossierId]) -> Result<Vec<i64>, Fault> {
    let keys: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.uuid()).collect();
    let found = reader.find_each(
        sql!("select count(distinct evidence_id) from evidence_use where dossier_id = $1"),
        &keys,
        |key| [key],
        |row| row.get(0),
    )?;
    Ok(found.into_iter().map(Option::unwrap_or_default).collect())
}

/// The dossiers and indicators that a piece serves.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn uses(reader: &Reader<'_>, evidence: EvidenceId) -> Result<Vec<(DossierId, i64)>, Fault> {
    reader.rows(
        sql!(
            "select dossier_id, indicator from evidence_use
             where evidence_id = $1 order by dossier_id, indicator"
        ),
        &[&evidence.uuid()],
        |row| Ok((DossierId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}

/// The evidence of a dossier by indicator, in the order it was made.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_dossier(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<Used>, Fault> {
    reader.rows(
        sql!(
            "select piece.evidence_id, piece.person_id, piece.year, piece.kind, piece.title, piece.media_type,
                piece.content_hash, piece.size_bytes, piece.link, piece.note, piece.witness, piece.look,
                piece.state, piece.added_by, piece.added_at, piece.channel, piece.emptied_at,
                used.indicator,
                (select judged.reason from evidence_judgement judged
                 where judged.evidence_id = piece.evidence_id
                 order by judged.position desc limit 1)
             from evidence_use used
             join evidence piece on piece.evidence_id = used.evidence_id
             where used.dossier_id = $1
             order by used.indicator, used.evidence_id"
        ),
        &[&dossier.uuid()],
        |row| Ok(Used { evidence: decode(row)?, indicator: row.get(17)?, reason: row.get(18)? }),
    )
}
