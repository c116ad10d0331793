//! A clock that moves by itself, so that no two acts are at one moment.

use std::sync::atomic::{AtomicI64, Ordering};

use sohoc_acts::Clock;
use sohoc_rules::time::{Date, Instant};

/// Goes on by a millisecond each time it is looked at: a list looks at it once for each row.
pub struct SteppedClock(AtomicI64);

impl SteppedClock {
    /// Starts at eight in the morning of a day.
    pub fn new(day: Date) -> Self {
        Self(AtomicI64::new(Instant::start_of(day).microseconds() + 8 * 3_600 * 1_000_000))
    }
}

impl Clock for SteppedClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.fetch_add(1_000, Ordering::Relaxed))
    }
}
