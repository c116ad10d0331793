//! How carefully a list was typed.

use unicode_normalization::UnicodeNormalization;

use super::PeopleRow;
use super::row::write_birth;
use crate::Sample;
use crate::chance::{Chance, Stream};
use crate::people::InventedPerson;

/// How carefully a list was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand {
    /// Every cell as asked.
    Careful,
    /// As lists really come: more than half of the rows need reading with some patience, about one in sixty
    /// (a number that lost its zeros or has letters in it) cannot be taken as it is.
    Hurried,
}

impl Hand {
    pub(super) fn spoil(self, row: &mut PeopleRow, sample: &Sample, person: &InventedPerson) {
        match self {
            Self::Careful => {}
            Self::Hurried => {
                let mut chance = sample.chance(Stream::Hurry, u64::from(person.index), 0);
                spoil_name(&mut row.cells[PeopleRow::NAME], &mut chance);
                spoil_number(&mut row.cells[PeopleRow::NUMBER], &mut chance);
                spoil_birth(&mut row.cells[PeopleRow::BIRTH], person, &mut chance);
                spoil_words(row, &mut chance);
                if chance.permille(60) {
                    let commune = &sample.communes()[sample.hamlets()[person.hamlet].commune];
                    row.cells[PeopleRow::COMMUNE] = commune.name.to_string();
                }
            }
        }
    }
}

fn spoil_name(name: &mut String, chance: &mut Chance) {
    match chance.below(1_000) {
        ..120 => *name = name.to_uppercase(),
        120..160 => *name = name.nfd().collect(),
        160..190 => *name = name.replace(' ', "  "),
        190..205 => *name = format!(" {} ", name.to_lowercase()),
        _ => {}
    }
}

/// A spreadsheet that takes a number for a number drops the zeros in front.
fn spoil_number(number: &mut String, chance: &mut Chance) {
    if number.is_empty() {
        return;
    }
    match chance.below(1_000) {
        ..12 => *number = number.trim_start_matches('0').to_owned(),
        12..40 => *number = format!("{} {} {}", &number[..3], &number[3..6], &number[6..]),
        40..44 => *number = number.replace('0', "O"),
        _ => {}
    }
}

fn spoil_birth(cell: &mut String, person: &InventedPerson, chance: &mut Chance) {
    let between = match chance.below(1_000) {
        ..50 => '-',
        50..80 => '.',
        _ => return,
    };
    cell.clear();
    write_birth(cell, person.birth, between);
}

fn spoil_words(row: &mut PeopleRow, chance: &mut Chance) {
    for place in [PeopleRow::SEX, PeopleRow::ETHNIC, PeopleRow::OCCUPATION] {
        if chance.permille(50) {
            row.cells[place] = row.cells[place].to_lowercase();
        }
    }
    for place in [PeopleRow::HAMLET, PeopleRow::COMMUNE] {
        if chance.permille(150) {
            // The kind in front left out, as one does when all rows are of the same.
            let rest = ["Xóm ", "Tổ dân phố ", "Xã ", "Phường ", "Thị trấn "]
                .into_iter()
                .find_map(|kind| row.cells[place].strip_prefix(kind));
            if let Some(rest) = rest.map(str::to_owned) {
                row.cells[place] = rest;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use sohoc_rules::people::{BirthDate, PersonName, Sex};

    use super::*;

    #[test]
    fn a_hurried_list_says_the_same_less_neatly() {
        let sample = Sample::new(677, 5_000).expect("a sample");
        let day = date(2025, 9, 1);
        let mut spoilt = 0;
        for (neat, hurried) in
            sample.people_rows(day, Hand::Careful).zip(sample.people_rows(day, Hand::Hurried))
        {
            spoilt += u32::from(neat != hurried);
            let name = |row: &PeopleRow| PersonName::new(&row.cells[0]).map(|name| name.to_string());
            assert_eq!(name(&neat), name(&hurried));
            let birth = |row: &PeopleRow| BirthDate::read(&row.cells[2], day);
            assert!(birth(&neat).is_ok() && birth(&neat) == birth(&hurried), "{hurried:?}");
            assert_eq!(Sex::read(&neat.cells[3]), Sex::read(&hurried.cells[3]));
        }
        assert!((2_500..4_000).contains(&spoilt), "{spoilt}");
    }
}
