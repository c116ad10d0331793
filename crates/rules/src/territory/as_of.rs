//! The map of one day as a tree.
//!
//! Levels are uneven: province → district → commune → hamlet until 30 June 2025, province → commune →
//! hamlet after. Nothing here counts levels; it follows the parent links of the day.

use super::register::Territory;
use super::unit::{AreaClass, Level, Unit};
use crate::ids::UnitId;
use crate::time::Date;
use crate::vietnamese::text_sort_key;

/// The units in force on one day, in an order in which every unit is followed by all that lies in it.
///
/// That order makes "does this lie in that" two comparisons. Brothers stand by level, then code.
#[derive(Clone, Debug)]
pub struct TerritoryAsOf {
    territory: Territory,
    day: Date,
    nodes: Vec<Node>,
    /// Row in `nodes` of each place of the register.
    rows: Vec<Option<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct Node {
    place: usize,
    parent: Option<usize>,
    /// The row after the last unit that lies in this one.
    end: usize,
}

impl Territory {
    /// The map as it stood on a day.
    #[must_use]
    pub fn as_of(&self, day: Date) -> TerritoryAsOf {
        TerritoryAsOf::new(self, day)
    }
}

impl TerritoryAsOf {
    fn new(territory: &Territory, day: Date) -> Self {
        let register = &territory.0;
        let mut children = vec![Vec::new(); register.chronicle.units.len()];
        let mut roots = Vec::new();
        for place in register.order.iter().copied().filter(|place| register.unit(*place).span.holds(day)) {
            match register.parent_on(place, day) {
                Some(parent) => children[parent].push(place),
                None => roots.push(place),
            }
        }
        let mut tree = Self {
            territory: territory.clone(),
            day,
            nodes: Vec::new(),
            rows: vec![None; register.chronicle.units.len()],
        };
        for root in roots {
            tree.plant(root, None, &children);
        }
        tree
    }

    /// Recursion ends at four levels, because a parent always stands above its child.
    fn plant(&mut self, place: usize, parent: Option<usize>, children: &[Vec<usize>]) {
        let row = self.nodes.len();
        self.nodes.push(Node { place, parent, end: row + 1 });
        self.rows[place] = Some(row);
        for child in &children[place] {
            self.plant(*child, Some(row), children);
        }
        self.nodes[row].end = self.nodes.len();
    }

    /// The day of the map.
    #[must_use]
    pub const fn day(&self) -> Date {
        self.day
    }

    /// The territory this is a map of.
    #[must_use]
    pub const fn territory(&self) -> &Territory {
        &self.territory
    }

    /// How many units are in force.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether no unit is in force.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether the unit is in force on the day.
    #[must_use]
    pub fn is_in_force(&self, id: UnitId) -> bool {
        self.row(id).is_some()
    }

    /// Every unit in force, each before what lies in it.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.nodes.iter().map(|node| self.territory.0.unit(node.place))
    }

    /// The units of one level, in the order of the map.
    pub fn at_level(&self, level: Level) -> impl Iterator<Item = &Unit> {
        self.units().filter(move |unit| unit.level == level)
    }

    /// The units that lie in no other.
    pub fn roots(&self) -> impl Iterator<Item = &Unit> {
        self.brothers(0, self.nodes.len())
    }

    /// What lies directly in a unit, by level, then code.
    pub fn children(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let (start, end) = self.row(id).map_or((0, 0), |row| (row + 1, self.nodes[row].end));
        self.brothers(start, end)
    }

    /// What lies directly in a unit, in the order of a Vietnamese list of names.
    #[must_use]
    pub fn children_by_name(&self, id: UnitId) -> Vec<&Unit> {
        let mut children: Vec<&Unit> = self.children(id).collect();
        children.sort_by_cached_key(|child| (child.level, text_sort_key(self.short_name(child.id))));
        children
    }

    /// The unit itself and all that lies in it, each before what lies in it.
    pub fn subtree(&self, id: UnitId) -> impl Iterator<Item = &Unit> {
        let rows = self.row(id).map_or(0..0, |row| row..self.nodes[row].end);
        self.nodes[rows].iter().map(|node| self.territory.0.unit(node.place))
    }

    /// Whether `inner` is `outer` or lies in it. Two comparisons, whatever the size of the country.
    #[must_use]
    pub fn contains(&self, outer: UnitId, inner: UnitId) -> bool {
        match (self.row(outer), self.row(inner)) {
            (Some(outer), Some(inner)) => outer <= inner && inner < self.nodes[outer].end,
            _ => false,
        }
    }

