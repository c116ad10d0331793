//! Several programs on one ledger at the same time.

use serde_json::Value;

use crate::book::{Book, assert_sound};
use crate::installation::{Installation, this_year};
use crate::killing::Running;
use crate::province::{SEVERAL_BATCHES, import, lay_out, with_list, write_halves};

#[test]
fn two_imports_of_different_communes_at_the_same_time_both_succeed() {
    let installation = Installation::made();
    let sample = lay_out(&installation, 8_000);
    let rows = write_halves(&installation, &sample);
    let programs = ["even.csv", "odd.csv"].map(|file| Running::start(installation.command(&import(file))));
    for program in programs {
        assert!(program.wait().success());
    }
    let rejected = both_are_in_whole(&installation, rows);
    let book = Book::of(&installation);
    assert_eq!(book.people() + rejected, 8_000);
    assert_eq!(book.count("select count(*) from import_run where finished_at is null"), 0);
    drop(book);
    assert_sound(&installation);
}

/// Running both again changes nothing; gives how many rows are rejected.
fn both_are_in_whole(installation: &Installation, rows: [u64; 2]) -> i64 {
    let mut rejected = 0;
    for (file, rows) in ["even.csv", "odd.csv"].into_iter().zip(rows) {
        let taken = installation.json(&import(file));
        assert_eq!((&taken["read"], &taken["added"]), (&Value::from(rows), &Value::from(0)), "{taken}");
        rejected += taken["rejected"].as_i64().expect("a count");
    }
    rejected
}

#[test]
fn figures_are_read_and_people_are_found_while_an_import_writes() {
    let installation = with_list(SEVERAL_BATCHES);
    let year = this_year().to_string();
    let figures = ["figures", "--measure", "adults", "--year", &year, "--by", "province"];
    let mut program = Running::start(installation.command(&import("people.csv")));
    let mut looks = 0;
    while !program.has_ended() {
        assert_eq!(installation.json(&figures)["total"], 0, "adults were counted when the round was opened");
        // A search reads, and its reading is journalled: a second writer.
        installation.does(&["find", "nong", "--limit", "1"]);
        looks += 1;
    }
    assert!(program.wait().success());
    assert!(looks > 1, "the import was too quick to be looked at");
    println!("looked at {looks} times");
    assert_sound(&installation);
}
