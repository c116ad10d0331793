//! The clocks as tables.

use jiff::civil::date;

use super::*;

/// A request of Friday 27 February 2026; the year has no 29 February.
const ASKED: Date = date(2026, 2, 27);

const fn day(month: i8, day: i8) -> Date {
    date(2026, month, day)
}

const NOTHING: Progress = Progress { answered: None, extended: None, closed: None };

fn dues(kind: RequestKind) -> Dues {
    Dues::new(kind, Terms::DECREE_356, ASKED)
}

#[test]
fn each_kind_has_its_days_counted_by_the_calendar() {
    for (kind, end) in [
        (RequestKind::See, day(3, 9)),
        (RequestKind::Copy, day(3, 9)),
        (RequestKind::Correct, day(3, 9)),
        (RequestKind::Restrict, day(3, 14)),
        (RequestKind::Object, day(3, 14)),
        (RequestKind::WithdrawConsent, day(3, 14)),
        (RequestKind::Delete, day(3, 19)),
    ] {
        assert_eq!(dues(kind), Dues { first: day(3, 1), end }, "{kind:?}");
    }
}

#[test]
fn an_extension_gives_the_term_once_more_and_leaves_the_first_answer() {
    for (kind, end) in
        [(RequestKind::See, day(3, 19)), (RequestKind::Object, day(3, 29)), (RequestKind::Delete, day(4, 8))]
    {
        assert_eq!(dues(kind).extended(ASKED), Dues { first: day(3, 1), end }, "{kind:?}");
    }
}

#[test]
fn state_next_day_and_lateness_follow_what_happened() {
    use RequestState as S;
    let answered = |on| Progress { answered: Some(on), ..NOTHING };
    let closed = |on, how| Progress { closed: Some((on, how)), ..NOTHING };
    let (first, end) = (day(3, 1), day(3, 9));
    for (progress, today, state, next, late) in [
        (NOTHING, ASKED, S::Waiting, Some(first), Late::No),
        (NOTHING, first, S::Waiting, Some(first), Late::No),
        (NOTHING, day(3, 2), S::Waiting, Some(first), Late::FirstAnswer),
        (NOTHING, end, S::Waiting, Some(first), Late::FirstAnswer),
        (NOTHING, day(3, 10), S::Waiting, Some(first), Late::End),
        (answered(first), end, S::Answered, Some(end), Late::No),
        (answered(first), day(3, 10), S::Answered, Some(end), Late::End),
        (answered(day(3, 2)), end, S::Answered, Some(end), Late::FirstAnswer),
        (closed(first, Outcome::Done), day(5, 1), S::Done, None, Late::No),
        (closed(day(3, 2), Outcome::Refused), day(5, 1), S::Refused, None, Late::FirstAnswer),
        (closed(day(3, 10), Outcome::Done), day(3, 10), S::Done, None, Late::End),
        (
            Progress { answered: Some(first), closed: Some((end, Outcome::Done)), extended: None },
            day(5, 1),
            S::Done,
            None,
            Late::No,
        ),
    ] {
        let clock = clock(dues(RequestKind::See), &progress, today);
        assert_eq!((clock.state, clock.next_due, clock.late), (state, next, late), "{progress:?} on {today}");
    }
    let extended = Progress { extended: Some(first), ..NOTHING };
    let clock = clock(dues(RequestKind::See).extended(ASKED), &extended, day(3, 19));
    assert_eq!((clock.state, clock.next_due, clock.late), (S::Extended, Some(day(3, 19)), Late::No));
}

#[test]
fn a_term_is_made_longer_once_with_a_reason_and_inside_the_first() {
    let extended = Progress { extended: Some(day(3, 1)), ..NOTHING };
    let ended = Progress { closed: Some((day(3, 1), Outcome::Done)), ..NOTHING };
    for (progress, today, reason, expected) in [
        (NOTHING, ASKED, "chờ hồ sơ giấy", "yes"),
        (NOTHING, day(3, 9), "chờ hồ sơ giấy", "yes"),
        (NOTHING, day(3, 10), "chờ hồ sơ giấy", "privacy.extension_too_late"),
        (NOTHING, ASKED, " ", "privacy.no_reason"),
        (extended, day(3, 2), "chờ hồ sơ giấy", "privacy.extended_before"),
        (ended, day(3, 2), "chờ hồ sơ giấy", "privacy.request_ended"),
    ] {
        let answer = check_extension(dues(RequestKind::See), &progress, today, reason);
        assert_eq!(answer.map_or_else(|refusal| refusal.code, |()| "yes"), expected, "{progress:?} {today}");
    }
}

#[test]
fn a_refusal_needs_a_reason_and_nothing_ends_twice() {
    let ended = Progress { closed: Some((day(3, 1), Outcome::Done)), ..NOTHING };
    for (progress, outcome, reason, expected) in [
        (NOTHING, Outcome::Done, "", "yes"),
        (NOTHING, Outcome::Refused, "quyết định còn hiệu lực", "yes"),
        (NOTHING, Outcome::Refused, "", "privacy.no_reason"),
        (ended, Outcome::Done, "", "privacy.request_ended"),
        (ended, Outcome::Refused, "muộn", "privacy.request_ended"),
    ] {
        let answer = check_closing(&progress, outcome, reason);
        assert_eq!(answer.map_or_else(|refusal| refusal.code, |()| "yes"), expected, "{outcome:?} {reason}");
    }
}

#[test]
fn codes_and_names_lead_back_to_their_kind() {
    for kind in RequestKind::ALL {
        assert_eq!(RequestKind::from_code(kind.code()), Some(kind));
        assert_eq!(RequestKind::from_name(kind.name()), Some(kind));
    }
    for outcome in [Outcome::Done, Outcome::Refused] {
        assert_eq!(Outcome::from_code(outcome.code()), Some(outcome));
    }
    assert_eq!((RequestKind::from_code(0), Outcome::from_code(0)), (None, None));
}
