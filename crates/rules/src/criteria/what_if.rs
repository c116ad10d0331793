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
