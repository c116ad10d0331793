//! What the province changes of rounds and sets: the days of the steps, and from when a set is in force.

use serde_json::json;
use sohoc_ledger::criteria::{self, CriteriaRow};
use sohoc_ledger::db::Day;
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::StepDates;
use sohoc_rules::ids::CriteriaSetId;
use sohoc_rules::time::{Date, Span};

use super::{check_open, find};
use crate::access::Actor;
use crate::error::{Error, Result};
use crate::office::Office;

/// Sets the days of the steps of a year's round.
///
/// # Errors
/// `round.days_backwards` for a step that ends before it begins, `round.closed`, [`Error::NotFound`] when the
/// year has no round, a refusal without the right.
pub fn set_days(office: &Office, actor: &Actor, year: i16, steps: &StepDates) -> Result<()> {
    check_days(steps)?;
    office.perform(actor, |desk| {
        desk.permit(ActKind::OpenRound, None)?;
        let round = find(desk, year)?;
        check_open(desk, &round)?;
        criteria::set_days(desk, round.id, steps)?;
        let body = json!({ "year": year, "before": told(&round.rules.steps), "after": told(steps) });
        desk.record("round.set_days", None, 1, &body)?;
        Ok(())
    })
}

/// Refuses a step that ends before it begins.
///
/// # Errors
/// `round.days_backwards`.
pub fn check_days(steps: &StepDates) -> std::result::Result<(), Refusal> {
    let backwards = |span: &Span| matches!((span.from, span.to), (Some(from), Some(to)) if to < from);
    if ![steps.submit, steps.endorse, steps.appraise, steps.decide].iter().any(backwards) {
        return Ok(());
    }
    Err(Refusal {
        code: "round.days_backwards",
        reason: "A step would end before it begins.".to_owned(),
        remedy: "Give a last day that is not before the first.",
    })
}

fn told(steps: &StepDates) -> Vec<(Option<String>, Option<String>)> {
    let days = |span: Span| (span.from.map(|day| day.to_string()), span.to.map(|day| day.to_string()));
    [steps.submit, steps.endorse, steps.appraise, steps.decide].map(days).into()
}

/// Puts a loaded set in force for rounds whose first day is `from` or later, until a set that comes into force
/// later takes its place. Rounds that are open keep theirs.
///
/// # Errors
/// `criteria.before_decision` for a day before the decision was made, [`Error::NotFound`] for an unknown set, a
/// refusal without the right.
pub fn put_in_force(office: &Office, actor: &Actor, set: CriteriaSetId, from: Date) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::LoadCriteria, None)?;
        let row = row(criteria::list(desk)?, set)?;
        if from < row.decided_on.0 {
            return Err(Refusal {
                code: "criteria.before_decision",
                reason: format!("The decision was made on {}.", row.decided_on.0),
                remedy: "Choose that day or a later one.",
            }
            .into());
        }
        criteria::put_in_force(desk, set, Day(from), row.to.filter(|to| from <= to.0))?;
        let body = json!({ "decision": row.decision_number, "digest": row.digest,
            "before": row.from.0.to_string(), "from": from.to_string() });
        desk.record("criteria.put_in_force", None, 1, &body)?;
        Ok(())
    })
}

pub(super) fn row(rows: Vec<CriteriaRow>, set: CriteriaSetId) -> Result<CriteriaRow> {
    rows.into_iter().find(|row| row.id == set).ok_or(Error::NotFound("criteria set"))
}
