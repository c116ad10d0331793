//! A province's list taken in, beside the same rows put in by the engine alone.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_intake as intake;
use sohoc_ledger::db::raw_copy;
use sohoc_papers::workbook::{List, ListColumn, Value};
use sohoc_rules::time::Date;
use sohoc_sample::Sample;
use sohoc_sample::files::{Hand, PeopleRow, write_people_csv};
use sohoc_sample::years::lay_out;

use crate::Options;
use crate::report::Report;
use crate::stage::{Error, Stage, remove};
use crate::stopwatch::{Stopwatch, peak_mib};

/// The day of the lists.
const DAY: Date = date(2026, 1, 5);
/// What an import of people writes.
const TABLES: [&str; 8] = [
    "person",
    "person_ethnicity",
    "residence",
    "employment",
    "journal_entry",
    "journal_seal",
    "journal_sealed",
    "import_run",
];

pub fn measure(options: &Options<'_>, report: &mut Report) -> Result<(), Error> {
    let sample = Sample::new(options.seed, options.people)?;
    let list = options.folder.join("people.csv");
    write_people_csv(BufWriter::new(File::create(&list)?), &sample, DAY, Hand::Careful)?;
    let stage = staged(options, &sample, "import.db")?;
    let watch = Stopwatch::start();
    let summary = take_in(&stage, &list)?;
    let seconds = watch.seconds();
    let rate = summary.read as f64 / seconds;
    report.set("import_s", seconds);
    report.set("import_rows", summary.added as f64);
    report.set("import_rejected_rows", summary.rejected as f64);
    report.set("import_rows_per_s", rate);
    report.set("peak_mib", peak_mib());
    raw(options, &stage.path, summary.added, rate, report)?;
    let watch = Stopwatch::start();
    take_in(&stage, &list)?;
    report.set("import_again_rows_per_s", summary.read as f64 / watch.seconds());
    stage.remove()?;
    std::fs::remove_file(&list)?;
    if options.workbooks {
        (options.watch)("import of 56 workbooks");
        workbooks(options, &sample, report)?;
    }
    Ok(())
}

fn staged(options: &Options<'_>, sample: &Sample, name: &str) -> Result<Stage, Error> {
    let stage = Stage::new(&options.folder, name)?;
    stage.clock.set(DAY, 8);
    lay_out(sample, &stage.office)?;
    Ok(stage)
}

fn take_in(stage: &Stage, list: &Path) -> Result<intake::Summary, Error> {
    let options = intake::Options {
        date: DAY,
        year: None,
        dry_run: false,
        report: None,
        reason: None,
        ethnic_basis: Some("the bench".to_owned()),
        staff_of: None,
        progress: &|_| (),
        stop: &|| false,
    };
    Ok(intake::people(&stage.office, &Actor::console(), list, &options)?)
}

fn raw(options: &Options<'_>, from: &Path, people: u64, rate: f64, report: &mut Report) -> Result<(), Error> {
    let to = options.folder.join("raw.db");
    drop(Stage::new(&options.folder, "raw.db")?);
    let watch = Stopwatch::start();
    let copied = raw_copy(from, &to, &["unit", "organization"], &TABLES, &|| watch.nanoseconds())?;
    remove(&to)?;
    let seconds = copied.nanoseconds as f64 / 1e9;
    let raw_rate = people as f64 / seconds;
    report.set("import_raw_rows_per_s", raw_rate);
    report.set("import_ratio_to_raw", rate / raw_rate);
    Ok(())
}

/// One workbook for each commune of today, with the columns of a real one: who, where, ten scores.
fn workbooks(options: &Options<'_>, sample: &Sample, report: &mut Report) -> Result<(), Error> {
    let files = write_workbooks(options, sample)?;
    let stage = staged(options, sample, "workbooks.db")?;
    let watch = Stopwatch::start();
    let mut rows = 0;
    for file in &files {
        rows += take_in(&stage, file)?.read;
    }
    let seconds = watch.seconds();
    report.set("workbooks", files.len() as f64);
    report.set("workbooks_s", seconds);
    report.set("workbooks_rows_per_s", rows as f64 / seconds);
    stage.remove()?;
    for file in files {
        std::fs::remove_file(file)?;
    }
    Ok(())
}

fn write_workbooks(options: &Options<'_>, sample: &Sample) -> Result<Vec<PathBuf>, Error> {
    let titles: Vec<&str> = PeopleRow::HEADINGS.into_iter().chain(MORE).collect();
    let columns: Vec<ListColumn> = titles.iter().map(|title| ListColumn { title, width: 14 }).collect();
    let mut files: Vec<PathBuf> = Vec::new();
    let mut open: Option<(String, List)> = None;
    let mut rows: Vec<PeopleRow> = sample.people_rows(DAY, Hand::Careful).collect();
    rows.sort_by(|left, right| left.cells[COMMUNE].cmp(&right.cells[COMMUNE]));
    for row in rows {
        let cells = &row.cells;
        if open.as_ref().is_none_or(|(commune, _)| *commune != cells[COMMUNE]) {
            if let Some((_, list)) = open.take() {
                list.finish()?;
            }
            let path = options.folder.join(format!("commune-{:03}.xlsx", files.len()));
            open = Some((cells[COMMUNE].to_string(), List::begin(&path, "Danh sách", &columns)?));
            files.push(path);
        }
        let mut values: Vec<Value<'_>> = cells.iter().map(|cell| Value::Text(cell)).collect();
        values.extend((0..MORE.len()).map(|place| Value::Whole(i64::try_from(place % 10).unwrap_or(0))));
        if let Some((_, list)) = &mut open {
            list.row(&values)?;
        }
    }
    if let Some((_, list)) = open {
        list.finish()?;
    }
    Ok(files)
}

/// Where the commune stands in [`PeopleRow::HEADINGS`].
const COMMUNE: usize = 6;
/// Columns beside those of the person, up to 25.
const MORE: [&str; 16] = [
    "1.1",
    "1.2",
    "1.3",
    "1.4",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "3.1",
    "3.2",
    "Tổng điểm",
    "Cột A",
    "Cột B",
    "Cột C",
    "Cột D",
    "Cột E",
];
