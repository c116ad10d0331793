//! The real maps: Cao Bằng before and after 1 July 2025, and the nation, as tables.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::date;
use sohoc_data::territory::{CAO_BANG_SUCCESSIONS, CAO_BANG_UNITS, NATIONAL_SUCCESSIONS, NATIONAL_UNITS};

use super::*;
use crate::ids::UnitId;
use crate::time::Date;

pub(super) static CAO_BANG: LazyLock<Territory> =
    LazyLock::new(|| read(CAO_BANG_UNITS, CAO_BANG_SUCCESSIONS));
pub(super) static NATION: LazyLock<Territory> = LazyLock::new(|| read(NATIONAL_UNITS, NATIONAL_SUCCESSIONS));

pub(super) const BEFORE: Date = date(2025, 6, 30);
pub(super) const AFTER: Date = date(2025, 7, 1);
pub(super) const TODAY: Date = date(2026, 11, 23);

fn read(units: &str, successions: &str) -> Territory {
    load(CsvText { name: "units", text: units }, CsvText { name: "successions", text: successions }).unwrap()
}

pub(super) fn coded(territory: &Territory, level: Level, code: &str, day: Date) -> UnitId {
    territory.find_by_code(level, code, day).unwrap_or_else(|| panic!("no {level} {code} on {day}")).id
}

fn counts(map: &TerritoryAsOf) -> [usize; 4] {
    Level::ALL.map(|level| map.at_level(level).count())
}

#[test]
fn cao_bang_had_ten_districts_and_161_communes_and_has_56() {
    assert_eq!(CAO_BANG.units().len(), 228);
    assert_eq!(counts(&CAO_BANG.as_of(BEFORE)), [1, 10, 161, 0]);
    assert_eq!(counts(&CAO_BANG.as_of(AFTER)), [1, 0, 56, 0]);
}

#[test]
fn a_code_names_another_unit_on_another_day() {
    for (code, before, after) in [
        ("01273", "Phường Hợp Giang", "Phường Thục Phán"),
        ("01438", "Xã Ngọc Đào", "Xã Hà Quảng"),
        ("01351", "Xã Hưng Đạo", "Xã Hưng Đạo"),
    ] {
        let names = [BEFORE, AFTER].map(|day| CAO_BANG.find_by_code(Level::Commune, code, day).unwrap());
        assert_eq!([&*names[0].name, &*names[1].name], [before, after]);
        assert_ne!(names[0].id, names[1].id);
    }
}

#[test]
fn each_new_commune_is_made_of_whole_old_ones_161_in_all() {
    let old = CAO_BANG.as_of(BEFORE);
    let mut sources: BTreeMap<UnitId, Vec<UnitId>> = BTreeMap::new();
    for unit in old.at_level(Level::Commune) {
        let carried = CAO_BANG.carry(unit.id, BEFORE, TODAY);
        sources.entry(carried.whole().expect("whole")).or_default().push(unit.id);
    }
    let new = CAO_BANG.as_of(AFTER);
    assert_eq!(sources.len(), 56);
    assert_eq!(sources.values().map(Vec::len).sum::<usize>(), 161);
    for unit in new.at_level(Level::Commune) {
        let predecessors: Vec<UnitId> = CAO_BANG.predecessors(unit.id).map(|row| row.predecessor).collect();
        assert_eq!(predecessors.len(), sources[&unit.id].len(), "{}", unit.name);
        assert!(predecessors.iter().all(|id| sources[&unit.id].contains(id)), "{}", unit.name);
    }
}

#[test]
fn the_predecessors_of_new_communes_are_those_of_the_resolution() {
    for (code, predecessors) in [
        ("01273", ["Phường Sông Hiến", "Phường Hợp Giang", "Phường Đề Thám"].as_slice()),
        ("01438", &["Xã Ngọc Đào"]),
    ] {
        let unit = coded(&CAO_BANG, Level::Commune, code, AFTER);
        let names: Vec<&str> = CAO_BANG
            .predecessors(unit)
            .filter_map(|row| CAO_BANG.find(row.predecessor).map(|unit| &*unit.name))
            .collect();
        for name in predecessors {
            assert!(names.contains(name), "{code} {name}: {names:?}");
        }
    }
}

#[test]
fn the_tree_is_uneven_and_its_intervals_agree_with_its_paths() {
    for day in [BEFORE, AFTER] {
        let map = CAO_BANG.as_of(day);
        let root = map.roots().next().unwrap().id;
        assert_eq!(map.roots().count(), 1);
        assert_eq!(map.subtree(root).count(), map.len());
        for unit in map.units() {
            let path: Vec<UnitId> = map.path(unit.id).iter().map(|unit| unit.id).collect();
            assert_eq!(path.last(), Some(&unit.id));
            for other in map.units() {
                assert_eq!(map.contains(other.id, unit.id), path.contains(&other.id));
            }
        }
    }
    let commune = coded(&CAO_BANG, Level::Commune, "01273", BEFORE);
    assert_eq!(CAO_BANG.as_of(BEFORE).path(commune).len(), 3);
    assert_eq!(CAO_BANG.as_of(AFTER).path(commune).len(), 0);
}

