//! The machinery that every step shares: load, ask the rule, write, tally, journal.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::json;
use sohoc_ledger::criteria;
use sohoc_ledger::db::{Fault, Reader};
use sohoc_ledger::dossier::{self, DossierRow, EarlierScores, StepRow};
use sohoc_rules::criteria::{CriteriaSet, GroupForm, Scores};
use sohoc_rules::dossier::{Case, Channel, RoundRules, State, Step};
use sohoc_rules::figures::{AgeBand, Cell, Counter};
use sohoc_rules::ids::{AccountId, DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{EthnicClass, LifeStatus, Sex};
use sohoc_rules::territory::AreaClass;
use uuid::Uuid;

use crate::access::Place;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::rounds::Round;

use super::flags::flag;

/// A dossier as the rules see it, beside its row.
pub struct Loaded {
    /// The row.
    pub row: DossierRow,
    /// What the rules ask of it.
    pub case: Case,
    /// Class of its area.
    pub area: AreaClass,
}

/// A dossier after a step.
pub struct Moved {
    /// The row as it shall be, with the old number of steps.
    pub row: DossierRow,
    /// The state it had.
    pub from: State,
    /// The state it has now.
    pub to: State,
    /// The reason given.
    pub reason: Option<String>,
    /// Scores the reviewers changed: position of the indicator and why.
    pub score_changes: Vec<(i64, String)>,
}

/// Loads dossiers of one round, in the order asked.
pub fn load(reader: &Reader<'_>, round: &Round, dossiers: &[DossierId]) -> Result<Vec<Loaded>> {
    dossier::load(reader, dossiers)?
        .into_iter()
        .map(|row| {
            let row = row.filter(|row| row.round == round.id.uuid()).ok_or(Error::NotFound("dossier"))?;
            read(row)
        })
        .collect()
}

fn read(row: DossierRow) -> Result<Loaded> {
    let broken = |column: &str| Fault::broken("dossier", column, row.id);
    let case = Case {
        person: PersonId::from_uuid(row.person),
        life: LifeStatus::from_code(row.life_status, row.died_on.map(|day| day.0))
            .ok_or_else(|| broken("life_status"))?,
        state: State::from_code(row.state).ok_or_else(|| broken("state"))?,
        channel: Channel::from_code(row.channel).ok_or_else(|| broken("channel"))?,
        typed_by: row.typed_by.map(AccountId::from_uuid),
        endorsed_by: row.endorsed_by.map(AccountId::from_uuid),
    };
    let area = row.area.parse().map_err(|_| broken("area_class"))?;
    Ok(Loaded { row, case, area })
}

impl Loaded {
    /// Where it is, as far as rights go.
    pub fn place(&self) -> Place {
        Place {
            unit: Some(UnitId::from_uuid(self.row.unit)),
            organization: self.row.organization.map(OrganizationId::from_uuid),
            person: Some(self.case.person),
        }
    }

    /// The form it is filled in on.
    pub fn form<'s>(&self, set: &'s Arc<CriteriaSet>) -> Result<&'s GroupForm> {
        Ok(set
            .form(&self.row.group)
            .ok_or_else(|| Fault::broken("dossier", "group_form", &self.row.group))?)
    }

    /// The scores that count: the reviewed ones where there are any.
    pub fn scores(&self) -> Option<Scores> {
        self.row.review_scores.as_deref().or(self.row.self_scores.as_deref()).map(Scores::from_bytes)
    }

    /// The step of the rules for this dossier.
    pub fn step<'s>(&'s self, desk: &Desk<'_>, round: &'s RoundRules) -> Step<'s> {
        Step { case: &self.case, actor: desk.actor.hand(), round, on: desk.day() }
    }

    /// The same dossier in its new state.
    pub fn moved(self, to: State, reason: Option<String>) -> Moved {
        Moved { from: self.case.state, to, reason, row: self.row, score_changes: Vec::new() }
    }
}

