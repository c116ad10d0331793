//! Reading lists as people really send them.
//!
//! [`open`] takes a file (XLSX, XLS, ODS, CSV in any encoding of the last thirty years) and a [`Schema`],
//! finds the sheet and the heading, and lends the rows one by one. It knows nothing of what a row means;
//! that is said by the module of each kind of list: [`people`], [`units`], [`organizations`],
//! [`assessments`], [`models`]. Whether a readable row is *allowed* is decided by the acts.
//!
//! Nothing is guessed: what cannot be right is a [`CellProblem`] that names the cell, and goes back to the
//! sender in [`crate::workbook::ErrorReport`].
//!
//! Files come from strangers. Sizes are checked before anything is unpacked (`package`, `old_extent`,
//! `limits`), rows are streamed, and a fault in a reader of a foreign format is an error of the file.

pub mod assessments;
mod book;
mod cell;
mod checks;
mod dates;
mod delimited;
mod duplicates;
mod encoding;
mod error;
mod heading;
mod limits;
mod marks;
pub mod models;
mod numbers;
mod old_extent;
mod old_letters;
mod old_workbook;
mod open_document;
mod open_document_cell;
pub mod organizations;
mod package;
pub mod people;
mod problem;
mod row_kind;
mod rows;
mod schema;
mod sheet_value;
mod sniff;
mod spreadsheet;
pub mod units;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;

pub use cell::Cell;
pub use dates::{DateRules, birth_date, birth_date_in_parts, day, year};
pub use duplicates::Duplicates;
pub use error::TableError;
pub use heading::{Layout, find_heading};
pub use marks::{mark, sex, sex_in_two_columns};
pub use numbers::{IdentityNumber, identity_number, score};
pub use problem::{CellProblem, Trouble, letters};
pub use rows::{KeptRow, Row, Rows, Skipped};
pub use schema::{Column, Field, Schema, Section};

use book::Book;
use cell::RowBuffer;
use delimited::DELIMITERS;
use error::Whereabouts;
use old_letters::OldLetters;

/// A list whose heading has been found.
pub struct Table {
    book: Book,
    plan: Plan,
    place: Whereabouts,
    other_sheets: Vec<String>,
}

/// How the rows of a sheet are to be read.
struct Plan {
    schema: &'static Schema,
    layout: Arc<Layout>,
    old_letters: OldLetters,
    /// The heading and what stands above it, as in the file.
    head: Vec<RowBuffer>,
    first_data_line: u32,
}

/// Opens a list and finds its heading on the first visible sheet that has one.
///
/// # Errors
/// When the file is no list, is locked, damaged or too large, or has no heading of this kind.
pub fn open(path: &Path, schema: &'static Schema) -> Result<Table, TableError> {
    open_where(path, schema, None)
}

/// Opens the named sheet of a workbook; for a workbook with a sheet for every hamlet, see
/// [`Table::other_sheets`].
///
/// # Errors
/// As [`open`], and when there is no visible sheet of that name.
pub fn open_sheet(path: &Path, schema: &'static Schema, sheet: &str) -> Result<Table, TableError> {
    open_where(path, schema, Some(sheet))
}

impl Table {
    /// The rows from the first below the heading. Can be asked for again to read once more.
    ///
    /// # Errors
    /// When the file cannot be read any more.
    pub fn rows(&mut self) -> Result<Rows<'_>, TableError> {
        let from_1904 = self.book.counts_from_1904();
        Ok(Rows::new(self.book.rows(&self.place)?, &self.plan, from_1904))
    }

    /// What column of the file holds what.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.plan.layout
    }

    /// The sheet that is read; `None` for a text file.
    #[must_use]
    pub fn sheet(&self) -> Option<&str> {
        self.place.sheet.as_deref()
    }

    /// Visible sheets that are not read; each can be opened with [`open_sheet`].
    #[must_use]
    pub fn other_sheets(&self) -> &[String] {
        &self.other_sheets
    }

    /// The rows down to the end of the heading as they stand in the file, each with its number.
    pub fn head(&self) -> impl Iterator<Item = (u32, Vec<Cell<'_>>)> {
        self.plan.head.iter().map(|row| (row.line(), row.cells().collect()))
    }

    /// Whether the workbook counts days from 1904, for [`DateRules`].
    #[must_use]
    pub fn counts_from_1904(&self) -> bool {
        self.book.counts_from_1904()
    }
}

