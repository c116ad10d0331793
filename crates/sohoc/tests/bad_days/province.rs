//! An invented province to try things on: hamlets and lists of people.

use std::fs::File;

use sohoc_acts::access::Actor;
use sohoc_acts::territory;
use sohoc_rules::time::Date;
use sohoc_sample::Sample;
use sohoc_sample::files::{Hand, PeopleRow, write_people_csv};

use crate::installation::{Installation, this_year};

/// The day of all lists, under the map of before July 2025.
pub const LIST_DAY: Date = Date::constant(2025, 6, 30);

/// Rows that the program brings in at once.
pub const BATCH: i64 = 10_000;
/// People of a list of several batches.
pub const SEVERAL_BATCHES: u32 = 25_000;

/// A ledger with the hamlets of a sample, this year's round, and `people.csv` with everybody beside it.
pub fn with_list(people: u32) -> Installation {
    let installation = Installation::made();
    let sample = lay_out(&installation, people);
    let file = File::create(installation.path("people.csv")).expect("the folder can be written");
    let written = write_people_csv(file, &sample, LIST_DAY, Hand::Careful).expect("the disk has room");
    assert_eq!(written, people);
    installation
}

/// Hamlets and the round.
pub fn lay_out(installation: &Installation, people: u32) -> Sample {
    let sample = Sample::new(677, people).expect("a sample");
    let office = installation.office();
    territory::add_hamlets(&office, &Actor::console(), &sample.new_hamlets()).expect("the console may");
    installation.does(&["round", "open", "--year", &this_year().to_string()]);
    sample
}

/// The same people in two files: communes with an even place in the list, and the others.
pub fn write_halves(installation: &Installation, sample: &Sample) -> [u64; 2] {
    let mut files = ["even.csv", "odd.csv"].map(|name| (name, PeopleRow::HEADINGS.join(","), 0));
    for (row, person) in sample.people_rows(LIST_DAY, Hand::Careful).zip(sample.population()) {
        let (_, text, rows) = &mut files[sample.hamlets()[person.hamlet].commune % 2];
        text.push_str(&format!("\n{}", row.cells.map(|cell| format!("\"{cell}\"")).join(",")));
        *rows += 1;
    }
    files.map(|(name, text, rows)| {
        installation.file(name, &text);
        rows
    })
}

/// The arguments that take a list in.
pub fn import(file: &str) -> [&str; 5] {
    ["import", "people", file, "--date", "2025-06-30"]
}
