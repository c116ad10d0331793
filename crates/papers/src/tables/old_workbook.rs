//! Workbooks of Excel 97 to 2003. The format cannot be streamed; it holds at most 65,536 rows a sheet.

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Range, Reader, Xls, XlsError};

use super::cell::RowBuffer;
use super::error::{TableError, Whereabouts};
use super::limits;
use super::old_extent;
use super::sheet_value;
use super::spreadsheet::visible;

/// An opened old workbook: its visible sheets, in order.
pub(super) struct OldWorkbook {
    sheets: Vec<(String, Range<Data>)>,
    from_1904: bool,
}

impl OldWorkbook {
    /// Reads the whole workbook.
    pub(super) fn open(path: &Path, place: &Whereabouts) -> Result<Self, TableError> {
        let bytes = std::fs::read(path).map_err(|e| place.unreadable(e))?;
        old_extent::check(&bytes, place)?;
        super::guarded(place, || {
            let mut workbook = Xls::new(Cursor::new(bytes)).map_err(|e| refuse(place, &e))?;
            let from_1904 = workbook.has_1904_epoch();
            let mut sheets = Vec::new();
            for name in visible(workbook.sheets_metadata()) {
                let cells = workbook.worksheet_range(&name).map_err(|e| refuse(place, &e))?;
                sheets.push((name, cells));
            }
            Ok(Self { sheets, from_1904 })
        })
    }

    /// Whether days are counted from 1904.
    pub(super) fn counts_from_1904(&self) -> bool {
        self.from_1904
    }

    /// Names of the sheets that the person sees.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The rows of a sheet.
    pub(super) fn rows(&self, place: &Whereabouts) -> OldWorkbookRows<'_> {
        let sheet = self.sheets.iter().find(|(name, _)| Some(name) == place.sheet.as_ref());
        OldWorkbookRows { cells: sheet.map(|(_, cells)| cells), next: 0, place: place.clone() }
    }
}

/// The rows of an old sheet.
pub(super) struct OldWorkbookRows<'a> {
    cells: Option<&'a Range<Data>>,
    next: usize,
    place: Whereabouts,
}

impl OldWorkbookRows<'_> {
    /// Fills `row` with the next row; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut RowBuffer) -> Result<bool, TableError> {
        let Some((cells, (top, left))) = self.cells.and_then(|cells| Some((cells, cells.start()?))) else {
            return Ok(false);
        };
        let width = cells.width();
        if self.next >= cells.height() {
            return Ok(false);
        }
        let line = top.saturating_add(u32::try_from(self.next).unwrap_or(u32::MAX)).saturating_add(1);
        row.start(line);
        for column in 0..width {
            let value = cells.get((self.next, column)).map_or(super::Cell::Empty, sheet_value::owned);
            let column = usize::try_from(left).unwrap_or(0) + column;
            if value != super::Cell::Empty && column >= limits::COLUMNS {
                return Err(self.place.too_large(line, format!("more than {} columns", limits::COLUMNS)));
            }
            row.put(column, value);
        }
        self.next += 1;
        Ok(true)
    }
}

fn refuse(place: &Whereabouts, error: &XlsError) -> TableError {
    match error {
        XlsError::Password => place.password(),
        other => place.damaged(0, other),
    }
}
