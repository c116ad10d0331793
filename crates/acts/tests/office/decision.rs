//! Numbers without gaps or doubles, and two hands on one dossier.

use std::collections::BTreeSet;
use std::thread;

use sohoc_acts::dossier::{self, Appraisal};
use sohoc_acts::recognition::decide;
use sohoc_acts::{Office, access::Actor};
use sohoc_rules::dossier::{ScoreChange, State};
use sohoc_rules::recognition::SessionRules;

use crate::support::{Cast, World, code, decided_code, on_both};

const NAMES: [&str; 3] = ["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"];

#[test]
fn one_bad_line_and_nothing_is_numbered() {
    on_both(|world| {
        let mut dossiers = world.appraised(&NAMES[..2], 8);
        dossiers.extend(world.enter(&world.people(&NAMES[2..]), 8));
        let entries = world.count("select count(*) from journal_entry");
        let refused = world.decide(&dossiers).expect_err("the third is not appraised");
        let words = refused.to_string();
        assert!(words.contains("Line 3: The dossier is submitted, not appraised."), "{words}");
        assert_eq!(code(world.decide(&[dossiers[0], dossiers[1], dossiers[0]])), "dossier.twice_in_batch");
        assert_eq!(code(world.decide(&[])), "recognition.no_lines");
        let mut unfit = world.to_decide(&dossiers[..2]);
        unfit.issuer_code = "xã".to_owned();
        let decider = world.actor(Cast::DECIDER);
        let refused = decide(&world.office, &decider, &world.round, SessionRules::ASSUMED, &unfit);
        assert!(code(refused).contains("certificate"));
        for table in ["decision", "decision_counter", "decision_line", "certificate", "certificate_counter"] {
            assert_eq!(world.count(&format!("select count(*) from {table}")), 0, "{table}");
        }
        assert_eq!(world.state(dossiers[0]), State::Appraised);
        assert_eq!(world.count("select count(*) from journal_entry"), entries);
        let decided = world.decide(&dossiers[..2]).expect("decided");
        assert_eq!(decided.number.to_string(), "01/QĐ-UBND");
    });
}

#[test]
fn thirty_two_at_once_get_the_numbers_from_one_on() {
    on_both(|world| {
        let names: Vec<String> = (0..32).map(made_up).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let dossiers = world.appraised(&names, 8);
        let others: Vec<Office> = (2..9).map(|seed| world.opened_again(seed)).collect();
        let numbers: BTreeSet<String> = thread::scope(|scope| {
            let deciding: Vec<_> = dossiers
                .iter()
                .enumerate()
                .map(|(at, dossier)| {
                    let office = others.get(at % 8).unwrap_or(&world.office);
                    let what = world.to_decide(&[*dossier]);
                    let round = &world.round;
                    scope.spawn(move || {
                        let decider = Actor::find(office, Cast::DECIDER).expect("the account is there");
                        let decided = decide(office, &decider, round, SessionRules::ASSUMED, &what);
                        decided.expect("decided").number.to_string()
                    })
                })
                .collect();
            deciding.into_iter().map(|one| one.join().expect("no thread panicked")).collect()
        });
        assert_eq!(numbers, (1..=32).map(|number| format!("{number:02}/QĐ-UBND")).collect());
        assert_eq!(world.count("select last_number from decision_counter"), 32);
        assert_eq!(world.count("select last_number from certificate_counter"), 32);
        assert_eq!(world.count("select count(distinct serial) from certificate"), 32);
    });
}

/// A name of three words, another for each number below 64.
fn made_up(at: usize) -> String {
    const WORDS: [&str; 8] = ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan"];
    format!("Nông {} {}", WORDS[at / 8], WORDS[at % 8])
}

#[test]
fn of_two_reviewers_at_once_the_second_hears_clearly_and_the_work_of_the_first_stays() {
    on_both(|world| {
        let dossiers = world.enter(&world.people(&NAMES), 8);
        world.endorse(&dossiers);
        let other = world.opened_again(2);
        let appraise = |office: &Office, score: u8| {
            let officer = Actor::find(office, Cast::OFFICER).expect("the account is there");
            let change =
                |reason: &str| ScoreChange { indicator: "2.1".to_owned(), score, reason: reason.to_owned() };
            let all: Vec<Appraisal> = dossiers
                .iter()
                .map(|dossier| Appraisal { dossier: *dossier, changes: vec![change("đã xem")] })
                .collect();
            dossier::appraise(office, &officer, &world.round, &all).expect("no fault")
        };
        let (first, second) = thread::scope(|scope| {
            let one = scope.spawn(|| appraise(&world.office, 9));
            let two = scope.spawn(|| appraise(&other, 10));
            (one.join().expect("no panic"), two.join().expect("no panic"))
        });
        let codes = |answers: &[dossier::Answer<()>]| answers.iter().map(decided_code).collect::<Vec<_>>();
        let mut both = [codes(&first), codes(&second)];
        let winner = if both[0][0] == "done" { 9 } else { 10 };
        both.sort();
        assert_eq!(both, [vec!["done"; 3], vec!["dossier.not_from_here"; 3]]);
        for dossier in &dossiers {
            let row = world.row(*dossier);
            assert_eq!(row.review_scores.expect("appraised")[4], winner);
            assert_eq!(row.steps, 3);
        }
        assert_eq!(world.count("select count(*) from score_change"), 3);
        let late = appraise(&other, 10).remove(0).expect_err("too late");
        assert_eq!(late.reason, "The dossier is appraised; it cannot be appraised now.");
    });
}

#[test]
fn two_lists_with_the_same_person_at_once_make_one_record_and_one_dossier() {
    on_both(|world: &World| {
        let other = world.opened_again(2);
        let list: Vec<_> = (0..40)
            .map(|at| {
                let mut one = crate::support::person(&made_up(at), crate::support::Place::hamlet(0));
                one.number = sohoc_rules::people::PersonalNumber::new(&format!("004180{at:06}")).ok();
                one
            })
            .collect();
        let prepared = [world.prepared(&list), world.prepared(&list)];
        let submit = |office: &Office, prepared: &[sohoc_acts::people::Prepared]| {
            let volunteer = Actor::find(office, Cast::VOLUNTEER).expect("the account is there");
            let people = sohoc_acts::people::register(office, &volunteer, prepared).expect("registered");
            let batch: Vec<_> = people.iter().map(|one| world.submission(one.person(), 8)).collect();
            dossier::enter(office, &volunteer, &world.round, &batch).expect("entered")
        };
        let (one, two) = thread::scope(|scope| {
            let one = scope.spawn(|| submit(&world.office, &prepared[0]));
            let two = scope.spawn(|| submit(&other, &prepared[1]));
            (one.join().expect("no panic"), two.join().expect("no panic"))
        });
        assert_eq!(world.count("select count(*) from person"), 40);
        assert_eq!(world.count("select count(*) from dossier"), 40);
        for (one, two) in one.into_iter().zip(two) {
            let (one, two) = (one.expect("accepted"), two.expect("accepted"));
            assert_eq!(one.dossier, two.dossier);
            assert!(one.new != two.new, "one of the two made it");
        }
    });
}
