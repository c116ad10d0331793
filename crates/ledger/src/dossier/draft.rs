//! Drafts answer by answer, and the receipts of what was handed in.

use sohoc_rules::ids::DossierId;
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

use super::DossierRow;

/// One answer of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerRow {
    /// Dossier.
    pub dossier: Uuid,
    /// Position on the form, from 0.
    pub indicator: i64,
    /// Points; `None` when the answer was taken back.
    pub score: Option<i64>,
    /// What the person wrote to it.
    pub note: Option<String>,
    /// Answers saved in the dossier up to this one.
    pub version: i64,
    /// Whether the score counts above the one in the dossier: it was given since the dossier was last
    /// handed in.
    pub is_open: bool,
    /// When.
    pub at: Moment,
    /// By which account.
    pub by: Option<Uuid>,
}

/// The answers of a dossier in the order of its form. Indicators nobody touched have none.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn answers(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<AnswerRow>, Fault> {
    reader.rows(
        sql!(
            "select indicator, score, note, version, is_open, saved_at, saved_by
             from draft_answer where dossier_id = $1 order by indicator"
        ),
        &[&dossier.uuid()],
        |row| {
            Ok(AnswerRow {
                dossier: dossier.uuid(),
                indicator: row.get(0)?,
                score: row.get(1)?,
                note: row.get(2)?,
                version: row.get(3)?,
                is_open: row.get(4)?,
                at: row.get(5)?,
                by: row.get(6)?,
            })
        },
    )
}

/// Keeps an answer in place of the one before.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn save_answer(writer: &Writer<'_>, row: &AnswerRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into draft_answer
                (dossier_id, indicator, score, note, version, is_open, saved_at, saved_by)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (dossier_id, indicator) do update
             set score = excluded.score, note = excluded.note, version = excluded.version,
                is_open = excluded.is_open, saved_at = excluded.saved_at, saved_by = excluded.saved_by"
        ),
        &[&row.dossier, &row.indicator, &row.score, &row.note, &row.version, &row.is_open, &row.at, &row.by],
        1,
    )
}

/// Lets the scores in these dossiers count again: they were handed in.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn close_answers(writer: &Writer<'_>, dossiers: &[Uuid]) -> Result<(), Fault> {
    let keys: Vec<(Uuid, bool)> = dossiers.iter().map(|dossier| (*dossier, false)).collect();
    writer.execute_each(
        sql!("update draft_answer set is_open = $2 where dossier_id = $1 and is_open <> $2"),
        &keys,
        |key| [&key.0, &key.1],
    )?;
    Ok(())
}

/// Takes all answers back: the dossier goes on on another form. Their rows stay, so that the count of
/// saved answers never falls.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn clear_answers(writer: &Writer<'_>, dossier: Uuid) -> Result<(), Fault> {
    writer.execute(
        sql!("update draft_answer set score = null, note = null, is_open = $2 where dossier_id = $1"),
        &[&dossier, &true],
    )?;
    Ok(())
}

/// Puts an open dossier on another form; what was scored on the old one goes with it.
///
/// # Errors
/// [`Fault::RowCount`] when the dossier has moved in between, or a [`Fault`] of the store.
pub fn set_form(writer: &Writer<'_>, row: &DossierRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "update dossier
             set group_form = $2, organization_id = $3, self_scores = null, review_scores = null,
                steps = $4
             where dossier_id = $1 and steps + 1 = $4"
        ),
        &[&row.id, &row.group, &row.organization, &row.steps],
        1,
    )
}

/// What the person holds for something handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceiptRow {
    /// The number, as the rules make it.
    pub number: String,
    /// Dossier.
    pub dossier: Uuid,
    /// The step that handed it in.
    pub step: i64,
    /// The key the client made.
    pub key: String,
    /// When.
    pub at: Moment,
    /// Points in total.
    pub total: i64,
}

/// Keeps a receipt.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] `receipt_once_a_key` for a key used before.
pub fn add_receipt(writer: &Writer<'_>, row: &ReceiptRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into receipt (number, dossier_id, step, client_key, handed_in_at, total)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        &[&row.number, &row.dossier, &row.step, &row.key, &row.at, &row.total],
        1,
    )
}

/// The receipts of a dossier, the newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn receipts(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<ReceiptRow>, Fault> {
    reader.rows(
        sql!(
            "select number, dossier_id, step, client_key, handed_in_at, total
             from receipt where dossier_id = $1 order by step desc, number"
        ),
        &[&dossier.uuid()],
        decode_receipt,
    )
}

/// The receipt of a number, for whoever holds one in the hand. It tells no name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_receipt(reader: &Reader<'_>, number: &str) -> Result<Option<ReceiptRow>, Fault> {
    reader.find(
        sql!(
            "select number, dossier_id, step, client_key, handed_in_at, total
             from receipt where number = $1"
        ),
        &[&number],
        decode_receipt,
    )
}

fn decode_receipt(row: &crate::db::Row<'_>) -> Result<ReceiptRow, Fault> {
    Ok(ReceiptRow {
        number: row.get(0)?,
        dossier: row.get(1)?,
        step: row.get(2)?,
        key: row.get(3)?,
        at: row.get(4)?,
        total: row.get(5)?,
    })
}

/// Notes on whose word a draft is written and who stands by, before it is handed in.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for one that is not there.
pub fn set_word(
    writer: &Writer<'_>,
    dossier: DossierId,
    on_word: Option<&str>,
    witness: Option<&str>,
) -> Result<(), Fault> {
    writer.change(
        sql!("update dossier set on_word = $2, witness = $3 where dossier_id = $1"),
        &[&dossier.uuid(), &on_word.map(str::to_owned), &witness.map(str::to_owned)],
        1,
    )
}
