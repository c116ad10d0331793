//! The ten scores of a person in a year.

use sohoc_rules::territory::AreaClass;

use crate::Sample;
use crate::chance::{Chance, Stream};
use crate::people::{Group, InventedPerson};

/// What is counted in hundredths of a point on one indicator.
type Hundredths = i32;

impl Sample {
    /// How somebody scores themselves in a year: ten indicators of 0 to 10 in the order of the forms. The
    /// indicators mean the same on every form, so the scores do not hang on the set.
    #[must_use]
    pub fn self_scores(&self, person: &InventedPerson, year: i16) -> [u8; 10] {
        let mut chance = self.chance(Stream::Scores, u64::from(person.index), year.unsigned_abs().into());
        let group = person.occupation.group();
        let ability = self.ability(person) + learned(group, year);
        let mut scores = [0; 10];
        for (score, difficulty) in scores.iter_mut().zip(difficulties(group)) {
            *score = rounded(ability + difficulty + chance.bell(noise(group)));
        }
        let area = self.communes[self.hamlets[person.hamlet].commune].area;
        fall_short(&mut scores, mark_in_sight(area), &mut chance);
        scores
    }

    /// What a person can do, by group, place, hamlet and gift; it stays for life.
    fn ability(&self, person: &InventedPerson) -> Hundredths {
        let hamlet = &self.hamlets[person.hamlet];
        let area = self.communes[hamlet.commune].area;
        let mut chance = self.chance(Stream::Ability, u64::from(person.index), 0);
        let gift = chance.bell(spread(person.occupation.group()));
        level(person.occupation.group(), area) + hamlet.mood + gift
    }
}

/// People learn a little every year, most of all those who have most to learn.
fn learned(group: Group, year: i16) -> Hundredths {
    let a_year = match group {
        Group::Countryfolk => 4,
        Group::Workers | Group::Learners => 2,
        Group::Staff => 1,
    };
    Hundredths::from(year - Sample::FIRST_YEAR).clamp(0, 10) * a_year
}

/// The mean. Where the mark is ten points higher people are better off by almost as much.
const fn level(group: Group, area: AreaClass) -> Hundredths {
    match (group, area) {
        (Group::Countryfolk, AreaClass::Ordinary) => 812,
        (Group::Countryfolk, _) => 714,
        (Group::Workers, AreaClass::Ordinary) => 819,
        (Group::Workers, _) => 727,
        (Group::Staff, AreaClass::Ordinary) => 879,
        (Group::Staff, _) => 793,
        (Group::Learners, AreaClass::Ordinary) => 872,
        (Group::Learners, _) => 800,
    }
}

const fn spread(group: Group) -> Hundredths {
    match group {
        Group::Countryfolk => 75,
        Group::Workers => 70,
        Group::Staff => 50,
        Group::Learners => 55,
    }
}

const fn noise(group: Group) -> Hundredths {
    match group {
        Group::Countryfolk | Group::Workers => 75,
        Group::Staff | Group::Learners => 70,
    }
}

/// How much easier or harder each indicator is: tools and foreign languages are hard, neighbours are easy
/// (what the pilots of 2021 reported).
const fn difficulties(group: Group) -> [Hundredths; 10] {
    match group {
        Group::Countryfolk => [0, -30, -40, 40, -70, -110, 0, -20, 130, 100],
        Group::Workers => [0, -30, -50, 20, -20, -90, 20, -10, 90, 70],
        Group::Staff => [30, 30, -10, 10, 20, -110, 0, -10, 20, 20],
        Group::Learners => [40, 30, -30, -60, 60, -40, 10, -30, 10, 10],
    }
}

fn rounded(value: Hundredths) -> u8 {
    u8::try_from(((value + 50).div_euclid(100)).clamp(0, 10)).unwrap_or(0)
}

/// The total near which some people end up. The mark itself stands in the criteria set; should a decree move
/// it, the sample only has fewer people just under it.
const fn mark_in_sight(area: AreaClass) -> u16 {
    match area {
        AreaClass::Ordinary => 80,
        AreaClass::Remote | AreaClass::EspeciallyDifficult | AreaClass::EthnicMinority => 70,
    }
}

/// A few stumble over one indicator, a few over one point: the cases that a rule is tried on.
fn fall_short(scores: &mut [u8; 10], mark: u16, chance: &mut Chance) {
    match chance.below(1_000) {
        ..12 => scores[chance.below(10) as usize] = FLOOR - 1,
        12..24 => one_point_short(scores, mark),
        _ => {}
    }
}

/// Brings a total that is near the mark to one point under it, without touching the floor.
fn one_point_short(scores: &mut [u8; 10], mark: u16) {
    let mut total: u16 = scores.iter().copied().map(u16::from).sum();
    if total + NEAR < mark || total > mark + NEAR {
        return;
    }
    for _ in 0..NEAR {
        for score in scores.iter_mut() {
            if total >= mark && *score > FLOOR {
                *score -= 1;
                total -= 1;
            } else if total + 1 < mark && *score < 10 {
                *score += 1;
                total += 1;
            }
        }
    }
}

/// The fewest points that an indicator may have.
const FLOOR: u8 = 5;

/// Farther from the mark than this nobody is moved.
const NEAR: u16 = 8;

#[cfg(test)]
mod tests;
