//! Who asks how often: the level of security asks for limits per source, and one wrong script must not
//! keep a province waiting.

use std::hash::{BuildHasher, Hash, RandomState};
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Operations;
use super::address::ClientAddress;
use crate::settings::{Rate, RateLimits};

/// The limits with what was asked lately.
pub struct Rates {
    requests: Limiter<IpAddr>,
    sign_in_address: Limiter<IpAddr>,
    /// Accounts are remembered by a keyed hash: no names are kept for this.
    sign_in_account: Limiter<u64>,
    writes: Limiter<u64>,
    hasher: RandomState,
}

/// Somebody asked too often.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("asked too often; wait {} seconds", .wait.as_secs())]
pub struct TooMany {
    /// How long to wait, at least a second.
    pub wait: Duration,
}

struct Limiter<K: Hash + Eq + Clone> {
    limiter: DefaultKeyedRateLimiter<K>,
    clock: DefaultClock,
}

impl<K: Hash + Eq + Clone> Limiter<K> {
    fn new(rate: Rate) -> Self {
        let quota = Quota::per_minute(rate.per_minute).allow_burst(rate.burst.max(NonZeroU32::MIN));
        Self { limiter: RateLimiter::keyed(quota), clock: DefaultClock::default() }
    }

    fn ask(&self, key: &K) -> Result<(), TooMany> {
        self.limiter.check_key(key).map_err(|until| {
            let wait = until.wait_time_from(self.clock.now());
            TooMany { wait: Duration::from_secs(wait.as_secs().saturating_add(1)) }
        })
    }
}

impl Rates {
    /// Nobody has asked yet.
    #[must_use]
    pub fn new(limits: &RateLimits) -> Self {
        Self {
            requests: Limiter::new(limits.requests_per_address),
            sign_in_address: Limiter::new(limits.sign_in_per_address),
            sign_in_account: Limiter::new(limits.sign_in_per_account),
            writes: Limiter::new(limits.writes_per_account),
            hasher: RandomState::new(),
        }
    }

    /// Counts a request from an address.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn request(&self, address: ClientAddress) -> Result<(), TooMany> {
        self.requests.ask(&address.household())
    }

    /// Counts an attempt to sign in from an address to an account, whether there is such an account or not.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn sign_in(&self, address: ClientAddress, sign_in: &str) -> Result<(), TooMany> {
        self.sign_in_address.ask(&address.household())?;
        self.sign_in_account.ask(&self.hasher.hash_one(sign_in))
    }

    /// Counts a request that writes, by whoever is signed in as `account`.
    ///
    /// # Errors
    /// [`TooMany`].
    pub fn write(&self, account: impl Hash) -> Result<(), TooMany> {
        self.writes.ask(&self.hasher.hash_one(account))
    }

    /// Forgets who has not asked for long; once a minute is enough.
    pub fn forget_old(&self) {
        self.requests.limiter.retain_recent();
        self.sign_in_address.limiter.retain_recent();
        self.sign_in_account.limiter.retain_recent();
        self.writes.limiter.retain_recent();
    }
}

/// The layer that counts every request by its address.
pub async fn limit_address(
    State(operations): State<Arc<Operations>>,
    request: Request,
    next: Next,
) -> Response {
    let address = request.extensions().get::<ClientAddress>().copied();
    match address.map_or(Ok(()), |address| operations.rates.request(address)) {
        Ok(()) => next.run(request).await,
        Err(too_many) => too_many.into_response(),
    }
}

impl IntoResponse for TooMany {
    /// For whoever asks so often that no page is made for them.
    fn into_response(self) -> Response {
        metrics::counter!("sohoc_rate_refused_total").increment(1);
        let seconds = self.wait.as_secs();
        let sentence = format!(
            "Có quá nhiều yêu cầu. Xin chờ {seconds} giây rồi thử lại.\n\
             Too many requests. Please wait {seconds} seconds and try again.\n"
        );
        let headers = [
            (header::RETRY_AFTER, seconds.to_string()),
            (header::CONTENT_TYPE, "text/plain; charset=utf-8".to_owned()),
        ];
        (StatusCode::TOO_MANY_REQUESTS, headers, sentence).into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rates() -> Rates {
        let small = Rate::new(1, 2);
        Rates::new(&RateLimits {
            requests_per_address: small,
            sign_in_per_address: Rate::new(1, 5),
            sign_in_per_account: small,
            writes_per_account: small,
        })
    }

    fn address(last: u8) -> ClientAddress {
        ClientAddress(IpAddr::from([203, 0, 113, last]))
    }

    #[test]
    fn one_address_that_asks_too_often_keeps_no_other_from_asking() {
        let rates = rates();
        let asked: Vec<bool> = (0..4).map(|_| rates.request(address(1)).is_ok()).collect();
        assert_eq!(asked, [true, true, false, false]);
        let wait = rates.request(address(1)).expect_err("still too often").wait.as_secs();
        assert!((1..=61).contains(&wait), "{wait}");
        assert_eq!(rates.request(address(2)), Ok(()));
    }

    #[test]
    fn guessing_at_one_account_from_many_addresses_is_counted_together() {
        let rates = rates();
        let from = |last| rates.sign_in(address(last), "can_bo.ha_lang").is_ok();
        assert_eq!([from(1), from(2), from(3)], [true, true, false]);
        assert!(rates.sign_in(address(4), "can_bo.quang_uyen").is_ok());
    }

    #[test]
    fn trying_many_accounts_from_one_address_is_counted_together() {
        let rates = rates();
        let tried: Vec<bool> = (0..7).map(|n| rates.sign_in(address(1), &n.to_string()).is_ok()).collect();
        assert_eq!(tried, [true, true, true, true, true, false, false]);
    }

    #[test]
    fn writing_is_counted_by_account() {
        let rates = rates();
        assert_eq!([7, 7, 7, 8].map(|account| rates.write(account).is_ok()), [true, true, false, true]);
        rates.forget_old();
        assert!(rates.write(7).is_err(), "what was asked just now is not forgotten");
    }
}
