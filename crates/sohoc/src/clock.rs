//! The machine's clock and its source of chance: the only place that asks the system for either.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use sohoc_acts::Clock;
use sohoc_rules::time::Instant;

use crate::error::{Error, Result};

/// The clock of this machine.
pub struct MachineClock;

impl Clock for MachineClock {
    #[expect(clippy::disallowed_methods, reason = "the door is where time comes in")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// A generator that nobody can predict, seeded by the system.
///
/// # Errors
/// When the system has no source of chance.
pub fn system_chance() -> Result<Box<dyn Rng + Send>> {
    let seeded = StdRng::try_from_rng(&mut rand::rngs::SysRng);
    let generator = seeded.map_err(|error| {
        Error::said(format!("The system gives no randomness ({error}); nothing was done, try again."))
    })?;
    Ok(Box::new(generator))
}
