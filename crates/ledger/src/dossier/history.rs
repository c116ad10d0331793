//! What happened to a dossier: steps with their journal entries, and the scores before each return.

use sohoc_rules::ids::DossierId;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// One step with what the journal says of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JournalledStep {
    /// 1, 2, 3 …
    pub step: i64,
    /// Name of the act.
    pub act: String,
    /// Code of the state after it.
    pub state: i64,
    /// The reason, where one was given.
    pub reason: Option<String>,
    /// The journal entry.
    pub entry: Uuid,
    /// When.
    pub at: Moment,
    /// The account; `None` for the console and for citizens brought in together.
    pub actor: Option<Uuid>,
    /// How that account signs in.
    pub sign_in: String,
    /// The seal that the entry is under; `None` while it waits for one.
    pub seal: Option<i64>,
}

/// The steps of a dossier in order.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn journalled_steps(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<JournalledStep>, Fault> {
    reader.rows(
        sql!(
            "select step.step, step.act, step.state, step.reason, step.entry_id, entry.at, entry.actor_id,
                entry.actor, sealed.seal_number
             from dossier_step step
             join journal_entry entry on entry.entry_id = step.entry_id
             left join journal_sealed sealed on sealed.entry_id = step.entry_id
             where step.dossier_id = $1
             order by step.step"
        ),
        &[&dossier.uuid()],
        |row| {
            Ok(JournalledStep {
                step: row.get(0)?,
                act: row.get(1)?,
                state: row.get(2)?,
                reason: row.get(3)?,
                entry: row.get(4)?,
                at: row.get(5)?,
                actor: row.get(6)?,
                sign_in: row.get(7)?,
                seal: row.get(8)?,
            })
        },
    )
}

/// Why a reviewer changed a score: position of the indicator, reason, journal entry.
pub type ScoreChangeRow = (i64, String, Uuid);

/// The reasons for changed scores, in the order of the form.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn score_changes(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<ScoreChangeRow>, Fault> {
    reader.rows(
        sql!("select indicator, reason, entry_id from score_change where dossier_id = $1 order by indicator"),
        &[&dossier.uuid()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )
}

/// Scores as they stood when a dossier was opened again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierScores {
    /// Dossier.
    pub dossier: Uuid,
    /// The step that opened it.
    pub step: i64,
    /// Code of the form they were given on.
    pub group: String,
    /// The person's own, one byte an indicator.
    pub own: Vec<u8>,
    /// The reviewers', if there were any.
    pub reviewed: Option<Vec<u8>>,
}

/// Keeps scores before they are written over.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn keep_scores(writer: &Writer<'_>, rows: &[EarlierScores]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into earlier_scores (dossier_id, step, group_form, self_scores, review_scores)
             values ($1, $2, $3, $4, $5)"
        ),
        rows,
        |row| [&row.dossier, &row.step, &row.group, &row.own, &row.reviewed],
    )
}

/// The scores of a dossier before it was opened again, the newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn earlier_scores(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<EarlierScores>, Fault> {
    reader.rows(
        sql!(
            "select step, group_form, self_scores, review_scores
             from earlier_scores where dossier_id = $1 order by step desc"
        ),
        &[&dossier.uuid()],
        |row| {
            Ok(EarlierScores {
                dossier: dossier.uuid(),
                step: row.get(0)?,
                group: row.get(1)?,
                own: row.get(2)?,
                reviewed: row.get(3)?,
            })
        },
    )
}
