//! Writing lists: exports that stream to a workbook or to CSV, and the workbook in which rejected rows go
//! back to whoever sent them.
//!
//! Rows are written as they come and never held: a list of 400,000 people takes a few megabytes. What a
//! column holds is said by the caller; here is only how it looks.

pub mod central;
mod delimited;
mod list;
mod report;
mod sheet;

pub use delimited::DelimitedList;
pub use list::{List, ListColumn, WorkbookList};
pub use report::{ErrorReport, Reason};

use sohoc_rules::time::Date;
use thiserror::Error;

pub(crate) use delimited::is_dangerous;

/// A value to be written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// Nothing.
    Empty,
    /// Text; also numbers whose zeros matter, such as personal numbers and codes.
    Text(&'a str),
    /// A whole number.
    Whole(i64),
    /// A share or an average.
    Decimal(f64),
    /// A day, shown as 15/03/1975.
    Day(Date),
}

/// Why a list could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The workbook could not be made; most often the disk is full or a sheet is longer than 1,048,576 rows.
    #[error(
        "cannot write the workbook: {0}; check the free space and split lists of more than a million rows"
    )]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The text file could not be written.
    #[error("cannot write the list: {0}; check the free space")]
    Text(#[from] csv::Error),
    /// The disk said no.
    #[error("cannot write the list: {0}; check the folder and the free space")]
    Disk(#[from] std::io::Error),
}
