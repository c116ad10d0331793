//! A ledger looked at from outside, while a program works on it and after.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};
use sohoc_ledger::db::{Address, Store, raw_batch, raw_rows};

use crate::installation::Installation;

/// A connection of the test's own.
pub struct Book {
    store: Store,
}

impl Book {
    pub fn at(address: Address) -> Self {
        Self { store: Store::open(address).expect("the ledger can be looked at") }
    }

    /// The usual ledger of an installation.
    pub fn of(installation: &Installation) -> Self {
        Self::at(Address::File(ledger_file(installation)))
    }

    /// The only number a query finds.
    #[track_caller]
    pub fn count(&self, query: &str) -> i64 {
        let rows = raw_rows(&self.store, query).expect("the query runs");
        rows[0][0].as_deref().expect("a value").parse().expect("a number")
    }

    /// The first column of what a query finds.
    #[track_caller]
    pub fn texts(&self, query: &str) -> Vec<String> {
        let rows = raw_rows(&self.store, query).expect("the query runs");
        rows.into_iter().map(|mut row| row.remove(0).unwrap_or_default()).collect()
    }

    pub fn people(&self) -> i64 {
        self.count("select count(*) from person")
    }

    /// People that the runs of imports say they brought in, all of them together.
    pub fn brought_in(&self) -> i64 {
        self.count("select cast(coalesce(sum(added), 0) as bigint) from import_run")
    }

    /// Statements behind the back of the program.
    #[track_caller]
    pub fn batch(&self, text: &str) {
        raw_batch(&self.store, text).expect("the statements run");
    }
}

pub fn ledger_file(installation: &Installation) -> PathBuf {
    installation.path("sohoc-data/ledger.db")
}

/// How long the log of changes beside the ledger is.
pub fn log_bytes(installation: &Installation) -> u64 {
    fs::metadata(installation.path("sohoc-data/ledger.db-wal")).map_or(0, |metadata| metadata.len())
}

/// The journal is whole and the tallies are right.
#[track_caller]
pub fn assert_sound(installation: &Installation) {
    let journal = installation.json(&["journal", "verify"]);
    assert_eq!((&journal["findings"], &journal["unsealed"]), (&json!([]), &json!(0)));
    assert_eq!(installation.json(&["recount", "--check"])["differences"], json!([]));
}

/// What the doctor says of one thing: its state and its sentence.
#[track_caller]
pub fn doctor_on(installation: &Installation, check: &str) -> (String, String) {
    let said = installation.run(&["doctor", "--json"]);
    let answer: Value = serde_json::from_str(&said.out).expect("it prints one JSON value");
    let findings = answer["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["check"] == check);
    let finding = finding.unwrap_or_else(|| panic!("nothing about {check}: {answer:#}"));
    let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
    (text("state"), format!("{} {}", text("what"), text("remedy")))
}
