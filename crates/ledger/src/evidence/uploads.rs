//! Files on their way in. How much of one has come, the spool knows.

use sohoc_rules::ids::{AccountId, EvidenceId, PersonId, UploadId};
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// An upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UploadRow {
    /// Upload.
    pub id: Uuid,
    /// Account that sends.
    pub owner: Uuid,
    /// For whom.
    pub person: Uuid,
    /// For which year.
    pub year: i64,
    /// What the person calls it.
    pub title: String,
    /// The type the sender names.
    pub declared_type: Option<String>,
    /// The size the sender names, in bytes.
    pub size_bytes: i64,
    /// Code of the door.
    pub channel: i64,
    /// When it was begun.
    pub begun_at: Moment,
    /// Until when it can go on.
    pub expires_at: Moment,
    /// Hash of the bytes that were about to be kept.
    pub content: Option<Vec<u8>>,
    /// What became of it.
    pub evidence: Option<Uuid>,
}

/// An upload and the hash noted for it.
pub type StaleUpload = (UploadId, Option<Vec<u8>>);

/// Adds an upload.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_upload(writer: &Writer<'_>, row: &UploadRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into evidence_upload
                (upload_id, owner_id, person_id, year, title, declared_type, size_bytes, channel, begun_at,
                expires_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &[
            &row.id,
            &row.owner,
            &row.person,
            &row.year,
            &row.title,
            &row.declared_type,
            &row.size_bytes,
            &row.channel,
            &row.begun_at,
            &row.expires_at,
        ],
        1,
    )
}

/// An upload.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_upload(reader: &Reader<'_>, upload: UploadId) -> Result<Option<UploadRow>, Fault> {
    reader.find(
        sql!(
            "select upload_id, owner_id, person_id, year, title, declared_type, size_bytes, channel,
                begun_at, expires_at, content_hash, evidence_id
             from evidence_upload where upload_id = $1"
        ),
        &[&upload.uuid()],
        decode,
    )
}

/// Notes the hash of the bytes that are about to be kept.
///
/// # Errors
/// [`Fault::RowCount`] when the upload is gone, or a [`Fault`] of the store.
pub fn note_content(writer: &Writer<'_>, upload: UploadId, hash: &[u8]) -> Result<(), Fault> {
    writer.change(
        sql!("update evidence_upload set content_hash = $2 where upload_id = $1"),
        &[&upload.uuid(), &hash],
        1,
    )
}

/// Notes what became of an upload.
///
/// # Errors
/// [`Fault::RowCount`] when it is gone or was finished before, or a [`Fault`] of the store.
pub fn set_finished(writer: &Writer<'_>, upload: UploadId, evidence: EvidenceId) -> Result<(), Fault> {
    writer.change(
        sql!("update evidence_upload set evidence_id = $2 where upload_id = $1 and evidence_id is null"),
        &[&upload.uuid(), &evidence.uuid()],
        1,
    )
}

/// Forgets an upload; `false` when it was gone.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn remove_upload(writer: &Writer<'_>, upload: UploadId) -> Result<bool, Fault> {
    let removed =
        writer.execute(sql!("delete from evidence_upload where upload_id = $1"), &[&upload.uuid()])?;
    Ok(removed == 1)
}

/// How many uploads of an account are under way at a moment.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_open_uploads(reader: &Reader<'_>, owner: AccountId, at: Moment) -> Result<i64, Fault> {
    let found = reader.find(
        sql!(
            "select count(*) from evidence_upload
             where owner_id = $1 and evidence_id is null and expires_at > $2"
        ),
        &[&owner.uuid(), &at],
        |row| row.get(0),
    )?;
    Ok(found.unwrap_or_default())
}

/// Bytes of a person and year: those kept, and those of uploads under way at a moment.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn bytes_of_year(
    reader: &Reader<'_>,
    person: PersonId,
    year: i64,
    at: Moment,
) -> Result<(i64, i64), Fault> {
    let kept = reader.find(
        sql!(
            "select cast(coalesce(sum(size_bytes), 0) as bigint) from evidence
             where person_id = $1 and year = $2 and emptied_at is null"
        ),
        &[&person.uuid(), &year],
        |row| row.get(0),
    )?;
    let under_way = reader.find(
        sql!(
            "select cast(coalesce(sum(size_bytes), 0) as bigint) from evidence_upload
             where person_id = $1 and year = $2 and evidence_id is null and expires_at > $3"
        ),
        &[&person.uuid(), &year, &at],
        |row| row.get(0),
    )?;
    Ok((kept.unwrap_or_default(), under_way.unwrap_or_default()))
}

/// Uploads that can no longer go on, finished or not, with the hash noted; at most `limit`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn stale_uploads(reader: &Reader<'_>, at: Moment, limit: i64) -> Result<Vec<StaleUpload>, Fault> {
    reader.rows(
        sql!(
            "select upload_id, content_hash from evidence_upload
             where expires_at <= $1 order by expires_at, upload_id limit $2"
        ),
        &[&at, &limit],
        |row| Ok((UploadId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}

fn decode(row: &Row<'_>) -> Result<UploadRow, Fault> {
    Ok(UploadRow {
        id: row.get(0)?,
        owner: row.get(1)?,
        person: row.get(2)?,
        year: row.get(3)?,
        title: row.get(4)?,
        declared_type: row.get(5)?,
        size_bytes: row.get(6)?,
        channel: row.get(7)?,
        begun_at: row.get(8)?,
        expires_at: row.get(9)?,
        content: row.get(10)?,
        evidence: row.get(11)?,
    })
}