/// Writes dossiers that moved: rows, steps, tallies, one journal entry.
pub fn write(desk: &Desk<'_>, round: &Round, act: &'static str, moved: Vec<Moved>) -> Result<Vec<DossierId>> {
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    let entry = desk.record(act, None, moved.len(), &body(round, &moved))?;
    let mut rows = Vec::with_capacity(moved.len());
    let mut steps = Vec::with_capacity(moved.len());
    let (mut changes, mut earlier, mut handed_in) = (Vec::new(), Vec::new(), Vec::new());
    for step in moved {
        let dossier = step.row.id;
        changes.extend(step.score_changes.into_iter().map(|(at, why)| (dossier, at, why, entry.uuid())));
        shift(desk, round.rules.year, &step.row, Some(step.from), step.to)?;
        let mut row = step.row;
        row.state = step.to.code();
        row.steps += 1;
        steps.push(step_row(&row, act, entry.uuid(), step.reason));
        match step.to {
            State::Draft | State::Returned => earlier.extend(scores_before(&row)),
            State::Submitted => handed_in.push(row.id),
            _ => {}
        }
        rows.push(row);
    }
    flag(desk, round, &mut rows)?;
    dossier::save(desk, &rows)?;
    dossier::add_steps(desk, &steps)?;
    dossier::add_score_changes(desk, &changes)?;
    dossier::keep_scores(desk, &earlier)?;
    dossier::close_answers(desk, &handed_in)?;
    Ok(rows.into_iter().map(|row| DossierId::from_uuid(row.id)).collect())
}

/// What a dossier that is opened again was handed in with, for the comparison with what comes next.
fn scores_before(row: &DossierRow) -> Option<EarlierScores> {
    let (dossier, step, group) = (row.id, row.steps, row.group.clone());
    let own = row.self_scores.clone()?;
    Some(EarlierScores { dossier, step, group, own, reviewed: row.review_scores.clone() })
}

/// A step of a row that has its new state and number of steps.
pub fn step_row(row: &DossierRow, act: &'static str, entry: Uuid, reason: Option<String>) -> StepRow {
    StepRow { dossier: row.id, step: row.steps, act, state: row.state, entry, reason }
}

fn body(round: &Round, moved: &[Moved]) -> serde_json::Value {
    let dossiers: Vec<String> = moved.iter().map(|step| step.row.id.simple().to_string()).collect();
    json!({ "year": round.rules.year, "dossiers": dossiers })
}

/// Moves the tallies from the counters of one state to those of another.
pub fn shift(desk: &Desk<'_>, year: i16, row: &DossierRow, from: Option<State>, to: State) -> Result<()> {
    let before = from.map_or(&[][..], Counter::of);
    let after = Counter::of(to);
    let left = before.iter().filter(|counter| !after.contains(counter)).map(|counter| (*counter, -1));
    let entered = after.iter().filter(|counter| !before.contains(counter)).map(|counter| (*counter, 1));
    for (counter, people) in left.chain(entered) {
        desk.shift(cell(year, counter, row)?, people);
    }
    Ok(())
}

/// Moves what people's dossiers count for from one ethnic class to another. Sex and age band are kept
/// in the dossier as they were; the class is not, because a group is stated late and corrected often.
pub fn reclass(desk: &Desk<'_>, changed: &BTreeMap<Uuid, EthnicClass>) -> Result<()> {
    if changed.is_empty() {
        return Ok(());
    }
    let people: Vec<Uuid> = changed.keys().copied().collect();
    for round in criteria::list_rounds(desk)? {
        let found: Vec<DossierId> =
            dossier::find_of(desk, round.id, &people)?.into_iter().flatten().collect();
        for mut row in dossier::load(desk, &found)?.into_iter().flatten() {
            let state =
                State::from_code(row.state).ok_or_else(|| Fault::broken("dossier", "state", row.state))?;
            // Who is asked for may be shown the dossier of a merged record, whose class stays its own.
            let Some(class) = changed.get(&row.person) else { continue };
            let old = row.ethnic_class;
            for counter in Counter::of(state) {
                row.ethnic_class = old;
                desk.shift(cell(round.rules.year, *counter, &row)?, -1);
                row.ethnic_class = class.code();
                desk.shift(cell(round.rules.year, *counter, &row)?, 1);
            }
        }
    }
    Ok(())
}

pub fn cell(year: i16, counter: Counter, row: &DossierRow) -> Result<Cell> {
    let broken = |column: &str| Fault::broken("dossier", column, row.id);
    Ok(Cell {
        year,
        counter,
        unit: UnitId::from_uuid(row.unit),
        organization: row.organization.map(OrganizationId::from_uuid),
        group: row.group.as_str().into(),
        sex: Sex::from_code(row.sex).ok_or_else(|| broken("sex"))?,
        age: AgeBand::from_code(row.age_band).ok_or_else(|| broken("age_band"))?,
        ethnic: EthnicClass::from_code(row.ethnic_class).ok_or_else(|| broken("ethnic_class"))?,
        area: row.area.parse().map_err(|_| broken("area_class"))?,
    })
}
