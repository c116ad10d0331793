//! From nothing to the present schema, once, whoever comes first.

use std::sync::Barrier;
use std::thread;

use sohoc_ledger::db::{Ddl, Fault, Store, raw_batch};
use sohoc_ledger::migrations::{VERSION, migrate};
use sohoc_ledger::{settings, sql};

use crate::support::{Ledger, moment, on_both, text_of};

fn all_versions() -> Vec<String> {
    (1..=VERSION).map(|version| version.to_string()).collect()
}

#[test]
fn migrating_again_changes_nothing() {
    on_both(|ledger| {
        ledger.write(|writer| settings::set(writer, "kept", "yes"));
        migrate(&ledger.store, moment(9)).expect("it is up to date");
        migrate(&ledger.opened_again(), moment(10)).expect("it is up to date");
        assert_eq!(ledger.read(|reader| settings::find(reader, "kept")).as_deref(), Some("yes"));
        assert_eq!(text_of(ledger, "migration", "version"), all_versions());
    });
}

#[test]
fn an_older_program_refuses_a_newer_ledger_and_leaves_it_alone() {
    on_both(|ledger| {
        let newer = (VERSION + 1, "ab".repeat(32), Ledger::at(0));
        let note = sql!("insert into migration (version, digest, applied_at) values ($1, $2, $3)");
        ledger.write(|writer| writer.change(note, &[&newer.0, &newer.1, &newer.2], 1));
        let refused = migrate(&ledger.store, moment(1));
        assert!(
            matches!(refused, Err(Fault::TooNew { found, known }) if (found, known) == (newer.0, VERSION))
        );
        assert_eq!(text_of(ledger, "migration", "version").len(), all_versions().len() + 1);
    });
}

#[test]
fn a_step_that_reads_otherwise_is_refused() {
    on_both(|ledger| {
        ledger.batch("update migration set digest = 'another text' where version = 1");
        assert!(matches!(migrate(&ledger.store, moment(1)), Err(Fault::ChangedMigration(1))));
    });
}

#[test]
fn programs_that_start_at_once_make_one_ledger() {
    const PROGRAMS: usize = 4;
    for dialect in [Ddl::Sqlite, Ddl::Postgres] {
        let Some(ledger) = Ledger::empty(dialect) else { continue };
        let together = Barrier::new(PROGRAMS);
        let results: Vec<Result<(), Fault>> = thread::scope(|scope| {
            let programs: Vec<_> = (0..PROGRAMS)
                .map(|_| {
                    scope.spawn(|| {
                        together.wait();
                        migrate(&Store::open(ledger.store.address().clone())?, moment(0))
                    })
                })
                .collect();
            programs.into_iter().map(|program| program.join().expect("no program panics")).collect()
        });
        for result in results {
            result.unwrap_or_else(|fault| panic!("on {dialect:?}: {fault:?}"));
        }
        assert_eq!(text_of(&ledger, "migration", "version"), all_versions());
    }
}

#[test]
fn programs_that_open_a_new_file_at_once_all_open_it() {
    const PROGRAMS: usize = 8;
    let ledger = Ledger::empty(Ddl::Sqlite).expect("SQLite is always there");
    let together = Barrier::new(PROGRAMS);
    thread::scope(|scope| {
        for _ in 0..PROGRAMS {
            scope.spawn(|| {
                together.wait();
                ledger.opened_again()
            });
        }
    });
}

/// PostgreSQL refuses the second of two that make a schema at the same moment, `if not exists` or not.
#[test]
fn a_program_that_opens_while_another_makes_the_schema_waits_and_opens() {
    let Some(ledger) = Ledger::empty(Ddl::Postgres) else { return };
    let schema = ledger.value("select current_schema()");
    let first = ledger.opened_again();
    ledger.batch(&format!("drop schema \"{schema}\""));
    raw_batch(&first, &format!("begin; create schema \"{schema}\"")).expect("nobody else makes it");
    let waiting = format!(
        "select count(*) from pg_stat_activity
         where wait_event_type = 'Lock' and query like 'create schema%{schema}%'"
    );
    thread::scope(|scope| {
        let second = scope.spawn(|| Store::open(ledger.store.address().clone()).map(drop));
        while ledger.value(&waiting) == "0" {
            assert!(!second.is_finished(), "it must wait for the one that makes the schema");
            thread::yield_now();
        }
        raw_batch(&first, "commit").expect("the schema is made");
        second.join().expect("no panic").expect("it finds the schema made");
    });
}
