//! `sohoc bench`: a province's work measured beside the raw engine.

use serde_json::{Map, Value, json};
use sohoc_bench::{Options, Report, run as measure};

use crate::cli::BenchArgs;
use crate::error::{Error, Result};
use crate::output::{self, Output, Table};

pub fn run(args: &BenchArgs, output: Output) -> Result<()> {
    let folder = args.dir.join(format!("sohoc-bench-{}", std::process::id()));
    let failed = |source| Error::File {
        what: format!("The folder {} cannot be used", folder.display()),
        source,
        remedy: "name another with --dir",
    };
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let options = Options {
        people: args.people,
        seed: args.seed,
        folder: folder.clone(),
        workbooks: args.workbooks,
        watch: &|what| output::note(&format!("Measuring: {what}")),
    };
    let report = measure(&options);
    // Whatever happened, the invented ledgers go.
    std::fs::remove_dir_all(&folder).map_err(failed)?;
    let report = report.map_err(|error| Error::said(error.to_string()))?;
    output.show(&flat(&report), |_| text(&report))
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
