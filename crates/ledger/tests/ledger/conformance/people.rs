//! People, where they live and work, and merges.

use std::collections::BTreeSet;

use sohoc_ledger::db::{Day, Fault};
use sohoc_ledger::dossier;
use sohoc_ledger::people::{self, LikeKey, MergeRow, NewPerson, NewResidence, PersonRow, RosterRow, Scope};
use sohoc_rules::ids::{PersonId, RoundId, UnitId};
use uuid::Uuid;

use crate::support::{Ledger, People, Place, World, day, dossier as draft, id, person, text_of};

fn facts(ledger: &Ledger, number: u32) -> Option<PersonRow> {
    ledger.read(|reader| people::facts(reader, &Scope::All, &[PersonId::from_uuid(id(number))])).remove(0)
}

/// As somebody of the small world is read back.
fn on_record(number: u32, name: &str) -> PersonRow {
    PersonRow {
        id: id(number),
        name: name.to_owned(),
        sex: 2,
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        number_hash: None,
        life_status: 1,
        died_on: None,
        merged_into: None,
        ethnic_group: None,
        unit: Some(id(Place::HAMLET)),
        organization: None,
    }
}

pub fn a_person_comes_back_as_it_was_given(ledger: &Ledger) {
    World::new(ledger);
    let full = NewPerson {
        sex: 1,
        birth_year: 1954,
        birth_month: Some(2),
        birth_day: Some(29),
        number_hash: Some(vec![0, 1, 255]),
        number_sealed: Some(vec![1; 60]),
        ..person(1_010, "Lò Văn Ơi")
    };
    ledger.write(|writer| {
        assert_eq!(people::add(writer, std::slice::from_ref(&full))?, [true]);
        people::add_ethnicities(writer, &[(id(1_010), "Thái".to_owned(), 2)])?;
        people::add_ethnicities(writer, &[(id(1_010), "Lô Lô".to_owned(), 2)])
    });
    let expected = PersonRow {
        sex: 1,
        birth_year: 1954,
        birth_month: Some(2),
        birth_day: Some(29),
        number_hash: Some(vec![0, 1, 255]),
        ethnic_group: Some("Lô Lô".to_owned()),
        unit: None,
        ..on_record(1_010, "Lò Văn Ơi")
    };
    assert_eq!(facts(ledger, 1_010), Some(expected.clone()));

    let renamed = NewPerson { number_hash: None, number_sealed: None, ..person(1_010, "Lò Ơi") };
    ledger.write(|writer| {
        people::set_facts(writer, std::slice::from_ref(&renamed))?;
        people::set_life(writer, &[(id(1_010), 2, Some(day("2025-02-28")))])
    });
    let kept_number = PersonRow {
        name: "Lò Ơi".to_owned(),
        sex: 2,
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        life_status: 2,
        died_on: Some(day("2025-02-28")),
        ..expected
    };
    assert_eq!(facts(ledger, 1_010), Some(kept_number));
    let sealed =
        |number| ledger.read(|reader| people::number_sealed(reader, PersonId::from_uuid(id(number))));
    assert_eq!([sealed(1_010), sealed(People::HA), sealed(99)], [Some(vec![1; 60]), None, None]);
    let unknown = ledger.store.write(|writer| people::set_life(writer, &[(id(99), 1, None)]));
    assert!(matches!(unknown, Err(Fault::RowCount { changed: 0, .. })));
}

pub fn a_known_personal_number_is_not_added_twice(ledger: &Ledger) {
    World::new(ledger);
    let numbered =
        |number, hash: u8| NewPerson { number_hash: Some(vec![hash; 16]), ..person(number, "Lý Sáy") };
    let rows = [numbered(1_010, 1), numbered(1_011, 2), numbered(1_012, 1), person(1_013, "Lý Sáy")];
    assert_eq!(ledger.write(|writer| people::add(writer, &rows)), [true, true, false, true]);
    let hashes = [vec![2; 16], vec![3; 16], vec![1; 16]];
    let found = ledger.read(|reader| people::find_by_number(reader, &hashes));
    assert_eq!(
        found,
        [Some(1_011), None, Some(1_010)].map(|one| one.map(|number| PersonId::from_uuid(id(number))))
    );
    let taken = ledger.store.write(|writer| people::set_facts(writer, &[numbered(1_011, 1)]));
    assert!(matches!(taken, Err(Fault::Constraint(name)) if name == "person_number_once"));
}

