//! The workbook that goes back to whoever sent a list: the same heading, the rejected rows as they were,
//! and beside each its row in the file and the reason.
//!
//! It can be corrected and sent again as it is: the two added columns have names that no list knows.

use std::path::Path;

use super::sheet::{Sheet, serial};
use super::{Value, WriteError};
use crate::tables::{Cell, CellProblem, Row, Table};

/// Why a row was rejected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Column of the file, counted from 0, to be marked; `None` for the row as a whole.
    pub column: Option<usize>,
    /// The sentence that the sender reads.
    pub text: String,
}

impl From<&CellProblem> for Reason {
    fn from(problem: &CellProblem) -> Self {
        Self { column: problem.column, text: problem.in_vietnamese() }
    }
}

/// The rejected rows of a list.
pub struct ErrorReport {
    sheet: Sheet,
    /// Names of the sheets so far.
    names: Vec<String>,
    /// Columns of the list; the two added ones follow.
    width: usize,
    next: u32,
    rejected: u64,
    /// The section rows last written.
    sections: Vec<String>,
}

impl ErrorReport {
    /// Begins a report in the layout of `table`, on a sheet of the same name; rows wait in an unnamed
    /// file in `folder`.
    ///
    /// # Errors
    /// When no file can be made in the folder.
    pub fn begin(table: &Table, folder: &Path) -> Result<Self, WriteError> {
        let name = sheet_name(table, &[]);
        let sheet = Sheet::begin(&name, Some(folder))?;
        let mut report =
            Self { sheet, names: vec![name], width: 0, next: 0, rejected: 0, sections: Vec::new() };
        report.head(table)?;
        Ok(report)
    }

