//! How far apart the values lie that a hidden quantity may have, proved by moves.
//!
//! A move raises a **run** of neighbouring counts of one unit by the same number and lowers the same run of other
//! units, so that every sum that is shown stays. A run may rise in a unit by as many people as are counted just
//! before it and not in it, and fall by as many as are counted at its end and not after it. In a unit in which
//! others lie they move for it.

use super::{Quantity, Table};

/// As good as without end; sums of two still fit.
const MANY: i64 = i64::MAX / 4;

/// Neighbouring counts of a chain, first and last.
#[derive(Clone, Copy)]
struct Run {
    first: usize,
    last: usize,
}

impl Run {
    const fn holds(self, k: usize) -> bool {
        self.first <= k && k <= self.last
    }
}

#[derive(Clone, Copy)]
enum Way {
    Up,
    Down,
}

impl Way {
    const fn back(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
        }
    }
}

impl Table {
    /// At least how far apart the values of a quantity may lie. Both ends are reached from the truth, so the way up
    /// and the way down add.
    pub(super) fn width(&self, unit: usize, quantity: Quantity) -> i64 {
        self.reach(unit, quantity, Way::Up).saturating_add(self.reach(unit, quantity, Way::Down)).min(MANY)
    }

    fn reach(&self, unit: usize, quantity: Quantity, way: Way) -> i64 {
        let runs = (0..self.chain)
            .flat_map(|first| (first..self.chain).map(move |last| Run { first, last }))
            .filter(|run| self.hides(unit, *run));
        let moves = runs.filter_map(|run| {
            let way = match quantity {
                Quantity::Count(k) => run.holds(k).then_some(way),
                Quantity::Difference(more, less) => match (run.holds(more), run.holds(less)) {
                    (true, false) => Some(way),
                    (false, true) => Some(way.back()),
                    (true, true) | (false, false) => None,
                },
            }?;
            Some(self.room(unit, run, way).min(self.others(unit, run, way.back())))
        });
        moves.max().unwrap_or(0)
    }

    fn hides(&self, unit: usize, run: Run) -> bool {
        (run.first..=run.last).all(|k| self.is_hidden(unit, k))
    }

    /// How far a run of a unit may move by itself.
    fn room(&self, unit: usize, run: Run, way: Way) -> i64 {
        let below = &self.children[unit];
        if !below.is_empty() {
            return self.sum(below.iter().copied(), run, way);
        }
        match way {
            Way::Up if run.first == 0 => MANY,
            Way::Up => self.count(unit, run.first - 1) - self.count(unit, run.first),
            Way::Down if run.last + 1 == self.chain => self.count(unit, run.last),
            Way::Down => self.count(unit, run.last) - self.count(unit, run.last + 1),
        }
    }

    /// How far others may move for a unit. Where the sum of the parent is hidden too, it may move along, and others
    /// for it; over the first unit there is no sum that is known.
    fn others(&self, unit: usize, run: Run, way: Way) -> i64 {
        let Some(parent) = self.parents[unit] else { return MANY };
        let beside = self.children[parent].iter().copied().filter(|other| *other != unit);
        let beside = self.sum(beside, run, way);
        let above = if self.hides(parent, run) { self.others(parent, run, way) } else { 0 };
        beside.saturating_add(above).min(MANY)
    }

    fn sum(&self, units: impl Iterator<Item = usize>, run: Run, way: Way) -> i64 {
        units
            .filter(|unit| self.hides(*unit, run))
            .fold(0_i64, |sum, unit| sum.saturating_add(self.room(unit, run, way)).min(MANY))
    }
}
