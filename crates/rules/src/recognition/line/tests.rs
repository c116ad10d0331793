use jiff::civil::date;
use uuid::Uuid;

use super::*;
use crate::ids::{CouncilSessionId, UnitId};
use crate::time::Span;

fn person(id: u128) -> PersonId {
    PersonId::from_uuid(Uuid::from_u128(id))
}

fn issuer(id: u128) -> Issuer {
    Issuer::Unit(UnitId::from_uuid(Uuid::from_u128(id)))
}

fn draft(kind: DecisionKind, session: Option<CouncilSession>) -> DecisionDraft {
    let signer = Signer {
        name: "Nông Văn Thử".into(),
        person: Some(person(1)),
        office: "CHỦ TỊCH".into(),
        issuer: issuer(7),
        authority: Span::since(date(2025, 7, 1)),
    };
    DecisionDraft { kind, issuer: issuer(7), dated: date(2026, 12, 25), session, signer }
}

fn session(held_on: Date) -> CouncilSession {
    let members: Vec<PersonId> = (1..=5).map(person).collect();
    let id = CouncilSessionId::from_uuid(Uuid::nil());
    CouncilSession { id, held_on, present: members.clone(), members }
}

fn candidate(state: State, total: u16, passed: bool) -> Candidate {
    let judgement = Judgement {
        total,
        threshold: 80,
        passed,
        below_floor: Vec::new(),
        unanswered: Vec::new(),
        reasons: Vec::new(),
    };
    Candidate { person: person(20), state, judgement: Some(judgement), title: None, votes: None }
}

fn ready(kind: DecisionKind, session: Option<CouncilSession>) -> ReadyDecision {
    draft(kind, session).ready(SessionRules::ASSUMED).expect("in order")
}

#[test]
fn a_decision_needs_an_authorised_signer_and_a_session_with_quorum() {
    let code = |draft: DecisionDraft| draft.ready(SessionRules::ASSUMED).map_err(|r| r.code).err();
    let good = draft(DecisionKind::Recognise, Some(session(date(2026, 12, 20))));
    assert_eq!(code(good.clone()), None);
    let early = DecisionDraft { dated: date(2025, 6, 30), session: None, ..good.clone() };
    assert_eq!(code(early), Some("recognition.signer_without_authority"));
    assert_eq!(
        code(DecisionDraft { issuer: issuer(8), ..good.clone() }),
        Some("recognition.signer_of_other_body")
    );
    let late = DecisionDraft { session: Some(session(date(2026, 12, 26))), ..good.clone() };
    assert_eq!(code(late), Some("recognition.before_session"));
    let mut empty = session(date(2026, 12, 20));
    empty.present.truncate(1);
    assert_eq!(code(DecisionDraft { session: Some(empty), ..good }), Some("recognition.no_quorum"));
}

#[test]
fn only_an_appraised_file_that_passed_is_granted() {
    let decision = ready(DecisionKind::Recognise, None);
    for state in State::ALL {
        let granted = decision.grant(&candidate(state, 80, true)).map_err(|r| r.code);
        if state == State::Appraised {
            assert_eq!(granted.map(Ruling::verdict), Ok(Verdict::Grant));
        } else {
            assert_eq!(granted, Err("recognition.not_appraised"), "{state:?}");
        }
    }
    let code = |candidate: &Candidate| decision.grant(candidate).map_err(|r| r.code).err();
    assert_eq!(code(&candidate(State::Appraised, 79, false)), Some("recognition.not_passed"));
    let own = Candidate { person: person(1), ..candidate(State::Appraised, 80, true) };
    assert_eq!(code(&own), Some("recognition.own_file"));
    let again = Candidate { title: Some(TitleState::Valid), ..candidate(State::Appraised, 80, true) };
    assert_eq!(code(&again), Some("recognition.title_exists"));
    assert_eq!(
        ready(DecisionKind::Revoke, None).grant(&candidate(State::Appraised, 80, true)).map_err(|r| r.code),
        Err("recognition.other_kind")
    );
}

#[test]
fn the_vote_of_the_council_binds_the_line() {
    let decision = ready(DecisionKind::Recognise, Some(session(date(2026, 12, 20))));
    let voted = |in_favour, against| Candidate {
        votes: Some(Tally { in_favour, against, abstained: 0 }),
        ..candidate(State::Appraised, 85, true)
    };
    assert!(decision.grant(&voted(3, 2)).is_ok_and(Ruling::in_council));
    assert_eq!(decision.grant(&voted(2, 3)).map_err(|r| r.code), Err("recognition.voted_down"));
    assert_eq!(decision.decline(&voted(2, 3)).map(Ruling::verdict), Ok(Verdict::Decline));
    assert_eq!(
        decision.decline(&voted(3, 2)).map_err(|r| r.code),
        Err("recognition.declined_without_ground")
    );
    assert_eq!(decision.grant(&voted(5, 1)).map_err(|r| r.code), Err("recognition.too_many_votes"));
}

#[test]
fn a_file_that_failed_may_be_declined_without_a_vote() {
    let decision = ready(DecisionKind::Recognise, None);
    let failed = decision.decline(&candidate(State::Appraised, 79, false));
    assert_eq!(failed.map(Ruling::verdict), Ok(Verdict::Decline));
    assert_eq!(
        decision.decline(&candidate(State::Endorsed, 79, false)).map_err(|r| r.code),
        Err("recognition.not_appraised")
    );
}

#[test]
fn only_a_title_in_force_is_revoked() {
    let decision = ready(DecisionKind::Revoke, None);
    let held = |title| Candidate { title, ..candidate(State::Recognised, 85, true) };
    assert_eq!(decision.revoke(&held(Some(TitleState::Valid))).map(Ruling::verdict), Ok(Verdict::Revoke));
    assert_eq!(decision.revoke(&held(None)).map_err(|r| r.code), Err("recognition.no_title"));
}
