//! Rows that go back to whoever sent the list.

use std::collections::BTreeMap;
use std::path::Path;

use sohoc_papers::tables::{CellProblem, Field, Row, Schema, letters};
use sohoc_papers::workbook::{ErrorReport, Reason};

use crate::Error;
use crate::sheets::{Sheets, Spot};

/// Why a row cannot be taken, for whoever sent it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// The column of the file to be marked.
    column: Option<usize>,
    text: String,
}

impl Refused {
    /// About the row as a whole.
    pub fn row(text: impl Into<String>) -> Self {
        Self { column: None, text: text.into() }
    }

    /// About a cell: names its column, when the list has one.
    pub fn cell(row: &Row<'_>, field: impl Field, text: &str) -> Self {
        let column = row.column(field);
        let text = match column {
            Some(at) if row.heading(at).is_empty() => format!("Cột {}: {text}", letters(at)),
            Some(at) => format!("Cột {} ({}): {text}", letters(at), row.heading(at)),
            None => text.to_owned(),
        };
        Self { column, text }
    }
}

/// Reasons by the place of the row.
#[derive(Default)]
pub(crate) struct Rejects {
    reasons: BTreeMap<Spot, Vec<Reason>>,
}

impl Rejects {
    pub fn problems(&mut self, at: Spot, problems: &[CellProblem]) {
        self.reasons.entry(at).or_default().extend(problems.iter().map(Reason::from));
    }

    pub fn refuse(&mut self, at: Spot, refused: Refused) {
        let reason = Reason { column: refused.column, text: refused.text };
        self.reasons.entry(at).or_default().push(reason);
    }

    pub fn count(&self) -> u64 {
        self.reasons.len() as u64
    }

    /// Writes the rejected rows in the layout of the list; reads the list a second time for it, so
    /// that the first reading keeps no row.
    pub fn write(&self, list: &Path, schema: &'static Schema, report: &Path) -> Result<(), Error> {
        let folder = report.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        let mut sheets = Sheets::open(list, schema)?;
        let mut written: Option<ErrorReport> = None;
        while let Some(mut sheet) = sheets.next_sheet()? {
            let number = sheet.number;
            let here = Spot { sheet: number, line: 0 }..Spot { sheet: number + 1, line: 0 };
            if self.reasons.range(here).next().is_none() {
                continue;
            }
            let book = match &mut written {
                Some(book) => {
                    book.next_sheet(&sheet.table)?;
                    book
                }
                None => written.insert(ErrorReport::begin(&sheet.table, folder)?),
            };
            let mut rows = sheet.table.rows()?;
            while let Some(row) = rows.next_row()? {
                if let Some(reasons) = self.reasons.get(&Spot { sheet: number, line: row.line() }) {
                    book.reject(&row, reasons)?;
                }
            }
        }
        if let Some(book) = written {
            book.save(report)?;
        }
        Ok(())
    }
}
