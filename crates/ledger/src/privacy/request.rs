//! What people ask about their data.

use sohoc_rules::ids::PersonId;
use uuid::Uuid;

use crate::db::{Day, Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A request with all that became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestRow {
    /// Request.
    pub id: Uuid,
    /// Whose data.
    pub person: Uuid,
    /// Code of the kind.
    pub kind: i64,
    /// Home of the person when it came in.
    pub unit: Option<Uuid>,
    /// What is asked, in the person's words.
    pub wish: String,
    /// When it came in.
    pub asked_at: Moment,
    /// Last day of the first answer.
    pub first_due: Day,
    /// Last day to carry it out.
    pub due: Day,
    /// When it was first answered.
    pub answered_at: Option<Moment>,
    /// When the term was made longer.
    pub extended_at: Option<Moment>,
    /// When it ended.
    pub closed_at: Option<Moment>,
    /// Code of the outcome.
    pub outcome: Option<i64>,
    /// The newest answer or reason.
    pub answer: Option<String>,
    /// Account that gave it.
    pub answered_by: Option<Uuid>,
    /// Code of the hand.
    pub hand: i64,
    /// Account that typed it.
    pub typed_by: Option<Uuid>,
    /// The representative on whose word it was typed.
    pub on_word_of: Option<String>,
    /// Who witnessed it.
    pub witness: Option<String>,
    /// Where the paper lies.
    pub paper: Option<String>,
}

/// Adds a request.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_request(writer: &Writer<'_>, row: &RequestRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into data_request
                (request_id, person_id, kind, unit_id, wish, asked_at, first_due, due, hand, typed_by,
                on_word_of, witness, paper)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &row.id,
            &row.person,
            &row.kind,
            &row.unit,
            &row.wish,
            &row.asked_at,
            &row.first_due,
            &row.due,
            &row.hand,
            &row.typed_by,
            &row.on_word_of,
            &row.witness,
            &row.paper,
        ],
        1,
    )
}

/// Writes what became of an open request. One that has ended is not changed.
///
/// # Errors
/// [`Fault::RowCount`] when it ended meanwhile, or a [`Fault`] of the store.
pub fn save_request(writer: &Writer<'_>, row: &RequestRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "update data_request
             set due = $2, answered_at = $3, extended_at = $4, closed_at = $5, outcome = $6, answer = $7,
                answered_by = $8
             where request_id = $1 and closed_at is null"
        ),
        &[
            &row.id,
            &row.due,
            &row.answered_at,
            &row.extended_at,
            &row.closed_at,
            &row.outcome,
            &row.answer,
            &row.answered_by,
        ],
        1,
    )
}

/// One request.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_request(reader: &Reader<'_>, request: Uuid) -> Result<Option<RequestRow>, Fault> {
    reader.find(
        sql!(
            "select request_id, person_id, kind, unit_id, wish, asked_at, first_due, due, answered_at,
                extended_at, closed_at, outcome, answer, answered_by, hand, typed_by, on_word_of, witness,
                paper
             from data_request where request_id = $1"
        ),
        &[&request],
        decode,
    )
}

/// All requests of a person, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn requests_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<RequestRow>, Fault> {
    reader.rows(
        sql!(
            "select request_id, person_id, kind, unit_id, wish, asked_at, first_due, due, answered_at,
                extended_at, closed_at, outcome, answer, answered_by, hand, typed_by, on_word_of, witness,
                paper
             from data_request where person_id = $1 order by request_id desc"
        ),
        &[&person.uuid()],
        decode,
    )
}

/// Hands over the open requests of the whole ledger, the ones due first before the others. They are few:
/// who takes them keeps those in scope.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn open_requests(
    reader: &Reader<'_>,
    mut wanted: impl FnMut(&RequestRow) -> bool,
) -> Result<Vec<RequestRow>, Fault> {
    let mut rows = Vec::new();
    reader.for_each(
        sql!(
            "select request_id, person_id, kind, unit_id, wish, asked_at, first_due, due, answered_at,
                extended_at, closed_at, outcome, answer, answered_by, hand, typed_by, on_word_of, witness,
                paper
             from data_request where closed_at is null order by due, request_id"
        ),
        &[],
        |row| {
            let row = decode(row)?;
            if wanted(&row) {
                rows.push(row);
            }
            Ok(())
        },
    )?;
    Ok(rows)
}

fn decode(row: &Row<'_>) -> Result<RequestRow, Fault> {
    Ok(RequestRow {
        id: row.get(0)?,
        person: row.get(1)?,
        kind: row.get(2)?,
        unit: row.get(3)?,
        wish: row.get(4)?,
        asked_at: row.get(5)?,
        first_due: row.get(6)?,
        due: row.get(7)?,
        answered_at: row.get(8)?,
        extended_at: row.get(9)?,
        closed_at: row.get(10)?,
        outcome: row.get(11)?,
        answer: row.get(12)?,
        answered_by: row.get(13)?,
        hand: row.get(14)?,
        typed_by: row.get(15)?,
        on_word_of: row.get(16)?,
        witness: row.get(17)?,
        paper: row.get(18)?,
    })
}
