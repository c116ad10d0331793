//! Time and memory, read in one place.

use std::time::Instant;

/// A running watch.
#[derive(Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts one.
    #[expect(clippy::disallowed_methods, reason = "measuring is what this crate is for")]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    pub fn seconds(self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }

    pub fn milliseconds(self) -> f64 {
        self.seconds() * 1_000.0
    }

    pub fn nanoseconds(self) -> u64 {
        u64::try_from(self.0.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// The value below which 95 of 100 lie.
pub fn p95(times: &mut [f64]) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = times.len().saturating_mul(95).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or(0.0)
}

/// The most memory the process has held so far, in MiB; 0 where the system does not tell.
pub fn peak_mib() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|number| number.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
