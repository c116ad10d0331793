//! What failures to sign in lead to.

use super::SecurityRules;
use crate::Refusal;
use crate::time::Instant;

/// What failures lead to; the standard suggests five.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LockoutRules {
    /// Failures in a row that lock.
    pub failures: i64,
    /// Seconds of the first lock; each further one takes twice as long.
    pub first_s: i64,
    /// Seconds of the longest.
    pub longest_s: i64,
    /// Seconds without a failure after which all is forgotten.
    pub forgotten_after_s: i64,
}

impl Default for LockoutRules {
    fn default() -> Self {
        Self { failures: 5, first_s: 15 * 60, longest_s: 24 * 3_600, forgotten_after_s: 48 * 3_600 }
    }
}

/// The failures under one sign-in name, whether an account has it or not: what is said about locks must
/// not tell which names exist.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// Failures since the last success or lock.
    pub failures: i64,
    /// Locks since the last success.
    pub locks: i64,
    /// Until when it is locked, when it was.
    pub locked_until: Option<Instant>,
    /// When it last failed.
    pub failed_at: Option<Instant>,
}

impl Attempts {
    /// Refuses while locked.
    ///
    /// # Errors
    /// `access.locked`.
    pub fn check(&self, at: Instant) -> Result<(), Refusal> {
        match self.locked_until {
            Some(until) if at < until => Err(Refusal {
                code: "access.locked",
                reason: format!("Signing in was tried too often; it is possible again from {until}."),
                remedy: "Wait until then, sign in with a passkey, or ask for a new one-time code.",
            }),
            Some(_) | None => Ok(()),
        }
    }

    /// What another failure makes of it.
    #[must_use]
    pub fn failed(self, at: Instant, rules: &LockoutRules) -> Self {
        let latest = self.locked_until.max(self.failed_at);
        let forgotten =
            latest.is_some_and(|latest| SecurityRules::after(latest, rules.forgotten_after_s) <= at);
        let before = if forgotten { Self::default() } else { self };
        let failures = before.failures + 1;
        if failures < rules.failures {
            return Self { failures, failed_at: Some(at), ..before };
        }
        let doubled = u32::try_from(before.locks.clamp(0, 30)).unwrap_or(30);
        let seconds = rules.first_s.saturating_mul(1 << doubled).min(rules.longest_s);
        Self {
            failures: 0,
            locks: before.locks + 1,
            locked_until: Some(SecurityRules::after(at, seconds)),
            failed_at: Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: i64) -> Instant {
        Instant::from_microseconds(minute * 60_000_000)
    }

    fn fail(attempts: Attempts, times: usize, at: Instant) -> Attempts {
        (0..times).fold(attempts, |attempts, _| attempts.failed(at, &LockoutRules::default()))
    }

    #[test]
    fn the_fifth_failure_locks_for_a_quarter_of_an_hour_and_each_further_lock_doubles() {
        let four = fail(Attempts::default(), 4, minute(0));
        assert_eq!(four.check(minute(0)), Ok(()));
        let mut attempts = fail(four, 1, minute(0));
        let mut now = 0;
        for minutes in [15, 30, 60, 120, 240, 480, 960, 1_440, 1_440] {
            assert_eq!(attempts.check(minute(now + minutes - 1)).map_err(|r| r.code), Err("access.locked"));
            assert_eq!(attempts.check(minute(now + minutes)), Ok(()), "{minutes}");
            now += minutes;
            attempts = fail(attempts, 5, minute(now));
        }
    }

    #[test]
    fn two_quiet_days_forget_failures_and_locks() {
        let locked = fail(Attempts::default(), 5, minute(0));
        let late = minute(15 + 48 * 60);
        assert_eq!(locked.failed(late, &LockoutRules::default()).locks, 0);
        let soon = minute(14 + 48 * 60);
        assert_eq!(locked.failed(soon, &LockoutRules::default()).locks, 1);
    }
}
