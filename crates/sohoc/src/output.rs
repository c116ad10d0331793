//! The only place that prints: text tables for people, CSV and JSON for programs.

use std::backtrace::{Backtrace, BacktraceStatus};
use std::io::{self, ErrorKind, Write};
use std::panic::PanicHookInfo;

use serde::Serialize;

use crate::error::{Error, Result};

/// Where answers go, in the form that was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
}

impl Output {
    /// Text, or JSON when `json` is set.
    pub const fn new(json: bool) -> Self {
        Self { json }
    }

    /// Shows an answer: as JSON, or as the text that `text` makes of it.
    pub fn show<T: Serialize>(self, answer: &T, text: impl FnOnce(&T) -> String) -> Result<()> {
        if !self.json {
            return write(|out| out.write_all(text(answer).as_bytes()));
        }
        write(|out| {
            serde_json::to_writer_pretty(&mut *out, answer).map_err(io::Error::from)?;
            out.write_all(b"\n")
        })
    }

    /// Shows rows as CSV, with a heading.
    pub fn csv(self, titles: &[&str], rows: &[Vec<String>]) -> Result<()> {
        write(|out| {
            let mut writer = csv::Writer::from_writer(out);
            writer.write_record(titles).map_err(io::Error::from)?;
            rows.iter().try_for_each(|row| writer.write_record(row)).map_err(io::Error::from)?;
            writer.flush()
        })
    }
}

/// Tells on standard error, in one line, why the command failed.
pub fn complain(error: &Error) {
    let sentence = error.to_string();
    let line: Vec<&str> = sentence.split_whitespace().collect();
    // There is nowhere left to say that standard error is gone.
    let _ = writeln!(io::stderr().lock(), "sohoc: {}", line.join(" "));
}

/// Tells on standard error, in one line, that the program is at fault, and where; with `RUST_BACKTRACE`
/// set, also how it came there. Even then the store keeps whole steps only.
pub fn confess(panic: &PanicHookInfo<'_>) {
    let what = panic.payload_as_str().unwrap_or("for a reason it cannot tell");
    let what: Vec<&str> = what.split_whitespace().collect();
    let place = panic.location().map_or_else(String::new, |place| format!(" ({place})"));
    note(&format!(
        "sohoc: The program gave up: {}{place}; the step at hand was not kept. Look whether the disk is full; if \
         it is not, report this sentence.",
        what.join(" ")
    ));
    let trace = Backtrace::capture();
    if trace.status() == BacktraceStatus::Captured {
        note(&trace.to_string());
    }
}

/// Tells something beside the answer, on standard error.
pub fn note(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "{sentence}");
}

fn write(work: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    match work(&mut out).and_then(|()| out.flush()) {
        // Whoever read has seen enough: `sohoc figures … | head`.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        other => other.map_err(Error::Output),
    }
}

/// A text table: columns as wide as their widest cell, numbers to the right.
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<bool>,
}

impl Table {
    /// Begins with the heading; a title that begins with `>` is that of a column of numbers.
    pub fn new(titles: &[&str]) -> Self {
        let right = titles.iter().map(|title| title.starts_with('>')).collect();
        let heading = titles.iter().map(|title| title.trim_start_matches('>').to_owned()).collect();
        Self { rows: vec![heading], right }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The whole table, each line ended.
    pub fn text(&self) -> String {
        let width = |column: usize| {
            let lengths = self.rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count());
            lengths.max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..self.right.len()).map(width).collect();
        let mut text = String::new();
        for row in &self.rows {
            let mut line = String::new();
            for ((cell, width), right) in row.iter().zip(&widths).zip(&self.right) {
                let padded = if *right { format!("{cell:>width$}") } else { format!("{cell:<width$}") };
                line.push_str(&padded);
                line.push_str("  ");
            }
            text.push_str(line.trim_end());
            text.push('\n');
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_by_letters_and_numbers_stand_to_the_right() {
        let mut table = Table::new(&["Name", ">People"]);
        table.row(["Xã Hạ Lang".to_owned(), "7".to_owned()]);
        table.row(["Cả tỉnh".to_owned(), "1203".to_owned()]);
        assert_eq!(table.text(), "Name        People\nXã Hạ Lang       7\nCả tỉnh       1203\n");
    }
}
