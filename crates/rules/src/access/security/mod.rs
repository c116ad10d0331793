//! The law of signing in: TCVN 14423:2026 at level 3 (`rules.md` 3.2), as values that an installation may
//! make stricter.
//!
//! Pure: moments and facts come in, a value or a refusal goes out. The figures that the standard only
//! suggests are configuration; the defaults here are its words.

mod lockout;
mod password;
mod standing;

pub use lockout::{Attempts, LockoutRules};
pub use password::{PasswordRules, Strength};
pub use standing::{Facts, Level, Standing};

use super::{Grant, Role};
use crate::time::{Date, Instant};

/// Everything that an installation may set about signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityRules {
    /// What a password must be.
    pub password: PasswordRules,
    /// What failures lead to.
    pub lockout: LockoutRules,
    /// How long sessions live.
    pub session: SessionLimits,
    /// How long accounts and one-time codes live.
    pub account: AccountLimits,
}

/// How long a session lives; all in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// Without a request an officer's session locks after this long.
    pub idle_officer_s: i64,
    /// The same for who runs the installation.
    pub idle_administrator_s: i64,
    /// The same for a citizen, who may read slowly or look for a paper.
    pub idle_citizen_s: i64,
    /// A session ends this long after it began, used or not.
    pub life_s: i64,
    /// A session that an emergency code opened ends after this long.
    pub emergency_life_s: i64,
    /// What cannot be undone asks for the password again when it was given longer ago than this.
    pub confirmed_s: i64,
    /// The moment of the last request is written at most this often.
    pub seen_every_s: i64,
}

/// How long accounts and codes live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AccountLimits {
    /// Days after the last sign-in when an officer's account is switched off. Citizens, who may come once
    /// a year, keep theirs.
    pub dormant_days: i64,
    /// Days that a one-time code on a slip can be used.
    pub slip_days: i64,
    /// Seconds that an emergency code can be used.
    pub emergency_code_s: i64,
    /// Months between two readings of the list of accounts by those who gave the roles.
    pub review_months: i64,
    /// Days that the log of sign-ins is kept: 24 months.
    pub log_days: i64,
}

impl Default for SecurityRules {
    fn default() -> Self {
        Self {
            password: PasswordRules::default(),
            lockout: LockoutRules::default(),
            session: SessionLimits {
                idle_officer_s: 15 * 60,
                idle_administrator_s: 5 * 60,
                idle_citizen_s: 30 * 60,
                life_s: 12 * 3_600,
                emergency_life_s: 3_600,
                confirmed_s: 5 * 60,
                seen_every_s: 60,
            },
            account: AccountLimits {
                dormant_days: 45,
                slip_days: 30,
                emergency_code_s: 3_600,
                review_months: 6,
                log_days: 731,
            },
        }
    }
}

impl SecurityRules {
    /// Seconds without a request after which a session of somebody with these roles locks: the strictest
    /// that one of them asks for.
    #[must_use]
    pub fn idle_s(&self, grants: &[Grant], day: Date) -> i64 {
        let held = grants.iter().filter(|grant| grant.span.holds(day));
        held.map(|grant| match grant.role {
            Role::Administrator => self.session.idle_administrator_s,
            Role::Citizen => self.session.idle_citizen_s,
            Role::Volunteer
            | Role::UnitCommittee
            | Role::HeadOfUnit
            | Role::CommuneOfficer
            | Role::CommuneDecider
            | Role::ProvinceOfficer
            | Role::ProvinceInspector
            | Role::System => self.session.idle_officer_s,
        })
        .min()
        .unwrap_or(self.session.idle_officer_s)
    }

    /// The moment `seconds` after `at`.
    #[must_use]
    pub fn after(at: Instant, seconds: i64) -> Instant {
        Instant::from_microseconds(at.microseconds().saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The moment `days` after `at`, or before it when negative.
    #[must_use]
    pub fn days_after(at: Instant, days: i64) -> Instant {
        Self::after(at, days.saturating_mul(24 * 3_600))
    }
}

impl Role {
    /// Whether who holds the role must prove more than a password: everyone who works for others, and so
    /// everyone but a citizen in their own matters.
    #[must_use]
    pub const fn needs_second_factor(self) -> bool {
        !matches!(self, Self::Citizen)
    }
}

/// Whether one of the roles held on a day asks for a second factor.
#[must_use]
pub fn need_second_factor(grants: &[Grant], day: Date) -> bool {
    grants.iter().any(|grant| grant.span.holds(day) && grant.role.needs_second_factor())
}

/// Whether the roles held on a day are those of who runs the installation, whose password ages.
#[must_use]
pub fn is_administrator(grants: &[Grant], day: Date) -> bool {
    grants.iter().any(|grant| grant.span.holds(day) && grant.role == Role::Administrator)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;
    use crate::access::Scope;
    use crate::ids::UnitId;
    use crate::time::Span;

    fn grant(role: Role) -> Grant {
        let scope = Scope::Unit(UnitId::from_uuid(Uuid::from_u128(1)));
        Grant { role, scope, span: Span::since(date(2026, 1, 1)) }
    }

    #[test]
    fn everyone_who_works_for_others_needs_a_second_factor() {
        for role in Role::ALL {
            assert_eq!(role.needs_second_factor(), role != Role::Citizen, "{role:?}");
        }
        let day = date(2026, 3, 2);
        assert!(need_second_factor(&[grant(Role::Citizen), grant(Role::Volunteer)], day));
        assert!(!need_second_factor(&[grant(Role::Citizen)], day));
        assert!(!need_second_factor(&[grant(Role::Volunteer)], date(2025, 12, 31)), "not yet a volunteer");
    }

    #[test]
    fn the_strictest_role_says_when_a_session_locks() {
        let rules = SecurityRules::default();
        let day = date(2026, 3, 2);
        for (roles, minutes) in [
            (&[Role::Citizen][..], 30),
            (&[Role::CommuneOfficer], 15),
            (&[Role::Citizen, Role::Volunteer], 15),
            (&[Role::ProvinceOfficer, Role::Administrator], 5),
            (&[], 15),
        ] {
            let grants: Vec<Grant> = roles.iter().copied().map(grant).collect();
            assert_eq!(rules.idle_s(&grants, day), minutes * 60, "{roles:?}");
        }
    }
}
