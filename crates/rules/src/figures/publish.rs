//! The table everyone may see: each unit of the map with its counts, small ones and their neighbours hidden.

use std::collections::HashMap;

use crate::ids::UnitId;
use crate::territory::{Level, Projection, Share, TerritoryAsOf};
use crate::time::Date;

use super::suppress::{Shown, TableUnit, suppress};
use super::{Counter, Cube};

/// The smallest count of people that is shown to everyone (counts from 1 to 4 are hidden).
pub const LEAST_SHOWN: i64 = 5;

/// The counts of which each counts some of those before it.
const CHAIN: [Counter; 3] = [Counter::Registered, Counter::SelfAssessed, Counter::Recognised];

/// A unit with what everyone may know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PublicUnit {
    /// The unit; `None` for people of whom only the unit above is known, and for the whole of a map without one root.
    pub unit: Option<UnitId>,
    /// Adults on the first day of the round: a count of another day, of which the others are no part.
    pub adults: Shown,
    /// Who has registered.
    pub registered: Shown,
    /// Whose self-assessment stands.
    pub assessed: Shown,
    /// Who holds the title.
    pub recognised: Shown,
}

/// All units of a map in one year.
#[derive(Debug)]
pub struct PublicTable {
    units: Vec<PublicUnit>,
    children: Vec<Vec<usize>>,
    places: HashMap<UnitId, usize>,
}

/// The day on which the facts of a year are taken: its last, or today while it runs.
#[must_use]
pub fn fact_day(year: i16, today: Date) -> Date {
    Date::new(year, 12, 31).map_or(today, |last| last.min(today))
}

impl PublicTable {
    /// Sums up a year under a map and hides what must be hidden, all in one: two cuts of the same people, each
    /// covered for itself, could be subtracted from each other.
    #[must_use]
    pub fn new(cube: &Cube, map: &TerritoryAsOf, year: i16, least: i64) -> Self {
        let mut tree = Tree::new(map);
        tree.fill(cube, map, year);
        let tables = tree.tables();
        let (adults, chain) = (suppress(&tables.0, least), suppress(&tables.1, least));
        let rows = tree.nodes.iter().zip(adults.iter().zip(&chain));
        let units = rows.map(|(node, (adults, chain))| PublicUnit {
            unit: node.unit,
            adults: adults[0],
            registered: chain[0],
            assessed: chain[1],
            recognised: chain[2],
        });
        let units = units.collect();
        let mut children = vec![Vec::new(); tree.nodes.len()];
        for (place, node) in tree.nodes.iter().enumerate() {
            if let Some(parent) = node.parent {
                children[parent].push(place);
            }
        }
        Self { units, children, places: tree.places }
    }

    /// Everybody.
    #[must_use]
    pub fn whole(&self) -> Option<&PublicUnit> {
        self.units.first()
    }

    /// A unit of the map.
    #[must_use]
    pub fn find(&self, unit: UnitId) -> Option<&PublicUnit> {
        self.places.get(&unit).map(|place| &self.units[*place])
    }

    /// What lies directly in a unit, in the order of the map; last, without a unit, those of whom no more is known.
    pub fn below(&self, unit: UnitId) -> impl Iterator<Item = &PublicUnit> {
        let children = self.places.get(&unit).map_or(&[][..], |place| &self.children[*place]);
        children.iter().map(|place| &self.units[*place])
    }
}

/// A unit with the people counted in it and in nothing below.
struct Node {
    unit: Option<UnitId>,
    parent: Option<usize>,
    adults: i64,
    /// Registered only, assessed besides, recognised besides.
    classes: [i64; 3],
}

struct Tree {
    nodes: Vec<Node>,
    places: HashMap<UnitId, usize>,
}

impl Tree {
    fn new(map: &TerritoryAsOf) -> Self {
        let mut tree = Self { nodes: Vec::new(), places: HashMap::new() };
        if map.roots().count() != 1 {
            tree.add(None, None);
        }
        for unit in map.units() {
            let above = map.parent(unit.id).and_then(|parent| tree.places.get(&parent.id).copied());
            let parent = above.or((!tree.nodes.is_empty()).then_some(0));
            tree.places.insert(unit.id, tree.nodes.len());
            tree.add(Some(unit.id), parent);
        }
        tree
    }

    fn add(&mut self, unit: Option<UnitId>, parent: Option<usize>) {
        self.nodes.push(Node { unit, parent, adults: 0, classes: [0; 3] });
    }

    /// Brings every fact to the lowest unit of the map in which all of it lies. Classes of people are divided, not
    /// counts: rounding must not make more recognised than registered.
    fn fill(&mut self, cube: &Cube, map: &TerritoryAsOf, year: i16) {
        let day = fact_day(year, map.day());
        let project = |level| Projection::new(map.territory(), day, map.day(), level);
        let projections = [Level::Hamlet, Level::Commune, Level::District, Level::Province].map(project);
        let adults = cube.sums_of_units(year, Counter::Adults);
        let chain = CHAIN.map(|counter| cube.sums_of_units(year, counter));
        for (place, unit) in cube.units.iter().enumerate() {
            let [registered, assessed, recognised] = [0, 1, 2].map(|k| chain[k][place].max(0));
            let (assessed, recognised) = (assessed.min(registered), recognised.min(assessed).min(registered));
            let counts = [adults[place].max(0), registered - assessed, assessed - recognised, recognised];
            if counts != [0; 4] {
                self.bring(*unit, counts, &projections);
            }
        }
    }

