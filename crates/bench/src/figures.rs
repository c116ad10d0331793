//! Roll-ups by commune under the old map and the new, beside a plain GROUP BY over the dossiers.

use std::sync::Arc;

use jiff::civil::date;
use sohoc_ledger::dossier;
use sohoc_rules::figures::{Counter, Cube, Dimension, Question};
use sohoc_rules::territory::{Level, Projection};
use sohoc_rules::time::Date;

use crate::report::Report;
use crate::stage::{Error, Stage};
use crate::stopwatch::{Stopwatch, p95};

const YEAR: i16 = 2026;
/// The day of the facts.
const FACTS: Date = date(2026, 11, 1);
/// The map of 161 communes, and that of 56.
const MAPS: [Date; 2] = [date(2025, 6, 30), date(2026, 7, 1)];
const COUNTERS: [Counter; 4] =
    [Counter::Registered, Counter::SelfAssessed, Counter::Recognised, Counter::NotRecognised];
const QUESTIONS: usize = 200;

pub fn measure(stage: &Stage, report: &mut Report) -> Result<(), Error> {
    let watch = Stopwatch::start();
    ask(stage, MAPS[1], Counter::Recognised)?;
    report.set("rollup_cold_ms", watch.milliseconds());
    for (name, map) in [("rollup_old_map_p95_ms", MAPS[0]), ("rollup_new_map_p95_ms", MAPS[1])] {
        report.set(name, p95(&mut times(stage, |_| map)?));
    }
    report.set("rollup_p95_ms", p95(&mut times(stage, |place| MAPS[place % 2])?));
    let watch = Stopwatch::start();
    let raw = stage.office.read(|reader| Ok(dossier::count_units(reader, i64::from(YEAR))?))?;
    report.set("rollup_raw_group_by_ms", watch.milliseconds());
    let cube = stage.office.cube()?;
    let counted: i64 = raw.iter().map(|(_, people)| people).sum();
    report.set("rollup_cells", cube.len() as f64);
    report.set("rollup_difference", (counted - cube.total(YEAR, Counter::Registered)) as f64);
    Ok(())
}

fn times(stage: &Stage, map: impl Fn(usize) -> Date) -> Result<Vec<f64>, Error> {
    (0..QUESTIONS)
        .map(|place| {
            let watch = Stopwatch::start();
            ask(stage, map(place), COUNTERS[place % COUNTERS.len()])?;
            Ok(watch.milliseconds())
        })
        .collect()
}

/// Everything a page does for a figure: is the cube fresh, project the map, sum.
fn ask(stage: &Stage, map: Date, counter: Counter) -> Result<(), Error> {
    let cube: Arc<Cube> = stage.office.cube()?;
    let territory = stage.office.map()?;
    let projection = Projection::new(&territory, FACTS, map, Level::Commune);
    let question = Question { year: YEAR, counter, by: Dimension::Units(&projection), within: None };
    std::hint::black_box(cube.ask(&question));
    Ok(())
}
