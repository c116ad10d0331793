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
/// commune is a question among communes, but not among provinces.
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
    let same = |other: &usize| locate(map, *other, open.day, level).whole() == Some(home);
    others.iter().all(same).then_some(home)
}

/// A unit that ended (or began) without a succession lay in its parent, so its facts lie where the parent's do.
fn home_of_parent(map: &TerritoryAsOf, register: &Register, open: &Open, level: Level) -> Option<usize> {
    let day = nearest_day(register.unit(open.from).span, map.day());
    let parent = register.parent_on(open.from, day)?;
    locate(map, parent, day, level).whole()
}
