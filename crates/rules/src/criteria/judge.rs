//! Whether scores earn the title.

use std::fmt;

use super::{CriteriaSet, GroupForm, ScoreFault, Scores};
use crate::territory::AreaClass;

/// The verdict on some scores, with every reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Sum of the scores.
    pub total: u16,
    /// What the total had to reach.
    pub threshold: u16,
    /// Whether both the total and every single indicator suffice.
    pub passed: bool,
    /// Indicators answered but under their floor, by code.
    pub below_floor: Vec<String>,
    /// Indicators not answered, by code.
    pub unanswered: Vec<String>,
    /// Why, whichever way it went: always the total, then each indicator that stands in the way.
    pub reasons: Vec<Reason>,
}

/// One ground of a judgement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The total against the pass mark.
    Total {
        /// Points reached.
        total: u16,
        /// Points needed.
        threshold: u16,
        /// The class of area that sets the mark.
        area: AreaClass,
        /// Whether that mark is confirmed for the decision in use.
        confirmed: bool,
    },
    /// Every indicator reaches its floor.
    FloorKept,
    /// An indicator stays under its floor.
    BelowFloor {
        /// The indicator.
        indicator: String,
        /// Points reached.
        score: u8,
        /// Points needed.
        floor: u8,
    },
    /// An indicator has no answer.
    Unanswered {
        /// The indicator.
        indicator: String,
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Total { total, threshold, area, confirmed } => {
                let verdict = if total >= threshold { "reaches" } else { "does not reach" };
                let doubt = if *confirmed { "" } else { ", a mark not confirmed for this decision" };
                let area = area.code();
                write!(f, "The total {total} {verdict} {threshold} (area class {area}{doubt}).")
            }
            Self::FloorKept => f.write_str("Every indicator reaches its floor."),
            Self::BelowFloor { indicator, score, floor } => {
                write!(f, "Indicator {indicator} has {score} points, fewer than {floor}.")
            }
            Self::Unanswered { indicator } => write!(f, "Indicator {indicator} is not answered."),
        }
    }
}

/// Judges scores on a form of `set` for somebody in an area of that class: the total must reach the pass
/// mark **and** every indicator its floor.
///
/// # Errors
/// When the scores do not fit the form.
pub fn judge(
    set: &CriteriaSet,
    form: &GroupForm,
    area: AreaClass,
    scores: &Scores,
) -> Result<Judgement, ScoreFault> {
    scores.fit(form)?;
    let (mut below_floor, mut unanswered, mut hindrances) = (Vec::new(), Vec::new(), Vec::new());
    for (indicator, score) in form.indicators().zip(scores.iter()) {
        let code = indicator.code.clone();
        match score {
            None => {
                unanswered.push(code.clone());
                hindrances.push(Reason::Unanswered { indicator: code });
            }
            Some(score) if score < indicator.floor => {
                below_floor.push(code.clone());
                hindrances.push(Reason::BelowFloor { indicator: code, score, floor: indicator.floor });
            }
            Some(_) => {}
        }
    }
    let (threshold, confirmed) = pass_mark(set, area);
    let total = scores.total();
    let passed = total >= threshold && hindrances.is_empty();
    let mut reasons = vec![Reason::Total { total, threshold, area, confirmed }];
    if hindrances.is_empty() {
        reasons.push(Reason::FloorKept);
    }
    reasons.append(&mut hindrances);
    Ok(Judgement { total, threshold, passed, below_floor, unanswered, reasons })
}

