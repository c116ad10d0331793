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
    /// Columns of the list; the two added ones follow.
    width: usize,
    next: u32,
    rejected: u64,
    /// The section rows last written.
    sections: Vec<String>,
}

impl ErrorReport {
    /// Begins a report in the layout of `table`; rows wait in an unnamed file in `folder`.
    ///
    /// # Errors
    /// When no file can be made in the folder.
    pub fn begin(table: &Table, folder: &Path) -> Result<Self, WriteError> {
        let mut sheet = Sheet::begin("Dòng cần sửa", Some(folder))?;
        let head: Vec<(u32, Vec<Cell<'_>>)> = table.head().collect();
        let widest = head.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let width = widest.max(table.layout().names.len());
        for column in 0..width {
            sheet.worksheet.set_column_width(narrow(column), column_width(table, column))?;
        }
        sheet.worksheet.set_column_width(narrow(width), 8)?;
        sheet.worksheet.set_column_width(narrow(width + 1), 80)?;
        let mut report = Self { sheet, width, next: 0, rejected: 0, sections: Vec::new() };
        for (index, (line, cells)) in head.iter().enumerate() {
            report.next = line.saturating_sub(1).max(report.next);
            report.head_row(cells, index >= table.layout().first)?;
            if index == table.layout().first {
                let sheet = &mut report.sheet;
                sheet.worksheet.write_string_with_format(
                    report.next,
                    narrow(width),
                    "Dòng",
                    &sheet.heading,
                )?;
                sheet.worksheet.write_string_with_format(
                    report.next,
                    narrow(width + 1),
                    "Lý do",
                    &sheet.heading,
                )?;
            }
            report.next += 1;
        }
        report.sheet.worksheet.set_freeze_panes(report.next, 0)?;
        Ok(report)
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

fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}
