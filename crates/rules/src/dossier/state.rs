//! Where a dossier stands, and the one table of moves between the states.

use super::act::Act;
use crate::Refusal;

/// Where the dossier of one person in one round stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Being filled in.
    Draft,
    /// Handed in, waits for the hamlet or unit committee.
    Submitted,
    /// Found right by the hamlet or unit committee, waits for the commune or the head of unit.
    Endorsed,
    /// Scored by the reviewers, waits for the decision.
    Appraised,
    /// A decision granted the title.
    Recognised,
    /// A decision did not grant the title.
    NotRecognised,
    /// Sent back with a reason, may be filled in again.
    Returned,
    /// Taken back by the person.
    Withdrawn,
    /// A later decision took the title away.
    Revoked,
    /// Outcome: visited, never met.
    Unreachable,
    /// Outcome: met, does not wish to take part.
    Refused,
    /// Outcome: away from home during the round.
    Away,
}

/// Why somebody has no self-assessment, so that coverage is honest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// Visited, never met.
    Unreachable,
    /// Does not wish to take part.
    Refused,
    /// Away during the round.
    Away,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Self; 3] = [Self::Unreachable, Self::Refused, Self::Away];

    /// The state that records it.
    #[must_use]
    pub const fn state(self) -> State {
        match self {
            Self::Unreachable => State::Unreachable,
            Self::Refused => State::Refused,
            Self::Away => State::Away,
        }
    }
}

impl State {
    /// All states, in the order of the procedure.
    pub const ALL: [Self; 12] = [
        Self::Draft,
        Self::Submitted,
        Self::Endorsed,
        Self::Appraised,
        Self::Recognised,
        Self::NotRecognised,
        Self::Returned,
        Self::Withdrawn,
        Self::Revoked,
        Self::Unreachable,
        Self::Refused,
        Self::Away,
    ];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Draft => 10,
            Self::Submitted => 20,
            Self::Endorsed => 30,
            Self::Appraised => 40,
            Self::Recognised => 50,
            Self::NotRecognised => 51,
            Self::Returned => 15,
            Self::Withdrawn => 60,
            Self::Revoked => 70,
            Self::Unreachable => 81,
            Self::Refused => 82,
            Self::Away => 83,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Stable name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::Endorsed => "endorsed",
            Self::Appraised => "appraised",
            Self::Recognised => "recognised",
            Self::NotRecognised => "not_recognised",
            Self::Returned => "returned",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Away => "away",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.name() == name)
    }

    /// The outcome that the state records, if it records one.
    #[must_use]
    pub fn outcome(self) -> Option<Outcome> {
        Outcome::ALL.into_iter().find(|outcome| outcome.state() == self)
    }

    /// Whether answers may be written.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Returned)
    }

    /// Whether the person has handed in a self-assessment that still stands: the second of the three
    /// counters (registered, self-assessed, recognised).
    #[must_use]
    pub const fn is_assessed(self) -> bool {
        match self {
            Self::Submitted
            | Self::Endorsed
            | Self::Appraised
            | Self::Recognised
            | Self::NotRecognised
            | Self::Revoked => true,
            Self::Draft
            | Self::Returned
            | Self::Withdrawn
            | Self::Unreachable
            | Self::Refused
            | Self::Away => false,
        }
    }

    /// How far along, for choosing between two dossiers of one person: higher is further.
    #[must_use]
    pub const fn progress(self) -> u8 {
        match self {
            Self::Unreachable | Self::Refused | Self::Away => 0,
            Self::Withdrawn => 1,
            Self::Draft => 2,
            Self::Returned => 3,
            Self::Submitted => 4,
            Self::Endorsed => 5,
            Self::Appraised => 6,
            Self::NotRecognised => 7,
            Self::Revoked => 8,
            Self::Recognised => 9,
        }
    }
}

/// The whole machine: the state after `act`.
///
/// This table knows only states. Who may act, when, and with what scores is asked in [`super::Step`],
/// which ends here.
///
/// # Errors
/// `dossier.not_from_here` when the act does not fit the state.
pub fn apply(state: State, act: Act) -> Result<State, Refusal> {
    use State::{
        Appraised, Away, Draft, Endorsed, NotRecognised, Recognised, Refused, Returned, Revoked, Submitted,
        Unreachable, Withdrawn,
    };
    let next = match (act, state) {
        (Act::Submit, Draft | Returned) => Submitted,
        (Act::Endorse, Submitted) => Endorsed,
        (Act::Return, Submitted | Endorsed | Appraised) => Returned,
        (Act::Appraise, Endorsed) => Appraised,
        (Act::Recognise, Appraised) => Recognised,
        (Act::Decline, Appraised) => NotRecognised,
        (Act::Withdraw, Draft | Returned | Submitted | Endorsed | Appraised) => Withdrawn,
        (Act::Reopen, NotRecognised | Withdrawn | Revoked | Unreachable | Refused | Away) => Draft,
        (Act::Revoke, Recognised) => Revoked,
        (Act::Mark(outcome), Draft | Returned | Unreachable | Refused | Away) => outcome.state(),
        (
            Act::Submit
            | Act::Endorse
            | Act::Return
            | Act::Appraise
            | Act::Recognise
            | Act::Decline
            | Act::Withdraw
            | Act::Reopen
            | Act::Revoke
            | Act::Mark(_),
            _,
        ) => return Err(not_from_here(state, act)),
    };
    Ok(next)
}

