//! Entries that stand twice in one file.

use std::collections::BTreeMap;
use std::hash::Hash;

use sohoc_papers::tables::Duplicates;

use crate::sheets::Spot;

/// Remembers where each entry stood first: twelve bytes an entry, whatever the entry is.
#[derive(Default)]
pub(crate) struct Doubles {
    seen: Duplicates,
    sheets: BTreeMap<u32, String>,
}

/// Rows that a sheet of a workbook can have; text files have one sheet and may have more.
const LINES: u32 = 1 << 21;

impl Doubles {
    /// Remembers how a sheet is called.
    pub fn enter(&mut self, number: u32, name: Option<&str>) {
        self.sheets.extend(name.map(|name| (number, name.to_owned())));
    }

    /// Notes an entry; gives the words for the place where the same one stood before.
    pub fn note(&mut self, key: impl Hash, at: Spot) -> Option<String> {
        let earlier = self.seen.note(key, packed(at))?;
        Some(self.words(earlier, at))
    }

    /// The words for the place where an entry stood, without noting anything.
    pub fn find(&self, key: impl Hash, at: Spot) -> Option<String> {
        Some(self.words(self.seen.find(key)?, at))
    }

    fn words(&self, packed: u32, at: Spot) -> String {
        let earlier = if at.sheet == 0 {
            Spot { sheet: 0, line: packed }
        } else {
            Spot { sheet: packed / LINES, line: packed % LINES }
        };
        match self.sheets.get(&earlier.sheet).filter(|_| earlier.sheet != at.sheet) {
            Some(name) => format!("dòng {} của trang “{name}”", earlier.line),
            None => format!("dòng {} của tệp", earlier.line),
        }
    }
}

fn packed(at: Spot) -> u32 {
    at.sheet.saturating_mul(LINES).saturating_add(at.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_is_told_where_the_first_stands() {
        let mut doubles = Doubles::default();
        doubles.enter(0, Some("Nà Mạ"));
        doubles.enter(1, Some("Bản Giốc"));
        let spot = |sheet, line| Spot { sheet, line };
        assert_eq!(doubles.note("a", spot(0, 7)), None);
        assert_eq!(doubles.note("a", spot(0, 9)).as_deref(), Some("dòng 7 của tệp"));
        assert_eq!(doubles.note("a", spot(1, 4)).as_deref(), Some("dòng 7 của trang “Nà Mạ”"));
        assert_eq!(doubles.note("b", spot(1, 5)), None);
        assert_eq!(doubles.note("b", spot(1, 6)).as_deref(), Some("dòng 5 của tệp"));
        assert_eq!(doubles.find("b", spot(1, 7)).as_deref(), Some("dòng 5 của tệp"));
        assert_eq!(doubles.find("c", spot(1, 7)), None);
    }

    #[test]
    fn a_text_file_may_have_more_rows_than_a_sheet() {
        let mut doubles = Doubles::default();
        assert_eq!(doubles.note("a", Spot { sheet: 0, line: 3_000_000 }), None);
        let again = doubles.note("a", Spot { sheet: 0, line: 3_000_001 });
        assert_eq!(again.as_deref(), Some("dòng 3000000 của tệp"));
    }
}
