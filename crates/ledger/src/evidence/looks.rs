//! Pictures that look alike.

use std::collections::BTreeMap;

use sohoc_rules::evidence::{ALIKE_BITS, Look};
use sohoc_rules::ids::EvidenceId;

use crate::db::{Fault, Reader, Writer};
use crate::sql;

/// Most rows read for one band: more share it only where pictures have next to nothing on them.
const MOST_OF_A_BAND: i64 = 20_000;

/// Puts the look of a picture into the index.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_look(writer: &Writer<'_>, evidence: EvidenceId, look: Look) -> Result<(), Fault> {
    let (id, stored) = (evidence.uuid(), look.stored());
    let bands: Vec<(i64, i64)> = (0..Look::BANDS).map(|band| (i64::from(band), look.band(band))).collect();
    writer.change_each(
        sql!("insert into evidence_look (band, value, look, evidence_id) values ($1, $2, $3, $4)"),
        &bands,
        |row| [&row.0, &row.1, &stored, &id],
    )
}

/// Every picture whose look differs in at most [`ALIKE_BITS`] bits, with the number of them, the nearest
/// first. Sixty-eight places of an index are looked at, however many pictures there are.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn near(reader: &Reader<'_>, look: Look) -> Result<Vec<(EvidenceId, u32)>, Fault> {
    let mut found = BTreeMap::new();
    for band in 0..Look::BANDS {
        let place = i64::from(band);
        let p = look.probes(band);
        let rows = reader.rows(
            sql!(
                "select look, evidence_id from evidence_look
                 where band = $1 and value in
                    ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
                 order by value, look, evidence_id limit $19"
            ),
            &[
                &place,
                &p[0],
                &p[1],
                &p[2],
                &p[3],
                &p[4],
                &p[5],
                &p[6],
                &p[7],
                &p[8],
                &p[9],
                &p[10],
                &p[11],
                &p[12],
                &p[13],
                &p[14],
                &p[15],
                &p[16],
                &MOST_OF_A_BAND,
            ],
            |row| Ok((Look::from_stored(row.get(0)?), row.get(1)?)),
        )?;
        for (other, id) in rows {
            let distance = look.distance(other);
            if distance <= ALIKE_BITS {
                found.insert(id, distance);
            }
        }
    }
    let mut near: Vec<(EvidenceId, u32)> =
        found.into_iter().map(|(id, distance)| (EvidenceId::from_uuid(id), distance)).collect();
    near.sort_by_key(|(id, distance)| (*distance, *id));
    Ok(near)
}
