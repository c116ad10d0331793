use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::criteria::shipped;
use crate::dossier::{ScoreChange, review};
use crate::ids::UnitId;
use crate::people::LifeStatus;
use crate::recognition::{
    Candidate, DecisionDraft, DecisionKind, Issuer, ReadyDecision, SessionRules, Signer, TitleState,
};
use crate::time::Span;

const CITIZEN: PersonId = PersonId::from_uuid(Uuid::from_u128(1));
const HELPER: AccountId = AccountId::from_uuid(Uuid::from_u128(2));
const REVIEWER: AccountId = AccountId::from_uuid(Uuid::from_u128(3));
const DAY: Date = date(2026, 6, 1);

fn case(state: State) -> Case {
    Case {
        person: CITIZEN,
        life: LifeStatus::Living,
        state,
        channel: Channel::Assisted,
        typed_by: Some(HELPER),
        endorsed_by: None,
    }
}

fn by(account: AccountId) -> Actor {
    Actor { account, person: Some(PersonId::from_uuid(Uuid::from_u128(99))) }
}

fn step<'a>(case: &'a Case, actor: Actor, round: &'a RoundRules) -> Step<'a> {
    Step { case, actor, round, on: DAY }
}

fn code(result: Result<State, Refusal>) -> Result<State, &'static str> {
    result.map_err(|refusal| refusal.code)
}

fn scores(points: u8) -> (GroupForm, Scores) {
    let form = shipped::qd_324().forms.remove(0);
    let scores = Scores::new(&form, &[Some(points); 10]).expect("fits");
    (form, scores)
}

fn decision(kind: DecisionKind) -> ReadyDecision {
    let issuer = Issuer::Unit(UnitId::from_uuid(Uuid::from_u128(7)));
    let signer = Signer {
        name: "Nông Văn Thử".into(),
        person: None,
        office: "CHỦ TỊCH".into(),
        issuer,
        authority: Span::ALWAYS,
    };
    let draft = DecisionDraft { kind, issuer, dated: DAY, session: None, signer };
    draft.ready(SessionRules::ASSUMED).expect("in order")
}

/// A ruling about `person` that grants (8 points each) or declines (1 point each).
fn ruling(person: PersonId, points: u8) -> Ruling {
    let (form, scores) = scores(points);
    let set = shipped::qd_324();
    let judgement = crate::criteria::judge(&set, &form, crate::territory::AreaClass::Ordinary, &scores).ok();
    let candidate = Candidate { person, state: State::Appraised, judgement, title: None, votes: None };
    let decision = decision(DecisionKind::Recognise);
    if points >= 8 { decision.grant(&candidate) } else { decision.decline(&candidate) }.expect("rules")
}

fn revocation(person: PersonId) -> Ruling {
    let title = Some(TitleState::Valid);
    let candidate = Candidate { person, state: State::Recognised, judgement: None, title, votes: None };
    decision(DecisionKind::Revoke).revoke(&candidate).expect("rules")
}

#[test]
fn a_file_goes_from_draft_to_recognised_and_may_be_revoked() {
    let round = RoundRules::usual(2026);
    let (form, own) = scores(8);
    let reviewed = review(&form, own.clone(), Vec::new()).expect("complete");
    let mut case = case(State::Draft);
    case.state = step(&case, by(HELPER), &round).submit(&form, &own).expect("submits");
    case.state = step(&case, by(REVIEWER), &round).endorse().expect("endorses");
    case.state = step(&case, by(REVIEWER), &round).appraise(&form, &reviewed).expect("appraises");
    case.state = step(&case, by(REVIEWER), &round).conclude(ruling(CITIZEN, 8)).expect("concludes");
    assert_eq!(case.state, State::Recognised);
    case.state = step(&case, by(REVIEWER), &round).revoke(revocation(CITIZEN)).expect("revokes");
    case.state = step(&case, by(REVIEWER), &round).reopen("Hồ sơ đúng").expect("reopens");
    assert_eq!(case.state, State::Draft);
}

