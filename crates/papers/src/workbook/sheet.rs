//! One sheet written from top to bottom, with the few formats that lists need.

use std::path::Path;

use jiff::civil::date;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use sohoc_rules::time::Date;

use super::{Value, WriteError};

/// A workbook with one sheet whose rows leave the memory as soon as the next begins.
pub(super) struct Sheet {
    workbook: Workbook,
    pub(super) worksheet: Worksheet,
    text: Format,
    day: Format,
    pub(super) heading: Format,
    pub(super) marked: Format,
    pub(super) marked_day: Format,
    pub(super) wrapped: Format,
}

impl Sheet {
    /// Begins a sheet. Rows wait in an unnamed file in `folder`, where the workbook itself will be, so that
    /// personal data never lies in a folder that others read.
    pub(super) fn begin(name: &str, folder: Option<&Path>) -> Result<Self, WriteError> {
        let mut workbook = Workbook::new();
        if let Some(folder) = folder {
            workbook.set_tempdir(folder)?;
        }
        let mut worksheet = workbook.new_worksheet_with_constant_memory()?;
        worksheet.set_name(name)?;
        let day = Format::new().set_num_format("dd/mm/yyyy");
        let marked = Format::new().set_background_color(MARK);
        let heading = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center);
        Ok(Self {
            workbook,
            worksheet,
            text: Format::new().set_num_format("@"),
            marked_day: day.clone().set_background_color(MARK),
            day,
            heading: heading.set_align(FormatAlign::VerticalCenter).set_border(FormatBorder::Thin),
            marked,
            wrapped: Format::new().set_text_wrap(),
        })
    }

    /// Writes a value. Texts that look like numbers keep their zeros, because the cell says that it is text.
    pub(super) fn put(&mut self, row: u32, column: u16, value: Value<'_>) -> Result<(), WriteError> {
        let sheet = &mut self.worksheet;
        match value {
            Value::Empty | Value::Text("") => return Ok(()),
            Value::Text(text) if text.as_bytes().first().is_some_and(u8::is_ascii_digit) => {
                sheet.write_string_with_format(row, column, text, &self.text)?
            }
            Value::Text(text) => sheet.write_string(row, column, text)?,
            Value::Whole(number) => sheet.write_number(row, column, float(number))?,
            Value::Decimal(number) => sheet.write_number(row, column, number)?,
            Value::Day(day) => sheet.write_number_with_format(row, column, serial(day), &self.day)?,
        };
        Ok(())
    }

    /// Ends the sheet and begins another behind it.
    pub(super) fn turn(&mut self, name: &str) -> Result<(), WriteError> {
        let mut worksheet = self.workbook.new_worksheet_with_constant_memory()?;
        worksheet.set_name(name)?;
        self.workbook.push_worksheet(std::mem::replace(&mut self.worksheet, worksheet));
        Ok(())
    }

    /// Writes the file.
    pub(super) fn save(mut self, path: &Path) -> Result<(), WriteError> {
        self.workbook.push_worksheet(self.worksheet);
        self.workbook.save(path)?;
        Ok(())
    }
}

/// The number by which a workbook counts a day. The workbook believes in 29/02/1900, so days before March
/// 1900 are one less than the rule says.
pub(super) fn serial(day: Date) -> f64 {
    let days = day.duration_since(date(1899, 12, 30)).as_hours() / 24;
    float(if day < date(1900, 3, 1) { days - 1 } else { days })
}

fn float(number: i64) -> f64 {
    // Counts and scores; what does not fit 32 bits goes the long way round and loses nothing below 2^53.
    i32::try_from(number).map_or_else(|_| number.to_string().parse().unwrap_or(0.0), f64::from)
}

/// A pale yellow.
const MARK: u32 = 0x00FF_F2CC;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_the_program_counts_them() {
        assert_eq!(serial(date(1900, 1, 1)), 1.0);
        assert_eq!(serial(date(1900, 2, 28)), 59.0);
        assert_eq!(serial(date(1900, 3, 1)), 61.0);
        assert_eq!(serial(date(1975, 3, 15)), 27468.0);
        assert_eq!(float(9_007_199_254_740_991), 9_007_199_254_740_991.0);
    }
}
