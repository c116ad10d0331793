//! Columns in the encodings of the years before Unicode, recognised over the first rows and read as
//! Unicode from there on. The encodings themselves are in `sohoc_rules::vietnamese`.

use sohoc_rules::vietnamese::{Encoding, detect, to_unicode};

use super::cell::{Cell, RowBuffer};

/// The encoding of each column.
#[derive(Clone, Debug, Default)]
pub(super) struct OldLetters {
    columns: Vec<Encoding>,
    /// For columns beyond those that were seen.
    others: Encoding,
}

impl OldLetters {
    /// Judges every column by its own texts; one that does not tell enough follows the file.
    pub(super) fn judge(sample: &[RowBuffer]) -> Self {
        let width = sample.iter().map(RowBuffer::width).max().unwrap_or(0);
        let all = sample.iter().flat_map(|row| (0..row.width()).filter_map(|column| text(row, column)));
        let others = detect(all);
        let columns = (0..width).map(|column| {
            let texts = || sample.iter().filter_map(|row| text(row, column));
            let own = detect(texts());
            let telling = texts().filter(|text| detect([*text]) == own).take(ENOUGH).count();
            if own != Encoding::Unicode && telling == ENOUGH { own } else { others }
        });
        Self { columns: columns.collect(), others }
    }

    /// Copies the row with its texts in Unicode; `false` when there is nothing to convert and the row
    /// stays as it is.
    pub(super) fn convert(&self, row: &RowBuffer, into: &mut RowBuffer) -> bool {
        if self.others == Encoding::Unicode && self.columns.iter().all(|column| *column == Encoding::Unicode)
        {
            return false;
        }
        into.start(row.line());
        for (column, cell) in row.cells().enumerate() {
            let encoding = self.columns.get(column).copied().unwrap_or(self.others);
            match cell {
                Cell::Text(text) => into.put(column, Cell::Text(&to_unicode(text, encoding))),
                other => into.put(column, other),
            }
        }
        true
    }

    /// The row with its texts in Unicode.
    pub(super) fn converted(&self, row: &RowBuffer) -> RowBuffer {
        let mut converted = RowBuffer::default();
        if self.convert(row, &mut converted) { converted } else { row.clone() }
    }
}

fn text(row: &RowBuffer, column: usize) -> Option<&str> {
    match row.cell(column) {
        Cell::Text(text) => Some(text),
        Cell::Empty | Cell::Number(_) | Cell::Day(_) | Cell::Logical(_) | Cell::Fault(_) => None,
    }
}

/// Texts that must speak for an old encoding before a column differs from its file: a single odd word in a
/// column of remarks is not enough.
const ENOUGH: usize = 3;

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> RowBuffer {
        let mut row = RowBuffer::default();
        row.start(1);
        cells.iter().enumerate().for_each(|(column, cell)| row.put(column, Cell::Text(cell)));
        row
    }

    #[test]
    fn a_column_follows_its_own_letters_and_one_without_letters_the_file() {
        let sample = [
            row(&["N«ng ThÞ Hµ", "Nguyễn Thị Hoa", "12"]),
            row(&["NguyÔn V¨n Hïng", "Đàm Văn Bình", ""]),
            row(&["Lôc ThÞ BÝch", "Phường Nguyễn Trãi", ""]),
            row(&["Hoµng §øc", "", ""]),
        ];
        let judged = OldLetters::judge(&sample);
        let mut read = RowBuffer::default();
        assert!(judged.convert(&row(&["TriÖu ThÞ Bé", "Hoàng Thị Mỷ", "x· H¹ Lang"]), &mut read));
        let texts: Vec<String> = read.cells().map(|cell| cell.display()).collect();
        assert_eq!(texts, ["Triệu Thị Bộ", "Hoàng Thị Mỷ", "xã Hạ Lang"]);
    }

    #[test]
    fn a_file_in_unicode_is_not_copied() {
        let judged = OldLetters::judge(&[row(&["Nông Thị Hà", "Hoàng"])]);
        assert!(!judged.convert(&row(&["Lê"]), &mut RowBuffer::default()));
    }
}
