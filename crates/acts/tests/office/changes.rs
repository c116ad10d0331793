//! What can happen to a dossier on its way: sent back, taken back, taken up again, not met.

use jiff::civil::date;
use sohoc_acts::dossier::{self, Appraisal};
use sohoc_acts::{people, rounds};
use sohoc_rules::dossier::{Outcome, ScoreChange, State};
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::LifeStatus;

use crate::support::{Cast, FORM, code, decided_code, on_both, scores};

const NAMES: [&str; 3] = ["Nông Thị Hà", "Triệu Văn An", "Lý A Páo"];

#[test]
fn a_returned_dossier_is_handed_in_again_and_its_steps_tell_the_story() {
    on_both(|world| {
        let people = world.people(&NAMES[..1]);
        let dossiers = world.enter(&people, 8);
        world.endorse(&dossiers);
        world.send_back(&dossiers);
        assert_eq!(world.state(dossiers[0]), State::Returned);
        assert_eq!((world.total(Counter::Registered), world.total(Counter::SelfAssessed)), (1, 0));
        let volunteer = world.actor(Cast::VOLUNTEER);
        let again = world.submission(people[0], 9);
        let entered =
            dossier::submit_again(&world.office, &volunteer, &world.round, &again).expect("accepted");
        assert_eq!((entered.dossier, entered.new), (dossiers[0], false));
        let row = world.row(dossiers[0]);
        assert_eq!(row.self_scores, Some(scores(world, 9).to_bytes()));
        assert_eq!((row.endorsed_by, row.review_scores, row.steps), (None, None, 4));
        let steps =
            world.office.read(|reader| Ok(sohoc_ledger::dossier::steps(reader, dossiers[0])?)).expect("read");
        let told: Vec<_> =
            steps.iter().map(|(act, _, reason, _)| (act.as_str(), reason.as_deref())).collect();
        assert_eq!(
            told,
            [("submit", None), ("endorse", None), ("return", Some("thiếu minh chứng")), ("submit", None)]
        );
        assert_eq!(world.total(Counter::SelfAssessed), 1);
    });
}

#[test]
fn reviewers_change_a_score_only_with_a_reason_and_may_do_so_again() {
    on_both(|world| {
        let people = world.people(&NAMES[..1]);
        let dossiers = world.enter(&people, 8);
        world.endorse(&dossiers);
        let officer = world.actor(Cast::OFFICER);
        let appraise = |score, reason: &str| {
            let changes = vec![ScoreChange { indicator: "1.2".to_owned(), score, reason: reason.to_owned() }];
            let appraisal = [Appraisal { dossier: dossiers[0], changes }];
            dossier::appraise(&world.office, &officer, &world.round, &appraisal).expect("allowed").remove(0)
        };
        assert_eq!(decided_code(&appraise(5, " ")), "dossier.change_without_reason");
        assert_eq!(world.state(dossiers[0]), State::Endorsed);
        appraise(5, "chưa có sổ học").expect("accepted");
        let row = world.row(dossiers[0]);
        assert_eq!(row.self_scores, Some(scores(world, 8).to_bytes()));
        assert_eq!(row.review_scores.as_ref().map(|scores| scores[..3].to_vec()), Some(vec![8, 5, 8]));
        let decided = world.decide(&dossiers).expect("decided");
        assert_eq!((decided.granted, decided.declined), (0, 1), "77 points are not 80");

        let reopened = dossier::reopen(&world.office, &officer, &world.round, &dossiers, "khiếu nại đúng");
        reopened.expect("allowed").remove(0).expect("heard");
        assert_eq!(world.state(dossiers[0]), State::Draft);
        world.enter(&people, 8);
        world.endorse(&dossiers);
        appraise(7, "có một phần").expect("the same indicator again");
        let reasons = world.rows("select reason from score_change");
        assert_eq!(reasons, [["có một phần"]]);
    });
}

