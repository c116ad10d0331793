//! All lists of a file: communes send workbooks with a sheet for each hamlet.

use std::path::{Path, PathBuf};
use std::vec::IntoIter;

use sohoc_papers::tables::{Schema, Table, TableError, open, open_sheet};

/// A row of a file: the sheet, counted from 0, and the number that the person sees beside the row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub sheet: u32,
    pub line: u32,
}

/// The sheets of a file that hold a list of one kind, one after the other.
pub(crate) struct Sheets {
    path: PathBuf,
    schema: &'static Schema,
    first: Option<Table>,
    others: IntoIter<String>,
    next: u32,
    /// Visible sheets without a heading of this kind: instructions, sums.
    pub passed_over: Vec<String>,
}

/// One of them.
pub(crate) struct Sheet {
    pub table: Table,
    /// Counted from 0.
    pub number: u32,
}

impl Sheets {
    pub fn open(path: &Path, schema: &'static Schema) -> Result<Self, TableError> {
        let first = open(path, schema)?;
        let others = first.other_sheets().to_vec().into_iter();
        let path = path.to_owned();
        Ok(Self { path, schema, first: Some(first), others, next: 0, passed_over: Vec::new() })
    }

    /// Not named `next`: opening a sheet can fail.
    pub fn next_sheet(&mut self) -> Result<Option<Sheet>, TableError> {
        if let Some(table) = self.first.take() {
            return Ok(Some(self.counted(table)));
        }
        for name in self.others.by_ref() {
            match open_sheet(&self.path, self.schema, &name) {
                Ok(table) => return Ok(Some(self.counted(table))),
                Err(TableError::NoHeading { .. }) => self.passed_over.push(name),
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    fn counted(&mut self, table: Table) -> Sheet {
        let number = self.next;
        self.next += 1;
        Sheet { table, number }
    }

    /// What was passed over, so that nothing vanishes in silence.
    pub fn note(&self) -> Option<String> {
        let names = self.passed_over.join("”, “");
        (!names.is_empty()).then(|| format!("Trang “{names}” không có danh sách: bỏ qua."))
    }
}

impl Sheet {
    /// The name of the sheet; `None` for a text file.
    pub fn name(&self) -> Option<String> {
        self.table.sheet().map(str::to_owned)
    }
}
