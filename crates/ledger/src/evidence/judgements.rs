//! What reviewers said, every time they said it.

use sohoc_rules::ids::EvidenceId;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// One judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgementRow {
    /// Evidence.
    pub evidence: Uuid,
    /// 1, 2, 3 …
    pub position: i64,
    /// Code of the state it led to.
    pub state: i64,
    /// The reason, which a refusal needs.
    pub reason: Option<String>,
    /// Account.
    pub by: Uuid,
    /// When.
    pub at: Moment,
    /// The journal entry.
    pub entry: Uuid,
}

/// Adds a judgement.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] when that position is taken.
pub fn add_judgement(writer: &Writer<'_>, row: &JudgementRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into evidence_judgement
                (evidence_id, position, state, reason, judged_by, judged_at, entry_id)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        &[&row.evidence, &row.position, &row.state, &row.reason, &row.by, &row.at, &row.entry],
        1,
    )
}

/// All judgements of a piece in their order.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn judgements(reader: &Reader<'_>, evidence: EvidenceId) -> Result<Vec<JudgementRow>, Fault> {
    reader.rows(
        sql!(
            "select evidence_id, position, state, reason, judged_by, judged_at, entry_id
             from evidence_judgement where evidence_id = $1 order by position"
        ),
        &[&evidence.uuid()],
        |row| {
            Ok(JudgementRow {
                evidence: row.get(0)?,
                position: row.get(1)?,
                state: row.get(2)?,
                reason: row.get(3)?,
                by: row.get(4)?,
                at: row.get(5)?,
                entry: row.get(6)?,
            })
        },
    )
}

/// Sets the state that the latest judgement led to.
///
/// # Errors
/// [`Fault::RowCount`] when there is no such piece, or a [`Fault`] of the store.
pub fn set_state(writer: &Writer<'_>, evidence: EvidenceId, state: i64) -> Result<(), Fault> {
    writer.change(
        sql!("update evidence set state = $2 where evidence_id = $1"),
        &[&evidence.uuid(), &state],
        1,
    )
}