/// The mark of the area. A set that was read covers every class; for one built by hand that does not, the
/// strictest mark holds rather than none.
fn pass_mark(set: &CriteriaSet, area: AreaClass) -> (u16, bool) {
    match set.pass_rule(area) {
        Some(rule) => (rule.total, rule.confirmed),
        None => (set.pass_rules.iter().map(|rule| rule.total).max().unwrap_or(u16::MAX), false),
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;
    use crate::criteria::shipped;

    fn judged(area: AreaClass, scores: &[u8; 10]) -> Judgement {
        let set = shipped::qd_324();
        let form = &set.forms[0];
        let scores = Scores::new(form, &scores.map(Some)).expect("fits");
        judge(&set, form, area, &scores).expect("fits")
    }

    #[test]
    fn the_edges_of_the_pass_mark_are_exact() {
        use AreaClass::{EspeciallyDifficult, EthnicMinority, Ordinary, Remote};
        let (of_80, of_79) = ([8; 10], [8, 8, 8, 8, 8, 8, 8, 8, 8, 7]);
        let (of_70, of_69) = ([7; 10], [7, 7, 7, 7, 7, 7, 7, 7, 7, 6]);
        for (area, scores, passed) in [
            (Ordinary, of_80, true),
            (Ordinary, of_79, false),
            (Ordinary, of_70, false),
            (Remote, of_70, true),
            (Remote, of_69, false),
            (EspeciallyDifficult, of_70, true),
            (EspeciallyDifficult, of_69, false),
            (EthnicMinority, of_70, true),
            (EthnicMinority, of_69, false),
        ] {
            assert_eq!(judged(area, &scores).passed, passed, "{area:?} {scores:?}");
        }
    }

    #[test]
    fn one_indicator_at_four_fails_whatever_the_total() {
        let at_floor = judged(AreaClass::Ordinary, &[10, 10, 10, 10, 10, 10, 10, 10, 10, 5]);
        assert!(at_floor.passed);
        let below = judged(AreaClass::Ordinary, &[10, 10, 10, 10, 10, 10, 10, 10, 10, 4]);
        assert!(!below.passed && below.total == 94);
        assert_eq!(below.below_floor, ["3.2"]);
        let said: Vec<String> = below.reasons.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            ["The total 94 reaches 80 (area class ordinary).", "Indicator 3.2 has 4 points, fewer than 5.",]
        );
    }

    #[test]
    fn both_grounds_are_told_when_both_fail_and_an_unconfirmed_mark_says_so() {
        let judgement = judged(AreaClass::EspeciallyDifficult, &[5, 5, 5, 5, 5, 5, 5, 5, 5, 4]);
        let said: Vec<String> = judgement.reasons.iter().map(ToString::to_string).collect();
        assert_eq!(
            said,
            [
                "The total 49 does not reach 70 (area class especially_difficult, a mark not confirmed for this decision).",
                "Indicator 3.2 has 4 points, fewer than 5.",
            ]
        );
        let passed = judged(AreaClass::Ordinary, &[8; 10]);
        assert_eq!(passed.reasons.last(), Some(&Reason::FloorKept));
    }

    #[test]
    fn an_unanswered_indicator_keeps_from_passing() {
        let set = shipped::qd_324();
        let form = &set.forms[0];
        let mut given = [Some(10); 10];
        given[0] = None;
        let scores = Scores::new(form, &given).expect("fits");
        let judgement = judge(&set, form, AreaClass::Ordinary, &scores).expect("fits");
        assert!(!judgement.passed && judgement.total == 90);
        assert_eq!((judgement.unanswered, judgement.below_floor), (vec!["1.1".to_owned()], vec![]));
    }

    proptest! {
        #[test]
        fn passing_means_mark_and_floors_and_nothing_else(scores in vec(0u8..=10, 10), area in 0usize..4) {
            let area = AreaClass::ALL[area];
            let scores: [u8; 10] = scores.try_into().expect("ten");
            let judgement = judged(area, &scores);
            let total: u16 = scores.iter().map(|s| u16::from(*s)).sum();
            let mark = if area == AreaClass::Ordinary { 80 } else { 70 };
            prop_assert_eq!(judgement.passed, total >= mark && scores.iter().all(|s| *s >= 5));
            prop_assert_eq!(judgement.total, total);
        }

        #[test]
        fn a_point_more_never_loses_the_title(scores in vec(5u8..=9, 10), place in 0usize..10) {
            let mut better: [u8; 10] = scores.try_into().expect("ten");
            let before = judged(AreaClass::Ordinary, &better);
            better[place] += 1;
            prop_assert!(!before.passed || judged(AreaClass::Ordinary, &better).passed);
        }
    }
}
