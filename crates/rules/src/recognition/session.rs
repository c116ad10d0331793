//! The council session: who came, how they voted, whether it counts.

use crate::Refusal;
use crate::ids::{CouncilSessionId, PersonId};
use crate::time::Date;

/// The shares that a council needs, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionRules {
    /// Members who must be present, of all members.
    pub quorum_percent: u8,
    /// Votes in favour, of those present and entitled to vote on the file, that carry it: **more than** this
    /// share, unless it is 100.
    pub majority_percent: u8,
}

impl SessionRules {
    /// Two thirds present and more than half in favour: an **assumption** after the habit of emulation
    /// councils, for the guidance on recognition has not been seen. A province replaces it in configuration.
    pub const ASSUMED: Self = Self { quorum_percent: 66, majority_percent: 50 };
}

/// One meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilSession {
    /// Which.
    pub id: CouncilSessionId,
    /// The day.
    pub held_on: Date,
    /// Every member of the council that day.
    pub members: Vec<PersonId>,
    /// Those who came.
    pub present: Vec<PersonId>,
}

/// How one member voted on one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Vote {
    /// For the title.
    For,
    /// Against it.
    Against,
    /// Neither.
    Abstained,
}

/// The votes on one file, or on a batch that went through together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// In favour.
    pub in_favour: u32,
    /// Against.
    pub against: u32,
    /// Neither.
    pub abstained: u32,
}

impl Tally {
    /// Counts votes.
    #[must_use]
    pub fn of(votes: &[Vote]) -> Self {
        let mut tally = Self::default();
        for vote in votes {
            match vote {
                Vote::For => tally.in_favour += 1,
                Vote::Against => tally.against += 1,
                Vote::Abstained => tally.abstained += 1,
            }
        }
        tally
    }

    /// All votes.
    #[must_use]
    pub const fn cast(self) -> u32 {
        self.in_favour + self.against + self.abstained
    }
}

impl CouncilSession {
    /// Whether enough members came, each counted once and only if a member.
    ///
    /// # Errors
    /// `recognition.no_quorum` with both numbers.
    pub fn quorum(&self, rules: SessionRules) -> Result<(), Refusal> {
        let (present, members) =
            (distinct(&self.present, &self.members), distinct(&self.members, &self.members));
        if members > 0 && present * 100 >= members * usize::from(rules.quorum_percent) {
            return Ok(());
        }
        Err(Refusal {
            code: "recognition.no_quorum",
            reason: format!(
                "{present} of {members} members came; the session needs {} percent.",
                rules.quorum_percent
            ),
            remedy: "Hold the session again with enough members.",
        })
    }

    /// How many of those present may vote on this person's file: all members but the person.
    #[must_use]
    pub fn voters_on(&self, person: PersonId) -> u32 {
        let others: Vec<PersonId> =
            self.present.iter().copied().filter(|present| *present != person).collect();
        u32::try_from(distinct(&others, &self.members)).unwrap_or(u32::MAX)
    }
}

/// Whether a vote by `voters` people carries.
///
/// # Errors
/// `recognition.too_many_votes` when more votes were counted than people could vote.
pub fn carried(tally: Tally, voters: u32, rules: SessionRules) -> Result<bool, Refusal> {
    if tally.cast() > voters {
        return Err(Refusal {
            code: "recognition.too_many_votes",
            reason: format!("{} votes were counted, but {voters} people could vote.", tally.cast()),
            remedy: "Count again; nobody votes on their own file.",
        });
    }
    let (reached, needed) =
        (u64::from(tally.in_favour) * 100, u64::from(voters) * u64::from(rules.majority_percent));
    Ok(voters > 0 && (reached > needed || (rules.majority_percent >= 100 && reached == needed)))
}

fn distinct(people: &[PersonId], among: &[PersonId]) -> usize {
    let mut people: Vec<PersonId> = people.iter().copied().filter(|person| among.contains(person)).collect();
    people.sort_unstable();
    people.dedup();
    people.len()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn people(ids: std::ops::Range<u128>) -> Vec<PersonId> {
        ids.map(|id| PersonId::from_uuid(Uuid::from_u128(id))).collect()
    }

    fn session(members: u128, present: Vec<PersonId>) -> CouncilSession {
        let id = CouncilSessionId::from_uuid(Uuid::nil());
        CouncilSession { id, held_on: date(2026, 12, 20), members: people(0..members), present }
    }

    #[test]
    fn a_quorum_counts_each_member_once_and_no_guest() {
        let code = |session: CouncilSession| session.quorum(SessionRules::ASSUMED).map_err(|r| r.code);
        let mut padded = people(0..5);
        padded.extend(people(0..5));
        padded.extend(people(100..110));
        assert_eq!(code(session(9, people(0..6))), Ok(()));
        assert_eq!(code(session(9, people(0..5))), Err("recognition.no_quorum"));
        assert_eq!(code(session(9, padded)), Err("recognition.no_quorum"));
        assert_eq!(code(session(0, Vec::new())), Err("recognition.no_quorum"));
    }

    #[test]
    fn half_of_the_votes_is_not_a_majority() {
        for (in_favour, voters, percent, expected) in
            [(3, 6, 50, false), (4, 6, 50, true), (6, 6, 100, true), (5, 6, 100, false), (0, 0, 50, false)]
        {
            let tally = Tally { in_favour, ..Tally::default() };
            let rules = SessionRules { quorum_percent: 66, majority_percent: percent };
            assert_eq!(carried(tally, voters, rules), Ok(expected), "{in_favour} of {voters}");
        }
    }

    #[test]
    fn nobody_votes_on_their_own_file() {
        let session = session(5, people(0..4));
        assert_eq!(session.voters_on(people(0..1)[0]), 3);
        assert_eq!(session.voters_on(people(50..51)[0]), 4);
        let tally = Tally::of(&[Vote::For, Vote::For, Vote::Against, Vote::Abstained]);
        assert_eq!(
            carried(tally, 3, SessionRules::ASSUMED).map_err(|r| r.code),
            Err("recognition.too_many_votes")
        );
    }
}
