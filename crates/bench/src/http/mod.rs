//! The counter under the load of many browsers, in one run beside the framework alone and beside the framework
//! with the engine alone.
//!
//! Each server is a process of its own; the driver is this one.

mod counter;
mod drive;
mod server;
mod wire;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use sohoc_rules::ids::PersonId;
use sohoc_sample::Sample;
use sohoc_sample::years::Years;

pub use drive::Load;
pub use server::{Kind, Serve, be_server};

use crate::report::Report;
use crate::stage::{Error, Quiet, Stage};
use crate::stopwatch::resident_mib;
use counter::Ground;
use drive::{Scenario, drive, drive_quietly};
use server::Server;
use wire::{Request, Response, Visitor};

/// The year whose round is open.
pub const YEAR: i16 = 2026;

/// What to measure over HTTP.
pub struct HttpOptions<'a> {
    /// How many people are on record.
    pub people: u32,
    /// Seed of the invented people.
    pub seed: u64,
    /// A folder for the files of the run; emptied at the end.
    pub folder: PathBuf,
    /// How many ask, and for how long each scenario runs.
    pub load: Load,
    /// The command that makes a process call [`be_server`] with these.
    pub server: &'a dyn Fn(Kind, &Path) -> Command,
    /// Told what is being measured.
    pub watch: &'a dyn Fn(&str),
}

/// Measures the two comparisons, and then the counter.
///
/// # Errors
/// When a step fails or an answer is not the one it should be: the figures would mean nothing.
pub fn run_http(options: &HttpOptions<'_>) -> Result<Report, Error> {
    let mut report = Report::default();
    report.set("http_people", f64::from(options.people));
    report.set("http_clients", options.load.clients as f64);
    comparisons(options, &mut report)?;
    (options.watch)("a ledger for the counter");
    let sample = Sample::new(options.seed, options.people)?;
    let stage = Stage::new(&options.folder, "counter.db")?;
    let mut years = Years::begin(&sample, &stage.office, Arc::clone(&stage.clock), &Quiet)?;
    years.run(YEAR - 1, true)?;
    let people: Vec<PersonId> = years.people().collect();
    drop(years);
    let ground = Ground::lay(&stage, &people, options.load.clients)?;
    let path = stage.path.clone();
    // The server is alone with the ledger, as it is where it is at home.
    drop(stage);
    let server = Server::start((options.server)(Kind::Counter, &path))?;
    report.set("http_idle_rss_mib", resident_mib(&server.process().to_string()));
    let mut all = vec![start_page()];
    all.append(&mut counter::scenarios(&ground, server.address)?);
    for scenario in &all {
        (options.watch)(&scenario.name);
        drive(scenario, server.place(), options.load, &mut report)?;
        if scenario.is_page {
            drive_quietly(scenario, server.place(), options.load, &mut report)?;
        }
    }
    drop(server);
    crate::stage::remove(&path)?;
    Ok(report)
}

fn comparisons(options: &HttpOptions<'_>, report: &mut Report) -> Result<(), Error> {
    let nobody = Visitor::default();
    for (kind, request, status) in [
        (Kind::Trivial, Request::get("/", &nobody), 200),
        (Kind::Bare, Request::post("/", &nobody, &[("scores", "8888888888")]), 204),
    ] {
        (options.watch)(kind.word());
        let file = options.folder.join("bare.db");
        let server = Server::start((options.server)(kind, &file))?;
        let check: fn(&Response) -> bool = match status {
            200 => |response| response.status == 200 && response.body.len() == 4_096,
            _ => |response| response.status == 204,
        };
        let scenario = Scenario::new(kind.word(), move |_| Some(request.clone()), check);
        drive(&scenario, server.place(), options.load, report)?;
        drop(server);
        crate::stage::remove(&file)?;
    }
    Ok(())
}

fn start_page() -> Scenario {
    let request = Request::get("/", &Visitor::default());
    Scenario::new("start_page", move |_| Some(request.clone()), |response| response.status == 200)
        .of_bytes(2_000)
}
