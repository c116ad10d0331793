//! The pieces themselves.

use sohoc_rules::ids::{EvidenceId, PersonId};
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EvidenceRow {
    /// Evidence.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// The year it was first brought for.
    pub year: i64,
    /// Code of the kind.
    pub kind: i64,
    /// What the person calls it; empty once it was emptied.
    pub title: String,
    /// Type of a file, by RFC 6838.
    pub media_type: Option<String>,
    /// SHA-256 of a file.
    pub content: Option<Vec<u8>>,
    /// Bytes of a file, 0 for what is none.
    pub size_bytes: i64,
    /// Address of a link.
    pub link: Option<String>,
    /// Words of a note or an attendance.
    pub note: Option<String>,
    /// Who stands for them.
    pub witness: Option<String>,
    /// How a picture looks, as it is stored.
    pub look: Option<i64>,
    /// Code of the state.
    pub state: i64,
    /// Account that brought it in.
    pub added_by: Option<Uuid>,
    /// When.
    pub added_at: Moment,
    /// Code of the door.
    pub channel: i64,
    /// When bytes and words were taken away.
    pub emptied_at: Option<Moment>,
}

/// Adds a piece.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, row: &EvidenceRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into evidence
                (evidence_id, person_id, year, kind, title, media_type, content_hash, size_bytes, link, note,
                witness, look, state, added_by, added_at, channel)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        &[
            &row.id,
            &row.person,
            &row.year,
            &row.kind,
            &row.title,
            &row.media_type,
            &row.content,
            &row.size_bytes,
            &row.link,
            &row.note,
            &row.witness,
            &row.look,
            &row.state,
            &row.added_by,
            &row.added_at,
            &row.channel,
        ],
        1,
    )
}

/// The pieces, in the order asked.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn load(reader: &Reader<'_>, ids: &[EvidenceId]) -> Result<Vec<Option<EvidenceRow>>, Fault> {
    let keys: Vec<Uuid> = ids.iter().map(|id| id.uuid()).collect();
    reader.find_each(
        sql!(
            "select evidence_id, person_id, year, kind, title, media_type, content_hash, size_bytes, link,
                note, witness, look, state, added_by, added_at, channel, emptied_at
             from evidence where evidence_id = $1"
        ),
        &keys,
        |key| [key],
        decode,
    )
}

/// All of a person, the newest first, at most `limit`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_person(reader: &Reader<'_>, person: PersonId, limit: i64) -> Result<Vec<EvidenceRow>, Fault> {
    reader.rows(
        sql!(
            "select evidence_id, person_id, year, kind, title, media_type, content_hash, size_bytes, link,
                note, witness, look, state, added_by, added_at, channel, emptied_at
             from evidence where person_id = $1
             order by year desc, evidence_id desc limit $2"
        ),
        &[&person.uuid(), &limit],
        decode,
    )
}

/// Reads a row whose first columns are those of the piece, in the order of the table.
pub(super) fn decode(row: &Row<'_>) -> Result<EvidenceRow, Fault> {
    Ok(EvidenceRow {
        id: row.get(0)?,
        person: row.get(1)?,
        year: row.get(2)?,
        kind: row.get(3)?,
        title: row.get(4)?,
        media_type: row.get(5)?,
        content: row.get(6)?,
        size_bytes: row.get(7)?,
        link: row.get(8)?,
        note: row.get(9)?,
        witness: row.get(10)?,
        look: row.get(11)?,
        state: row.get(12)?,
        added_by: row.get(13)?,
        added_at: row.get(14)?,
        channel: row.get(15)?,
        emptied_at: row.get(16)?,
    })
}