    /// The unit it lies directly in.
    #[must_use]
    pub fn parent(&self, id: UnitId) -> Option<&Unit> {
        let parent = self.nodes[self.row(id)?].parent?;
        Some(self.territory.0.unit(self.nodes[parent].place))
    }

    /// From the root down to the unit itself; empty when it is not in force.
    #[must_use]
    pub fn path(&self, id: UnitId) -> Vec<&Unit> {
        let mut path: Vec<&Unit> =
            self.upwards(self.row(id)).map(|row| self.territory.0.unit(self.nodes[row].place)).collect();
        path.reverse();
        path
    }

    /// The unit of a level that this unit is or lies in. `None` when it stands higher, or no such level is above it.
    #[must_use]
    pub fn ancestor(&self, id: UnitId, level: Level) -> Option<&Unit> {
        let place = self.territory.place(id)?;
        self.ancestor_place(place, level).map(|place| self.territory.0.unit(place))
    }

    /// The unit of a level that carries a code on this day. Hamlet codes are not unique in a province: the first in order.
    #[must_use]
    pub fn find_by_code(&self, level: Level, code: &str) -> Option<&Unit> {
        self.territory.find_by_code(level, code, self.day)
    }

    /// The full name on this day; empty for an unknown unit.
    #[must_use]
    pub fn name(&self, id: UnitId) -> &str {
        self.territory.name_on(id, self.day).unwrap_or_default()
    }

    /// The name without its kind on this day; empty for an unknown unit.
    #[must_use]
    pub fn short_name(&self, id: UnitId) -> &str {
        self.territory.place(id).map_or("", |place| self.territory.0.names_on(place, self.day).1)
    }

    /// The class of the area on this day: the unit's own, else that of the nearest unit above which has one.
    #[must_use]
    pub fn area_class(&self, id: UnitId) -> AreaClass {
        self.upwards(self.row(id))
            .find_map(|row| self.territory.0.own_class(self.nodes[row].place, self.day))
            .unwrap_or_default()
    }

    pub(super) fn ancestor_place(&self, place: usize, level: Level) -> Option<usize> {
        self.upwards(self.rows[place])
            .map(|row| self.nodes[row].place)
            .find(|place| self.territory.0.unit(*place).level == level)
    }

    fn row(&self, id: UnitId) -> Option<usize> {
        self.rows[self.territory.place(id)?]
    }

    fn upwards(&self, row: Option<usize>) -> impl Iterator<Item = usize> {
        std::iter::successors(row, |row| self.nodes[*row].parent)
    }

    fn brothers(&self, start: usize, end: usize) -> impl Iterator<Item = &Unit> {
        let within = move |row: usize| (row < end).then_some(row);
        std::iter::successors(within(start), move |row| within(self.nodes[*row].end))
            .map(|row| self.territory.0.unit(self.nodes[row].place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::territory::sketch::{Sketch, reform, since_reform, until_reform};
    use crate::territory::unit::ClassOfArea;
    use crate::time::Span;

    #[test]
    fn an_area_class_comes_from_the_nearest_unit_that_has_one() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let commune = sketch.commune("c", Span::ALWAYS, province);
        let hamlet = sketch.hamlet("h", Span::ALWAYS);
        sketch.link(hamlet, commune, Span::ALWAYS);
        for (unit, class, span) in [
            (province, AreaClass::EthnicMinority, Span::ALWAYS),
            (commune, AreaClass::EspeciallyDifficult, until_reform()),
            (hamlet, AreaClass::Ordinary, since_reform()),
        ] {
            sketch.rows.classes.push(ClassOfArea { unit, class, span, resolution: None });
        }
        let territory = sketch.build();
        let (before, after) = (territory.as_of(reform().yesterday().unwrap()), territory.as_of(reform()));
        assert_eq!(before.area_class(hamlet), AreaClass::EspeciallyDifficult);
        assert_eq!(after.area_class(hamlet), AreaClass::Ordinary);
        assert_eq!(after.area_class(commune), AreaClass::EthnicMinority);
        assert_eq!(territory.own_area_class(commune, reform()), None);
    }

    #[test]
    fn a_unit_not_in_force_is_nowhere() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("c", until_reform(), province);
        let map = sketch.build().as_of(reform());
        assert!(!map.is_in_force(old) && map.path(old).is_empty() && map.subtree(old).next().is_none());
        assert!(!map.contains(province, old) && map.parent(old).is_none());
        assert_eq!((map.len(), map.children(province).count()), (1, 0));
    }
}
