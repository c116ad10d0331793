//! A second record of the same person, as two lists make one.

use sohoc_rules::people::BirthDate;

use super::{InventedPerson, LIST_DAY};
use crate::Sample;
use crate::chance::Stream;

/// How somebody stands in another list a second time; a clerk will have to see that both are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondRecord {
    /// The index of the person.
    pub of: u32,
    /// The name, often written a little differently.
    pub name: String,
    /// The birth date; sometimes the year alone.
    pub birth: BirthDate,
    /// The number; the second list seldom has it.
    pub number: Option<String>,
}

impl Sample {
    /// The second record of a person; about two in a thousand have one.
    #[must_use]
    pub fn second_record(&self, person: &InventedPerson) -> Option<SecondRecord> {
        let mut chance = self.chance(Stream::Duplicate, u64::from(person.index), 0);
        if !chance.permille(DOUBLE_PERMILLE) {
            return None;
        }
        let name = if chance.permille(800) { respell(&person.name) } else { person.name.clone() };
        // With the same name and number it would be found at once; one of the two is missing.
        let number = if name == person.name || chance.permille(800) { None } else { person.number.clone() };
        let year_alone = BirthDate::new(person.birth.year(), None, None, LIST_DAY).unwrap_or(person.birth);
        let birth = if chance.permille(300) { year_alone } else { person.birth };
        Some(SecondRecord { of: person.index, name, birth, number })
    }
}

/// The name as another clerk spells it: i for y, the older place of a tone mark, or the middle name left out.
fn respell(name: &str) -> String {
    for (one, other) in SPELLINGS {
        if name.contains(one) {
            return name.replacen(one, other, 1);
        }
    }
    let words: Vec<&str> = name.split(' ').collect();
    match words[..] {
        [family, _, given] => [family, given].join(" "),
        [family, given] => [family, "Thị", given].join(" "),
        _ => format!("{name} A"),
    }
}

const SPELLINGS: [(&str, &str); 8] = [
    ("Lý", "Lí"),
    ("Hòa", "Hoà"),
    ("Thủy", "Thuỷ"),
    ("Thúy", "Thuý"),
    ("Mỹ", "Mĩ"),
    ("Vy", "Vi"),
    ("Đàm", "Đằm"),
    ("Quý", "Quí"),
];

const DOUBLE_PERMILLE: u32 = 2;

#[cfg(test)]
mod tests {
    use sohoc_rules::people::PersonName;

    use super::*;

    #[test]
    fn about_two_in_a_thousand_stand_twice_and_never_quite_alike() {
        let sample = Sample::new(677, 40_000).expect("a sample");
        let mut doubles = 0;
        for person in sample.population() {
            let Some(second) = sample.second_record(&person) else { continue };
            assert!(PersonName::new(&second.name).is_ok(), "{}", second.name);
            assert_eq!(second.birth.year(), person.birth.year());
            assert!(second.name != person.name || second.number.is_none());
            doubles += 1;
        }
        assert!((50..120).contains(&doubles), "{doubles}");
    }

    #[test]
    fn a_clerk_spells_as_clerks_do() {
        assert_eq!(respell("Lý Thị Hòa"), "Lí Thị Hòa");
        assert_eq!(respell("Nông Văn Hòa"), "Nông Văn Hoà");
        assert_eq!(respell("Nông Văn Tài"), "Nông Tài");
        assert_eq!(respell("Bàn Mản"), "Bàn Thị Mản");
    }
}
