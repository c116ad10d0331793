//! The reviewers' scores: the person's own, changed only with a reason.

use crate::Refusal;
use crate::criteria::{GroupForm, ScoreFault, Scores};

/// One score that the reviewers changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScoreChange {
    /// The indicator, by code.
    pub indicator: String,
    /// Points the reviewers give.
    pub score: u8,
    /// Why, in words that the person will read.
    pub reason: String,
}

/// Scores after review; only [`review`] makes them, so every difference from the person's own scores has a
/// reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewScores {
    own: Scores,
    reviewed: Scores,
    changes: Vec<ScoreChange>,
}

impl ReviewScores {
    /// The person's own scores.
    #[must_use]
    pub const fn own(&self) -> &Scores {
        &self.own
    }

    /// The scores that count.
    #[must_use]
    pub const fn scores(&self) -> &Scores {
        &self.reviewed
    }

    /// What was changed, in the order of the form.
    #[must_use]
    pub fn changes(&self) -> &[ScoreChange] {
        &self.changes
    }
}

/// Applies the reviewers' changes to the person's own scores.
///
/// A "change" to the score that stands is dropped rather than recorded as one.
///
/// # Errors
/// `dossier.incomplete_scores`, `dossier.bad_score`, `dossier.change_without_reason` or
/// `dossier.changed_twice`.
pub fn review(form: &GroupForm, own: Scores, changes: Vec<ScoreChange>) -> Result<ReviewScores, Refusal> {
    complete(form, &own)?;
    let mut reviewed = own.clone();
    let mut kept: Vec<(usize, ScoreChange)> = Vec::new();
    for change in changes {
        let position = form.position(&change.indicator);
        if let Some((_, earlier)) = kept.iter().find(|(_, earlier)| earlier.indicator == change.indicator) {
            return Err(changed_twice(earlier));
        }
        reviewed = reviewed.with(form, &change.indicator, Some(change.score)).map_err(|f| bad_score(&f))?;
        let Some(position) = position.filter(|position| own.at(*position) != Some(change.score)) else {
            continue;
        };
        if change.reason.trim().is_empty() {
            return Err(without_reason(&change));
        }
        kept.push((position, change));
    }
    kept.sort_by_key(|(position, _)| *position);
    Ok(ReviewScores { own, reviewed, changes: kept.into_iter().map(|(_, change)| change).collect() })
}

/// Refuses scores that do not fit the form or leave an indicator open.
pub(super) fn complete(form: &GroupForm, scores: &Scores) -> Result<(), Refusal> {
    scores.fit(form).map_err(|fault| bad_score(&fault))?;
    let open: Vec<&str> = form
        .indicators()
        .zip(scores.iter())
        .filter(|(_, score)| score.is_none())
        .map(|(indicator, _)| indicator.code.as_str())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        code: "dossier.incomplete_scores",
        reason: format!("Not answered yet: {}.", open.join(", ")),
        remedy: "Answer every indicator; 0 points is an answer too.",
    })
}

fn bad_score(fault: &ScoreFault) -> Refusal {
    Refusal {
        code: "dossier.bad_score",
        reason: format!("The scores do not fit the form: {fault}."),
        remedy: "Score again on the form of the person's group.",
    }
}

fn without_reason(change: &ScoreChange) -> Refusal {
    Refusal {
        code: "dossier.change_without_reason",
        reason: format!("The score of indicator {} was changed without a reason.", change.indicator),
        remedy: "Write why in a few words; the person will read it.",
    }
}

fn changed_twice(change: &ScoreChange) -> Refusal {
    Refusal {
        code: "dossier.changed_twice",
        reason: format!("Indicator {} was given two reviewed scores at once.", change.indicator),
        remedy: "Keep one of them.",
    }
}
