//! What a decree would do, in the form in which a person checks it against the paper.

use std::collections::BTreeMap;

use super::conflict::Conflict;
use super::file::Reorganisation;
use super::plan::Plan;
use crate::ids::UnitId;
use crate::territory::succession::{Extent, Succession};
use crate::territory::unit::Level;
use crate::time::Date;

/// A decree's effect on a territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The number of the decree.
    pub decree: String,
    /// The first day of the new state.
    pub effective: Date,
    /// What closes and where it goes.
    pub closed: Vec<Closed>,
    /// What opens and what it is made of.
    pub opened: Vec<Opened>,
    /// How many units that stay get another parent.
    pub moved: usize,
    /// How many units that stay get another name.
    pub renamed: usize,
    /// Units in force before and after.
    pub counts: Vec<LevelCount>,
    /// Everything that forbids the decree; it can be applied only when this is empty.
    pub conflicts: Vec<Conflict>,
}

/// A unit that closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// Where it goes: empty for a unit that ends without successor.
    pub goes_to: Vec<MadeOf>,
    /// How many hamlets lay in it.
    pub hamlets: usize,
}

/// A unit that opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// What it is made of: empty for a unit without predecessor.
    pub made_of: Vec<MadeOf>,
    /// How many hamlets move into it.
    pub hamlets: usize,
}

/// The other end of a succession.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeOf {
    /// The other unit.
    pub unit: UnitId,
    /// Its name.
    pub name: String,
    /// How much passes.
    pub extent: Extent,
}

/// How many units of a level are in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LevelCount {
    /// The level.
    pub level: Level,
    /// On the last day before.
    pub before: usize,
    /// On the day.
    pub after: usize,
}

impl Preview {
    pub(super) fn of(decree: &Reorganisation, plan: Plan<'_>) -> Self {
        let moved_in = hamlets_moved_in(&plan);
        let closed = plan.changes.units_closed.iter().map(|closing| {
            let hamlets = plan.before.subtree(closing.unit).filter(|unit| unit.level == Level::Hamlet);
            Closed {
                unit: closing.unit,
                name: plan.name(closing.unit).to_owned(),
                goes_to: ends(&plan, |row| (row.predecessor == closing.unit).then_some(row.successor)),
                hamlets: hamlets.count(),
            }
        });
        let opened = plan.changes.units_opened.iter().map(|unit| Opened {
            unit: unit.id,
            name: unit.name.to_string(),
            made_of: ends(&plan, |row| (row.successor == unit.id).then_some(row.predecessor)),
            hamlets: moved_in.get(&unit.id).copied().unwrap_or(0),
        });
        Self {
            decree: decree.decree.clone(),
            effective: decree.effective,
            closed: closed.collect(),
            opened: opened.collect(),
            moved: plan.changes.links_opened.len() - linked_when_opened(&plan),
            renamed: plan.changes.renamings.len(),
            counts: counts(&plan),
            conflicts: plan.conflicts,
        }
    }
}

fn ends(plan: &Plan<'_>, other: impl Fn(&Succession) -> Option<UnitId>) -> Vec<MadeOf> {
    let rows = plan.changes.successions.iter();
    rows.filter_map(|row| {
        let unit = other(row)?;
        Some(MadeOf { unit, name: plan.name(unit).to_owned(), extent: row.extent })
    })
    .collect()
}

fn hamlets_moved_in(plan: &Plan<'_>) -> BTreeMap<UnitId, usize> {
    let mut counts = BTreeMap::new();
    for link in &plan.changes.links_opened {
        if plan.level(link.unit) == Some(Level::Hamlet) {
            *counts.entry(link.parent).or_insert(0) += 1;
        }
    }
    counts
}

fn linked_when_opened(plan: &Plan<'_>) -> usize {
    let opened = |id: UnitId| plan.changes.units_opened.iter().any(|unit| unit.id == id);
    plan.changes.links_opened.iter().filter(|link| opened(link.unit)).count()
}

fn counts(plan: &Plan<'_>) -> Vec<LevelCount> {
    let one = |level: Level| {
        let before = plan.before.at_level(level).count();
        let closed =
            plan.changes.units_closed.iter().filter(|row| plan.level(row.unit) == Some(level)).count();
        let opened = plan.changes.units_opened.iter().filter(|unit| unit.level == level).count();
        LevelCount { level, before, after: before + opened - closed }
    };
    Level::ALL.into_iter().map(one).collect()
}
