//! Criteria sets as they were loaded, and the rounds that use them.

use sohoc_rules::dossier::{CountingRule, RoundRules, StepDates};
use sohoc_rules::ids::{CriteriaSetId, RoundId};
use sohoc_rules::time::Span;
use uuid::Uuid;

use crate::db::{Day, Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A criteria set with its definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaRow {
    /// Set.
    pub id: CriteriaSetId,
    /// Number of the decision, like `324/QĐ-KHVN`.
    pub decision_number: String,
    /// Date of the decision.
    pub decided_on: Day,
    /// First day in force.
    pub from: Day,
    /// Last day in force.
    pub to: Option<Day>,
    /// The whole set as TOML text, never edited.
    pub definition: String,
    /// SHA-256 of the definition, hexadecimal.
    pub digest: String,
}

/// Adds a set; `false` when the same text was loaded before.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, row: &CriteriaRow) -> Result<bool, Fault> {
    let added = writer.execute(
        sql!(
            "insert into criteria_set
                (criteria_set_id, decision_number, decided_on, in_force_from, in_force_to, definition, digest)
             values ($1, $2, $3, $4, $5, $6, $7)
             on conflict (digest) do nothing"
        ),
        &[
            &row.id.uuid(),
            &row.decision_number,
            &row.decided_on,
            &row.from,
            &row.to,
            &row.definition,
            &row.digest,
        ],
    )?;
    Ok(added == 1)
}

/// All sets, the newest decision first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<CriteriaRow>, Fault> {
    reader.rows(
        sql!(
            "select criteria_set_id, decision_number, decided_on, in_force_from, in_force_to, definition,
                digest
             from criteria_set order by in_force_from desc, decided_on desc, criteria_set_id"
        ),
        &[],
        |row| {
            Ok(CriteriaRow {
                id: CriteriaSetId::from_uuid(row.get(0)?),
                decision_number: row.get(1)?,
                decided_on: row.get(2)?,
                from: row.get(3)?,
                to: row.get(4)?,
                definition: row.get(5)?,
                digest: row.get(6)?,
            })
        },
    )
}

/// Sets from which day a set is in force for rounds that are opened, and until when.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown set.
pub fn put_in_force(
    writer: &Writer<'_>,
    set: CriteriaSetId,
    from: Day,
    to: Option<Day>,
) -> Result<(), Fault> {
    writer.change(
        sql!("update criteria_set set in_force_from = $2, in_force_to = $3 where criteria_set_id = $1"),
        &[&set.uuid(), &from, &to],
        1,
    )
}

/// A round with its rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundRow {
    /// Round.
    pub id: RoundId,
    /// The set it scores by.
    pub criteria_set: CriteriaSetId,
    /// Its rules.
    pub rules: RoundRules,
    /// When it was opened.
    pub opened_at: Moment,
    /// When it was closed, if it was.
    pub closed_at: Option<Moment>,
}

/// Opens a round.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] `round_once_a_year` when the year has one.
pub fn add_round(writer: &Writer<'_>, round: &RoundRow) -> Result<(), Fault> {
    let days = days_of(&round.rules.steps);
    writer.change(
        sql!(
            "insert into round
                (round_id, year, criteria_set_id, adult_age, counting, submit_from, submit_to,
                endorse_from, endorse_to, appraise_from, appraise_to, decide_from, decide_to,
                indicator_gap, total_gap, opened_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
        ),
        &[
            &round.id.uuid(),
            &i64::from(round.rules.year),
            &round.criteria_set.uuid(),
            &i64::from(round.rules.adult_age),
            &round.rules.counting.code(),
            &days[0],
            &days[1],
            &days[2],
            &days[3],
            &days[4],
            &days[5],
            &days[6],
            &days[7],
            &i64::from(round.rules.indicator_gap),
            &i64::from(round.rules.total_gap),
            &round.opened_at,
        ],
        1,
    )
}

/// Sets the days of the steps of a round that is open.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] when it is not open.
pub fn set_days(writer: &Writer<'_>, round: RoundId, steps: &StepDates) -> Result<(), Fault> {
    let days = days_of(steps);
    writer.change(
        sql!(
            "update round
             set submit_from = $2, submit_to = $3, endorse_from = $4, endorse_to = $5, appraise_from = $6,
                appraise_to = $7, decide_from = $8, decide_to = $9
             where round_id = $1 and closed_at is null"
        ),
        &[&round.uuid(), &days[0], &days[1], &days[2], &days[3], &days[4], &days[5], &days[6], &days[7]],
        1,
    )
}

/// First and last day of each step, in the order of the columns.
fn days_of(steps: &StepDates) -> [Option<Day>; 8] {
    let StepDates { submit, endorse, appraise, decide } = *steps;
    let ends = [submit, endorse, appraise, decide].map(|span| [span.from.map(Day), span.to.map(Day)]);
    let [[a, b], [c, d], [e, f], [g, h]] = ends;
    [a, b, c, d, e, f, g, h]
}

/// Closes a round.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] when it is not open.
pub fn close_round(writer: &Writer<'_>, round: RoundId, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!("update round set closed_at = $2 where round_id = $1 and closed_at is null"),
        &[&round.uuid(), &at],
        1,
    )
}

/// All rounds, the latest year first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_rounds(reader: &Reader<'_>) -> Result<Vec<RoundRow>, Fault> {
    reader.rows(
        sql!(
            "select round_id, criteria_set_id, year, adult_age, counting, indicator_gap, total_gap,
                opened_at, closed_at, submit_from, submit_to, endorse_from, endorse_to, appraise_from,
                appraise_to, decide_from, decide_to
             from round order by year desc"
        ),
        &[],
        decode_round,
    )
}

fn decode_round(row: &Row<'_>) -> Result<RoundRow, Fault> {
    let counting = CountingRule::from_code(row.text(4)?)
        .ok_or_else(|| Fault::broken("round", "counting", "an unknown word"))?;
    Ok(RoundRow {
        id: RoundId::from_uuid(row.get::<Uuid>(0)?),
        criteria_set: CriteriaSetId::from_uuid(row.get(1)?),
        rules: RoundRules {
            year: number(row, 2, "year")?,
            adult_age: number(row, 3, "adult_age")?,
            counting,
            steps: StepDates {
                submit: span(row, 9)?,
                endorse: span(row, 11)?,
                appraise: span(row, 13)?,
                decide: span(row, 15)?,
            },
            indicator_gap: number(row, 5, "indicator_gap")?,
            total_gap: number(row, 6, "total_gap")?,
        },
        opened_at: row.get(7)?,
        closed_at: row.get(8)?,
    })
}

fn span(row: &Row<'_>, column: usize) -> Result<Span, Fault> {
    Ok(Span {
        from: row.get::<Option<Day>>(column)?.map(|day| day.0),
        to: row.get::<Option<Day>>(column + 1)?.map(|day| day.0),
    })
}

fn number<T: TryFrom<i64>>(row: &Row<'_>, column: usize, name: &str) -> Result<T, Fault> {
    let number = row.get::<i64>(column)?;
    T::try_from(number).map_err(|_| Fault::broken("round", name, number))
}
