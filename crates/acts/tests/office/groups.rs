//! Acts that come at once: on SQLite they share a transaction, and still each is as good as done alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Barrier;
use std::thread;

use sohoc_acts::access::Actor;
use sohoc_acts::dossier;
use sohoc_ledger::settings;
use sohoc_rules::dossier::Channel;
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::PersonId;

use crate::support::{World, on_both};

const WORDS: [&str; 4] = ["An", "Bình", "Chi", "Dung"];

/// Sixty-four people of one hamlet.
fn crowd(world: &World) -> Vec<PersonId> {
    let names: Vec<String> =
        (0..64).map(|at| format!("{} {} {}", WORDS[at / 16], WORDS[at / 4 % 4], WORDS[at % 4])).collect();
    world.people(&names.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Each on a thread of its own, all at once.
fn at_once<T: Sync>(those: &[T], act: impl Fn(usize, &T) + Sync) {
    let (together, act) = (&Barrier::new(those.len()), &act);
    thread::scope(|scope| {
        for (place, one) in those.iter().enumerate() {
            scope.spawn(move || {
                together.wait();
                act(place, one);
            });
        }
    });
}

fn hand_in(world: &World, person: PersonId) -> sohoc_acts::Result<bool> {
    let submission = dossier::Submission { channel: Channel::Web, ..world.submission(person, 8) };
    let citizen = Actor::citizens(&[person]);
    dossier::submit_again(&world.office, &citizen, &world.round, &submission).map(|entered| entered.handed_in)
}

#[test]
fn submissions_that_come_at_once_are_all_kept_sealed_and_counted() {
    on_both(|world| {
        let people = crowd(world);
        let before = world.count("select count(*) from journal_entry");
        at_once(&people, |_, person| assert!(hand_in(world, *person).expect("it is kept")));
        assert_eq!(world.total(Counter::SelfAssessed), 64);
        assert_eq!(world.count("select count(*) from journal_entry"), before + 64);
        let moments = world.count("select count(distinct at) from journal_entry where act = 'submit'");
        assert_eq!(moments, 64, "each act has a moment of its own");
    });
}

#[test]
fn one_person_who_sends_the_same_many_times_at_once_has_one_dossier() {
    on_both(|world| {
        let person = world.people(&["Nông Thị Hà"])[0];
        at_once(&[person; 16], |_, person| {
            hand_in(world, *person).expect("the same again is no fault");
        });
        assert_eq!(world.count("select count(*) from dossier"), 1);
        assert_eq!(world.count("select count(*) from journal_entry where act = 'submit'"), 1);
    });
}

#[test]
fn acts_that_crash_or_are_refused_take_nothing_from_those_beside_them() {
    on_both(|world| {
        let people = crowd(world);
        at_once(&people, |place, person| match place % 4 {
            1 => {
                let crashed = catch_unwind(AssertUnwindSafe(|| {
                    world.office.perform(&Actor::console(), |desk| -> sohoc_acts::Result<()> {
                        settings::set(desk, "half", "done")?;
                        desk.record("test", None, 1, &"half")?;
                        panic!("in the middle");
                    })
                }));
                assert!(crashed.is_err());
            }
            3 => {
                let stranger = Actor::citizens(&[]);
                let submission = world.submission(*person, 8);
                let refused =
                    dossier::enter(&world.office, &stranger, &world.round, std::slice::from_ref(&submission));
                assert!(refused.is_err());
            }
            _ => assert!(hand_in(world, *person).expect("it is kept")),
        });
        assert_eq!(world.total(Counter::SelfAssessed), 32);
        assert_eq!(world.count("select count(*) from setting where name = 'half'"), 0);
        assert_eq!(world.count("select count(*) from journal_entry where act = 'test'"), 0);
    });
}

/// Threads of one program share; two programs wait for each other.
#[test]
fn programs_and_threads_at_once_agree_in_the_end() {
    on_both(|world| {
        let people = crowd(world);
        let other = world.opened_again(2);
        at_once(&people, |place, person| {
            let office = if place % 2 == 0 { &world.office } else { &other };
            let submission = dossier::Submission { channel: Channel::Web, ..world.submission(*person, 8) };
            let citizen = Actor::citizens(&[*person]);
            dossier::submit_again(office, &citizen, &world.round, &submission).expect("it is kept");
        });
        assert_eq!(world.total(Counter::SelfAssessed), 64);
        assert_eq!(world.count("select count(*) from dossier"), 64);
    });
}
