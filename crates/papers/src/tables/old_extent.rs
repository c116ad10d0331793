//! How far the sheets of an old workbook reach, found before its reader sets memory aside for the whole
//! rectangle: two cells in opposite corners of each sheet are enough to exhaust a machine.
//!
//! The layout follows [MS-CFB] (the file system inside the file) and [MS-XLS] (records of two bytes kind,
//! two bytes length). Only what is needed to find the corners is read.

use super::error::{TableError, Whereabouts};

/// Checks the workbook stream inside a compound file.
///
/// # Errors
/// When the chains are broken or the rectangles are too large together.
pub(super) fn check(bytes: &[u8], place: &Whereabouts) -> Result<(), TableError> {
    let compound = Compound::open(bytes).ok_or_else(|| place.damaged(0, "its directory is broken"))?;
    let stream = compound.workbook().ok_or_else(|| place.damaged(0, "the workbook inside is cut off"))?;
    let extent = extent(&stream);
    if extent.repeated_sheet {
        return Err(place.damaged(0, "two sheets begin at the same place"));
    }
    if extent.cells > MOST_CELLS {
        return Err(place.too_large(0, format!("its sheets span {} cells, limit {MOST_CELLS}", extent.cells)));
    }
    Ok(())
}

/// A compound file: sectors, and tables that chain them.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    chains: Vec<u32>,
    directory: Vec<u8>,
}

impl<'a> Compound<'a> {
    fn open(bytes: &'a [u8]) -> Option<Self> {
        let shift = u16_at(bytes, 30)?;
        if shift != 9 && shift != 12 {
            return None;
        }
        let mut compound = Self { bytes, sector: 1 << shift, chains: Vec::new(), directory: Vec::new() };
        compound.chains = compound.read_chains()?;
        compound.directory = compound.stream(u32_at(bytes, 48)?)?;
        Some(compound)
    }

    fn read_chains(&self) -> Option<Vec<u32>> {
        let mut places: Vec<u32> = (0..109).filter_map(|i| u32_at(self.bytes, 76 + 4 * i)).collect();
        let mut next = u32_at(self.bytes, 68)?;
        let per_sector = self.sector / 4 - 1;
        for _ in 0..self.most_sectors() {
            if next >= LAST_SECTOR {
                break;
            }
            let table = self.sector_at(next)?;
            places.extend((0..per_sector).filter_map(|i| u32_at(table, 4 * i)));
            next = u32_at(table, 4 * per_sector)?;
        }
        places.retain(|sector| *sector < LAST_SECTOR);
        if places.len() > self.most_sectors() {
            return None;
        }
        let mut chains = Vec::new();
        for sector in places {
            let table = self.sector_at(sector)?;
            chains.extend((0..self.sector / 4).filter_map(|i| u32_at(table, 4 * i)));
        }
        Some(chains)
    }

    fn most_sectors(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    fn sector_at(&self, number: u32) -> Option<&'a [u8]> {
        let start = (usize::try_from(number).ok()?.checked_add(1)?).checked_mul(self.sector)?;
        // The last sector of a file may be short.
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()))
    }

    fn stream(&self, first: u32) -> Option<Vec<u8>> {
        let mut content = Vec::new();
        let mut next = first;
        for _ in 0..self.most_sectors() {
            if next >= LAST_SECTOR {
                return Some(content);
            }
            content.extend_from_slice(self.sector_at(next)?);
            next = *self.chains.get(usize::try_from(next).ok()?)?;
        }
        None
    }

    /// The stream named `Workbook`, or `Book` before 1997.
    fn workbook(&self) -> Option<Vec<u8>> {
        let entries = || self.directory.chunks_exact(128);
        let named = |wanted: &str| entries().find(|entry| name_of(entry).eq_ignore_ascii_case(wanted));
        let entry = named("Workbook").or_else(|| named("Book"))?;
        let size = usize::try_from(u32_at(entry, 120)?).ok()?;
        let first = u32_at(entry, 116)?;
        let mut content = if size < SMALL_STREAM {
            let root = entries().next()?;
            self.small_stream(&self.stream(u32_at(root, 116)?)?, first)?
        } else {
            self.stream(first)?
        };
        content.truncate(size);
        Some(content)
    }

    /// Streams under 4 KB lie together in one, in pieces of 64 bytes with a table of their own.
    fn small_stream(&self, together: &[u8], first: u32) -> Option<Vec<u8>> {
        let table = self.stream(u32_at(self.bytes, 60)?)?;
        let mut content = Vec::new();
        let mut next = first;
        for _ in 0..=SMALL_STREAM / SMALL_SECTOR {
            if next >= LAST_SECTOR {
                return Some(content);
            }
            let at = usize::try_from(next).ok()?;
            let start = at.checked_mul(SMALL_SECTOR)?;
            content.extend_from_slice(together.get(start..(start + SMALL_SECTOR).min(together.len()))?);
            next = u32_at(&table, at.checked_mul(4)?)?;
        }
        None
    }
}

