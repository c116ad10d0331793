//! Exports: a heading that stays in sight, a filter, widths that fit, numbers as numbers.

use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

use super::sheet::Sheet;
use super::{DelimitedList, Value, WriteError};

/// A column of an export.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ListColumn {
    /// The heading.
    pub title: &'static str,
    /// Width in characters.
    pub width: u16,
}

/// A list in a workbook.
pub struct WorkbookList {
    sheet: Sheet,
    path: PathBuf,
    columns: u16,
    rows: u32,
}

/// The paper's number in the workbook format.
const A4: u8 = 9;

impl WorkbookList {
    /// Begins the list with its heading; `name` stands on the tab of the sheet (at most 31 characters).
    ///
    /// # Errors
    /// When no file can be made in the folder of `path`.
    pub fn begin(path: &Path, name: &str, columns: &[ListColumn]) -> Result<Self, WriteError> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut sheet = Sheet::begin(name, folder)?;
        for (column, spec) in (0u16..).zip(columns) {
            sheet.worksheet.set_column_width(column, f64::from(spec.width))?;
            sheet.worksheet.write_string_with_format(0, column, spec.title, &sheet.heading)?;
        }
        sheet.worksheet.set_freeze_panes(1, 0)?;
        sheet.worksheet.set_repeat_rows(0, 0)?;
        // Printed on A4 across, every column on the page: a row cut in two cannot be read.
        sheet.worksheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
        let columns = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        Ok(Self { sheet, path: path.to_owned(), columns, rows: 0 })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the sheet is full (1,048,576 rows) or the disk is.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        self.rows += 1;
        for (column, value) in (0u16..).zip(values) {
            self.sheet.put(self.rows, column, *value)?;
        }
        Ok(())
    }

    /// Writes the file; tells how many rows stand below the heading.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(mut self) -> Result<u64, WriteError> {
        if self.columns > 0 {
            self.sheet.worksheet.autofilter(0, 0, self.rows, self.columns - 1)?;
        }
        self.sheet.save(&self.path)?;
        Ok(u64::from(self.rows))
    }
}

/// A list in whichever form the name of the file asks for.
pub enum List {
    /// A name that ends in `.xlsx`.
    Workbook(Box<WorkbookList>),
    /// Any other.
    Delimited(Box<DelimitedList<BufWriter<File>>>),
}

impl List {
    /// Begins the list: a workbook for `.xlsx`, CSV for any other name.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn begin(path: &Path, name: &str, columns: &[ListColumn]) -> Result<Self, WriteError> {
        if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx")) {
            return Ok(Self::Workbook(Box::new(WorkbookList::begin(path, name, columns)?)));
        }
        let titles: Vec<&str> = columns.iter().map(|column| column.title).collect();
        let target = BufWriter::with_capacity(256 * 1024, File::create(path)?);
        Ok(Self::Delimited(Box::new(DelimitedList::begin(target, &titles)?)))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the disk or the sheet is full.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        match self {
            Self::Workbook(list) => list.row(values),
            Self::Delimited(list) => list.row(values),
        }
    }

    /// Ends the list; tells how many rows stand below the heading.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> Result<u64, WriteError> {
        match self {
            Self::Workbook(list) => list.finish(),
            Self::Delimited(list) => list.finish(),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;
    use crate::tables::people::{PersonField, SCHEMA};
    use crate::tables::{Cell, open};

    const COLUMNS: [ListColumn; 3] = [
        ListColumn { title: "Họ và tên", width: 28 },
        ListColumn { title: "Số CCCD", width: 15 },
        ListColumn { title: "Ghi chú", width: 40 },
    ];

    fn write(path: &Path, rows: &[[Value<'_>; 3]]) -> u64 {
        let mut list = List::begin(path, "Danh sách", &COLUMNS).expect("begun");
        rows.iter().for_each(|row| list.row(row).expect("written"));
        list.finish().expect("finished")
    }

    fn read(path: &Path) -> Vec<Vec<String>> {
        let mut table = open(path, &SCHEMA).expect("a list");
        let mut rows = table.rows().expect("rows");
        let mut all = Vec::new();
        while let Some(row) = rows.next_row().expect("a row") {
            let fields = [PersonField::FullName, PersonField::Number, PersonField::Note];
            all.push(fields.iter().map(|field| row.cell(*field).display()).collect());
        }
        all
    }

    #[test]
    fn a_workbook_keeps_zeros_numbers_and_days_apart() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("ds.XLSX");
        let rows = [
            [Value::Text("Nông Thị Hà"), Value::Text("004175000123"), Value::Day(date(1975, 3, 15))],
            [Value::Text("=1+1"), Value::Empty, Value::Whole(7)],
        ];
        assert_eq!(write(&path, &rows), 2);
        let mut table = open(&path, &SCHEMA).expect("a list");
        let mut rows = table.rows().expect("rows");
        let row = rows.next_row().expect("readable").expect("first");
        assert_eq!(row.cell(PersonField::Number), Cell::Text("004175000123"));
        assert_eq!(row.cell(PersonField::Note), Cell::Day(date(1975, 3, 15)));
        let row = rows.next_row().expect("readable").expect("second");
        assert_eq!(row.cell(PersonField::FullName), Cell::Text("=1+1"), "a text, not a formula");
        assert_eq!(row.cell(PersonField::Note), Cell::Number(7.0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        #[test]
        fn any_list_we_write_as_text_reads_back_the_same(
            rows in prop::collection::vec(("[A-ZĐ][a-zàảữ]{1,9}", any::<String>(), ".{0,9}\\PC[\r\n\"',;=+-]{0,3}[0-9a-zớ]"), 1..9)
        ) {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("ds.csv");
            let values: Vec<[Value<'_>; 3]> =
                rows.iter().map(|(a, b, c)| [Value::Text(a), Value::Text(b), Value::Text(c)]).collect();
            prop_assert_eq!(write(&path, &values), u64::try_from(rows.len()).unwrap_or(0));
            let expected: Vec<Vec<String>> = rows.into_iter().map(|(a, b, c)| vec![a, b, c]).collect();
            prop_assert_eq!(read(&path), expected);
        }
    }
}
