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
    percentile(times, 95)
}

/// The value below which so many of 100 lie.
pub fn percentile(times: &mut [f64], hundredths: usize) -> f64 {
    times.sort_by(f64::total_cmp);
    let place = times.len().saturating_mul(hundredths).div_ceil(100).saturating_sub(1);
    times.get(place).copied().unwrap_or(0.0)
}

/// Processor seconds a process has used so far, by its number or `self`; to a hundredth. 0 where the system
/// does not tell.
pub fn cpu_seconds(process: &str) -> f64 {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // The name of the program, in brackets, may hold anything; user and system time are the twelfth and
    // thirteenth fields after it, in hundredths.
    let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields);
    fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>()
        / 100.0
}

/// The most memory the process has held so far, in MiB; 0 where the system does not tell.
pub fn peak_mib() -> f64 {
    memory_mib("self", "VmHWM:")
}

/// The memory a process holds now, by its number, in MiB; 0 where the system does not tell.
pub fn resident_mib(process: &str) -> f64 {
    memory_mib(process, "VmRSS:")
}

fn memory_mib(process: &str, line: &str) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let kib = status
        .lines()
        .find_map(|known| known.strip_prefix(line))
        .and_then(|rest| rest.trim().strip_suffix("kB"))
        .and_then(|number| number.trim().parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
