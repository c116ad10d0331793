//! A year in which everyone's dossier goes the whole way, and the recount that proves the tallies.

use sohoc_acts::figures;
use sohoc_ledger::db::raw_copy;
use sohoc_sample::Sample;
use sohoc_sample::years::Years;

use crate::Options;
use crate::report::Report;
use crate::stage::{Error, Quiet, Stage, remove};
use crate::stopwatch::Stopwatch;

/// The assessed year: after the reorganisation, under the criteria of 2023.
const YEAR: i16 = 2026;

pub fn measure(options: &Options<'_>, report: &mut Report) -> Result<Stage, Error> {
    let sample = Sample::new(options.seed, options.people)?;
    let stage = Stage::new(&options.folder, "year.db")?;
    let years = Years::begin(&sample, &stage.office, std::sync::Arc::clone(&stage.clock), &Quiet)?;
    let whole = Stopwatch::start();
    let watch = Stopwatch::start();
    let everyone = years.enter_everyone(YEAR)?;
    let dossiers = everyone.len() as f64;
    report.set("year_dossiers", dossiers);
    report.set("submit_acts_per_s", dossiers / watch.seconds());
    let watch = Stopwatch::start();
    years.endorse_everyone(&everyone)?;
    report.set("endorse_acts_per_s", dossiers / watch.seconds());
    let watch = Stopwatch::start();
    years.appraise_everyone(&everyone)?;
    report.set("appraise_acts_per_s", dossiers / watch.seconds());
    let watch = Stopwatch::start();
    years.decide_everyone(&everyone)?;
    report.set("decide_acts_per_s", dossiers / watch.seconds());
    let watch = Stopwatch::start();
    figures::fold(&stage.office)?;
    report.set("fold_s", watch.seconds());
    report.set("year_s", whole.seconds());
    raw(options, &stage, report)?;
    let watch = Stopwatch::start();
    let differences = figures::recount_check(&stage.office)?;
    report.set("recount_s", watch.seconds());
    report.set("recount_differences", differences.len() as f64);
    drop(years);
    Ok(stage)
}

/// The rows that a year leaves, put in by the engine alone.
fn raw(options: &Options<'_>, stage: &Stage, report: &mut Report) -> Result<(), Error> {
    let to = options.folder.join("raw-year.db");
    drop(Stage::new(&options.folder, "raw-year.db")?);
    let watch = Stopwatch::start();
    let copied = raw_copy(&stage.path, &to, &GROUND, &TABLES, &|| watch.nanoseconds())?;
    remove(&to)?;
    report.set("year_raw_inserts_s", copied.nanoseconds as f64 / 1e9);
    Ok(())
}

/// What the rows of a year refer to.
const GROUND: [&str; 7] =
    ["unit", "organization", "person", "criteria_set", "round", "council_session", "decision"];
/// What a year writes.
const TABLES: [&str; 5] = ["dossier", "dossier_step", "decision_line", "certificate", "tally"];
