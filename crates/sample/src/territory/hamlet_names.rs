//! Names of invented hamlets, made of the parts that names in the province are made of.

use std::collections::BTreeSet;

use sohoc_data::people::HAMLET_NAME_PARTS;

use crate::SampleError;
use crate::chance::Chance;
use crate::people::Ethnic;

/// The parts of `data/people/hamlet-name-parts.csv` by the languages they come from.
pub(super) struct HamletNames {
    valley: Parts,
    mountain: Parts,
    merged: Parts,
}

#[derive(Default)]
struct Parts {
    prefixes: Vec<&'static str>,
    suffixes: Vec<&'static str>,
}

impl HamletNames {
    pub fn read() -> Result<Self, SampleError> {
        let mut names =
            Self { valley: Parts::default(), mountain: Parts::default(), merged: Parts::default() };
        for (place, row) in HAMLET_NAME_PARTS.lines().enumerate().skip(1) {
            let cells: Vec<&'static str> = row.split(',').collect();
            let [part, text, note] = cells[..] else {
                return Err(broken(place + 1, "has not three cells"));
            };
            let style = match note {
                _ if note.starts_with("Tày-Nùng") => &mut names.valley,
                _ if note.contains("Mông and Dao") => &mut names.mountain,
                _ if note.starts_with("Sino-Vietnamese") => &mut names.merged,
                _ => return Err(broken(place + 1, "names no language that we know")),
            };
            match part {
                "prefix" => style.prefixes.push(text),
                "suffix" => style.suffixes.push(text),
                _ => return Err(broken(place + 1, "is neither prefix nor suffix")),
            }
        }
        let complete = |one: &Parts| !one.prefixes.is_empty() && !one.suffixes.is_empty();
        // The mountain names have prefixes of their own only and share the suffixes of the valleys.
        names.mountain.suffixes.clone_from(&names.valley.suffixes);
        if [&names.valley, &names.mountain, &names.merged].into_iter().all(complete) {
            Ok(names)
        } else {
            Err(broken(1, "lacks the prefixes or suffixes of a language"))
        }
    }

    /// A name that `taken` does not hold yet; it is added there. A quarter are names that were coined when
    /// hamlets merged in 2019 and 2020, and those repeat all over the province.
    pub fn coin(&self, ethnic: Ethnic, taken: &mut BTreeSet<String>, chance: &mut Chance) -> String {
        loop {
            let parts = match ethnic {
                _ if chance.permille(250) => &self.merged,
                Ethnic::Mong | Ethnic::Dao | Ethnic::LoLo | Ethnic::SanChi => &self.mountain,
                Ethnic::Tay | Ethnic::Nung | Ethnic::Kinh | Ethnic::Other => &self.valley,
            };
            let (prefix, suffix) = (chance.pick(&parts.prefixes), chance.pick(&parts.suffixes));
            let name = format!("{prefix} {suffix}");
            if prefix != suffix && taken.insert(name.clone()) {
                return name;
            }
        }
    }
}

fn broken(line: usize, what: &str) -> SampleError {
    SampleError::Data { file: "people/hamlet-name-parts.csv", line, reason: what.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn a_commune_never_gets_the_same_name_twice() {
        let names = HamletNames::read().expect("the file is right");
        let mut chance = Chance::new(1, Stream::HamletName, 0, 0);
        let mut taken = BTreeSet::new();
        for _ in 0..100 {
            names.coin(Ethnic::Mong, &mut taken, &mut chance);
        }
        assert_eq!(taken.len(), 100);
        assert!(taken.iter().all(|name| name.contains(' ')));
    }
}
