//! Criteria sets and rounds.

use sohoc_ledger::criteria::{self, CriteriaRow, RoundRow};
use sohoc_ledger::db::Fault;
use sohoc_rules::dossier::{CountingRule, RoundRules, StepDates};
use sohoc_rules::ids::{CriteriaSetId, RoundId};
use sohoc_rules::time::Span;

use crate::support::{Ledger, World, day, id};

pub fn a_set_is_loaded_once(ledger: &Ledger) {
    let world = World::new(ledger);
    let again = CriteriaRow { id: CriteriaSetId::from_uuid(id(10_001)), ..world.criteria() };
    let older = CriteriaRow {
        from: day("2022-03-01"),
        to: Some(day("2023-12-31")),
        decided_on: day("2022-02-28"),
        digest: "cd".repeat(32),
        ..again.clone()
    };
    assert!(!ledger.write(|writer| criteria::add(writer, &again)));
    assert!(ledger.write(|writer| criteria::add(writer, &older)));
    assert_eq!(ledger.read(criteria::list), [world.criteria(), older.clone()]);
    ledger.write(|writer| criteria::put_in_force(writer, older.id, day("2030-01-01"), None));
    let moved = CriteriaRow { from: day("2030-01-01"), to: None, ..older };
    assert_eq!(ledger.read(criteria::list)[0], moved);
}

pub fn a_year_has_one_round_with_all_its_rules(ledger: &Ledger) {
    let world = World::new(ledger);
    let days = |from, to| Span { from: Some(day(from).0), to: Some(day(to).0) };
    let next = RoundRow {
        id: RoundId::from_uuid(id(11_001)),
        rules: RoundRules {
            year: 2027,
            adult_age: 16,
            counting: CountingRule::ByForm,
            steps: StepDates {
                submit: days("2027-09-01", "2027-10-31"),
                endorse: Span { to: None, ..days("2027-10-01", "2027-10-01") },
                appraise: Span { from: None, ..days("2027-12-01", "2027-12-15") },
                decide: Span::ALWAYS,
            },
            indicator_gap: 255,
            total_gap: 0,
        },
        ..world.round(2027)
    };
    ledger.write(|writer| criteria::add_round(writer, &next));
    assert_eq!(ledger.read(criteria::list_rounds), [next.clone(), world.round(2026)]);

    let same_year = RoundRow { id: RoundId::from_uuid(id(11_002)), ..world.round(2026) };
    let refused = ledger.store.write(|writer| criteria::add_round(writer, &same_year));
    assert!(matches!(refused, Err(Fault::Constraint(name)) if name == "round_once_a_year"));

    let days_of = |steps| RoundRow { rules: RoundRules { steps, ..next.rules.clone() }, ..next.clone() };
    let other =
        StepDates { submit: days("2027-01-01", "2027-01-02"), endorse: Span::ALWAYS, ..next.rules.steps };
    ledger.write(|writer| criteria::set_days(writer, next.id, &other));
    assert_eq!(ledger.read(criteria::list_rounds)[0], days_of(other));
    ledger.write(|writer| criteria::set_days(writer, next.id, &next.rules.steps));
    let close = || ledger.store.write(|writer| criteria::close_round(writer, next.id, Ledger::at(9)));
    close().expect("it is open");
    let closed = RoundRow { closed_at: Some(Ledger::at(9)), ..next.clone() };
    assert_eq!(ledger.read(criteria::list_rounds)[0], closed);
    assert!(matches!(close(), Err(Fault::RowCount { changed: 0, expected: 1, .. })));
    let late = ledger.store.write(|writer| criteria::set_days(writer, next.id, &other));
    assert!(matches!(late, Err(Fault::RowCount { changed: 0, expected: 1, .. })));
}
