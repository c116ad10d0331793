//! Lists that leave the ledger: people and dossiers of a place, in the order of names.

use std::collections::BTreeSet;

use sohoc_ledger::dossier::{self, DossierRow, ListedDossier};
use sohoc_ledger::people::{self, ListedPerson, NewPerson, Scope};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};

use crate::support::{Ledger, People, Place, World, day, dossier as draft, id, organization, person};

fn hamlet() -> UnitId {
    UnitId::from_uuid(id(Place::HAMLET))
}

fn elsewhere() -> Scope {
    Scope::Units(BTreeSet::from([UnitId::from_uuid(id(Place::OTHER_HAMLET))]))
}

fn residents(ledger: &Ledger, scope: &Scope) -> Vec<ListedPerson> {
    let mut rows = Vec::new();
    ledger.read(|reader| {
        people::list_residents(reader, scope, hamlet(), |row| {
            rows.push(row);
            Ok(())
        })
    });
    rows
}

fn homeless(ledger: &Ledger, scope: &Scope) -> Vec<ListedPerson> {
    let mut rows = Vec::new();
    ledger.read(|reader| {
        people::list_homeless(reader, scope, |row| {
            rows.push(row);
            Ok(())
        })
    });
    rows
}

fn listed(number: u32, name: &str) -> ListedPerson {
    ListedPerson {
        id: PersonId::from_uuid(id(number)),
        name: name.to_owned(),
        sex: 2,
        birth_year: 1980,
        birth_month: None,
        birth_day: None,
        number_sealed: None,
        ethnic_group: None,
        organization: None,
        position: None,
    }
}

pub fn people_of_a_place_are_listed_once_each_with_the_newest_employer(ledger: &Ledger) {
    World::new(ledger);
    let numbered = NewPerson {
        birth_month: Some(3),
        birth_day: Some(8),
        number_hash: Some(vec![1; 16]),
        number_sealed: Some(vec![2; 60]),
        ..person(1_010, "Lý Sáy")
    };
    ledger.write(|writer| {
        let office = organization(101, "Ủy ban nhân dân");
        sohoc_ledger::organizations::add(writer, &[office])?;
        let job = |place: u32, from: &str, position: &str| {
            (id(People::AN), id(place), day(from), position.to_owned())
        };
        let jobs = [job(101, "2024-01-01", "kế toán"), job(Place::SCHOOL, "2025-01-01", "giáo viên")];
        people::add_employments(writer, &jobs)?;
        people::add_ethnicities(writer, &[(id(People::AN), "Tày".to_owned(), 2)])?;
        people::add_ethnicities(writer, &[(id(People::HA), "Nùng".to_owned(), 2)])?;
        people::remove_ethnicity(writer, id(People::HA))?;
        people::add(writer, &[person(1_011, "Bế Ích"), numbered.clone()])
    });
    let teacher = ListedPerson {
        ethnic_group: Some("Tày".to_owned()),
        organization: Some("Trường Tiểu học Đàm Thủy".to_owned()),
        position: Some("giáo viên".to_owned()),
        ..listed(People::AN, "Triệu Văn An")
    };
    let expected = [teacher, listed(People::DUC, "Đàm Đức"), listed(People::HA, "Nông Thị Hà")];
    assert_eq!(residents(ledger, &Scope::All), expected);
    assert_eq!(residents(ledger, &Scope::Units(BTreeSet::from([hamlet()]))), expected);
    assert_eq!(residents(ledger, &elsewhere()), []);
    let mut staff = Vec::new();
    ledger.read(|reader| {
        people::list_staff(reader, OrganizationId::from_uuid(id(Place::SCHOOL)), |home, person| {
            staff.push((home, person));
            Ok(())
        })
    });
    assert_eq!(staff, [(Some(hamlet()), expected[0].clone())]);
    let counted = ledger.read(people::count_residents);
    assert!(counted.contains(&(hamlet(), 3)), "{counted:?}");

    let sealed = ListedPerson {
        birth_month: Some(3),
        birth_day: Some(8),
        number_sealed: Some(vec![2; 60]),
        ..listed(1_010, "Lý Sáy")
    };
    let without_home = |sealed| [listed(1_011, "Bế Ích"), sealed];
    assert_eq!(homeless(ledger, &Scope::All), without_home(sealed.clone()));
    assert_eq!(homeless(ledger, &elsewhere()), []);
    ledger.write(|writer| people::set_number(writer, id(1_010), None, None));
    let without_number = ListedPerson { number_sealed: None, ..sealed };
    assert_eq!(homeless(ledger, &Scope::All), without_home(without_number));
    ledger.write(|writer| people::set_number(writer, id(1_011), Some(&[1; 16]), Some(&[3])));
    let found = ledger.read(|reader| people::find_by_number(reader, &[vec![1; 16]]));
    assert_eq!(found, [Some(PersonId::from_uuid(id(1_011)))]);
}

pub fn dossiers_of_a_place_are_listed_in_the_order_of_names(ledger: &Ledger) {
    let world = World::new(ledger);
    let at_work = DossierRow {
        organization: Some(id(Place::SCHOOL)),
        self_scores: Some(vec![8; 10]),
        ..draft(12_000, People::HA)
    };
    let rows = [at_work, draft(12_001, People::DUC), draft(12_002, People::AN)];
    ledger.write(|writer| {
        people::add_ethnicities(writer, &[(id(People::AN), "Tày".to_owned(), 2)])?;
        dossier::add(writer, &rows)
    });
    let dossiers = |numbers: &[u32]| -> Vec<DossierId> {
        numbers.iter().map(|number| DossierId::from_uuid(id(*number))).collect()
    };
    let (round, school) = (world.round, OrganizationId::from_uuid(id(Place::SCHOOL)));
    let here = |state| ledger.read(|reader| dossier::annex_of_unit(reader, round, hamlet(), state));
    assert_eq!([here(10), here(20)], [dossiers(&[12_002, 12_001]), vec![]]);
    let all = ledger.read(|reader| dossier::list_at_unit(reader, round, hamlet()));
    let all: Vec<DossierId> = all.into_iter().map(|(dossier, ..)| dossier).collect();
    assert_eq!(all, dossiers(&[12_002, 12_001, 12_000]), "on both tracks");
    let there = ledger.read(|reader| dossier::annex_of_organization(reader, round, school, 10));
    assert_eq!(there, dossiers(&[12_000]));

    let list = |scope: &Scope| {
        let mut rows = Vec::new();
        ledger.read(|reader| {
            dossier::list_at(reader, scope, round, hamlet(), |row| {
                rows.push(row);
                Ok(())
            })
        });
        rows
    };
    let listed = |number, person, name: &str| ListedDossier {
        id: DossierId::from_uuid(id(number)),
        person: PersonId::from_uuid(id(person)),
        name: name.to_owned(),
        sex: 2,
        birth_year: 1980,
        number_sealed: None,
        ethnic_group: None,
        organization: None,
        group: "farmers".to_owned(),
        area: "ordinary".to_owned(),
        state: 10,
        self_scores: None,
        review_scores: None,
    };
    let first = ListedDossier {
        ethnic_group: Some("Tày".to_owned()),
        ..listed(12_002, People::AN, "Triệu Văn An")
    };
    let last = ListedDossier {
        organization: Some("Trường Tiểu học Đàm Thủy".to_owned()),
        self_scores: Some(vec![8; 10]),
        ..listed(12_000, People::HA, "Nông Thị Hà")
    };
    assert_eq!(list(&Scope::All), [first, listed(12_001, People::DUC, "Đàm Đức"), last]);
    assert_eq!(list(&elsewhere()), []);
}
