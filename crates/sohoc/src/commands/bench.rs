//! `sohoc bench`: a province's work measured beside the raw engine.

use std::io;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::{Map, Value, json};
use sohoc_acts::Office;
use sohoc_bench::http::{HttpOptions, Kind, Load, be_server, run_http};
use sohoc_bench::{Options, Report, run as measure};
use sohoc_web::operations::{Machine, Operations};
use sohoc_web::{Counter, Listeners, Rate, Settings};

use crate::cli::BenchArgs;
use crate::error::{Error, Result};
use crate::output::{self, Output, Table};

pub fn run(args: &BenchArgs, output: Output) -> Result<()> {
    if let (Some(kind), Some(file)) = (args.http_server, &args.file) {
        return be_server(kind, file, &serve).map_err(|error| Error::said(error.to_string()));
    }
    let folder = args.dir.join(format!("sohoc-bench-{}", std::process::id()));
    let failed = |source| Error::File {
        what: format!("The folder {} cannot be used", folder.display()),
        source,
        remedy: "name another with --dir",
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let report = if args.http { over_http(args, &folder) } else { in_process(args, &folder) };
    // Whatever happened, the invented ledgers go.
    std::fs::remove_dir_all(&folder).map_err(failed)?;
    let report = report.map_err(|error| Error::said(error.to_string()))?;
    output.show(&flat(&report), |_| text(&report))
}

fn in_process(args: &BenchArgs, folder: &Path) -> std::result::Result<Report, sohoc_bench::Error> {
    measure(&Options {
        people: args.people,
        seed: args.seed,
        folder: folder.to_owned(),
        workbooks: args.workbooks,
        watch: &note,
    })
}

fn over_http(args: &BenchArgs, folder: &Path) -> std::result::Result<Report, sohoc_bench::Error> {
    let program = std::env::current_exe()?;
    let server = |kind: Kind, file: &Path| {
        let mut command = Command::new(&program);
        command.args(["bench", "--http-server", kind.word(), "--file"]).arg(file);
        command
    };
    let options = HttpOptions {
        people: args.people,
        seed: args.seed,
        folder: folder.to_owned(),
        load: Load { clients: args.clients, seconds: args.seconds },
        server: &server,
        watch: &note,
    };
    run_http(&options)
}

/// The counter as it is served, but for the words at its start.
fn serve(listener: TcpListener, office: Arc<Office>) -> io::Result<()> {
    let mut settings = Settings { listen: listener.local_addr()?, ..Settings::default() };
    // All clients of the bench come from one address and work under a few accounts.
    let all = Rate::new(u32::MAX, u32::MAX);
    settings.rates.requests_per_address = all;
    settings.rates.writes_per_account = all;
    let operations = Operations::new(office, settings, Machine::default());
    let counter = Counter::new(Arc::clone(&operations)).map_err(io::Error::other)?;
    let listeners = Listeners { service: listener, metrics: None };
    sohoc_web::serve(listeners, sohoc_web::router(counter), &operations, || ())
}

fn note(what: &str) {
    output::note(&format!("Measuring: {what}"));
}

fn flat(report: &Report) -> Value {
    let figures: Map<String, Value> =
        report.figures().map(|(name, value)| (name.to_owned(), json!(rounded(value)))).collect();
    Value::Object(figures)
}

fn text(report: &Report) -> String {
    let mut table = Table::new(&["Figure", ">Value"]);
    for (name, value) in report.figures() {
        table.row([name.to_owned(), rounded(value).to_string()]);
    }
    table.text()
}

/// Three places tell more than a busy machine knows.
fn rounded(value: f64) -> f64 {
    (value * 1_000.0).round() / 1_000.0
}
