//! Between the years: who dies and who moves.

use sohoc_rules::time::Date;

use super::{InventedPerson, LIST_DAY};
use crate::Sample;
use crate::chance::{Chance, Stream};

/// What happens to somebody in a year; at most one thing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifeEvent {
    /// The day of death.
    Died(Date),
    /// To another hamlet of the province.
    Moved(Move),
}

/// A change of home.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    /// The first day at the new home.
    pub on: Date,
    /// The place of the new hamlet in [`Sample::hamlets`].
    pub to: usize,
}

impl Sample {
    /// The first year in which people die or move.
    pub const FIRST_YEAR: i16 = 2023;

    /// What happens to a person in a year from [`Sample::FIRST_YEAR`] on. `None` when nothing does or the
    /// person is dead already.
    #[must_use]
    pub fn life(&self, person: &InventedPerson, year: i16) -> Option<LifeEvent> {
        let earlier = (Self::FIRST_YEAR..year)
            .any(|before| matches!(self.chance_of_life(person, before), Some(LifeEvent::Died(_))));
        if earlier || year < Self::FIRST_YEAR { None } else { self.chance_of_life(person, year) }
    }

    /// The hamlet in which a person lives on a day. `None` after death.
    #[must_use]
    pub fn home_on(&self, person: &InventedPerson, day: Date) -> Option<usize> {
        let mut home = person.hamlet;
        for year in Self::FIRST_YEAR..=day.year() {
            match self.chance_of_life(person, year) {
                Some(LifeEvent::Died(on)) if on <= day => return None,
                Some(LifeEvent::Moved(moved)) if moved.on <= day => home = moved.to,
                Some(LifeEvent::Died(_) | LifeEvent::Moved(_)) | None => {}
            }
        }
        Some(home)
    }

    fn chance_of_life(&self, person: &InventedPerson, year: i16) -> Option<LifeEvent> {
        let mut chance = self.chance(Stream::Life, u64::from(person.index), year.unsigned_abs().into());
        let age = i32::from(year) - i32::from(person.birth.year());
        let drawn = chance.below(100_000);
        if drawn < dying(age) {
            return Some(LifeEvent::Died(day_of(year, &mut chance)));
        }
        if drawn >= dying(age) + moving(age) {
            return None;
        }
        let on = day_of(year, &mut chance);
        let to = self.new_home(person, &mut chance);
        (to != person.hamlet).then_some(LifeEvent::Moved(Move { on, to }))
    }

    /// Somewhere in the old commune, or where anybody in the province lives, so that large hamlets draw more people.
    fn new_home(&self, person: &InventedPerson, chance: &mut Chance) -> usize {
        if !chance.permille(600) {
            return self.hamlet_of(chance.below(self.size));
        }
        let commune = self.hamlets[person.hamlet].commune;
        let first = self.hamlets.partition_point(|hamlet| hamlet.commune < commune);
        first + chance.below(self.communes[commune].hamlet_count) as usize
    }
}

/// Deaths in 100,000 of an age in a year.
const fn dying(age: i32) -> u32 {
    match age {
        ..40 => 90,
        40..60 => 300,
        60..75 => 1_200,
        75..85 => 3_800,
        85.. => 9_500,
    }
}

/// Moves in 100,000 of an age in a year; the young marry and look for work.
const fn moving(age: i32) -> u32 {
    match age {
        ..18 | 60.. => 300,
        18..35 => 2_600,
        35..60 => 700,
    }
}

/// Any day of a year but its first: lists are drawn up on it.
fn day_of(year: i16, chance: &mut Chance) -> Date {
    let days = i64::from(1 + chance.below(364));
    let first = Date::new(year, 1, 1).unwrap_or(LIST_DAY);
    first.saturating_add(jiff::Span::new().days(days))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn about_six_in_a_thousand_die_and_a_few_more_move_each_year() {
        let sample = Sample::new(677, 40_000).expect("a sample");
        let (mut died, mut moved) = (0, 0);
        for person in sample.population() {
            match sample.life(&person, 2024) {
                Some(LifeEvent::Died(on)) => {
                    assert_eq!(on.year(), 2024);
                    assert_eq!(sample.home_on(&person, on), None);
                    assert_eq!(sample.life(&person, 2025), None);
                    died += 1;
                }
                Some(LifeEvent::Moved(to)) => {
                    assert_eq!(sample.home_on(&person, to.on), Some(to.to));
                    moved += 1;
                }
                None => {}
            }
        }
        assert!((200..340).contains(&died), "{died}");
        assert!((250..600).contains(&moved), "{moved}");
    }

    #[test]
    fn who_neither_died_nor_moved_lives_where_the_list_says() {
        let sample = Sample::new(677, 2_000).expect("a sample");
        for person in sample.population() {
            if (2023..=2026).all(|year| sample.life(&person, year).is_none()) {
                assert_eq!(sample.home_on(&person, date(2026, 12, 31)), Some(person.hamlet));
            }
        }
    }
}
