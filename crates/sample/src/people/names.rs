//! Names composed of family, middle and given name, as common among each people, sex and age.

use sohoc_data::people::NAMES;
use sohoc_rules::people::Sex;

use super::Ethnic;
use crate::SampleError;
use crate::chance::Chance;
use crate::weighted::{Weighted, hundredths};

/// Fashions change: names of the old are not those of the young.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cohort {
    /// Born before 1970.
    Old,
    /// Born 1970 to 1995.
    Middle,
    /// Born later.
    Young,
}

impl Cohort {
    const ALL: [Self; 3] = [Self::Old, Self::Middle, Self::Young];

    /// The cohort of a birth year.
    #[must_use]
    pub const fn of(birth_year: i16) -> Self {
        match birth_year {
            ..1970 => Self::Old,
            1970..=1995 => Self::Middle,
            1996.. => Self::Young,
        }
    }

    const fn word(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::Middle => "mid",
            Self::Young => "young",
        }
    }
}

/// The names of `data/people/names.csv`, ready to be drawn from.
#[derive(Clone, Debug)]
pub struct Names {
    /// By people.
    families: Vec<Weighted<&'static str>>,
    /// By people, sex and cohort.
    middles: Vec<Weighted<&'static str>>,
    /// By people, sex and cohort.
    givens: Vec<Weighted<&'static str>>,
}

/// Whose name is wanted.
#[derive(Clone, Copy, Debug)]
pub struct NameFor {
    /// The people.
    pub ethnic: Ethnic,
    /// The sex.
    pub sex: Sex,
    /// The age.
    pub cohort: Cohort,
}

impl Names {
    pub(crate) fn read() -> Result<Self, SampleError> {
        let rows = rows()?;
        let mut names = Self { families: Vec::new(), middles: Vec::new(), givens: Vec::new() };
        for ethnic in Ethnic::ALL {
            names.families.push(pool(&rows, "family", ethnic, "any", "any")?);
            for sex in Sex::ALL {
                for cohort in Cohort::ALL {
                    names.middles.push(pool(&rows, "middle", ethnic, sex_word(sex), cohort.word())?);
                    names.givens.push(pool(&rows, "given", ethnic, sex_word(sex), cohort.word())?);
                }
            }
        }
        Ok(names)
    }

    /// A family name of a people.
    pub fn family(&self, ethnic: Ethnic, chance: &mut Chance) -> &'static str {
        self.families[ethnic.place()].choose(chance)
    }

    /// A whole name with this family name; among the Mông, Dao and Lô Lô often without a middle name, and
    /// now and then a woman of the old generation is on record by one word alone.
    pub fn compose(&self, whose: NameFor, family: &str, chance: &mut Chance) -> String {
        let place = pool_place(whose);
        let middle = self.middles[place].choose(chance);
        let mut given = self.givens[place].choose(chance);
        for _ in 0..3 {
            if given != middle && given != family {
                break;
            }
            given = self.givens[place].choose(chance);
        }
        let drawn = chance.below(1_000);
        if drawn < alone_permille(whose) {
            given.to_owned()
        } else if drawn < alone_permille(whose) + no_middle_permille(whose) {
            [family, given].join(" ")
        } else {
            [family, middle, given].join(" ")
        }
    }
}

const fn no_middle_permille(whose: NameFor) -> u32 {
    match (whose.ethnic, whose.cohort) {
        (Ethnic::Mong, Cohort::Old) => 260,
        (Ethnic::Mong, Cohort::Middle) => 140,
        (Ethnic::Mong, Cohort::Young) => 40,
        (Ethnic::Dao | Ethnic::LoLo, Cohort::Old) => 130,
        (Ethnic::Dao | Ethnic::LoLo, Cohort::Middle) => 60,
        _ => 12,
    }
}

const fn alone_permille(whose: NameFor) -> u32 {
    match (whose.ethnic, whose.cohort, whose.sex) {
        (Ethnic::Mong | Ethnic::Dao | Ethnic::LoLo, Cohort::Old, Sex::Female) => 15,
        _ => 0,
    }
}

