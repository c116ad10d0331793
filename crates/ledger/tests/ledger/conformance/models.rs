//! Learning models.

use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::models::{self, ModelRow};
use sohoc_rules::ids::LearningModelId;
use sohoc_rules::vietnamese::fold;

use crate::support::{Ledger, People, Place, World, day, dossier as draft, id};

fn model(number: u32, kind: i64, name: &str) -> ModelRow {
    ModelRow {
        id: id(number),
        kind,
        name: name.to_owned(),
        name_fold: fold(name),
        unit: Some(id(Place::HAMLET)),
        organization: None,
        from: day("2024-01-01"),
        to: None,
    }
}

pub fn members_titles_and_counts_follow_the_dates(ledger: &Ledger) {
    World::new(ledger);
    let unit = ModelRow {
        organization: Some(id(Place::SCHOOL)),
        unit: None,
        to: Some(day("2025-06-30")),
        ..model(52, 4, "Trường học")
    };
    let rows = [model(50, 1, "Họ Triệu"), model(51, 1, "Họ Đàm"), unit];
    assert_eq!(ledger.write(|writer| models::add(writer, &rows)), 3);
    assert_eq!(ledger.write(|writer| models::add(writer, &rows)), 0);
    let listed = ledger.read(|reader| models::list(reader, id(Place::HAMLET), 1));
    assert_eq!(listed, [rows[1].clone(), rows[0].clone()]);

    let title = (id(50), 2026, "12/QĐ-UBND".to_owned(), day("2026-12-20"));
    ledger.write(|writer| {
        let from = day("2025-01-01");
        let members = [(id(50), id(People::HA), from), (id(50), id(People::AN), from)];
        models::add_members(writer, &members)?;
        models::add_members(writer, &members)?;
        models::close_members(writer, &[(id(50), id(People::AN), day("2026-06-30"))])?;
        let titled = DossierRow { state: 50, ..draft(12_000, People::HA) };
        dossier::add(writer, &[titled, draft(12_001, People::AN)])?;
        models::add_titles(writer, std::slice::from_ref(&title))
    });
    let titles = |keys: &[(uuid::Uuid, i64)]| ledger.read(|reader| models::find_titles(reader, keys));
    let keys = [(id(50), 2026), (id(50), 2025), (id(51), 2026)];
    assert_eq!(titles(&keys), [Some("12/QĐ-UBND".to_owned()), None, None]);
    ledger.write(|writer| models::set_instruments(writer, &[(id(50), 2026, "13/QĐ-UBND".to_owned())]));
    assert_eq!(titles(&keys[..1]), [Some("13/QĐ-UBND".to_owned())]);
    let pairs = [(id(50), id(People::AN)), (id(51), id(People::AN))];
    assert_eq!(ledger.read(|reader| models::ever_members(reader, &pairs)), [true, false]);
    let on = |text, year| {
        ledger.read(|reader| models::members(reader, LearningModelId::from_uuid(id(50)), day(text), year))
    };
    assert_eq!(on("2026-06-30", 2026), [(id(People::HA), true), (id(People::AN), false)]);
    assert_eq!(on("2026-07-01", 2025), [(id(People::HA), false)]);
    assert_eq!(on("2024-12-31", 2026), []);
    assert_eq!(ledger.read(|reader| models::count(reader, 2026)), [(1, 2, 1), (4, 1, 0)]);

    let again = ledger.store.write(|writer| models::add_titles(writer, std::slice::from_ref(&title)));
    assert!(matches!(again, Err(Fault::Constraint(_))));
    let ended = [(id(50), id(People::AN), day("2026-07-01"))];
    let closed = ledger.store.write(|writer| models::close_members(writer, &ended));
    assert!(matches!(closed, Err(Fault::RowCount { changed: 0, .. })));
}
