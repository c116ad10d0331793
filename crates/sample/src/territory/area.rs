//! Which communes count as especially difficult.
//!
//! 127 of the 161 old communes did, by public reports; which ones is made up here by remoteness, because the
//! list itself is not among our data.

use jiff::civil::{Date, date};
use sohoc_rules::territory::{AreaClass, ClassOfArea};
use sohoc_rules::time::Span;

use super::{InventedCommune, LAST_DAY_BEFORE, REORGANISATION};
use crate::Sample;
use crate::chance::{Chance, Stream};

impl Sample {
    /// The classes of all communes with their days: the old ones until 30 June 2025, the new ones after.
    /// Ordinary communes have a row too, so that nothing is left to a default.
    #[must_use]
    pub fn area_classes(&self) -> Vec<ClassOfArea> {
        let before = Span { from: Some(FIRST_DAY), to: Some(LAST_DAY_BEFORE) };
        let row = |unit, class, span| ClassOfArea { unit, class, span, resolution: None };
        let mut rows: Vec<ClassOfArea> =
            self.communes.iter().map(|one| row(one.unit, one.area, before)).collect();
        for (place, commune) in self.communes.iter().enumerate() {
            if self.communes[..place].iter().all(|earlier| earlier.successor != commune.successor) {
                rows.push(row(commune.successor, commune.successor_area, Span::since(REORGANISATION)));
            }
        }
        rows
    }
}

/// Sets the classes of the communes and of their successors.
pub(super) fn classify(seed: u64, communes: &mut [InventedCommune]) {
    let mut order: Vec<(i32, usize)> = communes
        .iter()
        .enumerate()
        .map(|(place, commune)| {
            let mut chance = Chance::new(seed, Stream::Commune, place as u64, 1);
            (-remoteness(commune) - chance.between(0, 300), place)
        })
        .collect();
    order.sort_unstable();
    for (_, place) in order.into_iter().take(ESPECIALLY_DIFFICULT) {
        communes[place].area = AreaClass::EspeciallyDifficult;
    }
    for place in 0..communes.len() {
        communes[place].successor_area = majority(communes, place);
    }
}

/// A merged commune has the class of most hamlets in it.
fn majority(communes: &[InventedCommune], place: usize) -> AreaClass {
    let hamlets = |area: AreaClass| {
        let parts = communes.iter().filter(|one| one.successor == communes[place].successor);
        parts.filter(|one| one.area == area).map(|one| one.hamlet_count).sum::<u32>()
    };
    let difficult = hamlets(AreaClass::EspeciallyDifficult) > hamlets(AreaClass::Ordinary);
    if difficult { AreaClass::EspeciallyDifficult } else { AreaClass::Ordinary }
}

fn remoteness(commune: &InventedCommune) -> i32 {
    if commune.is_ward() {
        return -1_000;
    }
    let district = match commune.district.as_ref() {
        "040" => -400,
        "051" => 100,
        "049" => 200,
        "047" | "053" => 250,
        "048" => 350,
        "045" | "052" => 400,
        "042" | "043" => 500,
        _ => 300,
    };
    if commune.town { district - 500 } else { district }
}

const ESPECIALLY_DIFFICULT: usize = 127;

/// The list for 2021 to 2025 began in the middle of 2021.
const FIRST_DAY: Date = date(2021, 6, 4);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::territory::invent_communes;

    #[test]
    fn towns_of_the_city_are_ordinary_and_127_communes_especially_difficult() {
        for seed in [1, 677] {
            let communes = invent_communes(seed).expect("the files are right");
            let difficult = |one: &&InventedCommune| one.area == AreaClass::EspeciallyDifficult;
            assert_eq!(communes.iter().filter(difficult).count(), 127);
            assert!(
                communes
                    .iter()
                    .filter(|one| one.is_ward() || &*one.district == "040")
                    .all(|one| !difficult(&one))
            );
        }
    }

    #[test]
    fn every_commune_of_every_day_since_2021_has_one_class() {
        let sample = Sample::new(677, 1).expect("a sample");
        let rows = sample.area_classes();
        assert_eq!(rows.len(), 161 + 56);
        let on = |day: Date| rows.iter().filter(move |row| row.span.holds(day)).count();
        assert_eq!((on(LAST_DAY_BEFORE), on(REORGANISATION)), (161, 56));
    }
}
