//! Writers that share one commit.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Barrier, Mutex};
use std::thread;

use sohoc_ledger::db::{Ddl, Fault, Store, Writer};
use sohoc_ledger::{settings, sql};

use crate::support::{Ledger, on_both};

const MEMBERS: usize = 32;

/// What the writers of [`all_at_once`] are told.
type Told = Vec<thread::Result<Result<(), Fault>>>;

/// Lets `MEMBERS` writers stand in line before the first may begin; their answers in the order of the line.
fn all_at_once(
    store: &Store,
    work: impl Fn(usize, &Writer<'_>) -> Result<(), Fault> + Sync,
    closing: impl Fn(&Writer<'_>) -> Result<(), Fault> + Sync,
) -> Told {
    let (work, closing) = (&work, &closing);
    let inside = &Barrier::new(2);
    thread::scope(|scope| {
        let holds = scope.spawn(|| {
            store.write(|_| {
                inside.wait();
                inside.wait();
                Ok::<(), Fault>(())
            })
        });
        inside.wait();
        let members: Vec<_> = (0..MEMBERS)
            .map(|member| {
                let write = move || store.write_together(|writer| work(member, writer), closing);
                let thread = scope.spawn(move || catch_unwind(AssertUnwindSafe(write)));
                while store.writers_waiting() <= member {
                    thread::yield_now();
                }
                thread
            })
            .collect();
        inside.wait();
        holds.join().expect("no panic").expect("it only held the others up");
        members.into_iter().map(|thread| thread.join().expect("panics are caught inside")).collect()
    })
}

fn kept(ledger: &Ledger) -> Vec<String> {
    ledger.read(|reader| {
        reader.rows(sql!("select name from setting where name like 'member.%' order by name"), &[], |row| {
            row.get(0)
        })
    })
}

fn name(member: usize) -> String {
    format!("member.{member:02}")
}

fn all_but(missing: impl Fn(usize) -> bool) -> Vec<String> {
    (0..MEMBERS).filter(|member| !missing(*member)).map(name).collect()
}

fn sqlite() -> Ledger {
    Ledger::new(Ddl::Sqlite).expect("SQLite is always there")
}

#[test]
fn writers_that_wait_together_share_commits_and_no_reader_sees_one_before_its_end() {
    on_both(|ledger| {
        let closings = AtomicUsize::new(0);
        let told = all_at_once(
            &ledger.store,
            |member, writer| settings::set(writer, &name(member), "1"),
            |writer| {
                closings.fetch_add(1, Ordering::Relaxed);
                let count = sql!("select count(*) from setting where name like 'member.%'");
                let inside = writer.find(count, &[], |row| row.get::<i64>(0))?.expect("one row");
                let outside = i64::try_from(kept(ledger).len()).expect("few");
                assert!(outside < inside, "{outside} of {inside} are seen before the commit");
                Ok(())
            },
        );
        assert!(told.into_iter().all(|told| matches!(told, Ok(Ok(())))));
        assert_eq!(kept(ledger), all_but(|_| false));
        let closings = closings.into_inner();
        match ledger.dialect() {
            Ddl::Sqlite => assert!(closings < MEMBERS, "nobody shared a commit"),
            Ddl::Postgres => assert!(closings >= MEMBERS, "each is closed by itself"),
        }
    });
}

#[test]
fn what_one_member_does_wrong_is_taken_back_for_that_one_alone() {
    on_both(|ledger| {
        let wrong = |member: usize| member % 3 == 1;
        let told = all_at_once(
            &ledger.store,
            |member, writer| {
                settings::set(writer, &name(member), "1")?;
                match member % 6 {
                    1 => Err(Fault::broken("setting", "value", "no")),
                    // Refused by the database and passed over: nothing may be kept either.
                    4 => {
                        let insert = sql!("insert into setting (name, value) values ($1, 'twice')");
                        assert!(writer.execute(insert, &[&name(member)]).is_err());
                        Ok(())
                    }
                    _ => Ok(()),
                }
            },
            |_| Ok(()),
        );
        for (member, told) in told.into_iter().enumerate() {
            let told = told.expect("no panic");
            assert_eq!(told.is_err(), wrong(member), "{member}: {told:?}");
        }
        assert_eq!(kept(ledger), all_but(wrong));
    });
}

#[test]
fn a_member_that_panics_leaves_the_others_kept_and_itself_not() {
    on_both(|ledger| {
        let told = all_at_once(
            &ledger.store,
            |member, writer| {
                settings::set(writer, &name(member), "1")?;
                assert!(member % 8 != 5, "on purpose");
                Ok(())
            },
            |_| Ok(()),
        );
        for (member, told) in told.into_iter().enumerate() {
            assert_eq!(told.is_err(), member % 8 == 5, "{member}");
            assert!(told.is_err() || matches!(told, Ok(Ok(()))), "{member}");
        }
        assert_eq!(kept(ledger), all_but(|member| member % 8 == 5));
        ledger.write(|writer| settings::set(writer, "next", "works"));
    });
}

#[test]
fn when_the_closing_panics_nobody_waits_for_ever_and_all_others_are_kept() {
    let ledger = sqlite();
    let first = AtomicUsize::new(0);
    let told = all_at_once(
        &ledger.store,
        |member, writer| settings::set(writer, &name(member), "1"),
        |_| {
            assert!(first.fetch_add(1, Ordering::Relaxed) > 0, "on purpose");
            Ok(())
        },
    );
    let panicked: Vec<usize> = (0..MEMBERS).filter(|member| told[*member].is_err()).collect();
    assert_eq!(panicked.len(), 1, "{panicked:?}");
    assert_eq!(kept(&ledger), all_but(|member| panicked.contains(&member)));
}

/// A quota of pages stands for the end of the disk: SQLite reports both alike.
#[test]
fn on_a_full_disk_every_member_of_the_group_is_told_and_nothing_is_kept() {
    let ledger = sqlite();
    let pages: i64 = ledger.value("pragma page_count").parse().expect("a number");
    ledger.batch(&format!("pragma max_page_count = {}", pages + 2));
    let fill = sql!("insert into setting (name, value) values ($1, $2)");
    let told = all_at_once(
        &ledger.store,
        |member, writer| settings::set(writer, &name(member), "1"),
        |writer| writer.execute(fill, &[&"large", &"x".repeat(40_000)]).map(drop),
    );
    for told in told {
        let told = told.expect("no panic");
        assert!(matches!(told, Err(Fault::DiskFull)), "{told:?}");
    }
    assert_eq!(kept(&ledger), Vec::<String>::new());
    ledger.batch("pragma max_page_count = 1000000");
    ledger.write(|writer| settings::set(writer, "next", "works"));
    assert_eq!(ledger.value("pragma integrity_check"), "ok");
}

/// One asks for more than there is; those beside it need little.
#[test]
fn a_member_for_whom_there_is_no_room_does_not_take_the_others_with_it() {
    let ledger = sqlite();
    let pages: i64 = ledger.value("pragma page_count").parse().expect("a number");
    ledger.batch(&format!("pragma max_page_count = {}", pages + 4));
    let fill = sql!("insert into setting (name, value) values ($1, $2)");
    let told = all_at_once(
        &ledger.store,
        |member, writer| {
            settings::set(writer, &name(member), "1")?;
            if member == 9 {
                writer.execute(fill, &[&"large", &"x".repeat(400_000)])?;
            }
            Ok(())
        },
        |_| Ok(()),
    );
    for (member, told) in told.into_iter().enumerate() {
        match told.expect("no panic") {
            Ok(()) => assert_ne!(member, 9),
            Err(fault) => assert!(member == 9 && matches!(fault, Fault::DiskFull), "{member}: {fault:?}"),
        }
    }
    assert_eq!(kept(&ledger), all_but(|member| member == 9));
}

#[test]
fn writers_are_served_in_the_order_of_the_line_and_each_sees_those_before() {
    let ledger = sqlite();
    let served = Mutex::new(Vec::new());
    let told = all_at_once(
        &ledger.store,
        |member, writer| {
            served.lock().expect("nobody panics").push(member);
            if let Some(before) = member.checked_sub(1) {
                assert!(settings::find(writer, &name(before))?.is_some());
            }
            settings::set(writer, &name(member), "1")
        },
        |_| Ok(()),
    );
    assert!(told.into_iter().all(|told| matches!(told, Ok(Ok(())))));
    assert_eq!(served.into_inner().expect("nobody panics"), (0..MEMBERS).collect::<Vec<_>>());
}

/// Lists come in by transactions of their own; who waits for one does not wait for another first.
#[test]
fn one_that_writes_alone_takes_its_turn_between_groups() {
    let ledger = sqlite();
    let (store, inside, order) = (&ledger.store, Barrier::new(2), Mutex::new(Vec::new()));
    let (inside, order) = (&inside, &order);
    let note = move |what: &'static str| {
        order.lock().expect("nobody panics").push(what);
        Ok::<(), Fault>(())
    };
    thread::scope(|scope| {
        scope.spawn(move || {
            store.write(|_| {
                inside.wait();
                inside.wait();
                Ok::<(), Fault>(())
            })
        });
        inside.wait();
        let together = move |what: &'static str| {
            store.write_together(|_| note(what), |_| note("closed")).expect("kept");
        };
        for (place, what) in ["first", "list", "second"].into_iter().enumerate() {
            scope.spawn(move || match what {
                "list" => store.write(|_| note(what)).expect("kept"),
                other => together(other),
            });
            while store.writers_waiting() <= place {
                thread::yield_now();
            }
        }
        inside.wait();
    });
    let order = order.lock().expect("nobody panics").clone();
    assert_eq!(order, ["first", "closed", "list", "second", "closed"]);
}

#[test]
fn a_moment_is_handed_on_to_those_after_and_goes_with_what_is_not_kept() {
    let ledger = sqlite();
    let seen = Mutex::new(Vec::new());
    let closed = Mutex::new(0);
    all_at_once(
        &ledger.store,
        |member, writer| {
            let before = writer.reached();
            let now = 1_000 + i64::try_from(member).expect("small");
            // Every second one is ahead of the clock and not kept.
            writer.reach(if member % 2 == 1 { 9_000 } else { now });
            seen.lock().expect("nobody panics").push(before);
            if member % 2 == 1 { Err(Fault::broken("setting", "value", "no")) } else { Ok(()) }
        },
        |writer| {
            let mut closed = closed.lock().expect("nobody panics");
            *closed = writer.reached().max(*closed);
            Ok(())
        },
    );
    let seen = seen.into_inner().expect("nobody panics");
    assert!(seen.iter().all(|moment| *moment < 9_000), "{seen:?}");
    assert!(seen.iter().any(|moment| *moment >= 1_000), "nobody shared a transaction");
    assert_eq!(closed.into_inner().expect("nobody panics"), 1_030);
}
