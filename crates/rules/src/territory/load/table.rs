//! A CSV file as rows with named columns, whose every complaint says where and what to do.

use csv::{ReaderBuilder, StringRecord};

use crate::territory::inconsistency::Inconsistency;
use crate::time::Date;

/// The text of a CSV file and the name to use for it in messages.
#[derive(Clone, Copy, Debug)]
pub struct CsvText<'a> {
    /// The name in messages.
    pub name: &'a str,
    /// UTF-8, with a header row.
    pub text: &'a str,
}

/// Why a territory could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LoadError {
    /// A cell, or a whole line, is wrong.
    #[error("{file}, line {line}, column {column}: {problem} {remedy}")]
    Cell {
        /// The file.
        file: String,
        /// The line, counted from 1.
        line: u64,
        /// The column by its header.
        column: String,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: &'static str,
    },
    /// Rows contradict each other.
    #[error("{file}: {source}")]
    Contradiction {
        /// The file of the units.
        file: String,
        /// Which units and why.
        source: Inconsistency,
    },
}

/// One column: its header and, when the file has it, its place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub header: &'static str,
    at: Option<usize>,
}

pub(super) struct Table<'a> {
    pub file: &'a str,
    reader: csv::Reader<&'a [u8]>,
    headers: StringRecord,
    pub record: StringRecord,
}

impl<'a> Table<'a> {
    pub fn open(csv: CsvText<'a>) -> Result<Self, LoadError> {
        let text = csv.text.strip_prefix('\u{feff}').unwrap_or(csv.text);
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        let headers = reader.headers().cloned().map_err(|error| broken(csv.name, &error))?;
        Ok(Self { file: csv.name, reader, headers, record: StringRecord::new() })
    }

    pub fn column(&self, header: &'static str) -> Result<Column, LoadError> {
        let column = self.optional(header);
        if column.at.is_none() {
            return Err(LoadError::Cell {
                file: self.file.to_owned(),
                line: 1,
                column: header.to_owned(),
                problem: "the column is missing.".to_owned(),
                remedy: "Add it to the header row.",
            });
        }
        Ok(column)
    }

    pub fn optional(&self, header: &'static str) -> Column {
        Column { header, at: self.headers.iter().position(|found| found.trim() == header) }
    }

    /// Moves to the next row; false after the last.
    pub fn advance(&mut self) -> Result<bool, LoadError> {
        self.reader.read_record(&mut self.record).map_err(|error| broken(self.file, &error))
    }

    pub fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    pub fn cell(&self, column: Column) -> &str {
        column.at.and_then(|at| self.record.get(at)).map_or("", str::trim)
    }

    pub fn filled(&self, column: Column) -> Result<&str, LoadError> {
        match self.cell(column) {
            "" => Err(self.wrong(column, "the cell is empty.".to_owned(), "Fill it in.")),
            cell => Ok(cell),
        }
    }

    pub fn date(&self, column: Column) -> Result<Option<Date>, LoadError> {
        let cell = self.cell(column);
        if cell.is_empty() {
            return Ok(None);
        }
        cell.parse().map(Some).map_err(|_| {
            self.wrong(
                column,
                format!("\"{cell}\" is not a date."),
                "Write it as YYYY-MM-DD or leave it empty.",
            )
        })
    }

    pub fn wrong(&self, column: Column, problem: String, remedy: &'static str) -> LoadError {
        wrong_at(self.file, self.line(), column.header, problem, remedy)
    }
}

pub(super) fn wrong_at(
    file: &str,
    line: u64,
    column: &str,
    problem: String,
    remedy: &'static str,
) -> LoadError {
    LoadError::Cell { file: file.to_owned(), line, column: column.to_owned(), problem, remedy }
}

fn broken(file: &str, error: &csv::Error) -> LoadError {
    let line = error.position().map_or(1, csv::Position::line);
    let remedy = "Give every row as many cells as the header, in UTF-8.";
    wrong_at(file, line, "(whole line)", format!("the line cannot be read: {error}."), remedy)
}
