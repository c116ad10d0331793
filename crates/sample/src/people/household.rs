//! Households: who lives with whom, how old and of which family.
//!
//! The people of a hamlet come in rows of 17, and each row is six households of 1, 2, 2, 3, 4 and 5 in an
//! order of its own: 2.8 people aged 15 or more to a household, as in the province. So the household of any
//! person is found without looking at the people before.

use sohoc_rules::people::Sex;

use super::Ethnic;
use crate::Sample;
use crate::chance::{Chance, Stream};
use crate::people::Names;
use crate::territory::InventedHamlet;
use crate::weighted::of_a_thousand;

/// The place of a person in a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seat {
    /// The number of the household in its hamlet, from 1.
    pub household: u32,
    /// The place in it, from 0.
    pub place: u32,
    /// How many places it has.
    pub size: u32,
}

/// What the members of a household have in common.
#[derive(Clone, Debug)]
pub(super) struct Household {
    shape: Shape,
    head_age: i32,
    head_sex: Sex,
    pub ethnic: Ethnic,
    /// The family name of the father.
    pub family: &'static str,
    /// The line of the clan in the hamlet, from 1; 0 for a family that is no main clan there.
    pub line: u8,
}

/// One member, before name and occupation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    pub age: i32,
    pub sex: Sex,
    /// Whether the family name is that of the household, or one from elsewhere.
    pub of_the_family: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Head,
    Partner,
    Child(i32),
    Father,
    Mother,
}

/// Who there is, in the order of the places.
type Shape = &'static [Role];

impl Sample {
    /// The seat of the person who comes `offset`-th in a hamlet.
    pub(super) fn seat(&self, hamlet: usize, offset: u32) -> Seat {
        let (row, mut place) = (offset / ROW, offset % ROW);
        let mut sizes = SIZES;
        let mut chance = self.chance(Stream::Households, hamlet as u64, u64::from(row));
        for at in (1..HOUSEHOLDS_IN_A_ROW).rev() {
            sizes.swap(at as usize, chance.below(at + 1) as usize);
        }
        let mut household = row * HOUSEHOLDS_IN_A_ROW;
        for size in sizes {
            household += 1;
            if place < size {
                return Seat { household, place, size };
            }
            place -= size;
        }
        Seat { household, place: 0, size: 1 }
    }

    /// The household of a number in a hamlet.
    pub(super) fn household(&self, hamlet: usize, seat: Seat) -> Household {
        let mut chance = self.chance(Stream::Household, hamlet as u64, u64::from(seat.household));
        let (shape, (youngest, oldest)) = draw_shape(seat.size, &mut chance);
        let alone_and_old = shape.len() == 1 && youngest > 50;
        let men = if shape.len() == 1 { if alone_and_old { 320 } else { 520 } } else { 830 };
        let place = &self.hamlets[hamlet];
        let (ethnic, family, line) = draw_family(place, &self.names, &mut chance);
        Household {
            shape,
            head_age: chance.between(youngest, oldest),
            head_sex: if chance.permille(men) { Sex::Male } else { Sex::Female },
            ethnic,
            family,
            line,
        }
    }
}

impl Household {
    /// The member on a place; `chance` is that of the person.
    pub fn member(&self, place: u32, chance: &mut Chance) -> Member {
        let role = self.shape.get(place as usize).copied().unwrap_or(Role::Head);
        let age = match role {
            Role::Head => self.head_age,
            Role::Partner => (self.head_age + chance.between(-6, 4)).max(18),
            Role::Child(younger) => (chance.between(17, self.head_age - 18) - younger).max(15),
            Role::Father => self.head_age + chance.between(21, 33),
            Role::Mother => self.head_age + chance.between(19, 30),
        };
        let sex = match role {
            Role::Head => self.head_sex,
            Role::Partner => other(self.head_sex),
            Role::Child(_) => {
                if chance.permille(520) {
                    Sex::Male
                } else {
                    Sex::Female
                }
            }
            Role::Father => Sex::Male,
            Role::Mother => Sex::Female,
        };
        // A married woman keeps her name; the name of the household is that of the fathers.
        let of_the_family = match role {
            Role::Child(_) => true,
            Role::Head if self.shape.len() == 1 => true,
            Role::Head | Role::Partner | Role::Father | Role::Mother => sex == Sex::Male,
        };
        Member { age: age.clamp(15, 95), sex, of_the_family }
    }
}

