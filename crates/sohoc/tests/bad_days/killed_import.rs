//! The program is killed in the middle of a long list.

use crate::book::{Book, assert_sound, doctor_on, ledger_file, log_bytes};
use crate::installation::Installation;
use crate::killing::Running;
use crate::province::{BATCH, SEVERAL_BATCHES, import, with_list};

const PEOPLE: u32 = SEVERAL_BATCHES;

/// Where in its work the program is hit.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// The run is on record and nobody is in yet.
    Begun,
    /// So many people are in, and the next batch is being written.
    Writing(i64),
    /// So many people are in, and a batch is on its way to the disk.
    Committing(i64),
}

#[test]
fn a_killed_import_keeps_whole_batches_and_is_finished_by_running_it_again() {
    let installation = with_list(PEOPLE);
    let moments = [
        Moment::Begun,
        Moment::Committing(0),
        Moment::Writing(1),
        Moment::Committing(BATCH),
        Moment::Writing(BATCH + 1),
    ];
    for (runs, moment) in (1..).zip(moments) {
        kill_at(&installation, moment);
        let book = Book::of(&installation);
        let people = book.people();
        println!("killed at {moment:?}: {people} people are in");
        assert_eq!(
            (people % BATCH, book.brought_in()),
            (0, people),
            "whole batches, and all of them counted"
        );
        drop(book);
        assert_sound(&installation);
        let (state, sentence) = doctor_on(&installation, "imports");
        assert_eq!(state, "note");
        let cut_off = format!("{runs} imports were cut off, the first of people from people.csv");
        assert!(sentence.starts_with(&cut_off) && sentence.contains("Run them again"), "{sentence}");
    }
    is_finished_by_running_it_again(&installation);
}

#[track_caller]
fn kill_at(installation: &Installation, moment: Moment) {
    let book = Book::of(installation);
    let query = "select count(*) from import_run";
    let runs = book.count(query);
    let running = Running::start(installation.command(&import("people.csv")));
    let mut log = None;
    let killed = running.kill_when(|program| {
        let now = log_bytes(installation);
        if book.count(query) == runs {
            return false;
        }
        match moment {
            Moment::Begun => true,
            Moment::Writing(people) => book.people() >= people && program.is_writing(),
            Moment::Committing(people) => {
                if log.is_none() && book.people() >= people {
                    log = Some(log_bytes(installation));
                }
                log.is_some_and(|before| now > before)
            }
        }
    });
    assert!(killed, "the import ended before {moment:?}");
}

fn is_finished_by_running_it_again(installation: &Installation) {
    let before = Book::of(installation).people();
    let taken = installation.json(&import("people.csv"));
    let number = |name: &str| taken[name].as_i64().expect("a count");
    assert_eq!((number("read"), number("updated")), (i64::from(PEOPLE), 0));
    assert_eq!(number("unchanged"), before, "what was in stays as it is");
    let people = number("added") + number("unchanged");
    assert_eq!(people + number("rejected"), i64::from(PEOPLE));
    assert!(number("added") > 0, "{taken}");
    let book = Book::of(installation);
    assert_eq!(book.people(), people, "nobody twice");
    for (table, column) in [("residence", "person_id"), ("person", "number_hash")] {
        let query = format!("select count({column}) - count(distinct {column}) from {table}");
        assert_eq!(book.count(&query), 0, "{table}");
    }
    drop(book);
    assert_sound(installation);
    let log = log_bytes(installation);
    assert!(log == 0 && ledger_file(installation).exists(), "{log} bytes were not folded into the ledger");
}
