//! Rolling figures up from the units they are held at to the rows of a table under any map.

use super::place::locate;
use super::register::Territory;
use super::share::Share;
use super::unit::Level;
use crate::ids::UnitId;
use crate::time::Date;

/// Where every unit's figures go in a table with one row for each unit of a level on a map date.
///
/// Worked out once; adding a figure is then one lookup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Projection {
    territory: Territory,
    rows: Vec<UnitId>,
    /// Where each place's targets begin; one more at the end.
    starts: Vec<usize>,
    targets: Vec<(usize, Share)>,
    unassigned: Vec<Share>,
}

impl Projection {
    /// Projects facts of `fact_day` onto the units of `level` under the map of `map_day`.
    ///
    /// For a unit not in force on the fact day the nearest day of its life counts, so one projection
    /// serves figures held at old and new units together.
    #[must_use]
    pub fn new(territory: &Territory, fact_day: Date, map_day: Date, level: Level) -> Self {
        let map = territory.as_of(map_day);
        let rows: Vec<UnitId> = map.at_level(level).map(|unit| unit.id).collect();
        let mut row_of = vec![None; territory.units().len()];
        for (row, id) in rows.iter().enumerate() {
            if let Some(place) = territory.place(*id) {
                row_of[place] = Some(row);
            }
        }
        let mut projection = Self {
            territory: territory.clone(),
            rows,
            starts: vec![0],
            targets: Vec::new(),
            unassigned: Vec::new(),
        };
        for place in 0..territory.units().len() {
            let located = locate(&map, place, fact_day, level);
            let homes = located.homes.iter();
            projection.targets.extend(homes.filter_map(|(home, share)| Some((row_of[*home]?, *share))));
            projection.starts.push(projection.targets.len());
            projection.unassigned.push(located.unassigned);
        }
        projection
    }

    /// The units of the table, in the order of the map.
    #[must_use]
    pub fn rows(&self) -> &[UnitId] {
        &self.rows
    }

    /// The rows a unit's facts go to, with the share of each.
    #[must_use]
    pub fn targets(&self, unit: UnitId) -> &[(usize, Share)] {
        self.territory
            .place(unit)
            .map_or(&[], |place| &self.targets[self.starts[place]..self.starts[place + 1]])
    }

    /// What goes to no row: all of it for a unit that is not known.
    #[must_use]
    pub fn unassigned(&self, unit: UnitId) -> Share {
        self.territory.place(unit).map_or(Share::WHOLE, |place| self.unassigned[place])
    }

    /// Adds a count held at a unit to the rows and gives back what is unassigned.
    ///
    /// Whole things stay whole: a divided count is rounded so that its parts add up. Add sums rather
    /// than single persons, since each addition rounds for itself.
    ///
    /// # Panics
    /// When `rows` is shorter than [`rows`](Self::rows).
    pub fn add(&self, unit: UnitId, count: i64, rows: &mut [i64]) -> i64 {
        match self.targets(unit) {
            [] => count,
            [(row, share)] if share.is_whole() => {
                rows[*row] += count;
                0
            }
            targets => {
                let shares: Vec<Share> = targets.iter().map(|target| target.1).collect();
                let (counts, rest) = Share::apportion(count, &shares);
                for (target, count) in targets.iter().zip(counts) {
                    rows[target.0] += count;
                }
                rest
            }
        }
    }
}
