//! Organizations.

use sohoc_ledger::db::Fault;
use sohoc_ledger::organizations::{self, OrganizationRow};
use sohoc_rules::ids::OrganizationId;

use crate::support::{Ledger, Place, World, day, id, organization};

pub fn organizations_and_successions_come_back_by_code(ledger: &Ledger) {
    World::new(ledger);
    let school = organization(Place::SCHOOL, "Trường Tiểu học Đàm Thủy");
    let dated = OrganizationRow {
        code: "Đ-1".to_owned(),
        unit: None,
        from: Some(day("1945-09-02")),
        to: Some(day("2025-06-30")),
        ..organization(101, "Hội Khuyến học")
    };
    let added = ledger.write(|writer| organizations::add(writer, &[school.clone(), dated.clone()]));
    assert_eq!(added, [false, true]);
    assert_eq!(ledger.read(organizations::list), [school.clone(), dated.clone()]);
    let renamed = OrganizationRow { name: "Hội".to_owned(), name_fold: "hoi".to_owned(), ..dated.clone() };
    ledger.write(|writer| organizations::set(writer, std::slice::from_ref(&renamed)));
    assert_eq!(ledger.read(organizations::list), [school, renamed]);
    let name = |number| {
        ledger.read(|reader| organizations::find_name(reader, OrganizationId::from_uuid(id(number))))
    };
    assert_eq!((name(101).as_deref(), name(999)), (Some("Hội"), None));
    let stranger = OrganizationRow { id: id(999), ..dated };
    let unknown = ledger.store.write(|writer| organizations::set(writer, std::slice::from_ref(&stranger)));
    assert!(matches!(unknown, Err(Fault::RowCount { changed: 0, .. })));
    let follows = [(id(101), id(Place::SCHOOL), day("2025-07-01"))];
    ledger.write(|writer| {
        organizations::add_successions(writer, &follows)?;
        organizations::add_successions(writer, &follows)
    });
    let known = |number| OrganizationId::from_uuid(id(number));
    let expected = [(known(101), known(Place::SCHOOL), day("2025-07-01"))];
    assert_eq!(ledger.read(organizations::list_successions), expected);
}
