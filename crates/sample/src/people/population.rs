//! All people, one after the other.

use jiff::civil::{Date, date};

use super::InventedPerson;
use crate::Sample;

/// The day the lists were drawn up; everybody is 15 to 95 years old on it.
pub const LIST_DAY: Date = date(2025, 1, 1);

impl Sample {
    /// All people, hamlet by hamlet. Nothing is kept, so a million need no more memory than one.
    pub fn population(&self) -> impl Iterator<Item = InventedPerson> + '_ {
        (0..self.hamlets.len()).flat_map(|hamlet| self.people_of(hamlet))
    }

    /// The people of a hamlet, household by household.
    ///
    /// # Panics
    /// When there is no such hamlet.
    pub fn people_of(&self, hamlet: usize) -> impl Iterator<Item = InventedPerson> + '_ {
        let place = &self.hamlets[hamlet];
        let indices = place.first_person..place.first_person + place.people;
        indices.map(move |index| self.person_of(hamlet, index))
    }
}

#[cfg(test)]
mod tests;
