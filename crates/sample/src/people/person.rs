//! One invented person.

use sohoc_rules::people::{BirthDate, Sex};

use super::names::{Cohort, NameFor};
use super::{Ethnic, Occupation, birth, number};
use crate::Sample;
use crate::chance::Stream;

/// An invented citizen as a hamlet's list of [`super::LIST_DAY`] holds one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventedPerson {
    /// The place in the sample, from 0; people of a hamlet follow each other.
    pub index: u32,
    /// The whole name, NFC.
    pub name: String,
    /// The sex.
    pub sex: Sex,
    /// The birth date; for some of the old the year alone.
    pub birth: BirthDate,
    /// Twelve digits beginning with 000. `None` for about three in a hundred, who have no card yet.
    pub number: Option<String>,
    /// The people.
    pub ethnic: Ethnic,
    /// The place of the hamlet in [`Sample::hamlets`].
    pub hamlet: usize,
    /// The number of the household in its hamlet, from 1.
    pub household: u32,
    /// Whether the person speaks for the household.
    pub heads_household: bool,
    /// The clan of the household, if it is one of the main ones of the hamlet.
    pub clan: Option<Clan>,
    /// What the person lives on.
    pub occupation: Occupation,
    /// The place of the employer or school in [`Sample::organizations`], as of its first day.
    pub organization: Option<usize>,
}

/// A family that holds together across the households of a hamlet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Clan {
    /// The hamlet.
    pub hamlet: usize,
    /// The family name.
    pub family: &'static str,
    /// The line (chi), 1 or 2.
    pub line: u8,
}

/// What decides how people make a living.
#[derive(Clone, Copy, Debug)]
pub(super) struct Circumstances {
    pub age: i32,
    pub town: bool,
}

impl Sample {
    /// The person of an index.
    ///
    /// # Panics
    /// When the sample has no such index.
    #[must_use]
    pub fn person(&self, index: u32) -> InventedPerson {
        assert!(index < self.size, "the sample has {} people, none of index {index}", self.size);
        self.person_of(self.hamlet_of(index), index)
    }

    /// The name of a clan: `Họ Nông xóm Nà Mương, chi 1`.
    ///
    /// # Panics
    /// When the clan is not of this sample.
    #[must_use]
    pub fn clan_name(&self, clan: Clan) -> String {
        let hamlet = &self.hamlets[clan.hamlet];
        format!("Họ {} {} {}, chi {}", clan.family, hamlet.kind, hamlet.short_name, clan.line)
    }

    /// The person of an index that is known to be at home in a hamlet.
    pub(super) fn person_of(&self, hamlet: usize, index: u32) -> InventedPerson {
        let place = &self.hamlets[hamlet];
        let commune = &self.communes[place.commune];
        let seat = self.seat(hamlet, index - place.first_person);
        let household = self.household(hamlet, seat);
        let mut chance = self.chance(Stream::Person, u64::from(index), 0);
        let member = household.member(seat.place, &mut chance);
        let birth = birth::invent(member.age, &mut chance);
        let occupation = Occupation::draw(Circumstances { age: member.age, town: commune.town }, &mut chance);
        let organization = self.organizations.employer(occupation, place.commune, &mut chance);
        let number = (!chance.permille(WITHOUT_NUMBER))
            .then(|| number::invent(self.seed, index, member.sex, birth.year()));
        let whose = NameFor { ethnic: household.ethnic, sex: member.sex, cohort: Cohort::of(birth.year()) };
        let family = if member.of_the_family {
            household.family
        } else {
            self.names.family(household.ethnic, &mut chance)
        };
        InventedPerson {
            index,
            name: self.names.compose(whose, family, &mut chance),
            sex: member.sex,
            birth,
            number,
            ethnic: household.ethnic,
            hamlet,
            household: seat.household,
            heads_household: seat.place == 0,
            clan: (household.line > 0).then_some(Clan {
                hamlet,
                family: household.family,
                line: household.line,
            }),
            occupation,
            organization,
        }
    }
}

/// People without a personal number, in a thousand.
const WITHOUT_NUMBER: u32 = 30;
