//! Finding people by name.

use std::collections::BTreeSet;

use sohoc_ledger::people::{self, NewPerson, NewResidence, Scope};
use sohoc_rules::ids::UnitId;
use sohoc_rules::vietnamese::NameQuery;

use crate::support::{Ledger, Place, World, day, id, person};

const NAMES: [&str; 8] = [
    "Triệu Văn An",
    "Hoàng Thị Ân",
    "Bàn Văn Ân",
    "Nông Thị Hà",
    "Nông Thị Hạ",
    "Nông Thị Hạnh",
    "Hà Thị Nông",
    "Đàm Đức",
];

fn live(ledger: &Ledger, people: &[NewPerson], unit: u32) {
    let home = |row: &NewPerson| NewResidence { person: row.id, unit: id(unit), from: day("2020-01-01") };
    let homes: Vec<NewResidence> = people.iter().map(home).collect();
    ledger.write(|writer| {
        people::add(writer, people)?;
        people::add_residences(writer, &homes)
    });
}

fn found(ledger: &Ledger, scope: &Scope, typed: &str) -> Vec<String> {
    let query = NameQuery::new(typed);
    let found = ledger.read(|reader| people::search(reader, scope, &query, 20));
    found.into_iter().map(|one| one.name).collect()
}

fn only(unit: u32) -> Scope {
    Scope::Units(BTreeSet::from([UnitId::from_uuid(id(unit))]))
}

pub fn names_are_found_in_vietnamese_order(ledger: &Ledger) {
    World::new(ledger);
    let rows: Vec<NewPerson> =
        (2_000..).zip(NAMES.into_iter().rev()).map(|(number, name)| person(number, name)).collect();
    live(ledger, &rows, Place::OTHER_HAMLET);
    let there = only(Place::OTHER_HAMLET);
    let all = |typed| found(ledger, &there, typed);
    assert_eq!(all("an"), ["Triệu Văn An", "Bàn Văn Ân", "Hoàng Thị Ân"]);
    assert_eq!(all("ân"), ["Bàn Văn Ân", "Hoàng Thị Ân", "Triệu Văn An"]);
    assert_eq!(all("nong thi ha"), ["Nông Thị Hà", "Nông Thị Hạ"]);
    assert_eq!(all("nông thị hạ"), ["Nông Thị Hạ", "Nông Thị Hà"]);
    assert_eq!(all("NÔNG HẠNH"), ["Nông Thị Hạnh"]);
    assert_eq!(all("hà thị"), ["Hà Thị Nông"]);
    assert_eq!(all("dam du"), ["Đàm Đức"]);
    assert_eq!(all("nong han"), ["Nông Thị Hạnh"]);
    assert_eq!(all(""), [""; 0]);
    assert_eq!(all("%"), [""; 0]);
    assert_eq!(found(ledger, &only(Place::COMMUNE), "an"), [""; 0]);
    // The small world has a namesake in the other hamlet.
    assert_eq!(found(ledger, &Scope::All, "triệu an"), ["Triệu Văn An", "Triệu Văn An"]);
    let first = ledger.read(|reader| people::search(reader, &Scope::All, &NameQuery::new("triệu an"), 1));
    assert_eq!(first.len(), 1);
    assert_eq!((first[0].birth_year, first[0].unit), (1980, Some(UnitId::from_uuid(id(Place::HAMLET)))));
}

/// More bearers of a name than the index is asked for, so that those of one hamlet may not be among them.
pub fn a_search_in_few_units_reads_them_when_the_index_gives_too_much(ledger: &Ledger) {
    World::new(ledger);
    let crowd: Vec<NewPerson> = (0..3_000).map(|number| person(20_000 + number, "An")).collect();
    live(ledger, &crowd, Place::OTHER_HAMLET);
    assert_eq!(found(ledger, &only(Place::HAMLET), "an"), ["Triệu Văn An"]);
    assert_eq!(found(ledger, &only(Place::OTHER_HAMLET), "an").len(), 20);
}
