//! How much a file may hold before it is refused: far above any list of a province, far below what would
//! exhaust the machine that reads it.

/// Largest file accepted, as it lies on the disk.
pub(super) const FILE_BYTES: u64 = 300 * 1024 * 1024;
/// Largest old workbook (XLS); it has to be in memory whole.
pub(super) const OLD_WORKBOOK_BYTES: u64 = 64 * 1024 * 1024;
/// Largest sheet or string table once unpacked. The package reader stops at the size that a part declares,
/// so checking what is declared is enough.
pub(super) const PART_BYTES: u64 = 2 * 1024 * 1024 * 1024;
/// Largest part that is read into memory whole: the shared strings.
pub(super) const STRINGS_BYTES: u64 = 160 * 1024 * 1024;
/// Parts up to this size may be packed as tightly as they like.
pub(super) const LOOSE_BYTES: u64 = 64 * 1024 * 1024;
/// A larger part that was packed to less than one in so many is no list: rows of people pack to a tenth,
/// empty ones to a hundredth.
pub(super) const TIGHTEST: u64 = 300;
/// Parts in a package; a workbook has a few dozen.
pub(super) const PARTS: usize = 10_000;
/// Rows of a sheet: what spreadsheet programs allow.
pub(super) const ROWS: u32 = 1_048_576;
/// Columns of a list. A used cell further right means that the file is no list.
pub(super) const COLUMNS: usize = 1_000;
/// Used cells of a sheet.
pub(super) const CELLS: u64 = 60_000_000;
/// Characters in a cell: what spreadsheet programs allow.
pub(super) const CELL_BYTES: usize = 4 * 32_767;
/// Rows in which the heading is looked for.
pub(super) const HEADING_ROWS: usize = 30;
/// Rows from which the alphabet of a column is judged.
pub(super) const SAMPLE_ROWS: usize = 200;
/// Sheets of a workbook that are looked at.
pub(super) const SHEETS: usize = 200;
