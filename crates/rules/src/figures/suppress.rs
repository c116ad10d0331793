//! What of a table of counts may be shown to everyone.
//!
//! Ground: small counts and what gives them away are left out of public tables (Law 91/2025/QH15 on personal
//! data; design of the customer's rules, part 8: "suppress counts 1-4 in public tables, and complementary cells").
//!
//! The table is a tree of units. Each unit has a **chain** of counts, of which each counts some of those before
//! it (registered ≥ self-assessed ≥ recognised), so that a difference of two is a count of people as well. A
//! parent's counts are the sums of its children's; whoever lies directly in the parent stands in a child of its
//! own, since a subtraction would show them.
//!
//! The rule, for `least` = 5:
//! - a count from 1 to 4 is hidden, and so is one of two counts whose difference is from 1 to 4;
//! - **zeros are shown**: they say of nobody that he did something, and a place where nothing began must not look
//!   like one that hides something. A zero is hidden only where it is needed to cover another;
//! - further counts are hidden until, for everything hidden and for every such difference, the values it may have
//!   by all that is shown (sums over the tree, the order of the chain, nothing below zero) lie at least 5 apart.
//!
//! A range is proved by **moves** that leave every shown count as it is: people of one unit are taken for people of
//! another unit whose same counts are hidden (see [`width`]). What is proved so is never more than the truth.
//! Men and women are not published apart, and a table stands under one map only: two cuts of the same people could
//! be subtracted from each other.

#[cfg(test)]
mod tests;
mod width;

/// A count that is shown; `None` where it is hidden.
pub type Shown = Option<i64>;

/// A unit of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableUnit {
    /// Place of the unit it lies in, before its own; `None` for the first alone.
    pub parent: Option<usize>,
    /// The chain, as long for every unit; each at most the one before, none below zero. Of a unit in which others
    /// lie it is not read: it is their sum.
    pub counts: Vec<i64>,
}

/// Sums up a table and hides in it what nobody may know, by unit in the order given.
///
/// `least` is the smallest count of people that is shown, from 1 (nothing is hidden) on.
///
/// # Panics
/// When a parent does not stand before its child or chains differ in length.
#[must_use]
pub fn suppress(units: &[TableUnit], least: i64) -> Vec<Vec<Shown>> {
    let mut table = Table::new(units, least);
    table.hide_small();
    while table.cover() {}
    let shown = |unit: usize| {
        (0..table.chain).map(|k| (!table.is_hidden(unit, k)).then(|| table.count(unit, k))).collect()
    };
    (0..units.len()).map(shown).collect()
}

/// What must not be known too nearly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantity {
    /// A count of the chain.
    Count(usize),
    /// A count less a later one.
    Difference(usize, usize),
}

/// The table while it is worked on.
struct Table {
    least: i64,
    chain: usize,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    counts: Vec<i64>,
    hidden: Vec<bool>,
}

impl Table {
    fn new(units: &[TableUnit], least: i64) -> Self {
        let chain = units.first().map_or(0, |unit| unit.counts.len());
        let mut children = vec![Vec::new(); units.len()];
        for (place, unit) in units.iter().enumerate() {
            if let Some(parent) = unit.parent {
                children[parent].push(place);
            }
        }
        let mut counts: Vec<i64> = Vec::with_capacity(units.len() * chain);
        for (unit, below) in units.iter().zip(&children) {
            counts.extend(unit.counts.iter().map(|count| if below.is_empty() { *count } else { 0 }));
        }
        // Children stand after their parents, so from the end each is whole before it is added.
        for place in (0..units.len()).rev() {
            if let Some(parent) = units[place].parent {
                for k in 0..chain {
                    counts[parent * chain + k] += counts[place * chain + k];
                }
            }
        }
        let parents = units.iter().map(|unit| unit.parent).collect();
        let hidden = vec![false; counts.len()];
        Self { least, chain, parents, children, counts, hidden }
    }

    fn count(&self, unit: usize, k: usize) -> i64 {
        self.counts[unit * self.chain + k]
    }

    fn is_hidden(&self, unit: usize, k: usize) -> bool {
        self.hidden[unit * self.chain + k]
    }

    fn set_hidden(&mut self, unit: usize, k: usize, hidden: bool) {
        self.hidden[unit * self.chain + k] = hidden;
    }

    fn is_small(&self, people: i64) -> bool {
        (1..self.least).contains(&people)
    }

