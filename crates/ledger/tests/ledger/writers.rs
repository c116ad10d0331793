//! Many writers at once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Barrier, mpsc};
use std::thread;

use sohoc_ledger::db::{Fault, Store, Writer};
use sohoc_ledger::recognition::next_number;
use sohoc_ledger::settings;

use crate::support::{Ledger, id, on_both, on_postgres};

const WRITERS: u32 = 32;
const NUMBERS_EACH: u32 = 4;

/// One program with many threads.
#[test]
fn numbers_of_32_threads_have_neither_gaps_nor_doubles() {
    on_both(|ledger| assert_eq!(take_numbers(|_| &ledger.store), all_numbers(WRITERS * NUMBERS_EACH)));
}

/// As many programs on one ledger; the databases settle who waits and who runs again.
#[test]
fn numbers_of_many_programs_have_neither_gaps_nor_doubles() {
    on_both(|ledger| {
        let programs: Vec<Store> = (0..WRITERS).map(|_| ledger.opened_again()).collect();
        let taken = take_numbers(|writer| &programs[writer as usize]);
        assert_eq!(taken, all_numbers(WRITERS * NUMBERS_EACH));
    });
}

fn all_numbers(count: u32) -> Vec<i64> {
    (1..=i64::from(count)).collect()
}

/// Every second write is given up after its number was taken: the number must go to another.
fn take_numbers<'s>(store: impl Fn(u32) -> &'s Store + Sync) -> Vec<i64> {
    let together = Barrier::new(WRITERS as usize);
    let (sender, numbers) = mpsc::channel();
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (store, sender, together) = (store(writer), sender.clone(), &together);
            scope.spawn(move || {
                together.wait();
                for _ in 0..NUMBERS_EACH {
                    let given_up: Result<i64, Fault> = store.write(|writer| {
                        let number = next_number(writer, id(1), 2026)?;
                        Err(Fault::broken("decision", "number", number))
                    });
                    assert!(matches!(given_up, Err(Fault::Unreadable { .. })), "{given_up:?}");
                    let take = |writer: &Writer<'_>| next_number(writer, id(1), 2026);
                    let number = store.write_together(take, |_| Ok(()));
                    sender.send(number.expect("a number is given")).expect("the test waits for it");
                }
            });
        }
    });
    drop(sender);
    let mut taken: Vec<i64> = numbers.into_iter().collect();
    taken.sort_unstable();
    taken
}

/// Two writers read both settings and change one each: run one after the other, the second sees the first.
#[test]
fn a_write_that_lost_against_another_is_run_again_on_what_is_there_now() {
    on_postgres(|ledger| {
        let other = ledger.opened_again();
        ledger.write(|writer| {
            settings::set(writer, "left", "0")?;
            settings::set(writer, "right", "0")
        });
        let (runs, both_have_read) = (AtomicU32::new(0), Barrier::new(2));
        let add_up = |store: &Store, into: &str| {
            let mut first = true;
            store.write(|writer| {
                runs.fetch_add(1, Ordering::Relaxed);
                let sum = number(settings::find(writer, "left")?) + number(settings::find(writer, "right")?);
                if std::mem::take(&mut first) {
                    both_have_read.wait();
                }
                settings::set(writer, into, &(sum + 1).to_string())
            })
        };
        thread::scope(|scope| {
            let left = scope.spawn(|| add_up(&ledger.store, "left"));
            add_up(&other, "right").expect("one of the two runs again");
            left.join().expect("no panic").expect("one of the two runs again");
        });
        let values: BTreeSet<i64> = ["left", "right"]
            .map(|name| number(ledger.read(|reader| settings::find(reader, name))))
            .into_iter()
            .collect();
        assert_eq!(values, BTreeSet::from([1, 2]));
        assert_eq!(runs.load(Ordering::Relaxed), 3);
    });
}

fn number(setting: Option<String>) -> i64 {
    setting.and_then(|text| text.parse().ok()).expect("the setting is a number")
}

/// The writer of one program holds the ledger while the other comes; both are kept.
#[test]
fn two_programs_write_to_one_ledger_one_after_the_other() {
    on_both(|ledger: &Ledger| {
        let other = ledger.opened_again();
        let inside = Barrier::new(2);
        thread::scope(|scope| {
            let first = scope.spawn(|| {
                let mut waited = false;
                ledger.store.write(|writer| {
                    settings::set(writer, "first", "1")?;
                    if !std::mem::replace(&mut waited, true) {
                        inside.wait();
                    }
                    settings::set(writer, "also first", "1")
                })
            });
            inside.wait();
            other.write(|writer| settings::set(writer, "second", "2")).expect("it waits for its turn");
            first.join().expect("no panic").expect("nobody is in its way");
        });
        let kept = |name| ledger.read(|reader| settings::find(reader, name));
        assert_eq!([kept("first"), kept("also first"), kept("second")].map(|one| one.is_some()), [true; 3]);
    });
}
