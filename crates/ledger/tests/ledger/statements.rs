//! Every statement prepares on both databases, and what PostgreSQL says of its types is on record.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::Path;

use sohoc_ledger::db::{Ddl, Shape, Statement, shape};

use crate::conformance::ours;
use crate::support::Ledger;

/// Types that the program's values fit. `int4` or `numeric` would prepare and then fail to be bound or read.
const TYPES: [&str; 7] = ["bool", "bytea", "date", "int8", "text", "timestamptz", "uuid"];

#[test]
fn every_statement_prepares_on_both_databases_and_its_types_are_on_record() {
    let sqlite = Ledger::new(Ddl::Sqlite).expect("SQLite is always there");
    let postgres = Ledger::new(Ddl::Postgres);
    let mut record = BTreeSet::new();
    for statement in ours() {
        let here = prepared(&sqlite, statement);
        let Some(postgres) = &postgres else { continue };
        let there = prepared(postgres, statement);
        assert_eq!(here.parameters.len(), there.parameters.len(), "{}", statement.place());
        assert_eq!(here.columns.len(), there.columns.len(), "{}", statement.place());
        let types = there.parameters.iter().chain(there.columns.iter().map(|(_, kind)| kind));
        for kind in types {
            assert!(TYPES.contains(&kind.as_str()), "{} takes or gives {kind}", statement.place());
        }
        record.insert(entry(statement, &there));
    }
    if postgres.is_some() {
        compare(&record.into_iter().collect::<String>());
    }
}

fn prepared(ledger: &Ledger, statement: &'static Statement) -> Shape {
    match shape(&ledger.store, statement) {
        Ok(shape) => shape,
        Err(fault) => panic!("{} on {:?}: {fault}", statement.place(), ledger.dialect()),
    }
}

fn entry(statement: &Statement, shape: &Shape) -> String {
    let words: Vec<&str> = statement.text().split_whitespace().collect();
    let columns: Vec<String> = shape.columns.iter().map(|(name, kind)| format!("{name} {kind}")).collect();
    let mut text = format!("{}\n", words.join(" "));
    for (word, list) in [("takes", shape.parameters.join(", ")), ("gives", columns.join(", "))] {
        if !list.is_empty() {
            writeln!(text, "    {word} {list}").expect("a String takes any text");
        }
    }
    text
}

fn compare(record: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ledger/statements.txt");
    if std::env::var_os("WRITE_STATEMENTS").is_some() {
        std::fs::write(&path, record).expect("the record can be written");
    }
    let kept = std::fs::read_to_string(&path).expect("the record can be read");
    let changed: Vec<String> = kept
        .lines()
        .filter(|line| !record.lines().any(|other| other == *line))
        .map(|line| format!("- {line}"))
        .chain(
            record
                .lines()
                .filter(|line| !kept.lines().any(|other| other == *line))
                .map(|line| format!("+ {line}")),
        )
        .collect();
    assert!(
        kept == record,
        "statements changed: run this test again with WRITE_STATEMENTS=1 and read the difference\n{}",
        changed.join("\n")
    );
}
