//! What a session may be used for.

/// How somebody proved who they are in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// By one thing: a password, a one-time code, another service.
    FirstFactor,
    /// By two things, or by a passkey, which is something held and something known or grown.
    SecondFactor,
    /// By an emergency code, which only the machine's console gives.
    Emergency,
}

impl Level {
    /// As the ledger keeps it.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::FirstFactor => 1,
            Self::SecondFactor => 2,
            Self::Emergency => 3,
        }
    }

    /// From what the ledger keeps.
    #[must_use]
    pub const fn from_code(code: i64) -> Option<Self> {
        match code {
            1 => Some(Self::FirstFactor),
            2 => Some(Self::SecondFactor),
            3 => Some(Self::Emergency),
            _ => None,
        }
    }
}

/// What has to be known of a session and its account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent facts, each of one column")]
pub struct Facts {
    /// How it was proved.
    pub level: Level,
    /// Locked by hand or by idleness.
    pub locked: bool,
    /// A role held today asks for a second factor.
    pub needs_second_factor: bool,
    /// A code device is set up.
    pub has_totp: bool,
    /// A passkey is kept.
    pub has_passkey: bool,
    /// The account has no lasting way to sign in, was opened by a slip, or its password is too old.
    pub must_set_password: bool,
}

/// What a session may be used for. Only [`Standing::Open`] carries rights; the others lead to one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Everything the roles allow.
    Open,
    /// Only for unlocking and signing out.
    Locked,
    /// Only for giving the second factor and signing out.
    NeedsSecondFactor,
    /// Only for choosing a password or a passkey.
    MustSetPassword,
    /// Only for setting up a second factor.
    MustEnrolSecondFactor,
}

impl Standing {
    /// What the facts come to. A password comes before enrolling: who forgot both began with a slip. An
    /// account that has a second factor is asked for it before anything can be changed, or else a stolen
    /// password would be enough to set up another.
    #[must_use]
    pub const fn of(facts: Facts) -> Self {
        if facts.locked {
            return Self::Locked;
        }
        match facts.level {
            Level::FirstFactor if facts.has_totp || (facts.needs_second_factor && facts.has_passkey) => {
                Self::NeedsSecondFactor
            }
            Level::FirstFactor | Level::SecondFactor if facts.must_set_password => Self::MustSetPassword,
            Level::FirstFactor if facts.needs_second_factor => Self::MustEnrolSecondFactor,
            Level::SecondFactor if facts.needs_second_factor && !facts.has_totp && !facts.has_passkey => {
                Self::MustEnrolSecondFactor
            }
            Level::FirstFactor | Level::SecondFactor | Level::Emergency => Self::Open,
        }
    }

    /// Whether credentials may be changed in it.
    #[must_use]
    pub const fn may_manage_credentials(self) -> bool {
        matches!(self, Self::Open | Self::MustSetPassword | Self::MustEnrolSecondFactor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CITIZEN: Facts = Facts {
        level: Level::FirstFactor,
        locked: false,
        needs_second_factor: false,
        has_totp: false,
        has_passkey: false,
        must_set_password: false,
    };
    const OFFICER: Facts = Facts { needs_second_factor: true, ..CITIZEN };

    #[test]
    fn a_session_carries_rights_only_when_everything_asked_for_was_given() {
        let second = Level::SecondFactor;
        for (facts, standing) in [
            (CITIZEN, Standing::Open),
            (Facts { must_set_password: true, ..CITIZEN }, Standing::MustSetPassword),
            (Facts { has_totp: true, ..CITIZEN }, Standing::NeedsSecondFactor),
            (Facts { has_passkey: true, ..CITIZEN }, Standing::Open),
            (OFFICER, Standing::MustEnrolSecondFactor),
            (Facts { must_set_password: true, ..OFFICER }, Standing::MustSetPassword),
            (Facts { has_totp: true, ..OFFICER }, Standing::NeedsSecondFactor),
            (Facts { has_passkey: true, ..OFFICER }, Standing::NeedsSecondFactor),
            (Facts { has_totp: true, must_set_password: true, ..OFFICER }, Standing::NeedsSecondFactor),
            (Facts { has_totp: true, level: second, ..OFFICER }, Standing::Open),
            (Facts { level: second, ..OFFICER }, Standing::MustEnrolSecondFactor),
            (
                Facts { has_totp: true, level: second, must_set_password: true, ..OFFICER },
                Standing::MustSetPassword,
            ),
            (Facts { level: Level::Emergency, must_set_password: true, ..OFFICER }, Standing::Open),
            (Facts { level: Level::Emergency, locked: true, ..OFFICER }, Standing::Locked),
            (Facts { locked: true, has_totp: true, ..OFFICER }, Standing::Locked),
        ] {
            assert_eq!(Standing::of(facts), standing, "{facts:?}");
        }
    }

    #[test]
    fn a_half_proved_or_locked_session_changes_no_credentials() {
        for standing in [Standing::Locked, Standing::NeedsSecondFactor] {
            assert!(!standing.may_manage_credentials(), "{standing:?}");
        }
    }

    #[test]
    fn levels_come_back_from_their_codes() {
        for level in [Level::FirstFactor, Level::SecondFactor, Level::Emergency] {
            assert_eq!(Level::from_code(level.code()), Some(level));
        }
        assert_eq!(Level::from_code(0), None);
    }
}