    /// Hides what is small in itself.
    fn hide_small(&mut self) {
        for unit in 0..self.parents.len() {
            for k in 0..self.chain {
                if self.is_small(self.count(unit, k)) {
                    self.set_hidden(unit, k, true);
                }
            }
            for (first, second) in pairs(self.chain) {
                let both_shown = !self.is_hidden(unit, first) && !self.is_hidden(unit, second);
                if both_shown && self.is_small(self.count(unit, first) - self.count(unit, second)) {
                    // The ends of a chain are what people ask for: how many began, how many hold the title.
                    let less_asked = if second + 1 == self.chain && first > 0 { first } else { second };
                    self.set_hidden(unit, less_asked, true);
                }
            }
        }
    }

    /// What must be covered in a unit.
    fn quantities(&self, unit: usize) -> Vec<Quantity> {
        let hidden = (0..self.chain).filter(|k| self.is_hidden(unit, *k)).map(Quantity::Count);
        let differences = pairs(self.chain)
            .filter(|(first, second)| self.is_small(self.count(unit, *first) - self.count(unit, *second)));
        hidden.chain(differences.map(|(first, second)| Quantity::Difference(first, second))).collect()
    }

    /// Hides more until everything hidden is covered as it stands; tells whether anything was hidden, which may
    /// want covering itself.
    fn cover(&mut self) -> bool {
        let mut moved = false;
        // From the lowest units up: a hamlet covers a hamlet before a commune has to.
        for unit in (0..self.parents.len()).rev() {
            for quantity in self.quantities(unit) {
                while self.width(unit, quantity) < self.least && self.hide_more(unit, quantity) {
                    moved = true;
                }
            }
        }
        moved
    }

    /// Hides the next thing that widens a quantity; tells whether there was any.
    fn hide_more(&mut self, unit: usize, quantity: Quantity) -> bool {
        let before = self.width(unit, quantity);
        for (other, k) in self.candidates(unit, quantity) {
            self.set_hidden(other, k, true);
            if self.width(unit, quantity) > before {
                return true;
            }
            self.set_hidden(other, k, false);
        }
        self.hide_a_row(unit)
    }

    /// What may be hidden for a quantity, the least loss first.
    fn candidates(&self, unit: usize, quantity: Quantity) -> Vec<(usize, usize)> {
        let own: Vec<usize> = match quantity {
            Quantity::Count(k) => vec![k],
            Quantity::Difference(first, second) => vec![second, first],
        };
        let all: Vec<usize> = (0..self.chain).collect();
        let mut found: Vec<(usize, usize)> = Vec::new();
        let mut add = |units: &[usize], counts: &[usize]| {
            for k in counts {
                let mut shown: Vec<usize> =
                    units.iter().copied().filter(|other| !self.is_hidden(*other, *k)).collect();
                shown.sort_by_key(|other| (self.count(*other, *k) == 0, self.count(*other, *k)));
                found.extend(shown.into_iter().map(|other| (other, *k)));
            }
        };
        let brothers = self.brothers(unit);
        let parent: Vec<usize> = self.parents[unit].into_iter().collect();
        add(&[unit], &own);
        add(&self.children[unit], &own);
        add(&brothers, &own);
        add(&[unit], &all);
        add(&brothers, &all);
        add(&parent, &own);
        add(&parent, &all);
        found
    }

    fn brothers(&self, unit: usize) -> Vec<usize> {
        let among = self.parents[unit].map_or(&[][..], |parent| &self.children[parent]);
        among.iter().copied().filter(|other| *other != unit).collect()
    }

    /// Where no single count helps: the whole row of the unit, of what lies in it, of a neighbour, of its parent.
    /// With everything hidden everything is covered, so this ends.
    fn hide_a_row(&mut self, unit: usize) -> bool {
        let mut rows = vec![unit];
        rows.extend(&self.children[unit]);
        let mut brothers = self.brothers(unit);
        brothers.sort_by_key(|other| (self.count(*other, 0) == 0, self.count(*other, 0)));
        rows.extend(brothers);
        rows.extend(self.parents[unit]);
        for row in rows {
            if (0..self.chain).any(|k| !self.is_hidden(row, k)) {
                (0..self.chain).for_each(|k| self.set_hidden(row, k, true));
                return true;
            }
        }
        self.parents[unit].is_some_and(|parent| self.hide_a_row(parent))
    }
}

/// All pairs of a chain, the first before the second.
fn pairs(chain: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..chain).flat_map(move |first| (first + 1..chain).map(move |second| (first, second)))
}
