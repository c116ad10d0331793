//! Who helps the others in a hamlet.

use super::Entry;
use crate::Sample;
use crate::chance::Stream;
use crate::people::{InventedPerson, LIST_DAY};

impl Sample {
    /// The indices of up to three people of 25 to 60 who write down what others say; none in a hamlet where
    /// nobody is of that age. They help others and never review.
    ///
    /// # Panics
    /// When there is no such hamlet.
    #[must_use]
    pub fn volunteers(&self, hamlet: usize) -> Vec<u32> {
        let place = &self.hamlets[hamlet];
        let mut chance = self.chance(Stream::Volunteer, hamlet as u64, 0);
        let start = chance.below(place.people);
        let turned = (0..place.people).map(|offset| place.first_person + (start + offset) % place.people);
        turned
            .map(|index| self.person(index))
            .filter(|person| (25..=60).contains(&person.birth.age_on(LIST_DAY)))
            .map(|person| person.index)
            .take(3)
            .collect()
    }
}

impl Sample {
    /// Who writes a dossier down on the word of `person`: a volunteer who still lives in the hamlet and is not
    /// that person. `None` when the entry needs no helper or the hamlet has none left.
    #[must_use]
    pub fn helper(&self, person: &InventedPerson, entry: &Entry) -> Option<u32> {
        let wanted = entry.helper?;
        let mut able = self.volunteers(entry.home);
        able.retain(|index| {
            *index != person.index && self.home_on(&self.person(*index), entry.on) == Some(entry.home)
        });
        able.get(wanted % able.len().max(1)).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dossier::Conduct;

    #[test]
    fn volunteers_are_grown_up_people_of_the_hamlet() {
        let sample = Sample::new(677, 20_000).expect("a sample");
        for (place, hamlet) in sample.hamlets().iter().enumerate().step_by(50) {
            let volunteers = sample.volunteers(place);
            assert!(hamlet.people < 10 || volunteers.len() == 3, "{} {volunteers:?}", hamlet.people);
            for index in volunteers {
                assert_eq!(sample.person(index).hamlet, place);
            }
        }
    }

    #[test]
    fn nobody_helps_oneself_and_helpers_are_neighbours() {
        let sample = Sample::new(677, 20_000).expect("a sample");
        let mut helped = 0;
        for person in sample.population().take(4_000) {
            let Conduct::Filed(filed) = sample.conduct(&person, 2025) else { continue };
            let Some(helper) = sample.helper(&person, &filed.entry) else { continue };
            let helper = sample.person(helper);
            assert_ne!(helper.index, person.index);
            assert_eq!(sample.home_on(&helper, filed.entry.on), Some(filed.entry.home));
            helped += 1;
        }
        assert!(helped > 1_000, "{helped}");
    }
}