const fn pool_place(whose: NameFor) -> usize {
    let sex = match whose.sex {
        Sex::Male => 0,
        Sex::Female => 1,
    };
    let cohort = match whose.cohort {
        Cohort::Old => 0,
        Cohort::Middle => 1,
        Cohort::Young => 2,
    };
    (whose.ethnic.place() * 2 + sex) * 3 + cohort
}

const fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => "M",
        Sex::Female => "F",
    }
}

struct Row {
    part: &'static str,
    ethnic: Ethnic,
    sex: &'static str,
    cohort: &'static str,
    name: &'static str,
    weight: u32,
}

fn rows() -> Result<Vec<Row>, SampleError> {
    let read = |(place, row): (usize, &'static str)| {
        let cells: Vec<&'static str> = row.split(',').collect();
        let [part, ethnic, sex, cohort, name, weight] = cells[..] else {
            return Err(broken(place + 1, "has not six cells".to_owned()));
        };
        let (Some(ethnic), Some(weight)) = (Ethnic::read(ethnic), hundredths(weight)) else {
            return Err(broken(place + 1, format!("{ethnic} is no known people or {weight} no weight")));
        };
        Ok(Row { part, ethnic, sex, cohort, name, weight })
    };
    NAMES.lines().enumerate().skip(1).map(read).collect()
}

/// The names of that very cohort, else those of any; a people without names of its own takes those of the Kinh.
fn pool(
    rows: &[Row],
    part: &'static str,
    ethnic: Ethnic,
    sex: &str,
    cohort: &str,
) -> Result<Weighted<&'static str>, SampleError> {
    let find = |ethnic: Ethnic, cohort: &str| {
        let fits = |row: &&Row| {
            row.part == part
                && row.ethnic == ethnic
                && row.cohort == cohort
                && (row.sex == sex || row.sex == "any")
        };
        Weighted::new(rows.iter().filter(fits).map(|row| (row.name, row.weight)))
    };
    find(ethnic, cohort)
        .or_else(|| find(ethnic, "any"))
        .or_else(|| find(Ethnic::Kinh, cohort))
        .or_else(|| find(Ethnic::Kinh, "any"))
        .ok_or_else(|| broken(1, format!("no {part} name for {} {sex} {cohort}", ethnic.name())))
}

fn broken(line: usize, reason: String) -> SampleError {
    SampleError::Data { file: "people/names.csv", line, reason }
}

#[cfg(test)]
mod tests {
    use sohoc_rules::people::PersonName;

    use super::*;
    use crate::chance::Stream;

    #[test]
    fn every_name_of_every_people_sex_and_age_is_a_name_as_it_stands() {
        let names = Names::read().expect("the file is right");
        let mut chance = Chance::new(677, Stream::Person, 0, 0);
        for ethnic in Ethnic::ALL {
            for (sex, cohort) in Sex::ALL.into_iter().flat_map(|sex| Cohort::ALL.map(|cohort| (sex, cohort)))
            {
                for _ in 0..200 {
                    let family = names.family(ethnic, &mut chance);
                    let name = names.compose(NameFor { ethnic, sex, cohort }, family, &mut chance);
                    assert_eq!(PersonName::new(&name).map(|n| n.to_string()), Ok(name.clone()));
                }
            }
        }
    }

    #[test]
    fn names_of_one_and_two_words_come_up_where_they_are_in_use() {
        let names = Names::read().expect("the file is right");
        let mut chance = Chance::new(677, Stream::Person, 0, 1);
        let mut words = [0; 5];
        let old_woman = NameFor { ethnic: Ethnic::Mong, sex: Sex::Female, cohort: Cohort::Old };
        for _ in 0..2_000 {
            let family = names.family(Ethnic::Mong, &mut chance);
            words[names.compose(old_woman, family, &mut chance).split(' ').count()] += 1;
        }
        assert!(words[1] > 0 && words[2] > 300 && words[3] > 1_000, "{words:?}");
    }

    #[test]
    fn a_people_without_names_of_its_own_borrows_those_of_the_majority() {
        let names = Names::read().expect("the file is right");
        let draw = |ethnic| {
            let mut chance = Chance::new(1, Stream::Person, 0, 2);
            names.family(ethnic, &mut chance)
        };
        assert_eq!(draw(Ethnic::Other), draw(Ethnic::Kinh));
    }
}
