//! A clock that stands where the sample puts it and goes on by a millisecond at each look.

use std::sync::atomic::{AtomicI64, Ordering};

use sohoc_acts::Clock;
use sohoc_rules::time::{Date, Instant};

/// Goes only forward.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// Stands at the start of a day.
    #[must_use]
    pub fn new(day: Date) -> Self {
        Self(AtomicI64::new(Instant::start_of(day).microseconds()))
    }

    /// Goes to an hour of a day, or stays when it is past that already.
    pub fn set(&self, day: Date, hour: i64) {
        let wanted = Instant::start_of(day).microseconds() + hour * HOUR;
        self.0.fetch_max(wanted, Ordering::Relaxed);
    }
}

const HOUR: i64 = 3_600_000_000;
const LOOK: i64 = 1_000;

impl Clock for SteppedClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.fetch_add(LOOK, Ordering::Relaxed))
    }
}
