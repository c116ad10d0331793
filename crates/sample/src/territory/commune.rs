//! The communes of before the reorganisation, as the sample sees them.

use sohoc_data::territory::{CAO_BANG_SUCCESSIONS, CAO_BANG_UNITS};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{AreaClass, CsvText, Level, Territory, Unit, load};
use sohoc_rules::time::Date;

use super::{LAST_DAY_BEFORE, REORGANISATION, area};
use crate::SampleError;
use crate::chance::{Chance, Stream};

/// A commune of before 1 July 2025: a real one, with what the sample makes up about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InventedCommune {
    /// The unit.
    pub unit: UnitId,
    /// Its code, valid until 30 June 2025.
    pub code: Box<str>,
    /// Its full name: `Xã Ngọc Đào`.
    pub name: Box<str>,
    /// Its name without the kind.
    pub short_name: Box<str>,
    /// The code of its district.
    pub district: Box<str>,
    /// The name of its district without the kind.
    pub district_name: Box<str>,
    /// Whether it is a ward or a town.
    pub town: bool,
    /// Whether the offices of its district stand here.
    pub seat: bool,
    /// The unit it became part of on 1 July 2025.
    pub successor: UnitId,
    /// The full name of that unit.
    pub successor_name: Box<str>,
    /// The code of that unit.
    pub successor_code: Box<str>,
    /// Its class until 30 June 2025. Which communes are especially difficult is made up, how many is not.
    pub area: AreaClass,
    /// The class of its successor since 1 July 2025.
    pub successor_area: AreaClass,
    /// How many hamlets.
    pub hamlet_count: u32,
}

impl InventedCommune {
    /// The class of the area on a day.
    #[must_use]
    pub fn area_on(&self, day: Date) -> AreaClass {
        if day < REORGANISATION { self.area } else { self.successor_area }
    }

    /// The full name of the commune of its people on a day.
    #[must_use]
    pub fn name_on(&self, day: Date) -> &str {
        if day < REORGANISATION { &self.name } else { &self.successor_name }
    }

    /// Whether it is a ward of the city.
    pub(crate) fn is_ward(&self) -> bool {
        self.name.starts_with("Phường")
    }
}

/// The real communes in order of their codes, with hamlet counts and area classes made up.
pub(crate) fn invent_communes(seed: u64) -> Result<Vec<InventedCommune>, SampleError> {
    let territory = load(
        CsvText { name: "territory/admin-units.csv", text: CAO_BANG_UNITS },
        CsvText { name: "territory/unit-successions.csv", text: CAO_BANG_SUCCESSIONS },
    )?;
    let map = territory.as_of(LAST_DAY_BEFORE);
    let mut communes = Vec::new();
    for unit in map.at_level(Level::Commune) {
        let district = map.parent(unit.id).ok_or_else(|| incomplete(unit, "has no district"))?;
        let successor = successor(&territory, unit)?;
        communes.push(InventedCommune {
            unit: unit.id,
            code: unit.code.clone(),
            name: unit.name.clone(),
            short_name: unit.short_name.clone(),
            district: district.code.clone(),
            district_name: district.short_name.clone(),
            town: unit.kind.as_ref() != "xã",
            seat: SEATS.contains(&unit.code.as_ref()),
            successor: successor.id,
            successor_name: successor.name.clone(),
            successor_code: successor.code.clone(),
            area: AreaClass::Ordinary,
            successor_area: AreaClass::Ordinary,
            hamlet_count: 0,
        });
    }
    communes.sort_by(|one, other| one.code.cmp(&other.code));
    count_hamlets(seed, &mut communes);
    area::classify(seed, &mut communes);
    Ok(communes)
}

fn successor<'a>(territory: &'a Territory, unit: &Unit) -> Result<&'a Unit, SampleError> {
    let followed = territory.successors(unit.id).next().and_then(|row| territory.find(row.successor));
    followed.ok_or_else(|| incomplete(unit, "has no successor"))
}

fn incomplete(unit: &Unit, what: &str) -> SampleError {
    let reason = format!("{} ({}) {what}", unit.name, unit.code);
    SampleError::Data { file: "territory/unit-successions.csv", line: 1, reason }
}

/// Deals all hamlets out by weight, so that they always add up.
fn count_hamlets(seed: u64, communes: &mut [InventedCommune]) {
    let weight = |place: usize, commune: &InventedCommune| {
        let mut chance = Chance::new(seed, Stream::Commune, place as u64, 0);
        let drawn = if commune.is_ward() { chance.between(120, 150) } else { chance.between(70, 110) };
        drawn.unsigned_abs()
    };
    let weights: Vec<u32> = communes.iter().enumerate().map(|(place, one)| weight(place, one)).collect();
    let (total, mut sum, mut dealt) = (weights.iter().sum::<u32>(), 0, 0);
    for (commune, weight) in communes.iter_mut().zip(weights) {
        sum += weight;
        let upto = HAMLETS * sum / total.max(1);
        commune.hamlet_count = upto - dealt;
        dealt = upto;
    }
}

/// Xóm and tổ dân phố after the mergers of 2019 and 2020, about 1,462 by memory; 1,241 digital teams in 2025
/// is the nearest count that was published.
const HAMLETS: u32 = 1_460;

/// Where the district offices stood: Hợp Giang for the city, the town of the same name or its like for the rest.
const SEATS: [&str; 10] =
    ["01273", "01290", "01321", "01392", "01477", "01558", "01576", "01654", "01726", "01786"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_communes_are_the_161_of_before_with_a_successor_each() {
        let communes = invent_communes(1).expect("the files are right");
        assert_eq!(communes.len(), 161);
        assert_eq!(communes.iter().filter(|one| one.is_ward()).count(), 8);
        assert_eq!(communes.iter().filter(|one| one.town).count(), 22);
        let mut successors: Vec<&str> = communes.iter().map(|one| one.successor_code.as_ref()).collect();
        successors.sort_unstable();
        successors.dedup();
        assert_eq!(successors.len(), 56);
    }

    #[test]
    fn every_district_has_one_seat_and_every_commune_some_hamlets() {
        let communes = invent_communes(1).expect("the files are right");
        let mut seats: Vec<&str> =
            communes.iter().filter(|one| one.seat).map(|one| one.district.as_ref()).collect();
        seats.sort_unstable();
        seats.dedup();
        assert_eq!(seats.len(), 10);
        assert_eq!(communes.iter().map(|one| one.hamlet_count).sum::<u32>(), HAMLETS);
        assert!(communes.iter().all(|one| (5..=20).contains(&one.hamlet_count)));
    }
}
