//! Runs of imports.

use sohoc_ledger::imports::{self, ImportCounts};
use sohoc_rules::ids::ImportId;

use crate::support::{Ledger, id};

pub fn counts_of_batches_add_up_until_the_run_ends(ledger: &Ledger) {
    let (first, second) = (ImportId::from_uuid(id(2)), ImportId::from_uuid(id(1)));
    let batch = ImportCounts { read: 10, added: 4, updated: 3, unchanged: 2, rejected: 1 };
    ledger.write(|writer| {
        imports::begin(writer, second, "people", "danh sách.xlsx", Ledger::at(2))?;
        imports::begin(writer, first, "units", "a.csv", Ledger::at(1))?;
        imports::count(writer, second, batch)
    });
    ledger.write(|writer| imports::count(writer, second, batch));
    let twice = ImportCounts { read: 20, added: 8, updated: 6, unchanged: 4, rejected: 2 };
    let units = ("units".to_owned(), "a.csv".to_owned(), ImportCounts::default());
    let people = ("people".to_owned(), "danh sách.xlsx".to_owned(), twice);
    assert_eq!(ledger.read(imports::unfinished), [units, people.clone()]);
    ledger.write(|writer| imports::finish(writer, first, Ledger::at(3)));
    assert_eq!(ledger.read(imports::unfinished), [people]);
}
