//! What a reviewer should look at first.
//!
//! A commune has thousands of files and an afternoon. The flags sort out those that need eyes; the rest go
//! through in batches. A flag refuses nothing.

use super::{Channel, RoundRules};
use crate::criteria::{Judgement, Scores};

/// What is known about a dossier when it is sorted.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The person's own scores.
    pub own: &'a Scores,
    /// The verdict on them.
    pub own_judgement: &'a Judgement,
    /// The reviewers' scores and the verdict on them, once there are any.
    pub reviewed: Option<(&'a Scores, &'a Judgement)>,
    /// Pieces of evidence attached.
    pub evidence_count: usize,
    /// Other records that may be the same person.
    pub likely_duplicates: usize,
    /// Whether the personal number disagrees with the record and no clerk has explained it.
    pub number_unexplained: bool,
    /// The door.
    pub channel: Channel,
    /// Whether a helper's entry names whose word it was.
    pub word_recorded: bool,
}

/// One reason to look at a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exception {
    /// An indicator lies under its floor.
    BelowFloor,
    /// The total does not reach the pass mark.
    BelowMark,
    /// The total passes or misses by fewer than three points: every point matters.
    NearMark,
    /// The reviewers turned the verdict.
    VerdictTurned,
    /// A reviewed indicator or total lies far from the person's own.
    FarFromOwn,
    /// Every indicator has the same score, as when nobody was asked.
    AllAlike,
    /// No evidence at all.
    NoEvidence,
    /// Another record may be the same person.
    LikelyDuplicate,
    /// The personal number disagrees with the record.
    NumberUnexplained,
    /// Written on somebody's word without saying whose.
    WordMissing,
}

impl Exception {
    /// All exceptions, gravest first.
    pub const ALL: [Self; 10] = [
        Self::BelowFloor,
        Self::BelowMark,
        Self::NearMark,
        Self::VerdictTurned,
        Self::FarFromOwn,
        Self::AllAlike,
        Self::NoEvidence,
        Self::LikelyDuplicate,
        Self::NumberUnexplained,
        Self::WordMissing,
    ];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::BelowFloor => "below_floor",
            Self::BelowMark => "below_mark",
            Self::NearMark => "near_mark",
            Self::VerdictTurned => "verdict_turned",
            Self::FarFromOwn => "far_from_own",
            Self::AllAlike => "all_alike",
            Self::NoEvidence => "no_evidence",
            Self::LikelyDuplicate => "likely_duplicate",
            Self::NumberUnexplained => "number_unexplained",
            Self::WordMissing => "word_missing",
        }
    }
}

/// The flags of a dossier, gravest first; empty means that it may go with the batch.
#[must_use]
pub fn exceptions(facts: Facts<'_>, round: &RoundRules) -> Vec<Exception> {
    Exception::ALL.into_iter().filter(|exception| applies(*exception, facts, round)).collect()
}

fn applies(exception: Exception, facts: Facts<'_>, round: &RoundRules) -> bool {
    let standing = facts.reviewed.map_or(facts.own_judgement, |(_, judgement)| judgement);
    match exception {
        Exception::BelowFloor => !standing.below_floor.is_empty(),
        Exception::BelowMark => standing.total < standing.threshold,
        Exception::NearMark => standing.total.abs_diff(standing.threshold) < NEAR,
        Exception::VerdictTurned => {
            facts.reviewed.is_some_and(|(_, judgement)| judgement.passed != facts.own_judgement.passed)
        }
        Exception::FarFromOwn => facts.reviewed.is_some_and(|(scores, _)| is_far(facts.own, scores, round)),
        Exception::AllAlike => {
            facts.own.len() > 1 && facts.own.is_complete() && facts.own.iter().all(|s| s == facts.own.at(0))
        }
        Exception::NoEvidence => facts.evidence_count == 0,
        Exception::LikelyDuplicate => facts.likely_duplicates > 0,
        Exception::NumberUnexplained => facts.number_unexplained,
        Exception::WordMissing => facts.channel.is_on_anothers_word() && !facts.word_recorded,
    }
}

fn is_far(own: &Scores, reviewed: &Scores, round: &RoundRules) -> bool {
    let indicator_far = own.iter().zip(reviewed.iter()).any(|pair| match pair {
        (Some(one), Some(other)) => one.abs_diff(other) >= round.indicator_gap,
        (None, None) => false,
        (Some(_), None) | (None, Some(_)) => true,
    });
    indicator_far || own.total().abs_diff(reviewed.total()) >= round.total_gap
}

/// Fewer points than this from the mark is near.
const NEAR: u16 = 3;
