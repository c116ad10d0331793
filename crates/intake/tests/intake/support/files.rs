//! Lists as they are sent, and reports as they go back.

use std::path::{Path, PathBuf};

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::Workbook;

/// One of the workbooks that `papers` reads in its own tests.
pub fn sent(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../papers/tests/workbooks").join(name)
}

/// Writes a workbook of text cells: sheets with rows of cells parted by bars.
pub fn workbook(path: &Path, sheets: &[(&str, &[&str])]) {
    let mut book = Workbook::new();
    for (name, rows) in sheets {
        let sheet = book.add_worksheet();
        sheet.set_name(*name).expect("a name of a sheet");
        for (row, cells) in (0..).zip(*rows) {
            for (column, cell) in (0..).zip(cells.split('|')).filter(|(_, cell)| !cell.is_empty()) {
                sheet.write_string(row, column, cell).expect("a cell");
            }
        }
    }
    book.save(path).expect("a workbook can be written");
}

/// Every filled row of every sheet: `sheet: cell|cell|…`, without blank cells at the end.
pub fn sheets_of(path: &Path) -> Vec<String> {
    let mut book: Xlsx<_> = open_workbook(path).expect("a workbook");
    let mut lines = Vec::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).expect("a sheet");
        for row in range.rows() {
            let cells: Vec<String> = row.iter().map(Data::to_string).collect();
            let line = cells.join("|");
            let line = line.trim_end_matches('|');
            if !line.is_empty() {
                lines.push(format!("{name}: {}", line.replace('\n', "⏎")));
            }
        }
    }
    lines
}
