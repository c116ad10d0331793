//! The stopwatch: a province's work, measured in one run beside what the engine does by itself.
//!
//! Nothing here judges. Each figure is one flat name with its unit as suffix; what a release must
//! reach stands in `benches/README.md`.

mod figures;
pub mod http;
mod import;
mod report;
mod search;
mod stage;
mod stopwatch;
mod submit;
mod territory;
mod year;

use std::path::PathBuf;

pub use report::Report;
pub use stage::Error;

/// What to measure.
pub struct Options<'a> {
    /// How many people.
    pub people: u32,
    /// Seed of the invented people.
    pub seed: u64,
    /// A folder for the files of the run; emptied at the end.
    pub folder: PathBuf,
    /// Also the 56 workbooks of 25 columns.
    pub workbooks: bool,
    /// Told what is being measured.
    pub watch: &'a dyn Fn(&str),
}

/// Measures only self-assessments that come one by one from many at once.
///
/// # Errors
/// As [`run`].
pub fn submits(options: &Options<'_>) -> Result<Report, Error> {
    let mut report = Report::default();
    report.set("people", f64::from(options.people));
    (options.watch)("self-assessments one by one");
    submit::measure(options, &mut report)?;
    Ok(report)
}

/// Measures everything.
///
/// # Errors
/// When a step fails: the figures would mean nothing.
pub fn run(options: &Options<'_>) -> Result<Report, Error> {
    let mut report = Report::default();
    report.set("people", f64::from(options.people));
    (options.watch)("territory of the nation");
    territory::measure(&mut report)?;
    (options.watch)("import of a list");
    import::measure(options, &mut report)?;
    (options.watch)("a year of a province");
    let ledger = year::measure(options, &mut report)?;
    (options.watch)("self-assessments one by one");
    submit::measure(options, &mut report)?;
    (options.watch)("roll-ups");
    figures::measure(&ledger, &mut report)?;
    (options.watch)("name search");
    search::measure(&ledger, options, &mut report)?;
    report.set("whole_run_peak_mib", stopwatch::peak_mib());
    report.set("database_mib", ledger.size_mib());
    ledger.remove()?;
    Ok(report)
}
