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
