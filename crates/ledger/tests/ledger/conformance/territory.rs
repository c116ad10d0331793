//! Units and what hangs on them.

use sohoc_ledger::db::Fault;
use sohoc_ledger::territory as units;
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{
    AreaClass, ClassOfArea, Extent, Level, ParentLink, PartRule, Renaming, Rows, Succession, Unit, Weight,
};
use sohoc_rules::time::Span;

use crate::support::{Ledger, Place, day, id, territory, unit};

fn place(number: u32) -> UnitId {
    UnitId::from_uuid(id(number))
}

fn span(from: &str, to: &str) -> Span {
    Span { from: Some(day(from).0), to: Some(day(to).0) }
}

fn succession(successor: u32, extent: Extent) -> Succession {
    Succession {
        predecessor: place(Place::OTHER_HAMLET),
        successor: place(successor),
        extent,
        origin: None,
        main: None,
        effective: day("2025-07-01").0,
        resolution: None,
    }
}

/// Every kind of row and word, in the order in which they are read back.
fn everything() -> Rows {
    let mut rows = territory();
    let resolution = Some("1657/NQ-UBTVQH15".into());
    rows.units.push(Unit {
        span: span("1945-09-02", "2025-06-30"),
        resolution: resolution.clone(),
        ..unit(5, Level::District, "Trùng Khánh")
    });
    rows.links.push(ParentLink {
        unit: place(5),
        parent: place(Place::PROVINCE),
        span: span("1945-09-02", "2025-06-30"),
    });
    let share = Weight { part: 350, of: 1_000 };
    rows.successions = vec![
        Succession { resolution: resolution.clone(), ..succession(Place::PROVINCE, Extent::Whole) },
        Succession { main: Some(true), ..succession(Place::COMMUNE, Extent::Part(PartRule::Share(share))) },
        Succession { main: Some(false), ..succession(Place::HAMLET, Extent::Part(PartRule::Hamlets)) },
        Succession { origin: Some(share), ..succession(5, Extent::Part(PartRule::Unknown)) },
    ];
    let renaming = |since, resolution| Renaming {
        unit: place(Place::HAMLET),
        name: "Bản Giốc – Bản Gun".into(),
        short_name: "Bản Giốc".into(),
        since: day(since).0,
        resolution,
    };
    rows.renamings = vec![renaming("2019-12-31", None), renaming("2020-01-01", resolution.clone())];
    let class = |class, span| ClassOfArea { unit: place(Place::COMMUNE), class, span, resolution: None };
    rows.classes = AreaClass::ALL.map(|word| class(word, Span::since(day("2021-01-01").0))).to_vec();
    rows.classes.push(ClassOfArea { resolution, ..class(AreaClass::Remote, Span::ALWAYS) });
    rows
}

pub fn all_kinds_of_rows_come_back_unchanged(ledger: &Ledger) {
    assert_eq!(ledger.write(|writer| units::add(writer, &everything())), 5);
    assert_eq!(ledger.read(units::count), 5);
    assert_eq!(ledger.read(units::load), everything());
}

pub fn adding_again_changes_nothing_and_closing_sets_last_days(ledger: &Ledger) {
    ledger.write(|writer| units::add(writer, &everything()));
    assert_eq!(ledger.write(|writer| units::add(writer, &everything())), 0);
    assert_eq!(ledger.read(units::load), everything());

    let corrected = Renaming { name: "Bản Gun".into(), ..everything().renamings[1].clone() };
    ledger.write(|writer| units::rename(writer, std::slice::from_ref(&corrected)));
    let renamings = ledger.read(units::load).renamings;
    assert_eq!(renamings, [everything().renamings[0].clone(), corrected]);

    let last = day("2026-06-30").0;
    let link = (place(Place::HAMLET), place(Place::COMMUNE), last);
    ledger.write(|writer| {
        units::close_units(writer, &[(place(Place::HAMLET), last)])?;
        units::close_links(writer, &[link])
    });
    let rows = ledger.read(units::load);
    assert_eq!(rows.units[2].span, Span { from: None, to: Some(last) });
    assert_eq!(rows.links[1].span, Span { from: None, to: Some(last) });
    let again = ledger.store.write(|writer| units::close_links(writer, &[link]));
    assert!(matches!(again, Err(Fault::RowCount { changed: 0, .. })));
    let unknown = ledger.store.write(|writer| units::close_units(writer, &[(place(99), last)]));
    assert!(matches!(unknown, Err(Fault::RowCount { changed: 0, .. })));
}
