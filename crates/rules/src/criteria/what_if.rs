//! Scores of one set judged under another, to see who would change.

use super::{CriteriaSet, GroupForm, Judgement, ScoreFault, Scores, judge};
use crate::territory::AreaClass;

/// The same person before and after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// Under the set that was used.
    pub before: Judgement,
    /// Under the set that is tried.
    pub after: Judgement,
}

impl WhatIf {
    /// Whether the verdict would be another.
    #[must_use]
    pub const fn changes(&self) -> bool {
        self.before.passed != self.after.passed
    }
}

/// Judges scores given on form `form` of `used` under `tried`.
///
/// Scores go to the form that replaces the old one, indicator by code. `None` when `tried` has no form for
/// these people, or `used` no such form.
///
/// # Errors
/// When the scores do not fit their own form, or carry more points than the other form allows.
pub fn what_if(
    (used, form): (&CriteriaSet, &str),
    tried: &CriteriaSet,
    area: AreaClass,
    scores: &Scores,
) -> Result<Option<WhatIf>, ScoreFault> {
    let (Some(old_form), Some(new_form)) = (used.form(form), tried.successor_form(form)) else {
        return Ok(None);
    };
    let before = judge(used, old_form, area, scores)?;
    let after = judge(tried, new_form, area, &carry(scores, old_form, new_form)?)?;
    Ok(Some(WhatIf { before, after }))
}

/// Takes scores over to another form by the codes of the indicators; what the old form did not ask stays
/// unanswered.
///
/// # Errors
/// When the scores do not fit `from`, or one exceeds what `to` allows.
pub fn carry(scores: &Scores, from: &GroupForm, to: &GroupForm) -> Result<Scores, ScoreFault> {
    scores.fit(from)?;
    let carried: Vec<Option<u8>> =
        to.indicators().map(|i| from.position(&i.code).and_then(|position| scores.at(position))).collect();
    Scores::new(to, &carried)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::shipped;

    #[test]
    fn old_scores_are_judged_under_a_new_set_by_indicator() {
        let (old, mut new) = (shipped::qd_244(), shipped::qd_324());
        let form = &old.forms[0];
        let scores = Scores::new(form, &[Some(7); 10]).expect("fits");
        let area = AreaClass::EspeciallyDifficult;
        let same = what_if((&old, &form.code), &new, area, &scores).expect("fits").expect("has a form");
        assert!(same.before.passed && same.after.passed && !same.changes());

        // The relief of 70 points may not have been kept: what if the new set had none?
        for rule in &mut new.pass_rules {
            rule.total = 80;
        }
        let stricter = what_if((&old, &form.code), &new, area, &scores).expect("fits").expect("has a form");
        assert!(stricter.changes() && stricter.after.threshold == 80);
    }

    #[test]
    fn an_indicator_that_was_not_asked_stays_unanswered() {
        let (old, mut new) = (shipped::qd_244(), shipped::qd_324());
        new.forms[0].competences[0].indicators[0].code = "1.9".into();
        let scores = Scores::new(&old.forms[0], &[Some(9); 10]).expect("fits");
        let tried = what_if((&old, &old.forms[0].code), &new, AreaClass::Ordinary, &scores);
        let after = tried.expect("fits").expect("has a form").after;
        assert_eq!((after.unanswered, after.total), (vec!["1.9".to_owned()], 81));
    }

    #[test]
    fn people_without_a_form_in_the_other_set_are_left_out() {
        let (old, new) = (shipped::qd_244(), shipped::qd_324());
        let student = new.form("hoc-sinh-sinh-vien-hoc-vien").expect("the fourth form");
        let scores = Scores::new(student, &[Some(9); 10]).expect("fits");
        assert_eq!(what_if((&new, &student.code), &old, AreaClass::Ordinary, &scores), Ok(None));
    }
}
