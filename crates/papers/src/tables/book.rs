//! The four kinds of file behind one door.

use std::path::Path;

use super::cell::RowBuffer;
use super::delimited::{DelimitedFile, DelimitedRows};
use super::error::{TableError, Whereabouts};
use super::old_workbook::{OldWorkbook, OldWorkbookRows};
use super::open_document::{OpenDocument, OpenDocumentRows};
use super::sniff::{Kind, sniff};
use super::spreadsheet::{Spreadsheet, SpreadsheetRows};

/// An opened file.
pub(super) enum Book {
    Delimited(DelimitedFile),
    Workbook(Box<Spreadsheet>),
    OldWorkbook(OldWorkbook),
    OpenDocument(Box<OpenDocument>),
}

impl Book {
    pub(super) fn open(path: &Path, place: &Whereabouts) -> Result<Self, TableError> {
        Ok(match sniff(path, place)? {
            Kind::Delimited => Self::Delimited(DelimitedFile::open(path, place)?),
            Kind::Workbook => Self::Workbook(Box::new(Spreadsheet::open(path, place)?)),
            Kind::OldWorkbook => Self::OldWorkbook(OldWorkbook::open(path, place)?),
            Kind::OpenDocument => Self::OpenDocument(Box::new(OpenDocument::open(path, place)?)),
        })
    }

    /// Names of the visible sheets; a text file has none.
    pub(super) fn sheets(&self) -> Vec<String> {
        match self {
            Self::Delimited(_) => Vec::new(),
            Self::Workbook(book) => book.sheets(),
            Self::OldWorkbook(book) => book.sheets(),
            Self::OpenDocument(book) => book.sheets(),
        }
    }

    pub(super) fn counts_from_1904(&self) -> bool {
        match self {
            Self::Delimited(_) | Self::OpenDocument(_) => false,
            Self::Workbook(book) => book.counts_from_1904(),
            Self::OldWorkbook(book) => book.counts_from_1904(),
        }
    }

    /// The rows of the sheet that `place` names.
    pub(super) fn rows(&mut self, place: &Whereabouts) -> Result<BookRows<'_>, TableError> {
        Ok(match self {
            Self::Delimited(book) => BookRows::Delimited(Box::new(book.rows()?)),
            Self::Workbook(book) => BookRows::Workbook(Box::new(book.rows(place)?)),
            Self::OldWorkbook(book) => BookRows::OldWorkbook(book.rows(place)),
            Self::OpenDocument(book) => BookRows::OpenDocument(Box::new(book.rows(place)?)),
        })
    }

    /// The first rows of a sheet; blank ones are left out.
    pub(super) fn sample(&mut self, place: &Whereabouts, most: usize) -> Result<Vec<RowBuffer>, TableError> {
        let mut rows = self.rows(place)?;
        let mut sample = Vec::new();
        let mut row = RowBuffer::default();
        while sample.len() < most && rows.next_row(&mut row)? {
            if !row.is_blank() {
                sample.push(row.clone());
            }
        }
        Ok(sample)
    }
}

/// The rows of any kind of file.
pub(super) enum BookRows<'a> {
    Delimited(Box<DelimitedRows>),
    Workbook(Box<SpreadsheetRows<'a>>),
    OldWorkbook(OldWorkbookRows<'a>),
    OpenDocument(Box<OpenDocumentRows<'a>>),
}

impl BookRows<'_> {
    /// Fills `row` with the next row; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut RowBuffer) -> Result<bool, TableError> {
        match self {
            Self::Delimited(rows) => rows.next_row(row),
            Self::Workbook(rows) => rows.next_row(row),
            Self::OldWorkbook(rows) => rows.next_row(row),
            Self::OpenDocument(rows) => rows.next_row(row),
        }
    }
}
