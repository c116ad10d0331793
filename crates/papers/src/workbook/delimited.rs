//! Lists as CSV: UTF-8 with a mark, so that a double click in Windows shows the accents; comma; CRLF.

use std::io::Write;

use super::{Value, WriteError};

/// A list written to anything that takes bytes.
pub struct DelimitedList<W: Write> {
    writer: csv::Writer<W>,
    rows: u64,
    scratch: String,
}

impl<W: Write> DelimitedList<W> {
    /// Begins the list with its heading.
    ///
    /// # Errors
    /// When the target refuses.
    pub fn begin(mut target: W, titles: &[&str]) -> Result<Self, WriteError> {
        target.write_all(MARK)?;
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(target);
        writer.write_record(titles)?;
        Ok(Self { writer, rows: 0, scratch: String::new() })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When the target refuses.
    pub fn row(&mut self, values: &[Value<'_>]) -> Result<(), WriteError> {
        use std::fmt::Write as _;

        for value in values {
            self.scratch.clear();
            let field = match value {
                Value::Empty => "",
                Value::Text(text) if is_dangerous(text) => {
                    self.scratch.push('\'');
                    self.scratch.push_str(text);
                    &self.scratch
                }
                Value::Text(text) => text,
                Value::Whole(number) => written(&mut self.scratch, format_args!("{number}")),
                Value::Decimal(number) => written(&mut self.scratch, format_args!("{number}")),
                Value::Day(day) => {
                    let parts = format_args!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year());
                    // Writing into a text never fails.
                    let _ = self.scratch.write_fmt(parts);
                    &self.scratch
                }
            };
            self.writer.write_field(field)?;
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }

    /// Ends the list; tells how many rows were written below the heading.
    ///
    /// # Errors
    /// When the last bytes are refused.
    pub fn finish(mut self) -> Result<u64, WriteError> {
        self.writer.flush()?;
        Ok(self.rows)
    }
}

fn written<'s>(scratch: &'s mut String, value: std::fmt::Arguments<'_>) -> &'s str {
    // Writing into a text never fails.
    let _ = std::fmt::Write::write_fmt(scratch, value);
    scratch
}

/// Whether a spreadsheet program would run the text as a formula. Such a text gets an apostrophe before
/// it, and so does one that begins with an apostrophe and would be mistaken for it; the reader in `tables`
/// takes it off again.
pub(crate) fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\''])
}

const MARK: &[u8] = b"\xEF\xBB\xBF";

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_list_opens_with_its_accents_and_runs_no_formula() {
        let mut target = Vec::new();
        let mut list = DelimitedList::begin(&mut target, &["Họ và tên", "Điểm"]).expect("begun");
        list.row(&[Value::Text("=HYPERLINK(\"x\")"), Value::Whole(-1)]).expect("written");
        list.row(&[Value::Day(date(1975, 3, 5)), Value::Decimal(7.5)]).expect("written");
        assert_eq!(list.finish().expect("finished"), 2);
        let text = String::from_utf8(target).expect("UTF-8");
        assert_eq!(text, "\u{feff}Họ và tên,Điểm\r\n\"'=HYPERLINK(\"\"x\"\")\",-1\r\n05/03/1975,7.5\r\n");
    }
}
