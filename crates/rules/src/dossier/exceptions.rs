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
    /// Other records that may be the same person and are counted elsewhere in the round.
    pub counted_elsewhere: usize,
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
    /// A record that may be the same person is counted in another place of the same round.
    CountedTwice,
}

impl Exception {
    /// All exceptions, gravest first.
    pub const ALL: [Self; 11] = [
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
        Self::CountedTwice,
    ];

    /// The bit that stands for it in the book; never renumbered.
    #[must_use]
    pub const fn bit(self) -> i64 {
        match self {
            Self::BelowFloor => 1,
            Self::BelowMark => 1 << 1,
            Self::NearMark => 1 << 2,
            Self::VerdictTurned => 1 << 3,
            Self::FarFromOwn => 1 << 4,
            Self::AllAlike => 1 << 5,
            Self::NoEvidence => 1 << 6,
            Self::LikelyDuplicate => 1 << 7,
            Self::NumberUnexplained => 1 << 8,
            Self::WordMissing => 1 << 9,
            Self::CountedTwice => 1 << 10,
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|exception| exception.code() == code)
    }

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
            Self::CountedTwice => "counted_twice",
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
        // What came on paper or in a list keeps its evidence where it was written.
        Exception::NoEvidence => facts.evidence_count == 0 && !facts.channel.leaves_evidence_behind(),
        Exception::LikelyDuplicate => facts.likely_duplicates > 0,
        Exception::NumberUnexplained => facts.number_unexplained,
        Exception::WordMissing => facts.channel.is_on_anothers_word() && !facts.word_recorded,
        Exception::CountedTwice => facts.counted_elsewhere > 0,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::criteria::{judge, shipped};
    use crate::territory::AreaClass;

    fn judged(points: [u8; 10]) -> (Scores, Judgement) {
        let set = shipped::qd_324();
        let scores = Scores::new(&set.forms[0], &points.map(Some)).expect("fits");
        let judgement = judge(&set, &set.forms[0], AreaClass::Ordinary, &scores).expect("fits");
        (scores, judgement)
    }

    fn flags(own: [u8; 10], reviewed: Option<[u8; 10]>) -> Vec<Exception> {
        let (own, own_judgement) = judged(own);
        let reviewed = reviewed.map(judged);
        let facts = Facts {
            own: &own,
            own_judgement: &own_judgement,
            reviewed: reviewed.as_ref().map(|(scores, judgement)| (scores, judgement)),
            evidence_count: 2,
            likely_duplicates: 0,
            counted_elsewhere: 0,
            number_unexplained: false,
            channel: Channel::Web,
            word_recorded: false,
        };
        exceptions(facts, &RoundRules::usual(2026))
    }

    #[test]
    fn an_ordinary_file_goes_with_the_batch() {
        assert_eq!(flags([9, 9, 9, 8, 8, 9, 9, 8, 9, 9], None), []);
        assert_eq!(flags([9, 9, 9, 8, 8, 9, 9, 8, 9, 9], Some([9, 9, 9, 8, 8, 9, 9, 8, 9, 8])), []);
    }

    #[test]
    fn scores_that_need_eyes_are_flagged() {
        use Exception::{AllAlike, BelowFloor, BelowMark, FarFromOwn, NearMark, VerdictTurned};
        for (own, reviewed, expected) in [
            ([10, 10, 10, 10, 10, 10, 10, 10, 10, 4], None, vec![BelowFloor]),
            ([7, 7, 7, 7, 7, 7, 7, 7, 7, 6], None, vec![BelowMark]),
            ([8, 8, 8, 8, 8, 8, 8, 8, 9, 9], None, vec![NearMark]),
            ([8, 8, 8, 8, 8, 8, 8, 8, 7, 7], None, vec![BelowMark, NearMark]),
            ([9; 10], None, vec![AllAlike]),
            ([9, 9, 9, 9, 9, 9, 9, 8, 8, 8], Some([9, 9, 9, 9, 9, 9, 9, 8, 8, 5]), vec![FarFromOwn]),
            (
                [9, 9, 9, 9, 9, 9, 9, 8, 8, 8],
                Some([8, 8, 8, 8, 8, 7, 7, 7, 7, 7]),
                vec![BelowMark, VerdictTurned, FarFromOwn],
            ),
        ] {
            assert_eq!(flags(own, reviewed), expected, "{own:?} {reviewed:?}");
        }
    }

    #[test]
    fn what_surrounds_the_scores_is_flagged_too() {
        let (own, own_judgement) = judged([9, 9, 9, 8, 8, 9, 9, 8, 9, 9]);
        let facts = Facts {
            own: &own,
            own_judgement: &own_judgement,
            reviewed: None,
            evidence_count: 0,
            likely_duplicates: 1,
            counted_elsewhere: 1,
            number_unexplained: true,
            channel: Channel::Offline,
            word_recorded: false,
        };
        assert_eq!(
            exceptions(facts, &RoundRules::usual(2026)),
            [
                Exception::NoEvidence,
                Exception::LikelyDuplicate,
                Exception::NumberUnexplained,
                Exception::WordMissing,
                Exception::CountedTwice
            ]
        );
        for channel in [Channel::Paper, Channel::Workbook] {
            let facts = Facts { channel, likely_duplicates: 0, counted_elsewhere: 0, ..facts };
            let found = exceptions(facts, &RoundRules::usual(2026));
            assert!(!found.contains(&Exception::NoEvidence), "{channel:?} {found:?}");
        }
    }
}