pub fn a_likeness_leads_to_the_record_that_stands(ledger: &Ledger) {
    World::new(ledger);
    let like = |name: &str, year, unit| {
        let name_fold = name.to_owned();
        let (birth_month, birth_day) = (None, None);
        let key = [LikeKey { name_fold, birth_year: year, birth_month, birth_day, unit: id(unit) }];
        ledger.read(|reader| people::find_like(reader, &key)).remove(0)
    };
    let found = |number| Some(PersonId::from_uuid(id(number)));
    assert_eq!(like("nong thi ha", 1980, Place::HAMLET), found(People::HA));
    assert_eq!(like("nong thi ha", 1981, Place::HAMLET), None);
    let key = |name: &str| LikeKey {
        name_fold: name.to_owned(),
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        unit: id(Place::HAMLET),
    };
    let unnumbered =
        ledger.read(|reader| people::find_like_without_number(reader, &[key("nong thi ha"), key("nobody")]));
    assert_eq!(unnumbered, [found(People::HA), None]);
    assert_eq!(like("nong thi ha", 1980, Place::OTHER_HAMLET), None);

    // A namesake with a number: the one without it is the likelier same person.
    let numbered = NewPerson { number_hash: Some(vec![1; 16]), ..person(900, "Nông Thị Hà") };
    ledger.write(|writer| {
        people::add(writer, std::slice::from_ref(&numbered))?;
        let home = NewResidence { person: id(900), unit: id(Place::HAMLET), from: day("2020-01-01") };
        people::add_first_residences(writer, &[home])
    });
    assert_eq!(like("nong thi ha", 1980, Place::HAMLET), found(People::HA));
    let merge = MergeRow {
        id: id(60),
        kept: id(People::AN),
        merged: id(People::HA),
        at: Ledger::at(1),
        before: String::new(),
    };
    ledger.write(|writer| people::merge(writer, &merge));
    assert_eq!(like("nong thi ha", 1980, Place::HAMLET), found(900));
    ledger.write(|writer| people::merge(writer, &MergeRow { id: id(61), merged: id(900), ..merge.clone() }));
    assert_eq!(like("nong thi ha", 1980, Place::HAMLET), found(People::AN));
}

pub fn homes_and_employments_end_on_their_day(ledger: &Ledger) {
    World::new(ledger);
    let school = id(Place::SCHOOL);
    ledger.write(|writer| {
        people::close_residences(
            writer,
            &[(id(People::HA), day("2025-06-30")), (id(99), day("2025-06-30"))],
        )?;
        let moved = |unit, from| NewResidence { person: id(People::HA), unit: id(unit), from: day(from) };
        // A home that was not closed before is replaced: nobody has two.
        let homes = [moved(Place::HAMLET, "2025-07-01"), moved(Place::OTHER_HAMLET, "2025-09-01")];
        people::add_residences(writer, &homes)?;
        // Nobody leaves before having come.
        people::close_residences(writer, &[(id(People::HA), day("2025-06-29"))])?;
        let job = |position: &str| [(id(People::HA), school, day("2024-08-15"), position.to_owned())];
        people::add_employments(writer, &job("giáo viên"))?;
        people::add_employments(writer, &job("hiệu trưởng"))
    });
    let expected = PersonRow {
        unit: Some(id(Place::OTHER_HAMLET)),
        organization: Some(school),
        ..on_record(People::HA, "Nông Thị Hà")
    };
    assert_eq!(facts(ledger, People::HA), Some(expected.clone()));
    assert_eq!(ledger.value("select position from employment"), "hiệu trưởng");
    let end = || {
        let rows = [(id(People::HA), school, day("2026-01-01"))];
        ledger.store.write(|writer| people::close_employment(writer, &rows))
    };
    end().expect("the employment runs");
    assert_eq!(facts(ledger, People::HA), Some(PersonRow { organization: None, ..expected }));
    assert!(matches!(end(), Err(Fault::RowCount { changed: 0, .. })));
    assert_eq!(
        text_of(ledger, "residence", "valid_from"),
        ["2020-01-01", "2020-01-01", "2020-01-01", "2025-07-01"]
    );
    let residents = |unit| ledger.read(|reader| people::residents(reader, UnitId::from_uuid(id(unit))));
    assert_eq!(residents(Place::HAMLET), [id(People::AN), id(People::DUC)]);
    assert_eq!(residents(Place::OTHER_HAMLET), [id(People::HA)]);
}

