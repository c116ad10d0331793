//! Names typed without accents.

use sohoc_ledger::people::{Scope, search};
use sohoc_rules::vietnamese::{NameQuery, fold};
use sohoc_sample::Sample;

use crate::Options;
use crate::report::Report;
use crate::stage::{Error, Stage};
use crate::stopwatch::{Stopwatch, p95};

const QUERIES: u32 = 300;
/// As many as a page shows.
const LIMIT: usize = 50;

pub fn measure(stage: &Stage, options: &Options<'_>, report: &mut Report) -> Result<(), Error> {
    let sample = Sample::new(options.seed, options.people)?;
    let mut whole = Vec::new();
    let mut given = Vec::new();
    let step = (options.people / QUERIES).max(1);
    for index in (0..options.people).step_by(step as usize) {
        let typed = fold(&sample.person(index).name);
        whole.push(time(stage, &typed)?);
        given.push(time(stage, typed.rsplit(' ').next().unwrap_or(&typed))?);
    }
    report.set("search_p95_ms", p95(&mut whole));
    report.set("search_given_name_p95_ms", p95(&mut given));
    Ok(())
}

fn time(stage: &Stage, typed: &str) -> Result<f64, Error> {
    let query = NameQuery::new(typed);
    let watch = Stopwatch::start();
    let found = stage.office.read(|reader| Ok(search(reader, &Scope::All, &query, LIMIT)?))?;
    std::hint::black_box(found);
    Ok(watch.milliseconds())
}
