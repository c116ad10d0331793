use std::collections::{BTreeMap, BTreeSet};

use sohoc_rules::people::{BirthDate, EthnicGroup, NumberWarning, PersonName, PersonalNumber, Sex};

use super::*;
use crate::people::{Ethnic, Group, Occupation, shares};

/// FNV-1a: enough to see that two runs gave the same.
fn digest(sample: &Sample) -> u64 {
    let mut digest = 0xcbf2_9ce4_8422_2325;
    for person in sample.population() {
        let events: Vec<_> = (2023..=2026).map(|year| sample.life(&person, year)).collect();
        for byte in format!("{person:?}{events:?}{:?}", sample.conduct(&person, 2025)).bytes() {
            digest = (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    digest
}

#[test]
fn the_same_seed_gives_the_same_people_today_and_on_every_machine() {
    let sample = Sample::new(677, 2_000).expect("a sample");
    assert_eq!(digest(&sample), digest(&Sample::new(677, 2_000).expect("a sample")));
    assert_eq!(digest(&sample), DIGEST_OF_677);
    assert_ne!(digest(&sample), digest(&Sample::new(678, 2_000).expect("a sample")));
}

#[test]
fn any_person_can_be_asked_for_alone() {
    let sample = Sample::new(677, 5_000).expect("a sample");
    let all: Vec<InventedPerson> = sample.population().collect();
    assert_eq!(all.len(), 5_000);
    for (place, person) in all.iter().enumerate().rev() {
        assert_eq!(person.index as usize, place);
        assert_eq!(&sample.person(person.index), person);
    }
}

#[test]
fn four_hundred_thousand_people_have_as_many_numbers_and_none_can_be_real() {
    let sample = Sample::new(677, 400_000).expect("a sample");
    let (mut numbers, mut without) = (BTreeSet::new(), 0);
    for person in sample.population() {
        let Some(number) = person.number else {
            without += 1;
            continue;
        };
        assert!(number.len() == 12 && number.starts_with("000"));
        assert!(numbers.insert(number));
    }
    assert_eq!(numbers.len() + without, 400_000);
    assert!((11_000..13_000).contains(&without), "{without}");
}

#[test]
fn the_rules_accept_every_name_people_and_number() {
    let sample = Sample::new(5, 20_000).expect("a sample");
    for person in sample.population() {
        assert_eq!(PersonName::new(&person.name).map(|n| n.to_string()), Ok(person.name.clone()));
        assert!(EthnicGroup::new(person.ethnic.name()).is_ok());
        if let Some(number) = &person.number {
            let number = PersonalNumber::new(number).expect("twelve digits");
            assert_eq!(number.warnings(person.birth, person.sex), [NumberWarning::UnknownProvince]);
        }
    }
}

#[test]
fn hamlets_of_the_whole_province_have_40_to_900_adults() {
    let sample = Sample::new(677, 390_000).expect("a sample");
    assert!((1_440..=1_480).contains(&sample.hamlets().len()));
    let mut adults = vec![0u32; sample.hamlets().len()];
    for person in sample.population() {
        adults[person.hamlet] += u32::from(person.birth.is_adult(LIST_DAY, 18));
    }
    assert!(
        adults.iter().all(|count| (40..=900).contains(count)),
        "{:?} {:?}",
        adults.iter().min(),
        adults.iter().max()
    );
    let all: u32 = adults.iter().sum();
    assert!(all > 360_000, "{all}");
}

#[test]
fn peoples_sexes_and_ages_come_in_their_shares() {
    let sample = Sample::new(677, 60_000).expect("a sample");
    let (mut peoples, mut ages, mut men) = (BTreeMap::<Ethnic, u32>::new(), [0u32; 10], 0);
    for person in sample.population() {
        *peoples.entry(person.ethnic).or_default() += 1;
        let age = LIST_DAY.year() - 1 - person.birth.year();
        assert!((15..=95).contains(&age));
        ages[usize::try_from(age / 10).expect("at least 15")] += 1;
        men += u32::from(person.sex == Sex::Male);
    }
    for (ethnic, share) in shares().expect("the file is right") {
        let found = peoples[&ethnic] * 10_000 / 60_000;
        assert!(found.abs_diff(share) <= 130.min(share / 2), "{ethnic:?}: {found} instead of {share}");
    }
    assert!((27_500..32_500).contains(&men), "{men}");
    let (working, old) = (ages[2..6].iter().sum::<u32>(), ages[6..].iter().sum::<u32>());
    assert!((36_000..46_000).contains(&working) && (8_000..15_000).contains(&old), "{ages:?}");
    let pupils = ages[1];
    assert!((2_000..8_500).contains(&pupils), "{ages:?}");
    assert!(ages[2..6].iter().all(|decade| (6_500..14_000).contains(decade)), "{ages:?}");
}

#[test]
fn occupations_and_employers_are_those_of_a_farming_province() {
    let sample = Sample::new(677, 60_000).expect("a sample");
    let (mut groups, mut employed) = (BTreeMap::<Group, u32>::new(), 0);
    for person in sample.population() {
        *groups.entry(person.occupation.group()).or_default() += 1;
        let learns = matches!(person.occupation, Occupation::Pupil | Occupation::Student);
        employed += u32::from(person.organization.is_some() && !learns);
        if person.occupation.group() == Group::Staff {
            assert!(person.organization.is_some(), "{person:?}");
        }
    }
    assert!((6_300..8_100).contains(&employed), "{employed}");
    assert!((36_000..48_000).contains(&groups[&Group::Countryfolk]), "{groups:?}");
    assert!((2_000..6_000).contains(&groups[&Group::Learners]), "{groups:?}");
}

#[test]
fn only_the_old_are_on_record_by_the_year_alone() {
    let sample = Sample::new(677, 20_000).expect("a sample");
    let year_alone: Vec<BirthDate> =
        sample.population().map(|person| person.birth).filter(|birth| birth.month().is_none()).collect();
    assert!(year_alone.len() > 400 && year_alone.iter().all(|birth| birth.year() < 1976));
}

#[test]
fn names_of_hamlets_are_unique_until_communes_merge() {
    let sample = Sample::new(677, 1).expect("a sample");
    let (mut before, mut after, mut collisions) = (BTreeSet::new(), BTreeSet::new(), 0);
    for hamlet in sample.hamlets() {
        let commune = &sample.communes()[hamlet.commune];
        assert!(before.insert((commune.code.clone(), hamlet.name())), "{}", hamlet.name());
        collisions += u32::from(!after.insert((commune.successor_code.clone(), hamlet.name())));
    }
    assert!(collisions > 10, "{collisions}");
}

#[test]
fn the_territory_takes_all_hamlets_and_moves_them_with_their_communes() {
    use sohoc_rules::territory::{CsvText, Level, load};
    let sample = Sample::new(677, 1).expect("a sample");
    let units = CsvText { name: "units", text: sohoc_data::territory::CAO_BANG_UNITS };
    let successions = CsvText { name: "successions", text: sohoc_data::territory::CAO_BANG_SUCCESSIONS };
    let hamlets = sample.new_hamlets();
    let territory = load(units, successions).expect("right").with_hamlets(&hamlets).expect("fit");
    for day in [date(2024, 1, 1), date(2026, 1, 1)] {
        let map = territory.as_of(day);
        for (new, hamlet) in hamlets.iter().zip(sample.hamlets()) {
            let commune = map.ancestor(new.unit.id, Level::Commune).expect("lies in a commune");
            assert_eq!(commune.name.as_ref(), sample.communes()[hamlet.commune].name_on(day));
        }
    }
}

const DIGEST_OF_677: u64 = 10_272_506_714_440_398_453;
