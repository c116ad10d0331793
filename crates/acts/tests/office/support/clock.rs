//! A clock that moves by itself, so that no two acts are at one moment.

use std::sync::atomic::{AtomicI64, Ordering};

use sohoc_acts::Clock;
use sohoc_rules::time::{Date, Instant};

/// Goes on by a second each time it is looked at.
#[derive(Debug)]
pub struct SteppedClock(AtomicI64);

const STEP: i64 = 1_000_000;

impl SteppedClock {
    /// Starts at eight in the morning of a day.
    pub fn new(day: Date) -> Self {
        Self(AtomicI64::new(morning(day)))
    }

    /// Goes to eight in the morning of a day, before or after.
    pub fn set(&self, day: Date) {
        self.0.store(morning(day), Ordering::Relaxed);
    }

    /// Goes on, or back when negative.
    pub fn move_by(&self, microseconds: i64) {
        self.0.fetch_add(microseconds, Ordering::Relaxed);
    }
}

fn morning(day: Date) -> i64 {
    Instant::start_of(day).microseconds() + 8 * 3_600 * 1_000_000
}

impl Clock for SteppedClock {
    fn now(&self) -> Instant {
        Instant::from_microseconds(self.0.fetch_add(STEP, Ordering::Relaxed))
    }
}
