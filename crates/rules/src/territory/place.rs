//! Under which unit of a level a fact lies on another day's map.

use super::as_of::TerritoryAsOf;
use super::carry::{Open, Trail};
use super::register::Register;
use super::share::Share;
use super::unit::{Level, nearest_day};
use crate::ids::UnitId;
use crate::time::Date;

impl TerritoryAsOf {
    /// The unit of a level in which all of a unit lies on this map.
    ///
    /// A hamlet lies where it is linked on the day of the map, a closed commune where its successor
    /// lies, a district in its province although nothing succeeded it. `None` when parts of it lie in
    /// several units, when nobody knows, or when the unit stands above the level.
    #[must_use]
    pub fn place(&self, unit: UnitId, level: Level) -> Option<UnitId> {
        self.place_fact(unit, self.day(), level)
    }

    /// Like [`place`](Self::place), for a fact that was held at the unit on `day`.
    #[must_use]
    pub fn place_fact(&self, unit: UnitId, day: Date, level: Level) -> Option<UnitId> {
        let place = self.territory().place(unit)?;
        let home = locate(self, place, day, level).whole()?;
        Some(self.territory().0.unit(home).id)
    }
}

/// Where the parts of a fact lie at one level; places and the unassigned rest add up to the whole.
#[derive(Default)]
pub(super) struct Located {
    pub homes: Vec<(usize, Share)>,
    pub unassigned: Share,
}

impl Located {
    fn whole(&self) -> Option<usize> {
        match self.homes[..] {
            [(home, share)] if share.is_whole() => Some(home),
            _ => None,
        }
    }

    fn add(&mut self, home: Option<usize>, share: Share) {
        match home {
            None => self.unassigned += share,
            Some(home) => match self.homes.iter_mut().find(|known| known.0 == home) {
                Some(known) => known.1 += share,
                None => self.homes.push((home, share)),
            },
        }
    }
}

/// Finds the homes of a fact held at a place on a day.
///
/// A rest without an answer is still exact at a level where every answer is the same: a split
/// commune is a question among communes, but not among provinces. Where only one candidate is
/// recorded, the unit's old parent must agree with it.
pub(super) fn locate(map: &TerritoryAsOf, place: usize, day: Date, level: Level) -> Located {
    let register = &map.territory().0;
    let trail = Trail::follow(register, place, day, map.day());
    let mut located = Located::default();
    for (part, share) in &trail.settled {
        located.add(map.ancestor_place(*part, level), *share);
    }
    for open in &trail.open {
        located.add(common_home(map, open, level), open.share);
    }
    located
}

fn common_home(map: &TerritoryAsOf, open: &Open, level: Level) -> Option<usize> {
    let register = &map.territory().0;
    let Some((first, others)) = open.candidates.split_first() else {
        return home_of_parent(map, register, open, level);
    };
    let home = locate(map, *first, open.day, level).whole()?;
    if !open.names_all() {
        return home_of_parent(map, register, open, level).filter(|parents| *parents == home);
    }
    let same = |other: &usize| locate(map, *other, open.day, level).whole() == Some(home);
    others.iter().all(same).then_some(home)
}

/// A unit that ended (or began) without a succession lay in its parent, so its facts lie where the parent's do.
fn home_of_parent(map: &TerritoryAsOf, register: &Register, open: &Open, level: Level) -> Option<usize> {
    let day = nearest_day(register.unit(open.from).span, map.day());
    let parent = register.parent_on(open.from, day)?;
    locate(map, parent, day, level).whole()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::territory::sketch::{Sketch, UNKNOWN, reform, since_reform, until_reform};
    use crate::territory::succession::Extent;
    use crate::time::Span;

    #[test]
    fn a_hamlet_lies_where_it_is_linked_on_the_day_of_the_map() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let [a, b] = ["a", "b"].map(|key| sketch.commune(key, until_reform(), province));
        let merged = sketch.commune("merged", since_reform(), province);
        for old in [a, b] {
            sketch.pass(old, merged, Extent::Whole);
        }
        let hamlet = sketch.hamlet("h", Span::ALWAYS);
        sketch.link(hamlet, a, until_reform());
        sketch.link(hamlet, merged, since_reform());
        let territory = sketch.build();
        let (old, new) = (territory.as_of(date(2024, 1, 1)), territory.as_of(reform()));
        assert_eq!(old.place(hamlet, Level::Commune), Some(a));
        assert_eq!(new.place(hamlet, Level::Commune), Some(merged));
        assert_eq!(old.place(hamlet, Level::Hamlet), Some(hamlet));
        assert_eq!(new.place(b, Level::Commune), Some(merged));
        assert_eq!(old.place(merged, Level::Commune), None);
        assert_eq!(old.place(merged, Level::Province), Some(province));
        assert_eq!(new.place(province, Level::Commune), None);
    }

    #[test]
    fn a_hamlet_opened_later_lies_on_the_old_map_where_its_commune_came_from() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let new = sketch.commune("new", since_reform(), province);
        sketch.pass(old, new, Extent::Whole);
        let later = Span::since(date(2026, 3, 1));
        let hamlet = sketch.hamlet("h", later);
        sketch.link(hamlet, new, later);
        let map = sketch.build().as_of(date(2024, 1, 1));
        assert_eq!(map.place(hamlet, Level::Commune), Some(old));
        assert_eq!(map.place(hamlet, Level::Hamlet), None);
    }

    #[test]
    fn a_lone_successor_of_a_part_is_sure_only_where_the_old_parent_lies_too() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let new = sketch.commune("new", since_reform(), province);
        sketch.pass(old, new, UNKNOWN);
        let map = sketch.build().as_of(reform());
        assert_eq!(map.place(old, Level::Commune), None);
        assert_eq!(map.place(old, Level::Province), Some(province));
    }

    #[test]
    fn a_split_over_two_provinces_lies_in_neither() {
        let mut sketch = Sketch::default();
        let [p, q] = ["P", "Q"].map(|key| sketch.province(key));
        let old = sketch.commune("old", until_reform(), p);
        let (a, b) = (sketch.commune("a", since_reform(), p), sketch.commune("b", since_reform(), q));
        sketch.pass(old, a, UNKNOWN);
        sketch.pass(old, b, UNKNOWN);
        assert_eq!(sketch.build().as_of(reform()).place(old, Level::Province), None);
    }
}
