//! Where an adult of a hamlet stands, for whoever walks it with a list.

use super::State;

/// What a volunteer has to do about somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Nothing was filled in yet.
    NotStarted,
    /// Some indicators are answered.
    InProgress,
    /// Handed in, waits for the hamlet or unit committee.
    WaitsForEndorsement,
    /// Endorsed, waits for the commune or the head of unit.
    WaitsForAppraisal,
    /// Sent back, waits to be corrected.
    Returned,
    /// Never met, does not wish, or away.
    NotMet,
    /// Appraised or decided on.
    Done,
}

impl Standing {
    /// All, in the order of a list of filters.
    pub const ALL: [Self; 7] = [
        Self::NotStarted,
        Self::InProgress,
        Self::WaitsForEndorsement,
        Self::WaitsForAppraisal,
        Self::Returned,
        Self::NotMet,
        Self::Done,
    ];

    /// From the state of the dossier, if there is one, and how many indicators are answered. A withdrawn
    /// dossier is as if there were none.
    #[must_use]
    pub const fn of(state: Option<State>, answered: usize) -> Self {
        match state {
            None | Some(State::Withdrawn) => Self::NotStarted,
            Some(State::Draft) if answered == 0 => Self::NotStarted,
            Some(State::Draft) => Self::InProgress,
            Some(State::Submitted) => Self::WaitsForEndorsement,
            Some(State::Endorsed) => Self::WaitsForAppraisal,
            Some(State::Returned) => Self::Returned,
            Some(State::Unreachable | State::Refused | State::Away) => Self::NotMet,
            Some(State::Appraised | State::Recognised | State::NotRecognised | State::Revoked) => Self::Done,
        }
    }

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::WaitsForEndorsement => "waits_for_endorsement",
            Self::WaitsForAppraisal => "waits_for_appraisal",
            Self::Returned => "returned",
            Self::NotMet => "not_met",
            Self::Done => "done",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.code() == code)
    }

    /// Its place in [`Standing::ALL`].
    #[must_use]
    pub fn position(self) -> usize {
        Self::ALL.into_iter().position(|standing| standing == self).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_a_standing_and_every_standing_a_state() {
        let mut met: Vec<Standing> = State::ALL.map(|state| Standing::of(Some(state), 3)).into();
        met.push(Standing::of(None, 0));
        assert_eq!(Standing::of(Some(State::Draft), 0), Standing::NotStarted);
        for standing in Standing::ALL {
            assert!(met.contains(&standing), "{standing:?}");
            assert_eq!(Standing::from_code(standing.code()), Some(standing));
            assert_eq!(Standing::ALL[standing.position()], standing);
        }
    }
}