pub fn a_merge_can_be_undone(ledger: &Ledger) {
    let world = World::new(ledger);
    let row = MergeRow {
        id: id(60),
        kept: id(People::HA),
        merged: id(People::AN),
        at: Ledger::at(1),
        before: r#"{"tên":"Nông Thị Hà"}"#.to_owned(),
    };
    ledger.write(|writer| {
        dossier::add(writer, &[draft(12_000, People::AN)])?;
        people::merge(writer, &row)
    });
    let merged = PersonId::from_uuid(row.merged);
    assert_eq!(ledger.read(|reader| people::find_merge(reader, merged)), Some(row.clone()));
    let gone_in = || ledger.read(|reader| people::merged_into(reader, PersonId::from_uuid(row.kept)));
    assert_eq!(gone_in(), [(merged, "Triệu Văn An".to_owned(), row.at)]);
    assert_eq!(facts(ledger, People::AN).and_then(|one| one.merged_into), Some(row.kept));
    let twice = ledger.store.write(|writer| people::merge(writer, &MergeRow { id: id(61), ..row.clone() }));
    assert!(matches!(twice, Err(Fault::RowCount { changed: 0, .. })));
    let hanging = ledger.read(|reader| people::titles_and_dossiers(reader, merged));
    assert_eq!(hanging, [(id(12_000), world.round, 10, 2026)] as [(Uuid, RoundId, i64, i64); 1]);

    ledger.write(|writer| people::undo(writer, &row, Ledger::at(2)));
    assert_eq!(ledger.read(|reader| people::find_merge(reader, merged)), None);
    assert_eq!(gone_in(), []);
    assert_eq!(facts(ledger, People::AN), Some(on_record(People::AN, "Triệu Văn An")));
    let again = ledger.store.write(|writer| people::undo(writer, &row, Ledger::at(3)));
    assert!(matches!(again, Err(Fault::RowCount { changed: 0, .. })));
}

pub fn the_roster_holds_who_lived_there_and_was_alive_on_the_day(ledger: &Ledger) {
    World::new(ledger);
    ledger.write(|writer| {
        people::close_residences(writer, &[(id(People::HA), day("2025-06-30"))])?;
        people::set_life(writer, &[(id(People::AN), 2, Some(day("2025-03-01")))])?;
        people::add_ethnicities(writer, &[(id(People::AN), "Tày".to_owned(), 2)])
    });
    let on = |text: &str| {
        let mut rows = Vec::new();
        ledger.read(|reader| {
            people::roster(reader, day(text).0, |row| {
                rows.push(row);
                Ok(())
            })
        });
        rows
    };
    let row = |number, ethnic_class| RosterRow {
        person: id(number),
        sex: 2,
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        unit: id(Place::HAMLET),
        ethnic_class,
    };
    assert_eq!(on("2019-12-31"), []);
    assert_eq!(on("2025-03-01"), [row(People::HA, 0), row(People::AN, 2), row(People::DUC, 0)]);
    assert_eq!(on("2025-03-02"), [row(People::HA, 0), row(People::DUC, 0)]);
    assert_eq!(on("2025-07-01"), [row(People::DUC, 0)]);

    let stopped = ledger.store.read(|reader| {
        people::roster(reader, day("2025-03-01").0, |_| Err(Fault::broken("person", "sex", 9)))
    });
    assert!(matches!(stopped, Err(Fault::Unreadable { column, .. }) if column == "person.sex"));
    // The connection is whole after an answer that was not read to its end.
    assert_eq!(on("2025-07-01").len(), 1);
}