fn not_from_here(state: State, act: Act) -> Refusal {
    Refusal {
        code: "dossier.not_from_here",
        reason: format!(
            "The dossier is {}; it cannot be {} now.",
            state.name().replace('_', " "),
            act.done()
        ),
        remedy: remedy(state),
    }
}

/// What can be done with a dossier in this state.
const fn remedy(state: State) -> &'static str {
    match state {
        State::Draft => "Answer the indicators and submit it first.",
        State::Submitted => "It waits for the hamlet or unit committee to endorse or return it.",
        State::Endorsed => "It waits to be appraised.",
        State::Appraised => "It waits for the decision; return it if something is wrong.",
        State::Recognised => "A title is changed only by a decision that revokes or corrects it.",
        State::NotRecognised | State::Withdrawn | State::Revoked => {
            "Reopen it with a reason to work on it again."
        }
        State::Returned => "Correct it and submit it again.",
        State::Unreachable | State::Refused | State::Away => {
            "Reopen it when the person takes part after all."
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_state_and_act_is_defined_or_refused_with_a_code() {
        for state in State::ALL {
            for act in Act::ALL {
                match apply(state, act) {
                    Ok(next) => assert!(State::ALL.contains(&next)),
                    Err(refusal) => {
                        assert_eq!(refusal.code, "dossier.not_from_here");
                        assert!(refusal.reason.contains(act.done()), "{refusal}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_table_of_moves_is_this_one() {
        let moves: Vec<String> = State::ALL
            .into_iter()
            .map(|state| {
                let possible: Vec<String> = Act::ALL
                    .into_iter()
                    .filter_map(|act| Some(format!("{}>{}", act.name(), apply(state, act).ok()?.name())))
                    .collect();
                format!("{}: {}", state.name(), possible.join(" "))
            })
            .collect();
        let marks = "mark_unreachable>unreachable mark_refused>refused mark_away>away";
        assert_eq!(
            moves,
            [
                format!("draft: submit>submitted withdraw>withdrawn {marks}"),
                "submitted: endorse>endorsed return>returned withdraw>withdrawn".into(),
                "endorsed: return>returned appraise>appraised withdraw>withdrawn".into(),
                "appraised: return>returned recognise>recognised decline>not_recognised withdraw>withdrawn"
                    .into(),
                "recognised: revoke>revoked".into(),
                "not_recognised: reopen>draft".into(),
                format!("returned: submit>submitted withdraw>withdrawn {marks}"),
                "withdrawn: reopen>draft".into(),
                "revoked: reopen>draft".into(),
                format!("unreachable: reopen>draft {marks}"),
                format!("refused: reopen>draft {marks}"),
                format!("away: reopen>draft {marks}"),
            ]
        );
    }

    #[test]
    fn no_path_recognises_without_endorsement_and_appraisal_after_the_last_submission() {
        // Walks every reachable pair of state and "what was done since the last submission".
        let mut seen = BTreeSet::from([(State::Draft, false, false)]);
        let mut to_visit = vec![(State::Draft, false, false)];
        while let Some((state, endorsed, appraised)) = to_visit.pop() {
            for act in Act::ALL {
                let Ok(next) = apply(state, act) else { continue };
                if next == State::Recognised && state != State::Recognised {
                    assert!(endorsed && appraised, "{state:?} {act:?}");
                }
                let fresh = act == Act::Submit;
                let step = (
                    next,
                    (endorsed || act == Act::Endorse) && !fresh,
                    (appraised || act == Act::Appraise) && !fresh,
                );
                if seen.insert(step) {
                    to_visit.push(step);
                }
            }
        }
        let reached: BTreeSet<State> = seen.iter().map(|(state, ..)| *state).collect();
        assert_eq!(reached, State::ALL.into_iter().collect(), "every state can be reached");
    }

    #[test]
    fn stored_codes_and_names_read_back() {
        for state in State::ALL {
            assert_eq!(State::from_code(state.code()), Some(state));
            assert_eq!(State::from_name(state.name()), Some(state));
        }
        assert_eq!(State::from_code(0), None);
        for outcome in Outcome::ALL {
            assert_eq!(outcome.state().outcome(), Some(outcome));
        }
    }
}
