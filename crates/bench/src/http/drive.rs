//! Many clients in a closed loop: each asks again as soon as it is answered.

use std::io;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};
use std::thread;

use super::wire::{Client, Request, Response};
use crate::report::Report;
use crate::stopwatch::{Stopwatch, cpu_seconds, percentile, resident_mib};

/// Something many people do at once.
pub struct Scenario {
    /// The start of its figures' names, in small letters.
    pub name: String,
    /// What the client of that number asks next; `None` when there is nothing more to ask.
    pub next: Mutex<Box<dyn FnMut(usize) -> Option<Request> + Send>>,
    /// Whether the answer is the one a person would get: a fast error is no speed.
    pub check: Box<dyn Fn(&Response) -> bool + Send + Sync>,
    /// An answer with a shorter body is not the right one.
    at_least: usize,
    /// Whether it can be asked again and again: a page, not an act.
    pub is_page: bool,
}

impl Scenario {
    /// A scenario of that name.
    pub fn new(
        name: impl Into<String>,
        next: impl FnMut(usize) -> Option<Request> + Send + 'static,
        check: impl Fn(&Response) -> bool + Send + Sync + 'static,
    ) -> Self {
        let (next, check) = (Mutex::new(Box::new(next) as Box<_>), Box::new(check));
        Self { name: name.into(), next, check, at_least: 0, is_page: false }
    }

    /// The same for a page, which has so many bytes at least.
    #[must_use]
    pub fn of_bytes(mut self, at_least: usize) -> Self {
        self.at_least = at_least;
        self.is_page = true;
        self
    }

    fn next(&self, client: usize) -> Option<Request> {
        (self.next.lock().unwrap_or_else(PoisonError::into_inner))(client)
    }
}

/// How long and by how many.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    /// Connections that ask at the same time.
    pub clients: usize,
    /// For how long, unless the scenario ends before.
    pub seconds: f64,
}

impl Load {
    /// A quiet hour: so few that nobody waits for another, and half the time.
    #[must_use]
    pub const fn quiet(self) -> Self {
        Self { clients: 2, seconds: self.seconds / 2.0 }
    }
}

/// Runs a scenario against a server of that process number and notes how it went.
///
/// # Errors
/// When a connection breaks or an answer is not the one it should be.
pub fn drive(
    scenario: &Scenario,
    (address, process): (SocketAddr, u32),
    load: Load,
    report: &mut Report,
) -> io::Result<()> {
    let server = process.to_string();
    let (cpu, watch) = (cpu_seconds(&server), Stopwatch::start());
    let ended: Vec<io::Result<Vec<f64>>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..load.clients)
            .map(|client| scope.spawn(move || ask_on(scenario, address, client, load.seconds)))
            .collect();
        clients.into_iter().map(|client| client.join().unwrap_or_else(|_| Err(crashed()))).collect()
    });
    let (seconds, cpu) = (watch.seconds(), cpu_seconds(&server) - cpu);
    let mut times = Vec::new();
    for end in ended {
        times.append(&mut end?);
    }
    let count = times.len() as f64;
    let mut note = |what: &str, value: f64| report.set(format!("http_{}_{what}", scenario.name), value);
    note("requests", count);
    note("per_s", count / seconds);
    note("p50_ms", percentile(&mut times, 50));
    note("p95_ms", percentile(&mut times, 95));
    note("p99_ms", percentile(&mut times, 99));
    note("cpu_ms_each", cpu * 1_000.0 / count.max(1.0));
    note("rss_mib", resident_mib(&server));
    Ok(())
}

/// Runs a page once more in a quiet hour: what is left then is the time that the server itself takes.
///
/// # Errors
/// As [`drive`].
pub fn drive_quietly(
    scenario: &Scenario,
    server: (SocketAddr, u32),
    load: Load,
    report: &mut Report,
) -> io::Result<()> {
    let mut quiet = Report::default();
    drive(scenario, server, load.quiet(), &mut quiet)?;
    for (name, value) in
        quiet.figures().filter(|(name, _)| name.ends_with("_p50_ms") || name.ends_with("_p95_ms"))
    {
        let name = name.replacen(&scenario.name, &format!("{}_quiet", scenario.name), 1);
        report.set(name, value);
    }
    Ok(())
}

fn ask_on(scenario: &Scenario, address: SocketAddr, number: usize, seconds: f64) -> io::Result<Vec<f64>> {
    let mut client = Client::open(address)?;
    let (whole, mut times) = (Stopwatch::start(), Vec::new());
    while whole.seconds() < seconds
        && let Some(request) = scenario.next(number)
    {
        let watch = Stopwatch::start();
        let response = client.ask(&request)?;
        times.push(watch.milliseconds());
        if !(scenario.check)(&response) || response.body.len() < scenario.at_least {
            let (size, to) = (response.body.len(), response.header("location").unwrap_or_default());
            let what =
                format!("{} was answered with {} {to} of {size} bytes", scenario.name, response.status);
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
    }
    Ok(times)
}

fn crashed() -> io::Error {
    io::Error::other("a client crashed")
}
