//! A list on its way to its file.

use std::fs;
use std::path::{Path, PathBuf};

use sohoc_papers::workbook::{List, ListColumn, Value};

use crate::Error;

/// A file that is written under another name first.
pub struct Target {
    out: PathBuf,
    partial: PathBuf,
    list: Option<List>,
    /// What went wrong inside a query, which can only say that it ended.
    failed: Option<Error>,
    rows: u64,
}

impl Target {
    /// Nothing is written yet.
    ///
    /// # Errors
    /// When the name of the file is none that we write.
    pub fn new(out: &Path) -> Result<Self, Error> {
        let ending = out.extension().and_then(|ending| ending.to_str()).map(str::to_lowercase);
        let (Some("xlsx" | "csv"), Some(name)) = (ending.as_deref(), out.file_name()) else {
            return Err(Error::Ending(out.to_owned()));
        };
        // The ending stays, for it tells which kind of list is written.
        let partial = out.with_file_name(format!(".partial-{}", name.to_string_lossy()));
        Ok(Self { out: out.to_owned(), partial, list: None, failed: None, rows: 0 })
    }

    /// Begins the list.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn begin(&mut self, sheet: &str, columns: &[ListColumn]) -> Result<(), Error> {
        self.list = Some(List::begin(&self.partial, sheet, columns).map_err(Error::List)?);
        Ok(())
    }

    /// Adds a row and tells how many there are. After a failure nothing more is written and
    /// [`finish`](Self::finish) says why.
    pub fn row(&mut self, values: &[Value<'_>]) -> u64 {
        if let (Some(list), None) = (&mut self.list, &self.failed) {
            self.failed = list.row(values).err().map(Error::List);
            self.rows += 1;
        }
        self.rows
    }

    /// Gives the list up; the first reason counts.
    pub fn fail(&mut self, error: impl Into<Error>) {
        self.failed.get_or_insert_with(|| error.into());
    }

    /// Whether it was given up: nothing more need be read.
    pub const fn has_failed(&self) -> bool {
        self.failed.is_some()
    }

    /// Ends the list; gives the number of its rows.
    ///
    /// # Errors
    /// When it cannot be written to its end.
    pub fn finish(&mut self) -> Result<u64, Error> {
        match (self.failed.take(), self.list.take()) {
            (Some(error), _) => Err(error),
            (None, Some(list)) => list.finish().map_err(Error::List),
            (None, None) => Ok(0),
        }
    }

    /// Gives the finished file its name.
    ///
    /// # Errors
    /// When a file of that name cannot be replaced.
    pub fn put_in_place(&self) -> Result<(), Error> {
        fs::rename(&self.partial, &self.out).map_err(|source| Error::Place { out: self.out.clone(), source })
    }
}

impl Drop for Target {
    /// What was not put in place is no list; after a success there is nothing of that name.
    fn drop(&mut self) {
        self.list = None;
        let _ = fs::remove_file(&self.partial);
    }
}
