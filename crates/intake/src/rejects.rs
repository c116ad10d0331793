//! Rows that go back to whoever sent the list.

use std::collections::BTreeMap;
use std::path::Path;

use sohoc_papers::tables::{CellProblem, Table};
use sohoc_papers::workbook::{ErrorReport, Reason};

use crate::Error;

/// Reasons by the line of the row.
#[derive(Default)]
pub(crate) struct Rejects {
    reasons: BTreeMap<u32, Vec<Reason>>,
}

impl Rejects {
    pub fn problems(&mut self, line: u32, problems: &[CellProblem]) {
        self.reasons.entry(line).or_default().extend(problems.iter().map(Reason::from));
    }

    pub fn sentence(&mut self, line: u32, column: Option<usize>, text: impl Into<String>) {
        self.reasons.entry(line).or_default().push(Reason { column, text: text.into() });
    }

    pub fn len(&self) -> usize {
        self.reasons.len()
    }

    /// Writes the rejected rows in the layout of the list; reads the list a second time for it, so
    /// that the first reading keeps no row.
    pub fn write(&self, table: &mut Table, path: &Path) -> Result<(), Error> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut report = ErrorReport::begin(table, folder)?;
        let mut rows = table.rows()?;
        while let Some(row) = rows.next_row()? {
            if let Some(reasons) = self.reasons.get(&row.line()) {
                report.reject(&row, reasons)?;
            }
        }
        report.save(path)?;
        Ok(())
    }
}
