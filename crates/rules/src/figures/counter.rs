//! What is counted of a dossier, and of the people a round is held among.

use crate::dossier::State;

/// A count of people in one year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counter {
    /// Adults by the age of the round, living in the unit on its first day: a frozen snapshot, the
    /// denominator of the plan's shares. Not moved by any dossier.
    Adults,
    /// Has registered for the round: a dossier that was not withdrawn. Who was never met, refused or was away
    /// has not.
    Registered,
    /// Has handed in a self-assessment that stands.
    SelfAssessed,
    /// Found right by the hamlet or the unit committee, or further.
    Endorsed,
    /// Holds the title of the year.
    Recognised,
    /// A decision did not grant the title.
    NotRecognised,
    /// Could not be assessed: never met, refused, or away.
    NotReached,
}

impl Counter {
    /// All counters.
    pub const ALL: [Self; 7] = [
        Self::Adults,
        Self::Registered,
        Self::SelfAssessed,
        Self::Endorsed,
        Self::Recognised,
        Self::NotRecognised,
        Self::NotReached,
    ];

    /// The counters in which a dossier in this state counts.
    #[must_use]
    pub const fn of(state: State) -> &'static [Self] {
        match state {
            State::Draft | State::Returned => &[Self::Registered],
            State::Submitted => &[Self::Registered, Self::SelfAssessed],
            State::Endorsed | State::Appraised | State::Revoked => {
                &[Self::Registered, Self::SelfAssessed, Self::Endorsed]
            }
            State::Recognised => &[Self::Registered, Self::SelfAssessed, Self::Endorsed, Self::Recognised],
            State::NotRecognised => {
                &[Self::Registered, Self::SelfAssessed, Self::Endorsed, Self::NotRecognised]
            }
            State::Withdrawn => &[],
            State::Unreachable | State::Refused | State::Away => &[Self::NotReached],
        }
    }

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Adults => 1,
            Self::Registered => 2,
            Self::SelfAssessed => 3,
            Self::Endorsed => 4,
            Self::Recognised => 5,
            Self::NotRecognised => 6,
            Self::NotReached => 7,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|counter| counter.code() == code)
    }

    /// As it is written on the command line and in files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Adults => "adults",
            Self::Registered => "registered",
            Self::SelfAssessed => "self-assessed",
            Self::Endorsed => "endorsed",
            Self::Recognised => "recognised",
            Self::NotRecognised => "not-recognised",
            Self::NotReached => "not-reached",
        }
    }

    /// From the written form.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|counter| counter.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_recognised_was_assessed_and_registered() {
        for state in State::ALL {
            let counters = Counter::of(state);
            let counts = |counter| counters.contains(&counter);
            assert!(!counts(Counter::Recognised) || counts(Counter::Endorsed), "{state:?}");
            assert!(!counts(Counter::Endorsed) || counts(Counter::SelfAssessed), "{state:?}");
            assert!(!counts(Counter::SelfAssessed) || counts(Counter::Registered), "{state:?}");
            assert!(!(counts(Counter::Recognised) && counts(Counter::NotRecognised)), "{state:?}");
            assert!(!counts(Counter::Adults), "adults are a snapshot, {state:?} must not move it");
        }
    }

    #[test]
    fn a_counter_survives_storage_and_the_command_line() {
        for counter in Counter::ALL {
            assert_eq!(Counter::from_code(counter.code()), Some(counter));
            assert_eq!(Counter::from_name(counter.name()), Some(counter));
        }
    }
}
