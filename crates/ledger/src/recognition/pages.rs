//! Decisions as pages show them.

use sohoc_rules::ids::DecisionId;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader};
use crate::sql;

/// A decision as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedDecision {
    /// Decision.
    pub id: Uuid,
    /// Year of the number.
    pub year: i64,
    /// Place in the row of numbers.
    pub number: i64,
    /// What stands behind the number.
    pub sign: String,
    /// Code of the kind.
    pub kind: i64,
    /// The day it bears.
    pub dated: Day,
    /// The assessed year.
    pub title_year: i64,
    /// How many lines it has.
    pub lines: i64,
}

/// A line of a decision as its page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePage {
    /// 1, 2, 3 …
    pub line: i64,
    /// Dossier.
    pub dossier: Uuid,
    /// Person.
    pub person: Uuid,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Where the person is counted.
    pub unit: Uuid,
    /// Code of the verdict.
    pub verdict: i64,
    /// Code of the state of the title it granted.
    pub title_state: Option<i64>,
    /// The reason, for a revocation or correction.
    pub reason: Option<String>,
    /// Serial of the certificate.
    pub serial: Option<String>,
}

/// The decisions of an issuer before the one given, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn decisions(
    reader: &Reader<'_>,
    issuer: Uuid,
    before: Option<DecisionId>,
    limit: i64,
) -> Result<Vec<ListedDecision>, Fault> {
    let before = before.map_or(Uuid::max(), DecisionId::uuid);
    reader.rows(
        sql!(
            "select decision.decision_id, decision.year, decision.number, decision.sign, decision.kind,
                decision.dated, decision.title_year,
                (select count(*) from decision_line line where line.decision_id = decision.decision_id)
             from decision
             where decision.issuer_id = $1 and decision.decision_id < $2
             order by decision.decision_id desc
             limit $3"
        ),
        &[&issuer, &before, &limit],
        |row| {
            Ok(ListedDecision {
                id: row.get(0)?,
                year: row.get(1)?,
                number: row.get(2)?,
                sign: row.get(3)?,
                kind: row.get(4)?,
                dated: row.get(5)?,
                title_year: row.get(6)?,
                lines: row.get(7)?,
            })
        },
    )
}

/// Lines of a decision from `first` on.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn line_page(
    reader: &Reader<'_>,
    decision: DecisionId,
    first: i64,
    limit: i64,
) -> Result<Vec<LinePage>, Fault> {
    reader.rows(
        sql!(
            "select line.line, line.dossier_id, line.person_id, person.name, person.birth_year,
                dossier.unit_id, line.verdict, line.title_state, line.reason, certificate.serial
             from decision_line line
             join person on person.person_id = line.person_id
             join dossier on dossier.dossier_id = line.dossier_id
             left join certificate
                on certificate.decision_id = line.decision_id and certificate.line = line.line
             where line.decision_id = $1 and line.line >= $2
             order by line.line
             limit $3"
        ),
        &[&decision.uuid(), &first, &limit],
        |row| {
            Ok(LinePage {
                line: row.get(0)?,
                dossier: row.get(1)?,
                person: row.get(2)?,
                name: row.get(3)?,
                birth_year: row.get(4)?,
                unit: row.get(5)?,
                verdict: row.get(6)?,
                title_state: row.get(7)?,
                reason: row.get(8)?,
                serial: row.get(9)?,
            })
        },
    )
}
