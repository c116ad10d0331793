//! The journal's rows: appended, sealed, read back for checking.

mod list;

pub use list::latest;

use sohoc_rules::ids::{AccountId, EntryId, UnitId};
use sohoc_rules::journal::{Check, Digest, Entry, GENESIS, Report, Seal, StoredSeal, root};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::keys::Keyring;
use crate::sql;

/// Appends entries; they wait for the next seal.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn append(writer: &Writer<'_>, entries: &[Entry]) -> Result<(), Fault> {
    let rows: Vec<EntryRow> = entries.iter().map(EntryRow::from).collect();
    writer.change_each(
        sql!(
            "insert into journal_entry (entry_id, at, actor_id, actor, act, unit_id, subjects, body, digest)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &rows,
        |row| {
            [
                &row.id,
                &row.at,
                &row.actor_id,
                &row.actor,
                &row.act,
                &row.unit,
                &row.subjects,
                &row.body,
                &row.digest,
            ]
        },
    )?;
    writer.change_each(sql!("insert into journal_tail (entry_id) values ($1)"), &rows, |row| [&row.id])
}

/// Closes all waiting entries under one seal; tells how many there were.
///
/// On SQLite this runs in the transaction of the act itself, so that there is never an unsealed
/// tail. On PostgreSQL it runs after it: two writers must not wait for each other's seal.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn seal(writer: &Writer<'_>, keys: &Keyring, at: Instant) -> Result<usize, Fault> {
    let waiting = writer.rows(
        sql!(
            "select tail.entry_id, entry.digest
             from journal_tail tail join journal_entry entry on entry.entry_id = tail.entry_id
             order by tail.entry_id"
        ),
        &[],
        |row| Ok((row.get::<Uuid>(0)?, digest(row, 1)?)),
    )?;
    if waiting.is_empty() {
        return Ok(0);
    }
    let (number, previous) = last_seal(writer)?.map_or((1, GENESIS), |seal| (seal.number + 1, seal.digest()));
    let digests: Vec<Digest> = waiting.iter().map(|(_, digest)| *digest).collect();
    let entries = u32::try_from(waiting.len()).unwrap_or(u32::MAX);
    let seal = Seal { number, previous, root: root(&digests), entries, sealed_at: at };
    write_seal(writer, &seal, &keys.sign(&seal.signed_bytes()))?;
    let mut rows = Vec::with_capacity(waiting.len());
    for (position, (entry, _)) in (0_i64..).zip(&waiting) {
        rows.push((*entry, number, position));
    }
    writer.change_each(
        sql!("insert into journal_sealed (entry_id, seal_number, position) values ($1, $2, $3)"),
        &rows,
        |row| [&row.0, &row.1, &row.2],
    )?;
    writer.change_each(sql!("delete from journal_tail where entry_id = $1"), &rows, |row| [&row.0])?;
    Ok(rows.len())
}

fn write_seal(writer: &Writer<'_>, seal: &Seal, signature: &[u8; 64]) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into journal_seal (number, previous, root, entries, sealed_at, signature)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        &[
            &seal.number,
            &seal.previous.as_slice(),
            &seal.root.as_slice(),
            &i64::from(seal.entries),
            &Moment(seal.sealed_at),
            &signature.as_slice(),
        ],
        1,
    )
}

/// The newest seal: its number and digest are the anchor to keep elsewhere.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn last_seal(reader: &Reader<'_>) -> Result<Option<Seal>, Fault> {
    reader.find(
        sql!(
            "select number, previous, root, entries, sealed_at
             from journal_seal order by number desc limit 1"
        ),
        &[],
        decode_seal,
    )
}

/// Reads the whole journal back and checks it.
///
/// # Errors
/// A [`Fault`] of the store; what is wrong with the journal itself stands in the report.
pub fn verify(reader: &Reader<'_>, keys: &Keyring, anchor: Option<(i64, Digest)>) -> Result<Report, Fault> {
    let seals = reader.rows(
        sql!(
            "select number, previous, root, entries, sealed_at, signature
             from journal_seal order by number"
        ),
        &[],
        |row| Ok((decode_seal(row)?, row.get::<Vec<u8>>(5)?)),
    )?;
    let mut check = Check::new(anchor);
    for (seal, signature) in seals {
        let signature_good = keys.signed(&seal.signed_bytes(), &signature);
        let entries = reader.rows(
            sql!(
                "select entry.entry_id, entry.at, entry.actor_id, entry.actor, entry.act, entry.unit_id,
                    entry.subjects, entry.body, entry.digest
                 from journal_sealed sealed join journal_entry entry on entry.entry_id = sealed.entry_id
                 where sealed.seal_number = $1
                 order by sealed.position"
            ),
            &[&seal.number],
            decode_digests,
        )?;
        check.seal(&StoredSeal { seal, signature_good, entries });
    }
    let unsealed = reader.rows(
        sql!(
            "select entry.entry_id, entry.at, entry.actor_id, entry.actor, entry.act, entry.unit_id,
                entry.subjects, entry.body, entry.digest
             from journal_entry entry
             left join journal_sealed sealed on sealed.entry_id = entry.entry_id
             where sealed.entry_id is null
             order by entry.entry_id"
        ),
        &[],
        decode_digests,
    )?;
    for (entry, digest, anew) in unsealed {
        check.unsealed(entry, digest, anew);
    }
    Ok(check.finish())
}

struct EntryRow {
    id: Uuid,
    at: Moment,
    actor_id: Option<Uuid>,
    actor: String,
    act: String,
    unit: Option<Uuid>,
    subjects: i64,
    body: String,
    digest: Vec<u8>,
}

impl From<&Entry> for EntryRow {
    fn from(entry: &Entry) -> Self {
        Self {
            id: entry.id.uuid(),
            at: Moment(entry.at),
            actor_id: entry.actor_id.map(AccountId::uuid),
            actor: entry.actor.clone(),
            act: entry.act.clone(),
            unit: entry.unit.map(UnitId::uuid),
            subjects: i64::from(entry.subjects),
            body: entry.body.clone(),
            digest: entry.digest().to_vec(),
        }
    }
}

fn decode_digests(row: &Row<'_>) -> Result<(EntryId, Digest, Digest), Fault> {
    let entry = decode_entry(row)?;
    Ok((entry.id, digest(row, 8)?, entry.digest()))
}

fn decode_entry(row: &Row<'_>) -> Result<Entry, Fault> {
    Ok(Entry {
        id: EntryId::from_uuid(row.get(0)?),
        at: row.get::<Moment>(1)?.0,
        actor_id: row.get::<Option<Uuid>>(2)?.map(AccountId::from_uuid),
        actor: row.get(3)?,
        act: row.get(4)?,
        unit: row.get::<Option<Uuid>>(5)?.map(UnitId::from_uuid),
        subjects: u32::try_from(row.get::<i64>(6)?).unwrap_or(u32::MAX),
        body: row.get(7)?,
    })
}

fn decode_seal(row: &Row<'_>) -> Result<Seal, Fault> {
    Ok(Seal {
        number: row.get(0)?,
        previous: digest(row, 1)?,
        root: digest(row, 2)?,
        entries: u32::try_from(row.get::<i64>(3)?).unwrap_or(u32::MAX),
        sealed_at: row.get::<Moment>(4)?.0,
    })
}

/// A stored digest; one of a wrong length reads as one that matches nothing.
fn digest(row: &Row<'_>, column: usize) -> Result<Digest, Fault> {
    Ok(row.bytes(column)?.try_into().unwrap_or([0xff; 32]))
}