#[test]
fn nobody_reviews_or_decides_on_their_own_file_in_any_state() {
    let round = RoundRules::usual(2026);
    let own_hand = Actor { account: REVIEWER, person: Some(CITIZEN) };
    let (form, own) = scores(8);
    let reviewed = review(&form, own, Vec::new()).expect("complete");
    for state in State::ALL {
        let case = case(state);
        let hand = || step(&case, own_hand, &round);
        for result in [
            hand().endorse(),
            hand().send_back("thiếu"),
            hand().appraise(&form, &reviewed),
            hand().conclude(ruling(CITIZEN, 8)),
            hand().revoke(revocation(CITIZEN)),
        ] {
            assert_eq!(code(result), Err("dossier.own_file"), "{state:?}");
        }
    }
}

#[test]
fn a_helper_approves_nothing_they_wrote() {
    let round = RoundRules::usual(2026);
    let (form, own) = scores(8);
    let reviewed = review(&form, own, Vec::new()).expect("complete");
    for channel in Channel::ALL {
        let submitted = Case { channel, ..case(State::Submitted) };
        let endorsed = Case { channel, ..case(State::Endorsed) };
        let by_helper = code(step(&submitted, by(HELPER), &round).endorse());
        let appraised = code(step(&endorsed, by(HELPER), &round).appraise(&form, &reviewed));
        if channel.is_on_anothers_word() {
            assert_eq!((by_helper, appraised), (Err("dossier.own_entry"), Err("dossier.own_entry")));
        } else {
            assert_eq!((by_helper, appraised), (Ok(State::Endorsed), Ok(State::Appraised)));
        }
        assert_eq!(code(step(&submitted, by(REVIEWER), &round).endorse()), Ok(State::Endorsed));
    }
}

#[test]
fn only_whole_scores_are_submitted_and_zero_is_an_answer() {
    let round = RoundRules::usual(2026);
    let draft = case(State::Draft);
    let (form, zeros) = scores(0);
    assert_eq!(code(step(&draft, by(HELPER), &round).submit(&form, &zeros)), Ok(State::Submitted));
    let gap = zeros.with(&form, "2.2", None).expect("fits");
    let refusal = step(&draft, by(HELPER), &round).submit(&form, &gap).expect_err("incomplete");
    assert_eq!(
        (refusal.code, refusal.reason.as_str()),
        ("dossier.incomplete_scores", "Not answered yet: 2.2.")
    );
}

fn endorse(step: Step<'_>) -> Result<State, Refusal> {
    step.endorse()
}

#[test]
fn each_step_is_taken_on_its_days_only() {
    let mut round = RoundRules::usual(2026);
    let june = Span { from: Some(date(2026, 6, 2)), to: Some(date(2026, 6, 30)) };
    round.steps = super::super::StepDates { submit: june, endorse: june, appraise: june, decide: june };
    let (form, own) = scores(8);
    let reviewed = review(&form, own.clone(), Vec::new()).expect("complete");
    let all_at = |on: Date| {
        let at = |state| (case(state), by(REVIEWER));
        let run = |(case, actor): (Case, Actor), act: &dyn Fn(Step<'_>) -> Result<State, Refusal>| {
            code(act(Step { case: &case, actor, round: &round, on }))
        };
        [
            run(at(State::Draft), &|s| s.submit(&form, &own)),
            run(at(State::Submitted), &endorse),
            run(at(State::Endorsed), &|s| s.appraise(&form, &reviewed)),
            run(at(State::Appraised), &|s| s.conclude(ruling(CITIZEN, 8))),
            run(at(State::Withdrawn), &|s| s.reopen("Muốn tham gia lại")),
            run(at(State::Draft), &|s| s.mark(Outcome::Away)),
        ]
    };
    for outside in [date(2026, 6, 1), date(2026, 7, 1)] {
        assert_eq!(all_at(outside), [Err("dossier.outside_window"); 6], "{outside}");
    }
    for inside in [date(2026, 6, 2), date(2026, 6, 30)] {
        assert!(all_at(inside).iter().all(Result::is_ok), "{inside}");
    }
}

