//! The clock of the machine was set back.

use std::fs;
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use sohoc_acts::access::Actor;
use sohoc_acts::people::{Asked, search};
use sohoc_acts::{Clock, Office};
use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::people::PersonalNumber;
use sohoc_rules::time::Instant;

use crate::book::{Book, assert_sound, doctor_on, ledger_file};
use crate::installation::{Installation, this_year};
use crate::province::{import, with_list};

/// A day after the moment at which the test began: what is done by it lies in the program's future.
struct Tomorrow(Instant);

impl Clock for Tomorrow {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.microseconds() + 24 * 3_600_000_000)
    }
}

#[test]
fn after_the_clock_was_set_back_nothing_is_written_until_it_is_right() {
    let installation = with_list(500);
    search_tomorrow(&installation);
    let people = Book::of(&installation).people();
    let clock = "The clock says ";
    let remedy = "Set the clock of this machine right and try again.";
    let year = this_year().to_string();
    for command in [&import("people.csv")[..], &["find", "nong"], &["round", "close", "--year", &year]] {
        let refused = installation.refuses(command);
        assert!(refused.contains(clock) && refused.contains("but the journal already reaches"), "{refused}");
        assert!(refused.ends_with(remedy), "{refused}");
    }
    assert_eq!(Book::of(&installation).people(), people);
    let (state, sentence) = doctor_on(&installation, "clock");
    assert_eq!(state, "unsafe");
    assert!(
        sentence.contains("already reaches") && sentence.ends_with("Set the clock of this machine right.")
    );
    // Reading what nobody's rights protect goes on.
    installation.does(&["round", "status"]);
    assert_sound(&installation);
}

/// A search is journalled: the journal then reaches into tomorrow.
fn search_tomorrow(installation: &Installation) {
    let text = fs::read_to_string(installation.path("sohoc-data/keys.toml")).expect("init made the keys");
    let keys = Keyring::parse(&text).expect("a key file");
    let clock = Arc::new(Tomorrow(installation.office().now()));
    let chance = Box::new(StdRng::from_seed([9; 32]));
    let office =
        Office::open(Address::File(ledger_file(installation)), keys, clock, chance).expect("it opens");
    let nobody = Asked::Number(PersonalNumber::new("004175000123").expect("twelve digits"));
    assert_eq!(search(&office, &Actor::console(), &nobody, None, 1).expect("the console may"), []);
}
