//! The scores on one form.

use thiserror::Error;

use super::GroupForm;

/// Points for each indicator of a form, in its order; an indicator may still be unanswered.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Scores(Vec<u8>);

/// Why some scores do not fit a form.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScoreFault {
    /// Another number of indicators than the form has.
    #[error("the form {form} has {expected} indicators, the scores have {found}; score on the form itself")]
    OtherForm {
        /// The form.
        form: String,
        /// Its indicators.
        expected: usize,
        /// The scores given.
        found: usize,
    },
    /// More points than the indicator gives.
    #[error("indicator {indicator} gives at most {maximum} points, not {score}")]
    AboveMaximum {
        /// The indicator.
        indicator: String,
        /// The points given.
        score: u8,
        /// The points possible.
        maximum: u8,
    },
    /// No such indicator on the form.
    #[error("the form {form} has no indicator {indicator}")]
    NoSuchIndicator {
        /// The form.
        form: String,
        /// What was asked for.
        indicator: String,
    },
}

impl Scores {
    /// Nothing answered yet.
    #[must_use]
    pub fn unanswered(form: &GroupForm) -> Self {
        Self(vec![UNANSWERED; form.indicator_count()])
    }

    /// Scores in the order of the form, `None` for unanswered.
    ///
    /// # Errors
    /// When they do not fit the form.
    pub fn new(form: &GroupForm, scores: &[Option<u8>]) -> Result<Self, ScoreFault> {
        // 255 stands for "unanswered" in storage, so as a score it is brought under it and found too high.
        let stored = scores.iter().map(|score| score.map_or(UNANSWERED, |s| s.min(UNANSWERED - 1))).collect();
        let scores = Self(stored);
        scores.fit(form)?;
        Ok(scores)
    }

    /// Whether these scores fit `form`: as many as it has indicators, none above its maximum.
    ///
    /// # Errors
    /// Names the first that does not fit.
    pub fn fit(&self, form: &GroupForm) -> Result<(), ScoreFault> {
        let expected = form.indicator_count();
        if self.0.len() != expected {
            return Err(ScoreFault::OtherForm { form: form.code.clone(), expected, found: self.0.len() });
        }
        for (indicator, score) in form.indicators().zip(self.iter()) {
            if let Some(score) = score.filter(|score| *score > indicator.maximum) {
                let maximum = indicator.maximum;
                return Err(ScoreFault::AboveMaximum { indicator: indicator.code.clone(), score, maximum });
            }
        }
        Ok(())
    }

    /// The same scores with one answer set or taken back.
    ///
    /// # Errors
    /// When the form has no such indicator or the points are too many.
    pub fn with(mut self, form: &GroupForm, indicator: &str, score: Option<u8>) -> Result<Self, ScoreFault> {
        let place = form.position(indicator).and_then(|position| self.0.get_mut(position));
        let Some(place) = place else {
            return Err(ScoreFault::NoSuchIndicator {
                form: form.code.clone(),
                indicator: indicator.to_owned(),
            });
        };
        *place = score.map_or(UNANSWERED, |s| s.min(UNANSWERED - 1));
        self.fit(form)?;
        Ok(self)
    }

    /// The score at a place of the form; `None` when unanswered or past the end.
    #[must_use]
    pub fn at(&self, position: usize) -> Option<u8> {
        self.0.get(position).copied().filter(|score| *score != UNANSWERED)
    }

    /// The scores in order.
    pub fn iter(&self) -> impl Iterator<Item = Option<u8>> + '_ {
        self.0.iter().map(|score| (*score != UNANSWERED).then_some(*score))
    }

    /// How many indicators there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is no indicator at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether every indicator is answered.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        !self.0.contains(&UNANSWERED)
    }

    /// The sum of what is answered.
    #[must_use]
    pub fn total(&self) -> u16 {
        self.iter().flatten().map(u16::from).sum()
    }

    /// As stored: one byte for each indicator, 255 for unanswered.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.clone()
    }

    /// From the stored form; [`Scores::fit`] tells whether they belong to a form.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }
}

const UNANSWERED: u8 = u8::MAX;

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::{any, prop_assert_eq, proptest};

    use super::*;
    use crate::criteria::shipped;

    #[test]
    fn scores_that_do_not_fit_the_form_are_refused() {
        let set = shipped::qd_324();
        let form = &set.forms[0];
        let other_form = ScoreFault::OtherForm { form: form.code.clone(), expected: 10, found: 9 };
        assert_eq!(Scores::new(form, &[Some(5); 9]), Err(other_form));
        let mut high = [Some(5); 10];
        for too_high in [11, 254, 255] {
            high[3] = Some(too_high);
            let fault = Scores::new(form, &high).expect_err("too high");
            assert!(
                matches!(&fault, ScoreFault::AboveMaximum { indicator, maximum: 10, .. } if indicator == "1.4")
            );
        }
    }

    #[test]
    fn an_answer_is_set_and_taken_back_by_the_code_of_its_indicator() {
        let set = shipped::qd_324();
        let form = &set.forms[0];
        let scores = Scores::unanswered(form).with(form, "2.1", Some(7)).expect("fits");
        assert_eq!((scores.at(4), scores.total(), scores.is_complete()), (Some(7), 7, false));
        assert_eq!(scores.clone().with(form, "2.1", None), Ok(Scores::unanswered(form)));
        assert!(matches!(scores.with(form, "4.1", Some(1)), Err(ScoreFault::NoSuchIndicator { .. })));
    }

    proptest! {
        #[test]
        fn scores_survive_storage(given in vec(option::of(0u8..=10), 10)) {
            let set = shipped::qd_244();
            let scores = Scores::new(&set.forms[0], &given).expect("fits");
            let stored = Scores::from_bytes(&scores.to_bytes());
            prop_assert_eq!(stored.iter().collect::<Vec<_>>(), given.clone());
            prop_assert_eq!(&stored, &scores);
            prop_assert_eq!(scores.total(), given.iter().flatten().map(|s| u16::from(*s)).sum::<u16>());
            prop_assert_eq!(scores.is_complete(), given.iter().all(Option::is_some));
        }

        #[test]
        fn any_stored_bytes_are_judged_fit_or_refused_but_never_crash(bytes in vec(any::<u8>(), 0..20)) {
            let set = shipped::qd_324();
            let fits = bytes.len() == 10 && bytes.iter().all(|b| *b <= 10 || *b == 255);
            prop_assert_eq!(Scores::from_bytes(&bytes).fit(&set.forms[3]).is_ok(), fits);
        }
    }
}
