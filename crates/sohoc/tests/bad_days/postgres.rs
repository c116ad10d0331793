//! The same on PostgreSQL, on the server that `SOHOC_TEST_POSTGRES` names.

use std::fs;
use std::process;

use sohoc_acts::access::Actor;
use sohoc_acts::{Office, territory};
use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;
use sohoc_sample::Sample;
use sohoc_sample::files::{Hand, write_people_csv};

use crate::book::{Book, assert_sound, doctor_on};
use crate::installation::{Installation, machine_clock, this_year};
use crate::killing::{Running, pause};
use crate::province::{BATCH, LIST_DAY, SEVERAL_BATCHES, import, write_halves};

const PEOPLE: u32 = SEVERAL_BATCHES;

/// An installation whose ledger is a schema of its own; taken away with the test.
struct OnServer {
    installation: Installation,
    address: Address,
    schema: String,
}

impl OnServer {
    /// `None` where no server is named.
    fn new(test: &str, people: u32) -> Option<(Self, Sample)> {
        let Ok(server) = std::env::var("SOHOC_TEST_POSTGRES") else {
            println!("PostgreSQL skipped: SOHOC_TEST_POSTGRES names no server");
            return None;
        };
        let schema = format!("sohoc_bad_days_{}_{test}", process::id());
        let installation = Installation::empty();
        let config = format!("[ledger]\naddress = {server:?}\nschema = \"{schema}\"\n");
        installation.file("sohoc.toml", &config);
        let address = Address::parse(&server, &schema).expect("SOHOC_TEST_POSTGRES can be read");
        let server = Self { installation, address, schema };
        let sample = server.lay_out(people);
        Some((server, sample))
    }

    fn lay_out(&self, people: u32) -> Sample {
        let sample = Sample::new(677, people).expect("a sample");
        self.installation.does(&["init"]);
        let text =
            fs::read_to_string(self.installation.path("sohoc-data/keys.toml")).expect("init made them");
        let keys = Keyring::parse(&text).expect("a key file");
        let (clock, chance) = machine_clock();
        let office = Office::open(self.address.clone(), keys, clock, chance).expect("it opens");
        territory::add_hamlets(&office, &Actor::console(), &sample.new_hamlets()).expect("the console may");
        self.installation.does(&["round", "open", "--year", &this_year().to_string()]);
        let file = fs::File::create(self.installation.path("people.csv")).expect("the folder can be written");
        write_people_csv(file, &sample, LIST_DAY, Hand::Careful).expect("the disk has room");
        sample
    }

    fn book(&self) -> Book {
        Book::at(self.address.clone())
    }

    /// Ends every connection of the program but the test's own.
    fn cut_connections(&self, book: &Book) {
        book.batch(&format!(
            "select pg_terminate_backend(activity.pid)
             from pg_stat_activity activity
             where activity.pid <> pg_backend_pid()
                and exists (select 1 from pg_locks held join pg_class named on named.oid = held.relation
                    where held.pid = activity.pid and named.relnamespace = '\"{}\"'::regnamespace)",
            self.schema
        ));
    }
}

impl Drop for OnServer {
    fn drop(&mut self) {
        let drop = format!("set lock_timeout = '5s'; drop schema if exists \"{}\" cascade", self.schema);
        if let Ok(store) = sohoc_ledger::db::Store::open(self.address.clone()) {
            // A failure here would only hide the one that ended the test.
            let _ = sohoc_ledger::db::raw_batch(&store, &drop);
        }
    }
}

/// Whole batches only, the journal whole, and the tail sealed by the next command that ends.
#[track_caller]
fn assert_whole_batches(server: &OnServer, book: &Book) -> i64 {
    let people = book.people();
    assert_eq!((people % BATCH, book.brought_in()), (0, people), "whole batches, and all of them counted");
    server.installation.does(&["find", "nong", "--limit", "1"]);
    assert_eq!(book.count("select count(*) from journal_tail"), 0, "the next command seals what waited");
    assert_sound(&server.installation);
    assert_eq!(doctor_on(&server.installation, "imports").0, "note");
    people
}

fn finishes(server: &OnServer, before: i64, people: u32) {
    let taken = server.installation.json(&import("people.csv"));
    assert_eq!((&taken["unchanged"], &taken["read"]), (&before.into(), &people.into()), "{taken}");
    let sum = ["added", "unchanged"].map(|name| taken[name].as_i64().expect("a count")).iter().sum::<i64>();
    assert_eq!(server.book().people(), sum, "nobody twice");
    assert_sound(&server.installation);
}

#[test]
fn a_killed_import_keeps_whole_batches_and_is_finished_by_running_it_again() {
    let Some((server, _)) = OnServer::new("kill", PEOPLE) else { return };
    let book = server.book();
    for people in [1, BATCH + 1] {
        let running = Running::start(server.installation.command(&import("people.csv")));
        assert!(running.kill_when(|_| book.people() >= people), "the import ended before {people} were in");
        println!("killed at {people}: {} people are in", book.people());
        assert_whole_batches(&server, &book);
    }
    finishes(&server, book.people(), PEOPLE);
}

#[test]
fn a_connection_that_is_cut_ends_an_import_with_a_sentence_and_whole_batches() {
    let Some((server, _)) = OnServer::new("cut", PEOPLE) else { return };
    let book = server.book();
    let mut running = Running::start(server.installation.command(&import("people.csv")));
    while book.people() < BATCH && !running.has_ended() {
        pause();
    }
    while !running.has_ended() {
        server.cut_connections(&book);
        pause();
    }
    let said = running.said();
    let sentence = "sohoc: people.csv: the connection to the ledger was lost; the last step was kept whole or not at \
        all; see that the server runs and run the command again\n";
    assert!(said.ends_with(sentence), "{said}");
    let people = assert_whole_batches(&server, &book);
    assert!(people < i64::from(PEOPLE) - BATCH, "{people} were in before the connection was cut");
    finishes(&server, people, PEOPLE);
}

#[test]
fn two_imports_of_different_communes_at_the_same_time_both_succeed() {
    let Some((server, sample)) = OnServer::new("two", 4_000) else { return };
    write_halves(&server.installation, &sample);
    let start = |file| Running::start(server.installation.command(&import(file)));
    for program in ["even.csv", "odd.csv"].map(start) {
        assert!(program.wait().success());
    }
    let again = server.installation.json(&import("people.csv"));
    assert_eq!((&again["read"], &again["added"]), (&4_000.into(), &0.into()), "{again}");
    assert_sound(&server.installation);
}