pub fn nobody_outside_the_scope_is_told_of(ledger: &Ledger) {
    World::new(ledger);
    ledger.write(|writer| {
        people::add(writer, &[person(1_010, "Lý Sáy")])?;
        people::close_residences(writer, &[(id(People::HA), Day(day("2025-06-30").0))])?;
        let moved =
            NewResidence { person: id(People::HA), unit: id(Place::COMMUNE), from: day("2025-07-01") };
        people::add_residences(writer, &[moved])
    });
    let asked = [People::HA, People::AN, 1_010, 99].map(|number| PersonId::from_uuid(id(number)));
    let hamlet = Scope::Units(BTreeSet::from([UnitId::from_uuid(id(Place::HAMLET))]));
    let seen = |scope| {
        let rows = ledger.read(|reader| people::facts(reader, scope, &asked));
        rows.into_iter().map(|row| row.is_some()).collect::<Vec<_>>()
    };
    assert_eq!(seen(&Scope::All), [true, true, true, false]);
    assert_eq!(seen(&hamlet), [false, true, false, false]);
    assert_eq!(seen(&Scope::Units(BTreeSet::new())), [false; 4]);
}

pub fn two_who_are_alike_are_kept_apart_until_that_is_undone(ledger: &Ledger) {
    let world = World::new(ledger);
    let twin = 1_010;
    ledger.write(|writer| {
        people::add(writer, &[person(twin, "Nông Thị Hà")])?;
        let home = NewResidence { person: id(twin), unit: id(Place::HAMLET), from: day("2020-01-01") };
        people::add_first_residences(writer, &[home])?;
        let waiting = dossier::DossierRow { state: 20, ..draft(12_000, People::HA) };
        dossier::add(writer, &[waiting])
    });
    let (ha, other) = (PersonId::from_uuid(id(People::HA)), PersonId::from_uuid(id(twin)));
    let seen = || {
        let unit = UnitId::from_uuid(id(Place::HAMLET));
        let pairs = ledger.read(|reader| dossier::suspects(reader, &Scope::All, &[unit], None, 50)).len();
        let keys = [People::HA, twin].map(|number| (id(number), id(Place::HAMLET), world.round.uuid()));
        let namesakes = ledger.read(|reader| dossier::namesakes(reader, &keys));
        (pairs, namesakes[0].here, namesakes[1].here)
    };
    assert_eq!(seen(), (1, 1, 1));
    let names = [("nong thi ha".to_owned(), 1980), ("nobody".to_owned(), 1980)];
    let waiting = ledger.read(|reader| dossier::list_of_namesakes(reader, &names));
    assert_eq!(waiting, [(world.round, sohoc_rules::ids::DossierId::from_uuid(id(12_000)))]);
    assert_eq!(ledger.read(|reader| people::list_namesakes(reader, "nong thi ha", 1980)), [ha, other]);

    let row = people::ApartRow {
        one: id(twin),
        other: id(People::HA),
        reason: Some("hai chị em họ".to_owned()),
        at: Ledger::at(3),
        by: None,
        entry: id(70),
    };
    let keep = || ledger.write(|writer| people::keep_apart(writer, std::slice::from_ref(&row)));
    assert_eq!([keep(), keep()], [[true], [false]]);
    assert_eq!(seen(), (0, 0, 0));
    for (one, apart) in [(ha, other), (other, ha)] {
        let found = ledger.read(|reader| people::apart_from(reader, one));
        assert_eq!(found, [(apart, row.reason.clone(), row.at)]);
    }
    let forget = || ledger.write(|writer| people::forget_apart(writer, ha, other));
    assert_eq!([forget(), forget()], [true, false]);
    assert_eq!(seen(), (1, 1, 1));
}