/// What the records of a workbook span together.
#[derive(Debug, Default, PartialEq)]
struct Extent {
    cells: u64,
    repeated_sheet: bool,
}

fn extent(stream: &[u8]) -> Extent {
    let mut all = Extent::default();
    let mut sheets: Vec<u32> = Vec::new();
    let mut corners: Option<[u16; 4]> = None;
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) {
        let data = stream.get(at + 4..).unwrap_or_default();
        match kind {
            BOUND_SHEET => sheets.extend(u32_at(data, 0)),
            BEGINNING | END => all.cells = all.cells.saturating_add(corners.take().map_or(0, area)),
            CELL_FIRST..=CELL_LAST | FORMULA | MANY_NUMBERS | RICH_TEXT | SHARED_TEXT | NUMBER => {
                if let (Some(row), Some(column)) = (u16_at(data, 0), u16_at(data, 2)) {
                    corners = Some(widened(corners, row, column));
                    let last = usize::from(length).checked_sub(2).and_then(|end| u16_at(data, end));
                    if let (MANY_NUMBERS, Some(last)) = (kind, last) {
                        corners = Some(widened(corners, row, last));
                    }
                }
            }
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    all.cells = all.cells.saturating_add(corners.map_or(0, area));
    let count = sheets.len();
    sheets.sort_unstable();
    sheets.dedup();
    all.repeated_sheet = sheets.len() < count;
    all
}

fn widened(corners: Option<[u16; 4]>, row: u16, column: u16) -> [u16; 4] {
    let [top, left, bottom, right] = corners.unwrap_or([row, column, row, column]);
    [top.min(row), left.min(column), bottom.max(row), right.max(column)]
}

fn area([top, left, bottom, right]: [u16; 4]) -> u64 {
    (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
}

fn name_of(entry: &[u8]) -> String {
    let bytes = usize::from(u16_at(entry, 64).unwrap_or(0)).saturating_sub(2).min(64);
    let units = entry.get(..bytes).unwrap_or_default().chunks_exact(2);
    char::decode_utf16(units.filter_map(|pair| u16_at(pair, 0))).map(|c| c.unwrap_or('?')).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk::<2>().map(|pair| u16::from_le_bytes(*pair))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk::<4>().map(|four| u32::from_le_bytes(*four))
}

/// Cells of all sheets together: 65,536 rows of 90 columns.
const MOST_CELLS: u64 = 6_000_000;
const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const SMALL_STREAM: usize = 4096;
const SMALL_SECTOR: usize = 64;
const BEGINNING: u16 = 0x0809;
const END: u16 = 0x000A;
const BOUND_SHEET: u16 = 0x0085;
const FORMULA: u16 = 0x0006;
const MANY_NUMBERS: u16 = 0x00BD;
const RICH_TEXT: u16 = 0x00D6;
const SHARED_TEXT: u16 = 0x00FD;
/// Blank, number, text, logical.
const CELL_FIRST: u16 = 0x0202;
const CELL_LAST: u16 = 0x0205;
const NUMBER: u16 = 0x027E;

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: u16, data: &[u16]) -> Vec<u8> {
        let length = u16::try_from(data.len() * 2).expect("short");
        [kind, length].iter().chain(data).flat_map(|unit| unit.to_le_bytes()).collect()
    }

    #[test]
    fn two_cells_in_opposite_corners_span_the_whole_sheet() {
        let one = [
            record(BEGINNING, &[0]),
            record(CELL_LAST, &[0, 0]),
            record(CELL_LAST, &[65_535, 255]),
            record(END, &[]),
        ]
        .concat();
        assert_eq!(extent(&one).cells, 16_777_216);
        assert_eq!(extent(&one.repeat(3)).cells, 3 * 16_777_216, "every sheet counts");
    }

    #[test]
    fn a_record_of_many_numbers_reaches_to_its_last_column() {
        assert_eq!(extent(&record(MANY_NUMBERS, &[4, 2, 0, 0, 0, 9])).cells, 8);
    }

    #[test]
    fn sheets_that_share_their_cells_are_found() {
        let twice = record(BOUND_SHEET, &[7, 0, 0]).repeat(2);
        assert!(extent(&twice).repeated_sheet);
    }

    #[test]
    fn broken_chains_end_in_an_error_and_not_in_a_loop() {
        let mut bytes = vec![0; 4096];
        bytes[30] = 9;
        assert!(check(&bytes, &Whereabouts::default()).is_err());
        assert!(check(b"short", &Whereabouts::default()).is_err());
    }
}