    /// Goes on with another sheet of the same file, in its own layout and under its own name: a workbook
    /// has a sheet for each hamlet, and the name of the sheet may be all that names the hamlet.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn next_sheet(&mut self, table: &Table) -> Result<(), WriteError> {
        let name = sheet_name(table, &self.names);
        self.sheet.turn(&name)?;
        self.names.push(name);
        (self.next, self.sections) = (0, Vec::new());
        self.head(table)
    }

    /// Titles and heading, with the names of the two added columns.
    fn head(&mut self, table: &Table) -> Result<(), WriteError> {
        let head: Vec<(u32, Vec<Cell<'_>>)> = table.head().collect();
        let widest = head.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        self.width = widest.max(table.layout().names.len());
        let (width, sheet) = (self.width, &mut self.sheet.worksheet);
        for column in 0..width {
            sheet.set_column_width(narrow(column), column_width(table, column))?;
        }
        sheet.set_column_width(narrow(width), 8)?;
        sheet.set_column_width(narrow(width + 1), 80)?;
        for (index, (line, cells)) in head.iter().enumerate() {
            self.next = line.saturating_sub(1).max(self.next);
            self.head_row(cells, index >= table.layout().first)?;
            if index == table.layout().first {
                let (next, sheet) = (self.next, &mut self.sheet);
                for (column, name) in [(width, "Dòng"), (width + 1, "Lý do")] {
                    sheet.worksheet.write_string_with_format(next, narrow(column), name, &sheet.heading)?;
                }
            }
            self.next += 1;
        }
        self.sheet.worksheet.set_freeze_panes(self.next, 0)?;
        Ok(())
    }

    /// Adds a rejected row.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn reject(&mut self, row: &Row<'_>, reasons: &[Reason]) -> Result<(), WriteError> {
        self.section_rows(row)?;
        for (column, cell) in row.cells().enumerate() {
            let marked = reasons.iter().any(|reason| reason.column == Some(column));
            // Cells beyond the heading make room for the two added columns.
            let column = if column < self.width { column } else { column + 2 };
            self.put(narrow(column), cell, marked)?;
        }
        let text = reasons.iter().map(|reason| reason.text.as_str()).collect::<Vec<_>>().join("\n");
        self.sheet.put(self.next, narrow(self.width), Value::Whole(i64::from(row.line())))?;
        let sheet = &mut self.sheet;
        sheet.worksheet.write_string_with_format(self.next, narrow(self.width + 1), &text, &sheet.wrapped)?;
        self.next += 1;
        self.rejected += 1;
        Ok(())
    }

    /// How many rows were rejected so far.
    #[must_use]
    pub fn rejected(&self) -> u64 {
        self.rejected
    }

    /// Writes the file; tells how many rows are in it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(self, path: &Path) -> Result<u64, WriteError> {
        self.sheet.save(path)?;
        Ok(self.rejected)
    }

    /// A title stays a title; the heading is framed.
    fn head_row(&mut self, cells: &[Cell<'_>], is_heading: bool) -> Result<(), WriteError> {
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_blank()) {
            if is_heading {
                let sheet = &mut self.sheet;
                let text = cell.display();
                sheet.worksheet.write_string_with_format(self.next, narrow(column), &text, &sheet.heading)?;
            } else {
                self.put(narrow(column), *cell, false)?;
            }
        }
        Ok(())
    }

    /// The row "Xóm Nà Mạ" above the people of that hamlet, without which they would have none when the
    /// report is sent again.
    fn section_rows(&mut self, row: &Row<'_>) -> Result<(), WriteError> {
        let sections: Vec<String> = row.sections().map(str::to_owned).collect();
        if sections == self.sections {
            return Ok(());
        }
        let same = sections.iter().zip(&self.sections).take_while(|(now, before)| now == before).count();
        for name in sections.iter().skip(same) {
            self.sheet.put(self.next, 0, Value::Text(name))?;
            self.next += 1;
        }
        self.sections = sections;
        Ok(())
    }

    fn put(&mut self, column: u16, cell: Cell<'_>, marked: bool) -> Result<(), WriteError> {
        let (row, sheet) = (self.next, &mut self.sheet);
        match (cell, marked) {
            (Cell::Empty, false) => {}
            (Cell::Empty, true) => {
                sheet.worksheet.write_blank(row, column, &sheet.marked)?;
            }
            (Cell::Text(text), true) => {
                sheet.worksheet.write_string_with_format(row, column, text, &sheet.marked)?;
            }
            (Cell::Number(number), true) => {
                sheet.worksheet.write_number_with_format(row, column, number, &sheet.marked)?;
            }
            (Cell::Day(day), true) => {
                sheet.worksheet.write_number_with_format(row, column, serial(day), &sheet.marked_day)?;
            }
            (Cell::Logical(_) | Cell::Fault(_), true) => {
                sheet.worksheet.write_string_with_format(row, column, cell.display(), &sheet.marked)?;
            }
            (Cell::Text(text), false) => sheet.put(row, column, Value::Text(text))?,
            (Cell::Number(number), false) => sheet.put(row, column, Value::Decimal(number))?,
            (Cell::Day(day), false) => sheet.put(row, column, Value::Day(day))?,
            (Cell::Logical(value), false) => {
                sheet.worksheet.write_boolean(row, column, value)?;
            }
            (Cell::Fault(name), false) => sheet.put(row, column, Value::Text(name))?,
        }
        Ok(())
    }
}

fn column_width(table: &Table, column: usize) -> f64 {
    let name = table.layout().names.get(column).map_or(0, |name| name.chars().count());
    f64::from(u16::try_from(name.clamp(6, 28)).unwrap_or(28))
}

/// The name of the sheet, brought into the form that workbooks allow: other formats know no such bounds.
fn sheet_name(table: &Table, taken: &[String]) -> String {
    let kept = |letter: &char| !matches!(letter, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let name: String = table.sheet().unwrap_or_default().chars().filter(kept).take(LONGEST_NAME).collect();
    let name = name.trim_matches(['\'', ' ']);
    let name = if name.is_empty() { "Dòng cần sửa" } else { name };
    let is_free = |name: &str| taken.iter().all(|other| other.to_lowercase() != name.to_lowercase());
    if is_free(name) {
        return name.to_owned();
    }
    let numbered = |number: usize| {
        let short: String = name.chars().take(LONGEST_NAME - 6).collect();
        format!("{short} ({number})")
    };
    (2..).map(numbered).find(|name| is_free(name)).unwrap_or_default()
}

/// Letters in the name of a sheet.
const LONGEST_NAME: usize = 31;

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