fn open_where(path: &Path, schema: &'static Schema, wanted: Option<&str>) -> Result<Table, TableError> {
    let file = path
        .file_name()
        .map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let mut place = Whereabouts { file, sheet: None };
    let mut book = Book::open(path, &place)?;
    let mut sheets: Vec<Option<String>> = book.sheets().into_iter().map(Some).collect();
    if matches!(book, Book::Delimited(_)) {
        sheets.push(None);
    }
    let visible: Vec<String> = sheets.iter().flatten().cloned().collect();
    if let Some(wanted) = wanted {
        sheets.retain(|sheet| sheet.as_deref() == Some(wanted));
        if sheets.is_empty() {
            let others = visible.join(", ");
            return Err(TableError::NoSheet { file: place.file, sheet: wanted.to_owned(), others });
        }
    }
    for sheet in sheets {
        place.sheet = sheet;
        if let Some(plan) = plan(&mut book, &place, schema)? {
            let other_sheets =
                visible.into_iter().filter(|name| Some(name) != place.sheet.as_ref()).collect();
            return Ok(Table { book, plan, place, other_sheets });
        }
    }
    Err(no_heading(place.file, &visible, schema))
}

fn plan(book: &mut Book, place: &Whereabouts, schema: &'static Schema) -> Result<Option<Plan>, TableError> {
    if !matches!(book, Book::Delimited(_)) {
        return plan_of(book, place, schema);
    }
    // The delimiter under which most columns are recognised is the right one.
    let mut best: Option<(u8, Plan)> = None;
    for delimiter in DELIMITERS {
        if let Book::Delimited(file) = book {
            file.delimiter = delimiter;
        }
        // Under a wrong delimiter the first rows may not be readable at all.
        let Ok(Some(plan)) = plan_of(book, place, schema) else { continue };
        if best.as_ref().is_none_or(|(_, other)| plan.layout.recognised() > other.layout.recognised()) {
            best = Some((delimiter, plan));
        }
    }
    if let (Book::Delimited(file), Some((delimiter, _))) = (&mut *book, &best) {
        file.delimiter = *delimiter;
    }
    match best {
        Some((_, plan)) => Ok(Some(plan)),
        None => plan_of(book, place, schema),
    }
}

fn plan_of(
    book: &mut Book,
    place: &Whereabouts,
    schema: &'static Schema,
) -> Result<Option<Plan>, TableError> {
    let sample = book.sample(place, limits::SAMPLE_ROWS)?;
    let top = sample.get(..limits::HEADING_ROWS).unwrap_or(&sample);
    let as_it_is = find_heading(&texts(top), schema);
    // The heading may be typed in Unicode above columns that are not, so it is left out when they are judged.
    let below = as_it_is.as_ref().map_or(0, |layout| layout.after);
    let mut old_letters = OldLetters::judge(sample.get(below..).unwrap_or(&sample));
    let mut head = top.to_vec();
    let mut layout = as_it_is;
    let with_heading = OldLetters::judge(&sample);
    let converted: Vec<RowBuffer> = top.iter().map(|row| with_heading.converted(row)).collect();
    let other = find_heading(&texts(&converted), schema);
    let better =
        |other: &Layout| layout.as_ref().is_none_or(|layout| other.recognised() > layout.recognised());
    if other.as_ref().is_some_and(better) {
        (layout, head, old_letters) = (other, converted, with_heading);
    }
    Ok(layout.map(|layout| {
        head.truncate(layout.after);
        let first_data_line = head.last().map_or(1, |row| row.line().saturating_add(1));
        Plan { schema, layout: Arc::new(layout), old_letters, head, first_data_line }
    }))
}

fn texts(rows: &[RowBuffer]) -> Vec<Vec<String>> {
    rows.iter().map(|row| row.cells().map(|cell| cell.display()).collect()).collect()
}

fn no_heading(file: String, sheets: &[String], schema: &Schema) -> TableError {
    let looked = match sheets {
        [] => "its first rows".to_owned(),
        names => format!("sheet {}", names.join(", ")),
    };
    let examples: Vec<&str> = schema.columns.iter().take(4).map(|column| column.title).collect();
    TableError::NoHeading { file, sheets: looked, kind: schema.kind, examples: examples.join(", ") }
}

/// Runs a reader of a foreign format. A file can be broken in more ways than its reader has thought of,
/// and one broken file must not end the import of the others.
fn guarded<T>(place: &Whereabouts, read: impl FnOnce() -> Result<T, TableError>) -> Result<T, TableError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(place.damaged(0, "its parts contradict each other")))
}