    fn bring(&mut self, unit: UnitId, counts: [i64; 4], projections: &[Projection]) {
        let known = projections.iter().find(|projection| !projection.targets(unit).is_empty());
        let targets: Vec<(usize, Share)> = known.map_or_else(Vec::new, |projection| {
            let place = |row: usize| self.places.get(&projection.rows()[row]).copied();
            let targets = projection.targets(unit).iter();
            targets.filter_map(|(row, share)| Some((place(*row)?, *share))).collect()
        });
        let shares: Vec<Share> = targets.iter().map(|(_, share)| *share).collect();
        for (class, people) in counts.into_iter().enumerate() {
            let (parts, rest) = Share::apportion(people, &shares);
            for ((place, _), part) in targets.iter().zip(parts) {
                self.count(*place, class, part);
            }
            // Of whom nobody knows where they are under this map: people of the whole.
            self.count(0, class, rest);
        }
    }

    fn count(&mut self, place: usize, class: usize, people: i64) {
        if let Some(node) = self.nodes.get_mut(place) {
            match class {
                0 => node.adults += people,
                class => node.classes[class - 1] += people,
            }
        }
    }

    /// The tables of adults and of the chain. Who is counted in a unit in which others lie gets a place of his own
    /// in it.
    fn tables(&mut self) -> (Vec<TableUnit>, Vec<TableUnit>) {
        let mut has_children = vec![false; self.nodes.len()];
        for node in &self.nodes {
            if let Some(parent) = node.parent {
                has_children[parent] = true;
            }
        }
        for place in (0..has_children.len()).filter(|place| has_children[*place]) {
            let (adults, classes) = (self.nodes[place].adults, self.nodes[place].classes);
            if adults != 0 || classes != [0; 3] {
                self.nodes.push(Node { unit: None, parent: Some(place), adults, classes });
            }
        }
        let adults = |node: &Node| TableUnit { parent: node.parent, counts: vec![node.adults] };
        let chain = |node: &Node| {
            let [only, assessed, recognised] = node.classes;
            let counts = vec![only + assessed + recognised, assessed + recognised, recognised];
            TableUnit { parent: node.parent, counts }
        };
        (self.nodes.iter().map(adults).collect(), self.nodes.iter().map(chain).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::figures::{AgeBand, Cell};
    use crate::people::{EthnicClass, Sex};
    use crate::territory::sketch::Sketch;
    use crate::territory::{AreaClass, Territory};
    use crate::time::Span;
    use jiff::civil::date;

    /// A province of communes a and b; a has the hamlets a1 and a2.
    fn country() -> (Territory, [UnitId; 5]) {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let [a, b] = ["a", "b"].map(|key| sketch.commune(key, Span::ALWAYS, province));
        let [a1, a2] = ["a1", "a2"].map(|key| sketch.hamlet(key, Span::ALWAYS));
        for hamlet in [a1, a2] {
            sketch.link(hamlet, a, Span::ALWAYS);
        }
        (sketch.build(), [province, a, b, a1, a2])
    }

    fn cell(unit: UnitId, counter: Counter) -> Cell {
        Cell {
            year: 2026,
            counter,
            unit,
            organization: None,
            group: "".into(),
            sex: Sex::Female,
            age: AgeBand::From18,
            ethnic: EthnicClass::Unknown,
            area: AreaClass::Ordinary,
        }
    }

    #[test]
    fn who_lies_in_no_lower_unit_has_a_place_of_its_own_and_the_sums_are_whole() {
        let (territory, [province, a, b, a1, a2]) = country();
        let counts = [
            (a1, 40),
            (a2, 30),
            (a, 6),
            (b, 20),
            (UnitId::new(crate::time::Instant::from_microseconds(7), [9; 10]), 8),
        ];
        let cube = Cube::new(counts.map(|(unit, people)| (cell(unit, Counter::Registered), people)));
        let table = PublicTable::new(&cube, &territory.as_of(date(2026, 11, 1)), 2026, LEAST_SHOWN);
        let registered = |unit| table.find(unit).and_then(|row| row.registered);
        assert_eq!([province, a, b].map(registered), [Some(104), Some(76), Some(20)]);
        let below = |unit| table.below(unit).map(|row| (row.unit, row.registered)).collect::<Vec<_>>();
        assert_eq!(below(a), [(Some(a1), Some(40)), (Some(a2), Some(30)), (None, Some(6))]);
        assert_eq!(below(province).last(), Some(&(None, Some(8))), "of an unknown unit, so of the whole");
        assert_eq!(table.whole().and_then(|row| row.unit), Some(province));
    }

    #[test]
    fn a_small_rest_is_covered_like_any_unit() {
        let (territory, [province, a, _, a1, a2]) = country();
        let counts = [(a1, 40), (a2, 30), (a, 2)];
        let cube = Cube::new(counts.map(|(unit, people)| (cell(unit, Counter::Registered), people)));
        let table = PublicTable::new(&cube, &territory.as_of(date(2026, 11, 1)), 2026, LEAST_SHOWN);
        assert_eq!(table.find(province).and_then(|row| row.registered), Some(72));
        let below: Vec<_> = table.below(a).map(|row| row.registered).collect();
        assert_eq!(below, [Some(40), None, None]);
    }
}