#[test]
fn sending_back_and_reopening_need_a_reason() {
    let round = RoundRules::usual(2026);
    let (submitted, closed) = (case(State::Submitted), case(State::Withdrawn));
    assert_eq!(code(step(&submitted, by(REVIEWER), &round).send_back("  ")), Err("dossier.reason_missing"));
    assert_eq!(code(step(&submitted, by(REVIEWER), &round).send_back("Thiếu 2.1")), Ok(State::Returned));
    assert_eq!(code(step(&closed, by(HELPER), &round).reopen("")), Err("dossier.reason_missing"));
}

#[test]
fn a_ruling_moves_only_the_file_it_names_and_only_its_own_way() {
    let round = RoundRules::usual(2026);
    let stranger = PersonId::from_uuid(Uuid::from_u128(55));
    let (appraised, recognised) = (case(State::Appraised), case(State::Recognised));
    let conclude = |ruling| code(step(&appraised, by(REVIEWER), &round).conclude(ruling));
    assert_eq!(conclude(ruling(CITIZEN, 8)), Ok(State::Recognised));
    assert_eq!(conclude(ruling(CITIZEN, 1)), Ok(State::NotRecognised));
    assert_eq!(conclude(ruling(stranger, 8)), Err("dossier.other_ruling"));
    assert_eq!(conclude(revocation(CITIZEN)), Err("dossier.other_ruling"));
    let revoke = |ruling| code(step(&recognised, by(REVIEWER), &round).revoke(ruling));
    assert_eq!(revoke(revocation(stranger)), Err("dossier.other_ruling"));
    assert_eq!(revoke(ruling(CITIZEN, 1)), Err("dossier.other_ruling"));
}

#[test]
fn who_endorsed_does_not_decide_alone() {
    let round = RoundRules::usual(2026);
    let appraised = Case { endorsed_by: Some(REVIEWER), ..case(State::Appraised) };
    let alone = code(step(&appraised, by(REVIEWER), &round).conclude(ruling(CITIZEN, 8)));
    assert_eq!(alone, Err("dossier.deciding_alone"));
    let other = code(step(&appraised, by(HELPER), &round).conclude(ruling(CITIZEN, 8)));
    assert_eq!(other, Ok(State::Recognised));
}

#[test]
fn the_dead_are_not_asked_but_may_be_recognised() {
    let round = RoundRules::usual(2026);
    let dead = |state| Case { life: LifeStatus::Dead(date(2026, 5, 1)), ..case(state) };
    let (form, own) = scores(8);
    assert_eq!(
        code(step(&dead(State::Draft), by(HELPER), &round).submit(&form, &own)),
        Err("dossier.person_dead")
    );
    assert_eq!(
        code(step(&dead(State::Appraised), by(REVIEWER), &round).conclude(ruling(CITIZEN, 8))),
        Ok(State::Recognised)
    );
}

#[test]
fn a_changed_score_carries_a_reason_and_an_unchanged_one_is_no_change() {
    let (form, own) = scores(8);
    let change = |indicator: &str, score: u8, reason: &str| ScoreChange {
        indicator: indicator.into(),
        score,
        reason: reason.into(),
    };
    let refused = |changes| review(&form, own.clone(), changes).map_err(|refusal| refusal.code).err();
    assert_eq!(refused(vec![change("1.1", 7, " ")]), Some("dossier.change_without_reason"));
    assert_eq!(refused(vec![change("1.1", 11, "Tốt")]), Some("dossier.bad_score"));
    assert_eq!(refused(vec![change("9.9", 1, "Tốt")]), Some("dossier.bad_score"));
    let twice = vec![change("1.1", 7, "Chưa đều"), change("1.1", 6, "Chưa đều")];
    assert_eq!(refused(twice), Some("dossier.changed_twice"));
    let reviewed = review(
        &form,
        own.clone(),
        vec![change("3.2", 6, "Ít tham gia"), change("2.1", 8, ""), change("1.1", 9, "Đọc nhiều")],
    )
    .expect("reviews");
    let changed: Vec<&str> = reviewed.changes().iter().map(|c| c.indicator.as_str()).collect();
    assert_eq!((changed, reviewed.scores().total(), reviewed.own()), (vec!["1.1", "3.2"], 79, &own));
}
