//! What is kept, what is not, and what a reader sees meanwhile.

use std::panic::{AssertUnwindSafe, catch_unwind};

use sohoc_ledger::db::{Fault, raw_batch};
use sohoc_ledger::people::{self, NewResidence};
use sohoc_ledger::{criteria, settings, sql};

use crate::support::{Ledger, Place, World, day, id, on_both, on_postgres};

fn setting(ledger: &Ledger, name: &str) -> Option<String> {
    ledger.read(|reader| settings::find(reader, name))
}

#[test]
fn a_write_that_ends_in_an_error_keeps_nothing() {
    on_both(|ledger| {
        let refused: Result<(), Fault> = ledger.store.write(|writer| {
            settings::set(writer, "half", "done")?;
            Err(Fault::broken("setting", "value", "no"))
        });
        assert!(matches!(refused, Err(Fault::Unreadable { .. })));
        assert_eq!(setting(ledger, "half"), None);
        ledger.write(|writer| settings::set(writer, "next", "works"));
        assert_eq!(setting(ledger, "next").as_deref(), Some("works"));
    });
}

#[test]
fn a_panic_keeps_nothing_and_the_next_write_works() {
    on_both(|ledger| {
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            ledger.store.write(|writer| -> Result<(), Fault> {
                settings::set(writer, "half", "done")?;
                panic!("on purpose");
            })
        }));
        assert!(panicked.is_err());
        assert_eq!(setting(ledger, "half"), None);
        ledger.write(|writer| settings::set(writer, "next", "works"));
        assert_eq!(setting(ledger, "next").as_deref(), Some("works"));
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            ledger.store.read(|_| -> Result<(), Fault> { panic!("on purpose") })
        }));
        assert!(panicked.is_err());
        assert_eq!(setting(ledger, "next").as_deref(), Some("works"));
    });
}

/// PostgreSQL would answer such a commit with "done" and keep nothing.
#[test]
fn a_write_that_passes_over_a_failed_statement_is_a_fault_and_keeps_nothing() {
    on_both(|ledger| {
        let world = World::new(ledger);
        let result = ledger.store.write(|writer| {
            settings::set(writer, "before", "1")?;
            let refused = criteria::add_round(writer, &world.round(2026));
            assert!(matches!(refused, Err(Fault::Constraint(_))));
            Ok::<(), Fault>(())
        });
        assert!(matches!(result, Err(Fault::Driver { .. })), "{result:?}");
        assert_eq!(setting(ledger, "before"), None);
        ledger.write(|writer| settings::set(writer, "next", "works"));
    });
}

#[test]
fn a_row_without_the_one_it_belongs_to_is_refused() {
    on_both(|ledger| {
        World::new(ledger);
        let home = NewResidence { person: id(99), unit: id(Place::HAMLET), from: day("2026-01-01") };
        let refused = ledger.store.write(|writer| people::add_residences(writer, &[home]));
        assert!(matches!(refused, Err(Fault::Constraint(_))), "{refused:?}");
    });
}

#[test]
fn a_reader_sees_one_moment_while_a_writer_commits() {
    on_both(|ledger| {
        ledger.write(|writer| settings::set(writer, "moment", "first"));
        let seen = ledger.read(|reader| {
            let before = settings::find(reader, "moment")?;
            ledger.write(|writer| settings::set(writer, "moment", "second"));
            assert_eq!(setting(ledger, "moment").as_deref(), Some("second"), "another reader comes later");
            Ok((before, settings::find(reader, "moment")?))
        });
        assert_eq!(seen, (Some("first".to_owned()), Some("first".to_owned())));
        assert_eq!(setting(ledger, "moment").as_deref(), Some("second"));
    });
}

#[test]
fn a_writer_sees_its_own_changes() {
    on_both(|ledger| {
        let seen = ledger.write(|writer| {
            settings::set(writer, "own", "change")?;
            settings::find(writer, "own")
        });
        assert_eq!(seen.as_deref(), Some("change"));
    });
}

#[test]
fn a_reading_connection_cannot_write() {
    on_both(|ledger| {
        let insert = sql!("insert into setting (name, value) values ('a', 'b') returning name");
        let refused = ledger.store.read(|reader| reader.find(insert, &[], |row| row.get::<String>(0)));
        assert!(matches!(refused, Err(Fault::ReadOnly)), "{refused:?}");
        assert_eq!(setting(ledger, "a"), None);
    });
}

#[test]
fn a_statement_with_a_parameter_left_out_is_refused() {
    on_both(|ledger| {
        let insert = sql!("insert into setting (name, value) values ($1, $2)");
        let refused = ledger.store.write(|writer| writer.execute(insert, &[&"name"]));
        assert!(matches!(refused, Err(Fault::Driver { .. })), "{refused:?}");
    });
}

/// As when a server restarts, or a wall between cuts what was quiet for long.
#[test]
fn connections_that_the_server_closed_are_opened_again() {
    on_postgres(|ledger| {
        ledger.write(|writer| settings::set(writer, "kept", "yes"));
        let process = sql!("select cast(pg_backend_pid() as bigint)");
        let reader = ledger.read(|reader| reader.find(process, &[], |row| row.get::<i64>(0)));
        let writer = ledger.write(|writer| writer.find(process, &[], |row| row.get::<i64>(0)));
        let close = |process: Option<i64>| {
            // Waits until the process is gone.
            let process = process.expect("every connection has a process");
            format!("select pg_terminate_backend({process}, 5000)")
        };
        for text in [close(reader), close(writer)] {
            raw_batch(&ledger.opened_again(), &text).expect("our own connections may be closed");
        }
        assert_eq!(setting(ledger, "kept").as_deref(), Some("yes"));
        ledger.write(|writer| settings::set(writer, "next", "works"));
    });
}
