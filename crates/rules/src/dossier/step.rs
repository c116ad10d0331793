//! One move of a dossier with everything that must hold before it.
//!
//! Each function asks, in this order: may this hand touch this file, is it the day for it, is what it brings
//! whole; the state has the last word in [`apply`].

use super::review::complete;
use super::round::within;
use super::{Act, Channel, Outcome, ReviewScores, RoundRules, State, apply};
use crate::Refusal;
use crate::criteria::{GroupForm, Scores};
use crate::ids::{AccountId, PersonId};
use crate::people::LifeStatus;
use crate::recognition::{Ruling, Verdict};
use crate::time::Date;

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: AccountId,
    /// The person behind it, when that person is in the book; officers of the programme are citizens too.
    pub person: Option<PersonId>,
}

/// What the rules need to know of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Whose it is.
    pub person: PersonId,
    /// Whether that person lives.
    pub life: LifeStatus,
    /// Where it stands.
    pub state: State,
    /// The door through which the scores came in.
    pub channel: Channel,
    /// The account that typed the scores.
    pub typed_by: Option<AccountId>,
    /// The account that endorsed it.
    pub endorsed_by: Option<AccountId>,
}

/// One move: a dossier, the hand, the round and the day.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The dossier.
    pub case: &'a Case,
    /// The hand.
    pub actor: Actor,
    /// The round's rules.
    pub round: &'a RoundRules,
    /// The day in Viet Nam.
    pub on: Date,
}

impl Step<'_> {
    /// Writes one answer: while the round takes submissions and the dossier lies open.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn answer(self) -> Result<(), Refusal> {
        within("submissions", self.round.steps.submit, self.on)?;
        self.alive()?;
        if self.case.state.is_open() {
            return Ok(());
        }
        Err(Refusal {
            code: "dossier.not_open",
            reason: format!(
                "The dossier is {}; it takes no answers now.",
                self.case.state.name().replace('_', " ")
            ),
            remedy: "Ask the reviewers to return it, or to reopen it if it was closed.",
        })
    }

    /// Hands in: every indicator answered, while the round takes submissions. Evidence may be light or
    /// come later; its absence is an exception for the reviewer, not a refusal.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn submit(self, form: &GroupForm, scores: &Scores) -> Result<State, Refusal> {
        within("submissions", self.round.steps.submit, self.on)?;
        self.alive()?;
        complete(form, scores)?;
        apply(self.case.state, Act::Submit)
    }

    /// The hamlet or unit committee finds it right.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn endorse(self) -> Result<State, Refusal> {
        self.not_own_file("endorse")?;
        self.not_own_entry()?;
        within("endorsements", self.round.steps.endorse, self.on)?;
        apply(self.case.state, Act::Endorse)
    }

    /// Sends it back with a reason.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn send_back(self, reason: &str) -> Result<State, Refusal> {
        self.not_own_file("return")?;
        stated(reason, "returned")?;
        apply(self.case.state, Act::Return)
    }

    /// Scores it; the scores carry their reasons already.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn appraise(self, form: &GroupForm, review: &ReviewScores) -> Result<State, Refusal> {
        self.not_own_file("appraise")?;
        self.not_own_entry()?;
        within("appraisals", self.round.steps.appraise, self.on)?;
        complete(form, review.scores())?;
        apply(self.case.state, Act::Appraise)
    }

    /// What a decision says becomes the state. Only `recognition` makes a [`Ruling`], from a decision line
    /// that passed its checks.
    ///
    /// # Errors
    /// When the ruling is about somebody else, or the state is not appraised.
    pub fn conclude(self, ruling: Ruling) -> Result<State, Refusal> {
        self.not_own_file("decide on")?;
        within("decisions", self.round.steps.decide, self.on)?;
        self.not_alone(ruling)?;
        let act = match ruling.verdict() {
            Verdict::Grant => Act::Recognise,
            Verdict::Decline => Act::Decline,
            Verdict::Revoke => return Err(other_ruling()),
        };
        if ruling.person() == self.case.person { apply(self.case.state, act) } else { Err(other_ruling()) }
    }

    /// The person takes it back; nobody has to say why, on any day.
    ///
    /// # Errors
    /// When it was decided on already.
    pub fn withdraw(self) -> Result<State, Refusal> {
        apply(self.case.state, Act::Withdraw)
    }

    /// Takes up again what was closed.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn reopen(self, reason: &str) -> Result<State, Refusal> {
        stated(reason, "reopened")?;
        within("submissions", self.round.steps.submit, self.on)?;
        self.alive()?;
        apply(self.case.state, Act::Reopen)
    }

    /// A decision takes the title away. Possible on any day: false papers come to light when they do.
    ///
    /// # Errors
    /// Names the rule that is not met.
    pub fn revoke(self, ruling: Ruling) -> Result<State, Refusal> {
        self.not_own_file("revoke the title of")?;
        if ruling.person() != self.case.person || ruling.verdict() != Verdict::Revoke {
            return Err(other_ruling());
        }
        apply(self.case.state, Act::Revoke)
    }

    /// Notes why there is no self-assessment.
    ///
    /// # Errors
    /// When there is one, or the round takes none.
    pub fn mark(self, outcome: Outcome) -> Result<State, Refusal> {
        within("submissions", self.round.steps.submit, self.on)?;
        apply(self.case.state, Act::Mark(outcome))
    }

    fn not_own_file(self, verb: &str) -> Result<(), Refusal> {
        if self.actor.person != Some(self.case.person) {
            return Ok(());
        }
        Err(Refusal {
            code: "dossier.own_file",
            reason: format!("Nobody may {verb} their own dossier."),
            remedy: "Leave it to another member of the review body.",
        })
    }

    /// A helper may write for many but approves nothing they wrote.
    fn not_own_entry(self) -> Result<(), Refusal> {
        if !self.case.channel.is_on_anothers_word() || self.case.typed_by != Some(self.actor.account) {
            return Ok(());
        }
        Err(Refusal {
            code: "dossier.own_entry",
            reason: "This dossier was written by the same hand on the person's word.".into(),
            remedy: "Let another member of the review body look at it.",
        })
    }

    /// Who endorsed may decide only together with a council.
    fn not_alone(self, ruling: Ruling) -> Result<(), Refusal> {
        if ruling.in_council() || self.case.endorsed_by != Some(self.actor.account) {
            return Ok(());
        }
        Err(Refusal {
            code: "dossier.deciding_alone",
            reason: "Who endorsed this dossier cannot also decide on it alone.".into(),
            remedy: "Hold a council session, or let another authorised person decide.",
        })
    }

    fn alive(self) -> Result<(), Refusal> {
        match self.case.life {
            LifeStatus::Dead(died) if died <= self.on => Err(Refusal {
                code: "dossier.person_dead",
                reason: format!("The person died on {died}."),
                remedy: "Withdraw the dossier, or correct the person's record if this is a mistake.",
            }),
            LifeStatus::Dead(_) | LifeStatus::Living | LifeStatus::Away => Ok(()),
        }
    }
}

fn stated(reason: &str, done: &str) -> Result<(), Refusal> {
    if !reason.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal {
        code: "dossier.reason_missing",
        reason: format!("A dossier cannot be {done} without a reason."),
        remedy: "Write in a few words what is wrong; the person will read it.",
    })
}

fn other_ruling() -> Refusal {
    Refusal {
        code: "dossier.other_ruling",
        reason: "The decision line is not about this dossier.".into(),
        remedy: "Check that the line names the person of the dossier and does what is asked.",
    }
}

#[cfg(test)]
mod tests;
