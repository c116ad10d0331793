//! Tallies: appended, folded, and equal to what the dossiers say.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::test_runner::{Config, TestRunner};
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::figures::{self, Shift};
use sohoc_ledger::people;
use sohoc_rules::dossier::State;
use sohoc_rules::figures::{AgeBand, Cell, Counter};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::people::{EthnicClass, Sex};
use sohoc_rules::territory::AreaClass;

use crate::support::{Ledger, People, Place, World, dossier as draft, id, on_both};

fn cell(counter: Counter) -> Cell {
    Cell {
        year: 2026,
        counter,
        unit: UnitId::from_uuid(id(Place::HAMLET)),
        organization: None,
        group: "farmers".into(),
        sex: Sex::Female,
        age: AgeBand::From45,
        ethnic: EthnicClass::Unknown,
        area: AreaClass::Ordinary,
    }
}

fn shift(ledger: &Ledger, shifts: &[Shift], first_id: u32) {
    ledger.write(|writer| {
        let mut ids = first_id..;
        figures::shift(writer, shifts, || id(ids.next().unwrap_or(u32::MAX)))
    });
}

fn sums(cells: Vec<Shift>) -> BTreeMap<Cell, i64> {
    let mut sums = BTreeMap::new();
    for (cell, people) in cells {
        *sums.entry(cell).or_default() += people;
    }
    sums
}

pub fn shifts_fold_into_cells_and_equal_a_recount(ledger: &Ledger) {
    World::new(ledger);
    assert_eq!(ledger.read(figures::version), (0, 0));
    assert_eq!(ledger.write(|writer| figures::fold(writer, Ledger::at(0))), 0);

    let states = [(12_000, People::HA, State::Recognised), (12_001, People::AN, State::Submitted)];
    let at_school = (12_002, People::DUC, State::Withdrawn);
    let mut expected: BTreeMap<Cell, i64> = BTreeMap::new();
    for (number, person, state) in states.into_iter().chain([at_school]) {
        let row = DossierRow { state: state.code(), ..draft(number, person) };
        ledger.write(|writer| dossier::add(writer, std::slice::from_ref(&row)));
        for counter in Counter::of(state) {
            *expected.entry(cell(*counter)).or_default() += 1;
        }
    }
    assert_eq!(ledger.read(figures::recount), expected);
    assert_eq!(expected[&cell(Counter::Registered)], 2);

    let shifts: Vec<Shift> = expected.iter().map(|(cell, people)| (cell.clone(), *people)).collect();
    let waiting = i64::try_from(shifts.len()).expect("a few");
    shift(ledger, &shifts, 1);
    assert_eq!(ledger.read(figures::version), (0, waiting));
    assert_eq!(ledger.write(|writer| figures::fold(writer, Ledger::at(1))), shifts.len());
    assert_eq!(ledger.read(figures::version), (1, 0));
    shift(ledger, &[(cell(Counter::Recognised), -1)], 50);
    let recognised = ledger.read(|reader| figures::cells_of(reader, 2026, Counter::Recognised));
    assert_eq!(recognised, BTreeMap::from([(cell(Counter::Recognised), 0)]));
    assert_eq!(ledger.read(|reader| figures::cells_of(reader, 2025, Counter::Recognised)), BTreeMap::new());

    // Whose ethnic group becomes known moves to another cell of the recount.
    ledger.write(|writer| people::add_ethnicities(writer, &[(id(People::AN), "Tày".to_owned(), 2)]));
    let moved = Cell { ethnic: EthnicClass::Minority, ..cell(Counter::SelfAssessed) };
    assert_eq!(ledger.read(figures::recount).get(&moved), Some(&1));
}

fn any_shift() -> impl Strategy<Value = Shift> {
    let any_cell = (
        2025_i16..2027,
        prop_oneof![Just(Counter::Registered), Just(Counter::Recognised), Just(Counter::Adults)],
        prop_oneof![Just(None), Just(Some(OrganizationId::from_uuid(id(100))))],
        prop_oneof![Just("farmers"), Just("công chức")],
        any::<bool>(),
        prop_oneof![Just(AreaClass::Ordinary), Just(AreaClass::EthnicMinority)],
    )
        .prop_map(|(year, counter, organization, group, female, area)| Cell {
            year,
            organization,
            group: group.into(),
            sex: if female { Sex::Female } else { Sex::Male },
            area,
            ..cell(counter)
        });
    (any_cell, -5_i64..6)
}

/// Steps of shifts, each folded or left waiting: the cells are the sum of all, whatever was folded when.
#[test]
fn folding_changes_no_figure() {
    let steps = vec((vec(any_shift(), 0..20), any::<bool>()), 1..5);
    on_both(|ledger| {
        let mut runner =
            TestRunner::new(Config { cases: 24, failure_persistence: None, ..Config::default() });
        let result = runner.run(&steps, |steps| {
            ledger.batch("delete from tally; delete from tally_delta; delete from tally_fold");
            let mut expected: BTreeMap<Cell, i64> = BTreeMap::new();
            let (mut folds, mut waiting) = (0, 0);
            for (number, (shifts, fold)) in (0..).zip(&steps) {
                shift(ledger, shifts, 100 * number);
                waiting += shifts.len();
                for (cell, people) in shifts {
                    *expected.entry(cell.clone()).or_default() += people;
                }
                if *fold {
                    let folded = ledger.write(|writer| figures::fold(writer, Ledger::at(0)));
                    assert_eq!(folded, waiting);
                    folds += i64::from(folded > 0);
                    waiting = 0;
                }
                assert_eq!(sums(ledger.read(figures::cells)), expected);
                let version = (folds, i64::try_from(waiting).expect("a few"));
                assert_eq!(ledger.read(figures::version), version);
            }
            Ok(())
        });
        result.expect("folding changes no figure");
    });
}
