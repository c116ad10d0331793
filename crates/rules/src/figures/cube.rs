//! All cells of a ledger in memory, packed so that any sum is one pass.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use crate::ids::{OrganizationId, UnitId};
use crate::people::{EthnicClass, Sex};
use crate::territory::AreaClass;

use super::{AgeBand, Cell, Counter};

/// Counts by cell, ordered by year and counter.
///
/// A province has some ten thousand cells a year and counter; a question reads only those of the
/// year and counter it asks for, a few bytes each.
#[derive(Debug, Default)]
pub struct Cube {
    pub(super) units: Vec<UnitId>,
    pub(super) organizations: Vec<OrganizationId>,
    pub(super) groups: Vec<Box<str>>,
    pub(super) cells: Vec<Packed>,
    ranges: BTreeMap<(i16, Counter), Range<usize>>,
}

/// A cell with its unit, organization and group as places in the lists of the cube.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packed {
    pub unit: u32,
    /// One more than the place; 0 for none.
    pub organization: u32,
    pub group: u16,
    pub sex: Sex,
    pub age: AgeBand,
    pub ethnic: EthnicClass,
    pub area: AreaClass,
    pub people: i64,
}

impl Cube {
    /// Packs counts; several counts of the same cell add up.
    #[must_use]
    pub fn new(counts: impl IntoIterator<Item = (Cell, i64)>) -> Self {
        // Equal cells are added up in place, side by side: a map of them would take the room of all once more.
        let mut counts: Vec<(Cell, i64)> = counts.into_iter().collect();
        counts.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        counts.dedup_by(|next, kept| {
            let same = next.0 == kept.0;
            if same {
                kept.1 += next.1;
            }
            same
        });
        counts.retain(|(_, people)| *people != 0);
        let mut cube = Self::default();
        let mut units = Places::default();
        let mut organizations = Places::default();
        let mut groups = Places::default();
        for (cell, people) in counts {
            let packed = Packed {
                unit: units.of(cell.unit),
                organization: cell.organization.map_or(0, |organization| organizations.of(organization) + 1),
                group: u16::try_from(groups.of(cell.group)).unwrap_or(u16::MAX),
                sex: cell.sex,
                age: cell.age,
                ethnic: cell.ethnic,
                area: cell.area,
                people,
            };
            let place = cube.cells.len();
            let range = cube.ranges.entry((cell.year, cell.counter)).or_insert(place..place);
            range.end = place + 1;
            cube.cells.push(packed);
        }
        cube.units = units.list;
        cube.organizations = organizations.list;
        cube.groups = groups.list;
        cube
    }

    /// The cells of one year and counter.
    pub(super) fn slice(&self, year: i16, counter: Counter) -> &[Packed] {
        self.ranges.get(&(year, counter)).map_or(&[], |range| &self.cells[range.clone()])
    }

    /// People of one year and counter by unit, in the order of the units.
    pub(super) fn sums_of_units(&self, year: i16, counter: Counter) -> Vec<i64> {
        let mut sums = vec![0_i64; self.units.len()];
        for cell in self.slice(year, counter) {
            sums[cell.unit as usize] += cell.people;
        }
        sums
    }

    /// Years that have any count, ascending.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.ranges.keys().map(|(year, _)| *year).collect();
        years.dedup();
        years
    }

    /// Everyone counted in a year.
    #[must_use]
    pub fn total(&self, year: i16, counter: Counter) -> i64 {
        self.slice(year, counter).iter().map(|cell| cell.people).sum()
    }

    /// How many cells there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing is counted.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }
}

/// Gives each distinct value the next place in a list.
struct Places<T> {
    list: Vec<T>,
    known: HashMap<T, u32>,
}

impl<T> Default for Places<T> {
    fn default() -> Self {
        Self { list: Vec::new(), known: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Places<T> {
    fn of(&mut self, value: T) -> u32 {
        if let Some(place) = self.known.get(&value) {
            return *place;
        }
        let place = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(value.clone());
        self.known.insert(value, place);
        place
    }
}
