//! How fast lists are read and written. Figures count only in a release build:
//!
//! ```text
//! cargo run --release -p sohoc-papers --example measure -- people FILE…       read with every check of a cell
//! cargo run --release -p sohoc-papers --example measure -- assessments FILE…  the same for lists of scores
//! cargo run --release -p sohoc-papers --example measure -- split FILE FOLDER  one workbook for each commune
//! cargo run --release -p sohoc-papers --example measure -- copy FILE OUT      as XLSX or CSV
//! ```

#![expect(clippy::print_stdout, reason = "a program that prints figures")]
#![expect(clippy::disallowed_methods, reason = "a program that measures time")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use jiff::civil::date;
use sohoc_papers::tables::{self, Cell, DateRules, Duplicates, assessments, people};
use sohoc_papers::workbook::{List, ListColumn, Value};
use sohoc_rules::people::PersonalNumber;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let started = Instant::now();
    let (rows, rejected) = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["people", files @ ..] => read_all(files, read_people)?,
        ["assessments", files @ ..] => read_all(files, read_assessments)?,
        ["split", file, folder] => (split(Path::new(file), Path::new(folder))?, 0),
        ["copy", file, out] => (copy(Path::new(file), Path::new(out))?, 0),
        _ => return Err("people FILE… | assessments FILE… | split FILE FOLDER | copy FILE OUT".into()),
    };
    let seconds = started.elapsed().as_secs_f64();
    let rate = rows as f64 / seconds;
    println!("rows {rows} rejected {rejected} seconds {seconds:.2} rows_per_second {rate:.0}");
    Ok(())
}

/// One file on one thread; several on two, as an import of many workbooks would.
fn read_all(files: &[&str], read: fn(&Path) -> Outcome<(u64, u64)>) -> Outcome<(u64, u64)> {
    let next = AtomicUsize::new(0);
    let work = || -> Outcome<(u64, u64)> {
        let mut sum = (0, 0);
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let (rows, rejected) = read(Path::new(file))?;
            sum = (sum.0 + rows, sum.1 + rejected);
        }
        Ok(sum)
    };
    if files.len() < 2 {
        return work();
    }
    std::thread::scope(|scope| {
        let other = scope.spawn(work);
        let mine = work()?;
        let theirs = other.join().map_err(|_| "the second thread failed")??;
        Ok((mine.0 + theirs.0, mine.1 + theirs.1))
    })
}

const RULES: DateRules = DateRules { today: date(2026, 11, 23), latest_short_year: 2010, from_1904: false };

fn read_people(file: &Path) -> Outcome<(u64, u64)> {
    let mut table = tables::open(file, &people::SCHEMA)?;
    let rules = DateRules { from_1904: table.counts_from_1904(), ..RULES };
    let (mut count, mut rejected, mut seen) = (0, 0, Duplicates::default());
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        count += 1;
        match people::read(&row, &rules) {
            Ok(person) => {
                let key = person.number.as_ref().map(PersonalNumber::reveal);
                rejected += u64::from(key.and_then(|key| seen.note(key, person.line)).is_some());
            }
            Err(_) => rejected += 1,
        }
    }
    Ok((count, rejected))
}

fn read_assessments(file: &Path) -> Outcome<(u64, u64)> {
    let mut table = tables::open(file, &assessments::SCHEMA)?;
    let rules = DateRules { from_1904: table.counts_from_1904(), ..RULES };
    let (mut count, mut rejected) = (0, 0);
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        count += 1;
        rejected += u64::from(assessments::read(&row, &rules).is_err());
    }
    Ok((count, rejected))
}

/// The 20 columns of the workload and 5 more, as commune workbooks have them.
const COLUMNS: [&str; 25] = [
    "citizen_id",
    "full_name",
    "birth_date",
    "gender",
    "ethnicity",
    "occupation",
    "hamlet",
    "commune",
    "s01",
    "s02",
    "s03",
    "s04",
    "s05",
    "s06",
    "s07",
    "s08",
    "s09",
    "s10",
    "total",
    "status",
    "Số điện thoại",
    "Đơn vị công tác",
    "Nhóm đối tượng",
    "Năm",
    "Ghi chú",
];

fn columns() -> Vec<ListColumn> {
    COLUMNS.iter().map(|title| ListColumn { title, width: 14 }).collect()
}

fn copy(file: &Path, out: &Path) -> Outcome<u64> {
    let mut list = List::begin(out, "Danh sách", &columns())?;
    for_each_row(file, |values| Ok(list.row(values)?))?;
    Ok(list.finish()?)
}

fn split(file: &Path, folder: &Path) -> Outcome<u64> {
    let mut open: Option<(String, List)> = None;
    let mut written = 0;
    for_each_row(file, |values| {
        let Some(Value::Text(commune)) = values.get(7) else { return Ok(()) };
        if open.as_ref().is_none_or(|(name, _)| name != commune) {
            if let Some((_, list)) = open.take() {
                written += list.finish()?;
            }
            let path: PathBuf = folder.join(format!("{commune}.xlsx"));
            open = Some(((*commune).to_owned(), List::begin(&path, commune, &columns())?));
        }
        if let Some((_, list)) = &mut open {
            list.row(values)?;
        }
        Ok(())
    })?;
    if let Some((_, list)) = open {
        written += list.finish()?;
    }
    Ok(written)
}

fn for_each_row(file: &Path, mut use_row: impl FnMut(&[Value<'_>]) -> Outcome<()>) -> Outcome<()> {
    let mut table = tables::open(file, &people::SCHEMA)?;
    let mut rows = table.rows()?;
    while let Some(row) = rows.next_row()? {
        let mut values: Vec<Value<'_>> =
            row.cells().enumerate().map(|(column, cell)| value(column, cell)).collect();
        values.resize(20, Value::Empty);
        values.extend([
            Value::Text("0912345678"),
            Value::Text("Xóm"),
            Value::Text("Người dân trong xã"),
            Value::Whole(2026),
            Value::Text("mẫu"),
        ]);
        use_row(&values)?;
    }
    Ok(())
}

/// Scores as numbers and birth dates as days, as a workbook would have them.
fn value(column: usize, cell: Cell<'_>) -> Value<'_> {
    match cell {
        Cell::Text(text) if (8..19).contains(&column) => text.parse().map_or(Value::Text(text), Value::Whole),
        Cell::Text(text) if column == 2 => text.parse().map_or(Value::Text(text), Value::Day),
        Cell::Text(text) => Value::Text(text),
        Cell::Number(number) => Value::Decimal(number),
        Cell::Day(day) => Value::Day(day),
        Cell::Empty | Cell::Logical(_) | Cell::Fault(_) => Value::Empty,
    }
}
