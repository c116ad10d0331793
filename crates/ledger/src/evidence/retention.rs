//! Taking away what has served: the proof stays.

use sohoc_rules::ids::{EvidenceId, PersonId};

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// A piece and the hash of its bytes, where it has some.
pub type OverPiece = (EvidenceId, Option<Vec<u8>>);

/// Pieces whose last year, their own or that of a dossier they serve, is not after `year`, with the hash
/// of their bytes; at most `limit`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn over(reader: &Reader<'_>, year: i64, limit: i64) -> Result<Vec<OverPiece>, Fault> {
    reader.rows(
        sql!(
            "select piece.evidence_id, piece.content_hash from evidence piece
             where piece.emptied_at is null and piece.year <= $1
                and not exists (
                    select 1 from evidence_use used
                    join dossier on dossier.dossier_id = used.dossier_id
                    join round on round.round_id = dossier.round_id
                    where used.evidence_id = piece.evidence_id and round.year > $1)
             order by piece.evidence_id limit $2"
        ),
        &[&year, &limit],
        |row| Ok((EvidenceId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}

/// Takes title, words and look of a piece away and notes when. Hash, size, kind and judgements stay; the
/// bytes are the caller's to take.
///
/// # Errors
/// [`Fault::RowCount`] when it was emptied before, or a [`Fault`] of the store.
pub fn empty(writer: &Writer<'_>, evidence: EvidenceId, at: Moment) -> Result<(), Fault> {
    writer.execute(sql!("delete from evidence_look where evidence_id = $1"), &[&evidence.uuid()])?;
    writer.change(
        sql!(
            "update evidence
             set title = '', link = null, note = null, witness = null, look = null, emptied_at = $2
             where evidence_id = $1 and emptied_at is null"
        ),
        &[&evidence.uuid(), &at],
        1,
    )
}

/// The pieces that still need the bytes of a hash, with their people: two may have brought the same ones.
/// At most a hundred.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn with_content(reader: &Reader<'_>, hash: &[u8]) -> Result<Vec<(EvidenceId, PersonId)>, Fault> {
    reader.rows(
        sql!(
            "select evidence_id, person_id from evidence
             where content_hash = $1 and emptied_at is null order by evidence_id limit 100"
        ),
        &[&hash],
        |row| Ok((EvidenceId::from_uuid(row.get(0)?), PersonId::from_uuid(row.get(1)?))),
    )
}

/// Hashes of pieces emptied after a moment: whoever emptied them may have been killed before the bytes
/// were taken away.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn emptied_since(reader: &Reader<'_>, moment: Moment) -> Result<Vec<Vec<u8>>, Fault> {
    reader.rows(
        sql!(
            "select distinct content_hash from evidence
             where emptied_at > $1 and content_hash is not null order by content_hash limit 100000"
        ),
        &[&moment],
        |row| row.get(0),
    )
}