#[test]
fn brothers_stand_by_code_or_in_vietnamese_order() {
    let map = CAO_BANG.as_of(AFTER);
    let root = map.roots().next().unwrap().id;
    let codes: Vec<&str> = map.children(root).map(|unit| &*unit.code).collect();
    assert!(codes.is_sorted() && codes.len() == 56);
    let names: Vec<&str> = map.children_by_name(root).iter().map(|unit| &*unit.short_name).collect();
    let place = |name: &str| names.iter().position(|known| *known == name).unwrap();
    assert!(place("Bạch Đằng") < place("Ca Thành") && place("Cốc Pàng") < place("Đàm Thủy"));
}

#[test]
fn a_district_lies_in_its_province_although_nothing_succeeded_it() {
    let district = coded(&CAO_BANG, Level::District, "040", BEFORE);
    let map = CAO_BANG.as_of(TODAY);
    assert_eq!(map.place(district, Level::Province), map.roots().next().map(|root| root.id));
    assert_eq!(map.place(district, Level::Commune), None);
    let carried = CAO_BANG.carry(district, BEFORE, TODAY);
    assert!(carried.parts.is_empty() && carried.unassigned.is_whole());
}

#[test]
fn facts_of_a_merged_commune_go_back_only_when_it_had_one_predecessor() {
    for unit in CAO_BANG.as_of(AFTER).at_level(Level::Commune) {
        let origins: Vec<UnitId> = CAO_BANG.predecessors(unit.id).map(|row| row.predecessor).collect();
        let back = CAO_BANG.carry(unit.id, TODAY, BEFORE);
        match origins[..] {
            [only] => assert_eq!(back.whole(), Some(only)),
            _ => {
                assert!(back.unassigned.is_whole() && back.parts.is_empty());
                assert_eq!(back.questions[0].candidates, origins);
            }
        }
    }
}

#[test]
fn the_nation_loads_with_every_count_of_the_catalogue() {
    let nation = &*NATION;
    assert_eq!(nation.units().len(), 14_163);
    assert_eq!(nation.rows().successions.len(), 10_679);
    assert_eq!(counts(&nation.as_of(BEFORE)), [63, 696, 10_035, 0]);
    assert_eq!(counts(&nation.as_of(AFTER)), [34, 0, 3_321, 0]);
    assert_eq!(counts(&nation.as_of(TODAY)), [34, 0, 3_321, 0]);
    assert!(nation.as_of(TODAY).roots().all(|unit| unit.level == Level::Province));
}

#[test]
fn cao_bang_is_the_same_in_both_files() {
    for unit in CAO_BANG.units() {
        let national = NATION.find(unit.id).expect("in the national file");
        assert_eq!((&unit.code, unit.span), (&national.code, national.span));
    }
}

#[test]
fn communes_of_provinces_that_became_cities_change_parent_but_not_code() {
    for (code, last_of_province) in
        [("22", date(2026, 8, 23)), ("24", date(2026, 8, 23)), ("75", date(2026, 4, 29))]
    {
        let (before, after) =
            (NATION.as_of(last_of_province), NATION.as_of(last_of_province.tomorrow().unwrap()));
        let province = before.find_by_code(Level::Province, code).unwrap();
        let city = after.find_by_code(Level::Province, code).unwrap();
        assert_ne!(province.id, city.id);
        assert_eq!((&*province.kind, &*city.kind), ("tỉnh", "thành phố trực thuộc trung ương"));
        let same =
            before.children(province.id).filter(|unit| after.parent(unit.id).map(|p| p.id) == Some(city.id));
        let changed = after.children(city.id).count() - same.count();
        assert!(changed <= 12, "only the 22 that became phường in 2026: {changed}");
        assert_eq!(before.children(province.id).count(), after.children(city.id).count());
    }
}

#[test]
fn a_split_commune_is_a_question_among_communes_and_none_among_provinces() {
    let today = NATION.as_of(TODAY);
    let mut split = 0;
    for unit in NATION.as_of(BEFORE).at_level(Level::Commune) {
        let carried = NATION.carry(unit.id, BEFORE, TODAY);
        if carried.unassigned.is_none() {
            assert!(carried.whole().is_some());
            continue;
        }
        split += 1;
        assert!(carried.unassigned.is_whole() && !carried.questions[0].candidates.is_empty());
        assert!(today.place(unit.id, Level::Province).is_some(), "{}", unit.name);
    }
    assert_eq!(split, 603);
}

#[test]
fn the_whole_nation_with_its_hamlets_rolls_up_to_provinces_under_both_maps() {
    let hamlets = ninety_thousand_hamlets(&NATION.as_of(TODAY));
    let nation = NATION.with_hamlets(&hamlets).unwrap();
    assert_eq!(nation.as_of(TODAY).at_level(Level::Hamlet).count(), 89_667);
    for day in [BEFORE, TODAY] {
        let projection = Projection::new(&nation, TODAY, day, Level::Province);
        let mut rows = vec![0; projection.rows().len()];
        let unassigned: i64 = hamlets.iter().map(|row| projection.add(row.unit.id, 1, &mut rows)).sum();
        assert_eq!(rows.iter().sum::<i64>() + unassigned, 89_667);
        assert!(day == BEFORE || unassigned == 0);
    }
}

/// Twenty-seven in each commune of today, as many as the country has.
fn ninety_thousand_hamlets(map: &TerritoryAsOf) -> Vec<NewHamlet> {
    let communes = map.at_level(Level::Commune);
    communes
        .flat_map(|commune| {
            (1..=27).map(|number| {
                let id = id_from_key(&format!("{}/{number}", commune.id));
                let unit = Unit::hamlet(id, "", "thôn", &number.to_string(), commune.span);
                NewHamlet { unit, communes: vec![commune.id] }
            })
        })
        .collect()
}