#[test]
fn what_is_taken_back_counts_nowhere_until_it_is_reopened() {
    on_both(|world| {
        let people = world.people(&NAMES[..2]);
        let dossiers = world.enter(&people, 8);
        world.endorse(&dossiers);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let answers = dossier::withdraw(&world.office, &volunteer, &world.round, &dossiers[..1]);
        answers.expect("allowed").remove(0).expect("withdrawn");
        assert_eq!((world.total(Counter::Registered), world.total(Counter::Endorsed)), (1, 1));
        let again =
            dossier::enter(&world.office, &volunteer, &world.round, &[world.submission(people[0], 8)]);
        assert_eq!(decided_code(&again.expect("allowed")[0]), "dossier.not_from_here");
        let officer = world.actor(Cast::OFFICER);
        let reopen = |reason| {
            let answers = dossier::reopen(&world.office, &officer, &world.round, &dossiers, reason);
            answers.expect("allowed").iter().map(decided_code).collect::<Vec<_>>()
        };
        assert_eq!(reopen(""), ["dossier.reason_missing", "dossier.reason_missing"]);
        assert_eq!(reopen("đổi ý"), ["done", "dossier.not_from_here"]);
        assert_eq!((world.total(Counter::Registered), world.total(Counter::SelfAssessed)), (2, 1));
        let after = world.enter(&people[..1], 9);
        assert_eq!((after[0], world.total(Counter::SelfAssessed)), (dossiers[0], 2));
    });
}

#[test]
fn why_there_is_no_self_assessment_is_noted_and_can_change() {
    on_both(|world| {
        let dossiers = world.enter(&world.people(&NAMES), 8);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let mark = |outcome| {
            let answers = dossier::mark(&world.office, &volunteer, &world.round, &dossiers, outcome);
            answers.expect("allowed").iter().map(decided_code).collect::<Vec<_>>()
        };
        assert_eq!(mark(Outcome::Away), ["dossier.not_from_here"; 3], "they have handed in");
        world.send_back(&dossiers[..2]);
        for outcome in Outcome::ALL {
            assert_eq!(mark(outcome), ["done", "done", "dossier.not_from_here"]);
            assert_eq!(world.state(dossiers[0]), outcome.state());
            assert_eq!((world.total(Counter::NotReached), world.total(Counter::Registered)), (2, 1));
        }
        let officer = world.actor(Cast::OFFICER);
        let answers = dossier::reopen(&world.office, &officer, &world.round, &dossiers[..1], "đã về");
        answers.expect("allowed").remove(0).expect("reopened");
        assert_eq!(world.total(Counter::NotReached), 1);
    });
}

#[test]
fn one_bad_dossier_of_a_batch_does_not_hold_up_the_others() {
    on_both(|world| {
        let dossiers = world.enter(&world.people(&NAMES), 8);
        world.endorse(&dossiers[..1]);
        let committee = world.actor(Cast::COMMITTEE);
        let batch = [dossiers[0], dossiers[1], dossiers[1], dossiers[2]];
        let answers = dossier::endorse(&world.office, &committee, &world.round, &batch).expect("allowed");
        let codes: Vec<_> = answers.iter().map(decided_code).collect();
        assert_eq!(codes, ["dossier.not_from_here", "done", "dossier.twice_in_batch", "done"]);
        assert_eq!(world.total(Counter::Endorsed), 3);
    });
}

#[test]
fn the_dead_hand_in_nothing_and_an_error_about_a_death_is_put_right() {
    on_both(|world| {
        let person = world.people(&NAMES[..1])[0];
        let officer = world.actor(Cast::OFFICER);
        let set = |status| {
            people::set_life(&world.office, &officer, &[people::Life { person, status }]).expect("noted");
        };
        set(LifeStatus::Dead(date(2026, 2, 1)));
        let volunteer = world.actor(Cast::VOLUNTEER);
        let enter = || {
            let submission = world.submission(person, 8);
            dossier::enter(&world.office, &volunteer, &world.round, &[submission]).expect("allowed").remove(0)
        };
        assert_eq!(decided_code(&enter()), "dossier.person_dead");
        set(LifeStatus::Living);
        enter().expect("accepted");
    });
}

