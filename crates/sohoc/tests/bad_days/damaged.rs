//! The ledger file was damaged, cut off or emptied. Keys that are missing or wrong are tried beside the
//! other refusals, in `tests/cli`.

use std::fs;

use crate::book::{doctor_on, ledger_file};
use crate::installation::{Installation, this_year};
use crate::province::{import, with_list};

/// A ledger with people, folded into one file.
fn with_people() -> Installation {
    let installation = with_list(3_000);
    installation.does(&import("people.csv"));
    assert!(!installation.path("sohoc-data/ledger.db-wal").exists(), "the program leaves one file");
    installation
}

/// No command may do anything but its work or say in one sentence why not.
#[track_caller]
fn every_command_works_or_says_why(installation: &Installation) -> Vec<String> {
    let year = this_year().to_string();
    let figures = ["figures", "--measure", "adults", "--year", &year, "--by", "hamlet"];
    let mut sentences = Vec::new();
    for command in [
        &import("people.csv")[..],
        &figures,
        &["find", "nong"],
        &["journal", "show"],
        &["round", "status"],
        &["export", "people", "--out", "out.csv"],
        &["init"],
    ] {
        let said = installation.run(command);
        assert!(said.code == 0 || said.code == 1, "{command:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), usize::try_from(said.code).expect("0 or 1"), "{}", said.err);
        assert!(!said.err.contains("gave up"), "{command:?}: {}", said.err);
        sentences.extend((said.code == 1).then_some(said.err));
    }
    sentences
}

#[test]
fn a_ledger_with_overwritten_pages_is_called_damaged() {
    let installation = with_people();
    let file = ledger_file(&installation);
    let mut bytes = fs::read(&file).expect("it is there");
    // Behind the list of tables, which stands at the start and without which nothing can be asked at all.
    let (from, to) = (bytes.len() / 2, bytes.len() / 10 * 9);
    bytes[from..to].fill(0xaa);
    fs::write(&file, &bytes).expect("it can be written");
    let damaged = "the ledger file is damaged or is not a ledger; restore it from a backup";
    let sentence = installation.refuses(&import("people.csv"));
    // Which statement meets the damage first, before the list is opened or after, hangs on where the pages lie.
    assert!(sentence.ends_with(damaged), "{sentence}");
    let sentences = every_command_works_or_says_why(&installation);
    assert!(sentences.iter().any(|sentence| sentence.contains(damaged)), "{sentences:#?}");
    let (state, sentence) = doctor_on(&installation, "pages");
    assert!(state == "unsafe" && sentence.ends_with("restore the ledger from a backup."), "{sentence}");
}

#[test]
fn a_ledger_that_was_cut_off_is_called_damaged() {
    let installation = with_people();
    let file = ledger_file(&installation);
    let bytes = fs::read(&file).expect("it is there");
    fs::write(&file, &bytes[..bytes.len() / 2]).expect("it can be written");
    let sentences = every_command_works_or_says_why(&installation);
    assert!(sentences.iter().any(|sentence| sentence.contains("is damaged")), "{sentences:#?}");
    let (state, sentence) = doctor_on(&installation, "ledger");
    assert!(state == "unsafe" && sentence.contains("is damaged"), "{sentence}");
}

#[test]
fn an_emptied_ledger_is_not_taken_for_a_new_one() {
    let installation = with_people();
    fs::write(ledger_file(&installation), "").expect("it can be written");
    let sentence = installation.refuses(&["round", "status"]);
    let expected = "The ledger file sohoc-data/ledger.db is empty; restore it from a backup: an empty file holds \
        no ledger.";
    assert_eq!(sentence, expected);
    assert_eq!(fs::metadata(ledger_file(&installation)).expect("it is there").len(), 0, "nothing was made");
    let (state, sentence) = doctor_on(&installation, "ledger");
    assert!(state == "unsafe" && sentence.starts_with(expected), "{sentence}");
}
