//! After the decision: titles revoked, corrected, certificates issued again.

use sohoc_acts::dossier;
use sohoc_ledger::recognition::{CertificateRow, find_certificate};
use sohoc_rules::dossier::State;
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::DossierId;
use sohoc_rules::recognition::{DecisionKind, TitleState};

use crate::support::{Cast, World, code, on_both};

const NAMES: [&str; 2] = ["Nông Thị Hà", "Triệu Văn An"];

fn certificate(world: &World, dossier: DossierId) -> (CertificateRow, Option<TitleState>) {
    let found = world.office.read(|reader| Ok(find_certificate(reader, dossier)?)).expect("read");
    let (row, state) = found.expect("there is a certificate");
    (row, state.and_then(TitleState::from_code))
}

/// States of the titles of all lines, in the order of the decisions.
fn title_states(world: &World) -> Vec<String> {
    let rows = world.rows(
        "select line.title_state from decision_line line
         join decision on decision.decision_id = line.decision_id
         order by decision.number, line.line",
    );
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

#[test]
fn a_revoked_title_counts_no_more_and_its_certificate_says_so() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES);
        let decider = world.actor(Cast::DECIDER);
        let number = world.change_titles(&decider, DecisionKind::Revoke, &dossiers[..1]).expect("revoked");
        assert_eq!(number.to_string(), "02/QĐ-UBND");
        assert_eq!([world.state(dossiers[0]), world.state(dossiers[1])], [State::Revoked, State::Recognised]);
        assert_eq!((world.total(Counter::Recognised), world.total(Counter::Endorsed)), (1, 2));
        assert_eq!(title_states(world), ["2", "1", ""]);
        assert_eq!(certificate(world, dossiers[0]).1, Some(TitleState::Revoked));
        assert_eq!(certificate(world, dossiers[1]).1, Some(TitleState::Valid));
        let again = world.change_titles(&decider, DecisionKind::Revoke, &dossiers[..1]);
        assert_eq!(code(again), "recognition.title_revoked");
        assert_eq!(world.count("select last_number from decision_counter"), 2);
    });
}

#[test]
fn who_lost_the_title_may_earn_it_anew() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES[..1]);
        let decider = world.actor(Cast::DECIDER);
        world.change_titles(&decider, DecisionKind::Revoke, &dossiers).expect("revoked");
        let officer = world.actor(Cast::OFFICER);
        let reopened = dossier::reopen(&world.office, &officer, &world.round, &dossiers, "làm lại");
        reopened.expect("allowed").remove(0).expect("reopened");
        let people = world.people(&NAMES[..1]);
        assert_eq!(world.enter(&people, 9), dossiers);
        world.endorse(&dossiers);
        world.appraise(&dossiers);
        let decided = world.decide(&dossiers).expect("decided");
        assert_eq!((decided.number.to_string().as_str(), decided.granted), ("03/QĐ-UBND", 1));
        assert_eq!(title_states(world), ["2", "", "1"]);
        let (row, title) = certificate(world, dossiers[0]);
        assert_eq!(
            (row.serial[..18].to_owned(), title),
            ("2026-01501-0000002".to_owned(), Some(TitleState::Valid))
        );
        assert_eq!(world.total(Counter::Recognised), 1);
    });
}

#[test]
fn a_correcting_line_carries_the_title_from_then_on() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES);
        let old = certificate(world, dossiers[0]).0;
        let decider = world.actor(Cast::DECIDER);
        for round in 0..2 {
            world.change_titles(&decider, DecisionKind::Correct, &dossiers[..1]).expect("corrected");
            let (new, title) = certificate(world, dossiers[0]);
            assert_ne!(new.serial, old.serial);
            assert_eq!(title, Some(TitleState::Valid), "after correction {round}");
        }
        assert_eq!(title_states(world), ["3", "1", "3", "1"]);
        let replaced = world.rows("select serial, replaces from certificate order by serial");
        assert_eq!(replaced[0][0], old.serial);
        assert_eq!((&replaced[2][1], &replaced[3][1]), (&replaced[0][0], &replaced[2][0]));
        assert_eq!(world.state(dossiers[0]), State::Recognised);
        world.change_titles(&decider, DecisionKind::Revoke, &dossiers[..1]).expect("the new line is revoked");
        assert_eq!(title_states(world), ["3", "1", "3", "2", ""]);
        assert_eq!(world.total(Counter::Recognised), 1);
    });
}

#[test]
fn a_lost_certificate_is_issued_again_and_the_title_stays() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES);
        let before: Vec<_> = dossiers.iter().map(|dossier| certificate(world, *dossier).0.serial).collect();
        let officer = world.actor(Cast::OFFICER);
        world
            .change_titles(&officer, DecisionKind::Reissue, &dossiers)
            .expect("an officer issues certificates");
        for (dossier, serial) in dossiers.iter().zip(before) {
            let (row, title) = certificate(world, *dossier);
            assert_eq!((row.replaces, title), (Some(serial), Some(TitleState::Valid)));
        }
        let decider = world.actor(Cast::DECIDER);
        world.change_titles(&decider, DecisionKind::Revoke, &dossiers[..1]).expect("revoked");
        assert_eq!(certificate(world, dossiers[0]).1, Some(TitleState::Revoked));
        let refused = world.change_titles(&officer, DecisionKind::Reissue, &dossiers[..1]);
        assert_eq!(code(refused), "recognition.title_revoked");
        assert_eq!(
            code(world.change_titles(&officer, DecisionKind::Revoke, &dossiers[1..])),
            "access.not_allowed"
        );
    });
}

#[test]
fn a_decision_about_titles_needs_titles_and_each_once() {
    on_both(|world| {
        let dossiers = world.recognised(&NAMES[..1]);
        let open = world.appraised(&NAMES[1..], 8);
        let decider = world.actor(Cast::DECIDER);
        let revoke = |list: &[DossierId]| world.change_titles(&decider, DecisionKind::Revoke, list);
        assert_eq!(code(revoke(&[])), "recognition.no_lines");
        assert_eq!(code(revoke(&[dossiers[0], dossiers[0]])), "dossier.twice_in_batch");
        assert_eq!(code(revoke(&[dossiers[0], open[0]])), "there is no title here");
        assert!(code(world.change_titles(&decider, DecisionKind::Recognise, &open)).contains("Use decide"));
        assert_eq!(world.state(dossiers[0]), State::Recognised);
        assert_eq!(world.count("select last_number from decision_counter"), 1);
    });
}