#[test]
fn who_moves_away_is_counted_where_the_dossier_was_handed_in() {
    on_both(|world| {
        let person = world.people(&NAMES[..1])[0];
        let dossiers = world.enter(&[person], 8);
        let officer = world.actor(Cast::OTHER_OFFICER);
        let there = crate::support::Place::hamlet(3);
        let step = people::Move { person, to: there, from: date(2026, 3, 2) };
        people::move_home(&world.office, &officer, &[step]).expect("moved");
        assert_eq!(world.row(dossiers[0]).unit, crate::support::Place::hamlet(0).uuid());
        world.endorse(&dossiers);
        let late = people::Move { person, to: crate::support::Place::hamlet(4), from: date(2026, 1, 15) };
        people::move_home(&world.office, &officer, &[late]).expect("put right");
        assert_eq!(world.count("select count(*) from residence where valid_to is null"), 1);
    });
}

#[test]
fn after_the_round_is_closed_nothing_moves_whatever_the_caller_still_believes() {
    on_both(|world| {
        let people = world.people(&NAMES);
        let dossiers = world.enter(&people[..2], 8);
        world.endorse(&dossiers);
        world.appraise(&dossiers[..1]);
        let province = world.actor(Cast::PROVINCE);
        rounds::close(&world.office, &province, 2026).expect("closed");
        assert_eq!(code(rounds::close(&world.office, &province, 2026)), "round.closed");
        let (office, round, officer) = (&world.office, &world.round, world.actor(Cast::OFFICER));
        assert!(!round.closed, "read before it was closed");
        for refused in [
            code(dossier::enter(office, &officer, round, &[world.submission(people[2], 8)])),
            code(dossier::withdraw(office, &officer, round, &dossiers)),
            code(dossier::reopen(office, &officer, round, &dossiers, "muộn")),
            code(world.decide(&dossiers[..1])),
        ] {
            assert_eq!(refused, "round.closed");
        }
    });
}

#[test]
fn who_is_enrolled_counts_as_registered_until_the_scores_come_or_nobody_is_met() {
    on_both(|world| {
        let people = world.people(&NAMES);
        let volunteer = world.actor(Cast::VOLUNTEER);
        let enrol = |who: &[PersonId]| {
            let list: Vec<_> = who.iter().map(|person| (*person, FORM.to_owned())).collect();
            dossier::enrol(&world.office, &volunteer, &world.round, &list).expect("allowed")
        };
        let answers = enrol(&[people[0], people[1], people[1]]);
        let codes: Vec<_> = answers.iter().map(decided_code).collect();
        assert_eq!(codes, ["done", "done", "dossier.twice_in_batch"]);
        let dossiers: Vec<_> = answers.into_iter().flatten().collect();
        assert_eq!((world.total(Counter::Registered), world.total(Counter::SelfAssessed)), (2, 0));
        let again: Vec<_> = enrol(&people).into_iter().flatten().collect();
        assert_eq!((&again[..2], again.len()), (&dossiers[..], 3), "who has a dossier keeps it");

        assert_eq!(world.enter(&people[..1], 8), dossiers[..1]);
        let met = dossier::mark(&world.office, &volunteer, &world.round, &again[1..], Outcome::Unreachable);
        assert!(met.expect("allowed").iter().all(Result::is_ok));
        assert_eq!((world.total(Counter::Registered), world.total(Counter::NotReached)), (1, 2));
        let other = world.actor(Cast::OTHER_VOLUNTEER);
        let list = [(people[0], FORM.to_owned())];
        assert_eq!(code(dossier::enrol(&world.office, &other, &world.round, &list)), "access.out_of_scope");
    });
}
