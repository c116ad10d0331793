//! Workbooks of Excel 2007 and later, read cell by cell without holding the sheet.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use calamine::{
    Cell as SheetCell, DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxCellReader, XlsxError,
};

use super::cell::{Cell, RowBuffer};
use super::error::{TableError, Whereabouts};
use super::limits;
use super::package;
use super::sheet_value;

/// An opened workbook.
pub(super) struct Spreadsheet {
    workbook: Xlsx<BufReader<File>>,
}

impl Spreadsheet {
    /// Opens the file after its declared sizes are found sound.
    pub(super) fn open(path: &Path, place: &Whereabouts) -> Result<Self, TableError> {
        let open = || File::open(path).map_err(|e| place.unreadable(e));
        package::check_strings(&mut package::open(open()?, place)?, place)?;
        let workbook = super::guarded(place, || {
            Xlsx::new(BufReader::with_capacity(BUFFER, open()?)).map_err(|e| refuse(place, 0, e))
        })?;
        Ok(Self { workbook })
    }

    /// Whether days are counted from 1904, as old Macintosh workbooks do.
    pub(super) fn counts_from_1904(&self) -> bool {
        self.workbook.has_1904_epoch()
    }

    /// Names of the sheets that the person sees.
    pub(super) fn sheets(&self) -> Vec<String> {
        visible(self.workbook.sheets_metadata())
    }

    /// The rows of a sheet.
    pub(super) fn rows(&mut self, place: &Whereabouts) -> Result<SpreadsheetRows<'_>, TableError> {
        let sheet = place.sheet.clone().unwrap_or_default();
        let cells = self.workbook.worksheet_cells_reader(&sheet).map_err(|e| refuse(place, 0, e))?;
        Ok(SpreadsheetRows { cells, pending: None, place: place.clone(), line: 0, used: 0, ended: false })
    }
}

/// Names of the sheets that hold cells and are not hidden.
pub(super) fn visible(sheets: &[calamine::Sheet]) -> Vec<String> {
    let shown = sheets.iter().filter(|s| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet);
    shown.take(limits::SHEETS).map(|sheet| sheet.name.clone()).collect()
}

/// The rows of a sheet, as they come from the file.
pub(super) struct SpreadsheetRows<'a> {
    cells: XlsxCellReader<'a, BufReader<File>>,
    /// First cell of the next row.
    pending: Option<SheetCell<DataRef<'a>>>,
    place: Whereabouts,
    line: u32,
    used: u64,
    ended: bool,
}

impl<'a> SpreadsheetRows<'a> {
    /// Fills `row` with the next row that has cells; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut RowBuffer) -> Result<bool, TableError> {
        let mut current = None;
        if let Some(cell) = self.pending.take() {
            let at = cell.get_position().0;
            self.line = at.saturating_add(1);
            row.start(self.line);
            current = Some(at);
            self.put(row, &cell)?;
        }
        while !self.ended {
            let Some(cell) = self.next_cell()? else {
                self.ended = true;
                break;
            };
            let at = cell.get_position().0;
            if current.is_some_and(|line| line != at) {
                self.pending = Some(cell);
                return Ok(true);
            }
            if current.is_none() {
                current = Some(at);
                self.line = at.saturating_add(1);
                row.start(self.line);
            }
            self.put(row, &cell)?;
        }
        Ok(current.is_some())
    }

    fn put(&mut self, row: &mut RowBuffer, cell: &SheetCell<DataRef<'_>>) -> Result<(), TableError> {
        let value = sheet_value::borrowed(cell.get_value());
        if value == Cell::Empty {
            return Ok(());
        }
        if matches!(value, Cell::Text(text) if text.len() > limits::CELL_BYTES) {
            let what = format!("a cell with more than {} bytes", limits::CELL_BYTES);
            return Err(self.place.too_large(cell.get_position().0.saturating_add(1), what));
        }
        self.used += 1;
        if self.used > limits::CELLS {
            return Err(self.place.too_large(row.line(), format!("more than {} cells", limits::CELLS)));
        }
        let column = usize::try_from(cell.get_position().1).unwrap_or(usize::MAX);
        if column >= limits::COLUMNS {
            if value.is_blank() {
                return Ok(());
            }
            return Err(self.place.too_large(row.line(), format!("more than {} columns", limits::COLUMNS)));
        }
        row.put(column, value);
        Ok(())
    }

    /// A failed formula of a kind newer than the reader is an empty cell, not the end of the list.
    fn next_cell(&mut self) -> Result<Option<SheetCell<DataRef<'a>>>, TableError> {
        loop {
            match self.cells.next_cell() {
                Ok(cell) => return Ok(cell),
                Err(XlsxError::CellError(_)) => {}
                Err(error) => return Err(refuse(&self.place, self.line, error)),
            }
        }
    }
}

fn refuse(place: &Whereabouts, line: u32, error: XlsxError) -> TableError {
    match error {
        XlsxError::Password => place.password(),
        other => place.damaged(line, other),
    }
}

const BUFFER: usize = 64 * 1024;
