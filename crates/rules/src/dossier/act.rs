//! What can be done to a dossier, and through which door.

use super::state::Outcome;

/// One move of the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Act {
    /// Hand in.
    Submit,
    /// The hamlet or unit committee finds it right.
    Endorse,
    /// Send back with a reason.
    Return,
    /// Score it at the level that prepares the decision.
    Appraise,
    /// A decision grants the title.
    Recognise,
    /// A decision does not grant the title.
    Decline,
    /// The person takes it back.
    Withdraw,
    /// Take up again what was closed.
    Reopen,
    /// A decision takes the title away.
    Revoke,
    /// Note why there is no self-assessment.
    Mark(Outcome),
}

impl Act {
    /// Every act.
    pub const ALL: [Self; 12] = [
        Self::Submit,
        Self::Endorse,
        Self::Return,
        Self::Appraise,
        Self::Recognise,
        Self::Decline,
        Self::Withdraw,
        Self::Reopen,
        Self::Revoke,
        Self::Mark(Outcome::Unreachable),
        Self::Mark(Outcome::Refused),
        Self::Mark(Outcome::Away),
    ];

    /// Stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submit => "submit",
            Self::Endorse => "endorse",
            Self::Return => "return",
            Self::Appraise => "appraise",
            Self::Recognise => "recognise",
            Self::Decline => "decline",
            Self::Withdraw => "withdraw",
            Self::Reopen => "reopen",
            Self::Revoke => "revoke",
            Self::Mark(Outcome::Unreachable) => "mark_unreachable",
            Self::Mark(Outcome::Refused) => "mark_refused",
            Self::Mark(Outcome::Away) => "mark_away",
        }
    }

    /// The participle that fits into "it cannot be … now".
    #[must_use]
    pub const fn done(self) -> &'static str {
        match self {
            Self::Submit => "submitted",
            Self::Endorse => "endorsed",
            Self::Return => "returned",
            Self::Appraise => "appraised",
            Self::Recognise => "recognised",
            Self::Decline => "declined",
            Self::Withdraw => "withdrawn",
            Self::Reopen => "reopened",
            Self::Revoke => "revoked",
            Self::Mark(_) => "marked with an outcome",
        }
    }
}

/// The door through which something came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Channel {
    /// The person, on the web, by own hand.
    Web,
    /// A helper, on the web, on the person's word.
    Assisted,
    /// A helper's kit without network, on the person's word.
    Offline,
    /// A paper form, typed in later.
    Paper,
    /// A workbook sent by a unit or hamlet.
    Workbook,
    /// Another program.
    Api,
}

impl Channel {
    /// All doors.
    pub const ALL: [Self; 6] =
        [Self::Web, Self::Assisted, Self::Offline, Self::Paper, Self::Workbook, Self::Api];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Web => 1,
            Self::Assisted => 2,
            Self::Offline => 3,
            Self::Paper => 4,
            Self::Workbook => 5,
            Self::Api => 6,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.code() == code)
    }

    /// Whether one person writes down another's word, so that whose word it was must be recorded and the
    /// writer may not review it.
    #[must_use]
    pub const fn is_on_anothers_word(self) -> bool {
        match self {
            Self::Assisted | Self::Offline | Self::Paper => true,
            Self::Web | Self::Workbook | Self::Api => false,
        }
    }

    /// Whether evidence stays with the paper or with whoever sent the list, so that its absence in the book
    /// says nothing.
    #[must_use]
    pub const fn leaves_evidence_behind(self) -> bool {
        match self {
            Self::Paper | Self::Workbook => true,
            Self::Web | Self::Assisted | Self::Offline | Self::Api => false,
        }
    }

    /// Whether the person used the network by own hand: a sign of the digital skill that target (d) of the
    /// plan asks for.
    #[must_use]
    pub const fn is_by_own_hand(self) -> bool {
        match self {
            Self::Web => true,
            Self::Assisted | Self::Offline | Self::Paper | Self::Workbook | Self::Api => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_codes_of_doors_read_back() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_code(channel.code()), Some(channel));
            assert!(!(channel.is_by_own_hand() && channel.is_on_anothers_word()));
        }
    }
}
