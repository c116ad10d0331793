//! Dossiers and their steps.

use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow, StepRow};
use sohoc_ledger::people as persons;
use sohoc_rules::ids::{DossierId, UnitId};

use crate::support::{Ledger, People, Place, World, day, dossier as draft, id};

pub fn a_person_has_one_dossier_in_a_round(ledger: &Ledger) {
    let world = World::new(ledger);
    let full = DossierRow {
        organization: Some(id(Place::SCHOOL)),
        self_scores: Some(vec![10, 0, 255]),
        typed_by: Some(id(20)),
        state: 20,
        ..draft(12_000, People::AN)
    };
    let rows =
        [full.clone(), draft(12_001, People::HA), draft(12_002, People::AN), draft(12_003, People::DUC)];
    let added = ledger.write(|writer| {
        persons::set_life(writer, &[(id(People::AN), 2, Some(day("2026-05-19")))])?;
        persons::add_ethnicities(writer, &[(id(People::AN), "Tày".to_owned(), 2)])?;
        dossier::add(writer, &rows)
    });
    assert_eq!(added, [true, true, false, true]);

    let dossiers = [12_003, 12_002, 12_000].map(|number| DossierId::from_uuid(id(number)));
    let expected = DossierRow { life_status: 2, died_on: Some(day("2026-05-19")), ethnic_class: 2, ..full };
    let loaded = ledger.read(|reader| dossier::load(reader, &dossiers));
    assert_eq!(loaded, [Some(rows[3].clone()), None, Some(expected)]);

    let hamlet = UnitId::from_uuid(id(Place::HAMLET));
    let drafts = ledger.read(|reader| dossier::queue(reader, world.round, hamlet, 10));
    assert_eq!(drafts, [12_001, 12_003].map(|number| DossierId::from_uuid(id(number))));
    let of = [id(People::DUC), id(77), id(People::AN)];
    let found = ledger.read(|reader| dossier::find_of(reader, world.round, &of));
    assert_eq!(found, [Some(dossiers[0]), None, Some(dossiers[2])]);
    assert_eq!(ledger.read(|reader| dossier::count_states(reader, world.round)), [(10, 2), (20, 1)]);
    let units = ledger.read(|reader| dossier::count_units(reader, 2026));
    assert_eq!(units.iter().map(|(_, people)| people).sum::<i64>(), 3);
}

pub fn a_dossier_that_moved_in_between_is_not_overwritten(ledger: &Ledger) {
    World::new(ledger);
    let step = DossierRow {
        state: 30,
        self_scores: Some(vec![8; 10]),
        review_scores: Some(vec![9; 10]),
        channel: 3,
        typed_by: Some(id(20)),
        endorsed_by: Some(id(21)),
        steps: 1,
        ..draft(12_000, People::AN)
    };
    ledger.write(|writer| dossier::add(writer, &[draft(12_000, People::AN)]));
    ledger.write(|writer| dossier::save(writer, std::slice::from_ref(&step)));
    let stored =
        |ledger: &Ledger| ledger.read(|reader| dossier::load(reader, &[DossierId::from_uuid(id(12_000))]));
    assert_eq!(stored(ledger), [Some(step.clone())]);
    let stale = DossierRow { state: 50, ..step.clone() };
    let refused = ledger.store.write(|writer| dossier::save(writer, std::slice::from_ref(&stale)));
    assert!(matches!(refused, Err(Fault::RowCount { changed: 0, .. })));
    assert_eq!(stored(ledger), [Some(step)]);
}

pub fn steps_and_reasons_are_kept_in_order(ledger: &Ledger) {
    World::new(ledger);
    let step = |step: i64, act: &'static str, reason: Option<&str>| StepRow {
        dossier: id(12_000),
        step,
        act,
        state: 10 * step,
        entry: id(90_000),
        reason: reason.map(str::to_owned),
    };
    ledger.write(|writer| {
        dossier::add(writer, &[draft(12_000, People::AN)])?;
        dossier::add_steps(writer, &[step(2, "return", Some("thiếu minh chứng")), step(1, "submit", None)])?;
        dossier::add_score_changes(writer, &[(id(12_000), 3, "nhầm".to_owned(), id(90_000))])?;
        dossier::add_score_changes(writer, &[(id(12_000), 3, "đã sửa".to_owned(), id(90_001))])
    });
    let steps = ledger.read(|reader| dossier::steps(reader, DossierId::from_uuid(id(12_000))));
    let expected = [
        ("submit".to_owned(), 10, None, id(90_000)),
        ("return".to_owned(), 20, Some("thiếu minh chứng".to_owned()), id(90_000)),
    ];
    assert_eq!(steps, expected);
    assert_eq!(ledger.value("select reason from score_change"), "đã sửa");
}

pub fn a_merged_record_leads_to_the_dossier_of_the_one_human_being(ledger: &Ledger) {
    let world = World::new(ledger);
    let merge = |number: u32, kept: u32, merged: u32| persons::MergeRow {
        id: id(number),
        kept: id(kept),
        merged: id(merged),
        at: Ledger::at(1),
        before: "{}".to_owned(),
    };
    let withdrawn = DossierRow { state: 60, ..draft(12_000, People::HA) };
    ledger.write(|writer| {
        dossier::add(writer, &[withdrawn.clone(), draft(12_001, People::DUC)])?;
        // Hà is the one; An went into Hà, and Đức before that into An.
        persons::merge(writer, &merge(61, People::AN, People::DUC))?;
        persons::merge(writer, &merge(62, People::HA, People::AN))
    });
    let find = || {
        let people = [People::HA, People::AN, People::DUC].map(id);
        ledger.read(|reader| dossier::find_of(reader, world.round, &people))
    };
    let standing = Some(DossierId::from_uuid(id(12_001)));
    assert_eq!(find(), [standing; 3]);
    ledger.write(|writer| persons::undo(writer, &merge(62, People::HA, People::AN), Ledger::at(2)));
    assert_eq!(find(), [Some(DossierId::from_uuid(id(12_000))), standing, standing]);
}
