//! A decision being drawn up: first the whole, then line by line.

use super::{
    CouncilSession, DecisionKind, Issuer, SessionRules, Signer, Tally, TitleState, after, authorised, carried,
};
use crate::Refusal;
use crate::criteria::Judgement;
use crate::dossier::State;
use crate::ids::PersonId;
use crate::time::Date;

/// A decision before it is numbered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionDraft {
    /// What it is for.
    pub kind: DecisionKind,
    /// Who issues it.
    pub issuer: Issuer,
    /// The day it bears.
    pub dated: Date,
    /// The session that prepared it, when one was held.
    pub session: Option<CouncilSession>,
    /// Who signs.
    pub signer: Signer,
}

/// A decision whose session and signer are in order; only [`DecisionDraft::ready`] makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyDecision {
    draft: DecisionDraft,
    rules: SessionRules,
}

/// A person on the list, as the decision finds them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// Where the dossier stands.
    pub state: State,
    /// The verdict on the reviewed scores; `None` when there are none.
    pub judgement: Option<Judgement>,
    /// The title of the year as it stands.
    pub title: Option<TitleState>,
    /// The council's votes on this file, when it voted.
    pub votes: Option<Tally>,
}

/// What a line does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Grants the title.
    Grant,
    /// Does not grant it.
    Decline,
    /// Takes it away.
    Revoke,
}

/// The outcome of a line, which moves the dossier; only a [`ReadyDecision`] makes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling {
    person: PersonId,
    verdict: Verdict,
    in_council: bool,
}

impl Ruling {
    /// About whom.
    #[must_use]
    pub const fn person(self) -> PersonId {
        self.person
    }

    /// What it does.
    #[must_use]
    pub const fn verdict(self) -> Verdict {
        self.verdict
    }

    /// Whether a council with quorum stands behind it.
    #[must_use]
    pub const fn in_council(self) -> bool {
        self.in_council
    }
}

impl DecisionDraft {
    /// Checks what concerns the whole decision: the signer's authority on its day, and the quorum and day of
    /// the session.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn ready(self, rules: SessionRules) -> Result<ReadyDecision, Refusal> {
        authorised(&self.signer, self.issuer, self.dated)?;
        if let Some(session) = &self.session {
            session.quorum(rules)?;
            if session.held_on > self.dated {
                return Err(Refusal {
                    code: "recognition.before_session",
                    reason: format!(
                        "The decision is dated {}, before its session on {}.",
                        self.dated, session.held_on
                    ),
                    remedy: "Date the decision on or after the day of the session.",
                });
            }
        }
        Ok(ReadyDecision { draft: self, rules })
    }
}

impl ReadyDecision {
    /// The draft that was checked.
    #[must_use]
    pub const fn draft(&self) -> &DecisionDraft {
        &self.draft
    }

    /// Grants the title on a line.
    ///
    /// # Errors
    /// When the file was not appraised, failed its appraisal, was voted down, is the signer's own, or a title
    /// of the year exists.
    pub fn grant(&self, candidate: &Candidate) -> Result<Ruling, Refusal> {
        self.is_for(DecisionKind::Recognise)?;
        self.not_own_file(candidate)?;
        let judgement = appraised(candidate)?;
        if !judgement.passed {
            return Err(failed(judgement));
        }
        if let Some(votes) = candidate.votes
            && !self.vote_carried(candidate, votes)?
        {
            return Err(Refusal {
                code: "recognition.voted_down",
                reason: format!(
                    "The council did not carry this file ({} in favour, {} against).",
                    votes.in_favour, votes.against
                ),
                remedy: "Take the person off the list, or put the file before the council again.",
            });
        }
        after(DecisionKind::Recognise, candidate.title)?;
        Ok(self.ruling(candidate, Verdict::Grant))
    }

    /// Declines the title on a line.
    ///
    /// # Errors
    /// When the file was not appraised or is the signer's own; and `recognition.declined_without_ground` when
    /// the scores suffice and no vote went against it.
    pub fn decline(&self, candidate: &Candidate) -> Result<Ruling, Refusal> {
        self.is_for(DecisionKind::Recognise)?;
        self.not_own_file(candidate)?;
        let judgement = appraised(candidate)?;
        let voted_down = match candidate.votes {
            Some(votes) => !self.vote_carried(candidate, votes)?,
            None => false,
        };
        if judgement.passed && !voted_down {
            return Err(Refusal {
                code: "recognition.declined_without_ground",
                reason: format!(
                    "The scores suffice ({} of {} points) and no vote went against the file.",
                    judgement.total, judgement.threshold
                ),
                remedy: "Grant the title, return the file with a reason, or put it to the vote.",
            });
        }
        Ok(self.ruling(candidate, Verdict::Decline))
    }

    /// Takes the title away on a line.
    ///
    /// # Errors
    /// When there is no title in force, or it is the signer's own.
    pub fn revoke(&self, candidate: &Candidate) -> Result<Ruling, Refusal> {
        self.is_for(DecisionKind::Revoke)?;
        self.not_own_file(candidate)?;
        after(DecisionKind::Revoke, candidate.title)?;
        Ok(self.ruling(candidate, Verdict::Revoke))
    }

    fn ruling(&self, candidate: &Candidate, verdict: Verdict) -> Ruling {
        Ruling { person: candidate.person, verdict, in_council: self.draft.session.is_some() }
    }

    fn vote_carried(&self, candidate: &Candidate, votes: Tally) -> Result<bool, Refusal> {
        let voters = self.draft.session.as_ref().map_or(0, |session| session.voters_on(candidate.person));
        carried(votes, voters, self.rules)
    }

    fn is_for(&self, kind: DecisionKind) -> Result<(), Refusal> {
        if self.draft.kind == kind {
            return Ok(());
        }
        Err(Refusal {
            code: "recognition.other_kind",
            reason: "The line does not fit the kind of the decision.".into(),
            remedy: "Draw up a decision of its own for it.",
        })
    }

    fn not_own_file(&self, candidate: &Candidate) -> Result<(), Refusal> {
        if self.draft.signer.person != Some(candidate.person) {
            return Ok(());
        }
        Err(Refusal {
            code: "recognition.own_file",
            reason: "The signer stands on the list of their own decision.".into(),
            remedy: "Put the signer's own file into a decision that a deputy or a higher body signs.",
        })
    }
}

fn appraised(candidate: &Candidate) -> Result<&Judgement, Refusal> {
    match (candidate.state, &candidate.judgement) {
        (State::Appraised, Some(judgement)) => Ok(judgement),
        (state, _) => Err(Refusal {
            code: "recognition.not_appraised",
            reason: format!("The dossier is {}, not appraised.", state.name().replace('_', " ")),
            remedy: "Take the person off the list until the file is appraised.",
        }),
    }
}

fn failed(judgement: &Judgement) -> Refusal {
    let reasons: Vec<String> = judgement.reasons.iter().map(ToString::to_string).collect();
    Refusal {
        code: "recognition.not_passed",
        reason: format!("The appraised scores do not earn the title. {}", reasons.join(" ")),
        remedy: "Take the person off the list, or return the file if the appraisal is wrong.",
    }
}

#[cfg(test)]
mod tests;