const fn other(sex: Sex) -> Sex {
    match sex {
        Sex::Male => Sex::Female,
        Sex::Female => Sex::Male,
    }
}

/// The shape of a household of a size and the ages its head may have.
fn draw_shape(size: u32, chance: &mut Chance) -> (Shape, (i32, i32)) {
    use Role::{Child, Father, Head, Mother, Partner};
    let drawn = chance.below(1_000);
    match (size, drawn) {
        (1, ..300) => (&[Head], (19, 34)),
        (1, _) => (&[Head], (55, 88)),
        (2, ..400) => (&[Head, Partner], (22, 40)),
        (2, ..700) => (&[Head, Partner], (48, 80)),
        (2, _) => (&[Head, Child(0)], (38, 64)),
        (3, ..650) => (&[Head, Partner, Child(0)], (37, 60)),
        (3, ..850) => (&[Head, Partner, Mother], (24, 48)),
        (3, _) => (&[Head, Partner, Father], (24, 48)),
        (4, ..600) => (&[Head, Partner, Child(0), Child(3)], (38, 60)),
        (4, ..850) => (&[Head, Partner, Child(0), Mother], (37, 58)),
        (4, _) => (&[Head, Partner, Child(0), Father], (37, 58)),
        (_, ..600) => (&[Head, Partner, Child(0), Child(2), Mother], (38, 58)),
        (_, _) => (&[Head, Partner, Child(0), Father, Mother], (37, 56)),
    }
}

fn draw_family(hamlet: &InventedHamlet, names: &Names, chance: &mut Chance) -> (Ethnic, &'static str, u8) {
    if chance.permille(OF_ANOTHER_PEOPLE) {
        let ethnic = of_a_thousand(&NEIGHBOURS, chance).unwrap_or(Ethnic::Tay);
        return (ethnic, names.family(ethnic, chance), 0);
    }
    let clan = match chance.below(1_000) {
        ..330 => Some(0),
        330..540 => Some(1),
        540..660 => Some(2),
        660..730 => Some(3),
        730.. => None,
    };
    let line = if chance.permille(600) { 1 } else { 2 };
    match clan {
        Some(place) => (hamlet.ethnic, hamlet.families[place], line),
        None => {
            let family = names.family(hamlet.ethnic, chance);
            let line = if hamlet.families.contains(&family) { line } else { 0 };
            (hamlet.ethnic, family, line)
        }
    }
}

const ROW: u32 = 17;
const SIZES: [u32; 6] = [1, 2, 2, 3, 4, 5];
const HOUSEHOLDS_IN_A_ROW: u32 = 6;

/// Households of another people than the hamlet's own, in a thousand.
const OF_ANOTHER_PEOPLE: u32 = 90;

/// Who they are in a thousand, about as common as in the province; the small peoples live only so, the rest
/// are Tày.
const NEIGHBOURS: [(Ethnic, u32); 5] =
    [(Ethnic::Nung, 300), (Ethnic::Mong, 100), (Ethnic::Dao, 100), (Ethnic::Kinh, 67), (Ethnic::Other, 33)];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_of_seventeen_is_six_whole_households() {
        let sample = Sample::new(677, 20_000).expect("a sample");
        for row in 0..20 {
            let seats: Vec<Seat> = (0..ROW).map(|place| sample.seat(3, row * ROW + place)).collect();
            let mut sizes: Vec<u32> =
                seats.iter().filter(|seat| seat.place == 0).map(|seat| seat.size).collect();
            sizes.sort_unstable();
            assert_eq!(sizes, SIZES);
            for pair in seats.windows(2) {
                let next = (pair[0].household, pair[0].place + 1);
                let first = (pair[0].household + 1, 0);
                assert_eq!(
                    (pair[1].household, pair[1].place),
                    if next.1 < pair[0].size { next } else { first }
                );
            }
        }
    }

    #[test]
    fn children_are_younger_and_parents_older_than_the_head() {
        let sample = Sample::new(677, 20_000).expect("a sample");
        for number in 1..400 {
            let seat = Seat { household: number, place: 0, size: 5 };
            let household = sample.household(9, seat);
            let mut chance = sample.chance(Stream::Person, u64::from(number), 0);
            let members: Vec<Member> = (0..5).map(|place| household.member(place, &mut chance)).collect();
            assert!(members[2].age + 18 <= members[0].age, "{members:?}");
            assert!(members[4].age > members[0].age + 18, "{members:?}");
            assert_ne!(members[0].sex, members[1].sex);
        }
    }
}
