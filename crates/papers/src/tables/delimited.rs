//! Lists as text: CSV with comma, semicolon or tab, in the encodings that programs of the last thirty
//! years have written.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::cell::RowBuffer;
use super::encoding::{Encoding, Utf16Reader, judge};
use super::error::{TableError, Whereabouts};
use super::limits;

/// An opened text file: what its bytes mean and what parts its columns.
#[derive(Debug)]
pub(super) struct DelimitedFile {
    path: PathBuf,
    place: Whereabouts,
    encoding: Encoding,
    pub(super) delimiter: u8,
}

/// Delimiters in the order in which they win a draw.
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

impl DelimitedFile {
    /// Judges the encoding over the whole file; the delimiter is set by whoever looks for the heading.
    pub(super) fn open(path: &Path, place: &Whereabouts) -> Result<Self, TableError> {
        let file = File::open(path).map_err(|e| place.unreadable(e))?;
        let encoding = judge(BufReader::with_capacity(BUFFER, file)).map_err(|e| place.unreadable(e))?;
        Ok(Self { path: path.to_owned(), place: place.clone(), encoding, delimiter: b',' })
    }

    /// Reads from the first row.
    pub(super) fn rows(&self) -> Result<DelimitedRows, TableError> {
        let mut file = File::open(&self.path).map_err(|e| self.place.unreadable(e))?;
        let mark = self.encoding.mark_length();
        file.seek(SeekFrom::Start(mark)).map_err(|e| self.place.unreadable(e))?;
        let file = BufReader::with_capacity(BUFFER, file);
        let source: Box<dyn Read + Send> = match self.encoding {
            Encoding::Utf16 { big_endian } => Box::new(LastBreak::after(Utf16Reader::new(file, big_endian))),
            Encoding::Utf8 { .. } | Encoding::SingleByte => Box::new(LastBreak::after(file)),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            // Only the line feed ends a row; with the default the reader cannot tell how many it has passed.
            .terminator(csv::Terminator::Any(b'\n'))
            .delimiter(self.delimiter)
            .buffer_capacity(BUFFER)
            .from_reader(source);
        Ok(DelimitedRows {
            reader,
            record: csv::ByteRecord::new(),
            place: self.place.clone(),
            encoding: self.encoding,
            inner_breaks: 0,
        })
    }
}

/// The rows of a text file.
pub(super) struct DelimitedRows {
    reader: csv::Reader<Box<dyn Read + Send>>,
    record: csv::ByteRecord,
    place: Whereabouts,
    encoding: Encoding,
    /// Line breaks inside cells so far: a spreadsheet program does not count them as rows.
    inner_breaks: u64,
}

impl DelimitedRows {
    /// Fills `row` with the next row; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut RowBuffer) -> Result<bool, TableError> {
        let more = self.reader.read_byte_record(&mut self.record).map_err(|e| self.refuse(e))?;
        if !more {
            return Ok(false);
        }
        self.inner_breaks += breaks(self.record.as_slice());
        let passed = self.reader.position().line().saturating_sub(1).saturating_sub(self.inner_breaks);
        let line = u32::try_from(passed).unwrap_or(u32::MAX);
        if line > limits::ROWS.saturating_mul(4) {
            return Err(self.place.too_large(line, "more than 4 million rows".to_owned()));
        }
        self.fill(row, line)?;
        Ok(true)
    }

    fn fill(&self, row: &mut RowBuffer, line: u32) -> Result<(), TableError> {
        row.start(line);
        let last = self.record.len().saturating_sub(1);
        for (column, mut field) in self.record.iter().enumerate() {
            if column == last {
                field = field.strip_suffix(b"\r").unwrap_or(field);
            }
            if field.is_empty() {
                continue;
            }
            if field.len() > limits::CELL_BYTES {
                let detail = "a quotation mark was opened here and never closed";
                return Err(self.place.damaged(line, detail));
            }
            if column >= limits::COLUMNS {
                return Err(self.place.too_large(line, format!("more than {} columns", limits::COLUMNS)));
            }
            match self.encoding {
                Encoding::SingleByte => {
                    row.put_text(column, |all| all.extend(field.iter().map(|byte| char::from(*byte))));
                }
                Encoding::Utf8 { .. } | Encoding::Utf16 { .. } => match std::str::from_utf8(field) {
                    Ok(text) => row.put_text(column, |all| all.push_str(unguarded(text))),
                    Err(_) => row.put_text(column, |all| all.push_str(&String::from_utf8_lossy(field))),
                },
            }
        }
        Ok(())
    }

    fn refuse(&self, error: csv::Error) -> TableError {
        let line = error.position().map_or(0, |at| u32::try_from(at.line()).unwrap_or(0));
        match error.into_kind() {
            csv::ErrorKind::Io(source) => self.place.unreadable(source),
            other => self.place.damaged(line, format!("{other:?}")),
        }
    }
}

/// Ends the last row with a line feed when the file does not, so that rows can be counted by them.
struct LastBreak<R> {
    source: R,
    last: u8,
    ended: bool,
}

impl<R> LastBreak<R> {
    fn after(source: R) -> Self {
        Self { source, last: b'\n', ended: false }
    }
}

impl<R: Read> Read for LastBreak<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let length = self.source.read(into)?;
        if let Some(last) = into.get(..length).and_then(<[u8]>::last) {
            self.last = *last;
        } else if let Some(first) = into.first_mut().filter(|_| !self.ended && self.last != b'\n') {
            *first = b'\n';
            self.ended = true;
            return Ok(1);
        }
        Ok(length)
    }
}

/// Takes off the apostrophe that our own writer puts before a text which a spreadsheet program would run
/// as a formula.
fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if crate::workbook::is_dangerous(rest) => rest,
        _ => text,
    }
}

fn breaks(bytes: &[u8]) -> u64 {
    bytes.iter().map(|byte| u64::from(*byte == b'\n')).sum()
}

const BUFFER: usize = 256 * 1024;

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn rows_of(bytes: &[u8], delimiter: u8) -> Vec<(u32, Vec<String>)> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let mut opened = DelimitedFile::open(file.path(), &Whereabouts::default()).expect("opened");
        opened.delimiter = delimiter;
        let mut rows = opened.rows().expect("rows");
        let mut row = RowBuffer::default();
        let mut all = Vec::new();
        while rows.next_row(&mut row).expect("a row") {
            all.push((row.line(), row.cells().map(|cell| cell.display()).collect()));
        }
        all
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_numbers_them() {
        let rows = rows_of(b"a,b\r\n\r\n\"two\nlines\",x\r\nlast,y", b',');
        let filled = rows.iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty()));
        let lines: Vec<u32> = filled.map(|(line, _)| *line).collect();
        assert_eq!(lines, [1, 3, 4], "the blank row counts, the break inside a cell does not");
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let expected = vec![(1, vec!["Họ tên".to_owned(), "Đàm".to_owned()])];
        let text = "Họ tên;Đàm\n";
        assert_eq!(rows_of(text.as_bytes(), b';'), expected);
        assert_eq!(rows_of(&[b"\xEF\xBB\xBF", text.as_bytes()].concat(), b';'), expected);
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(rows_of(&[b"\xFF\xFE", little.as_slice()].concat(), b';'), expected);
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(rows_of(&[b"\xFE\xFF", big.as_slice()].concat(), b';'), expected);
    }

    #[test]
    fn bytes_of_old_fonts_are_kept_as_they_are() {
        assert_eq!(rows_of(b"H\xE4 v\xB5 t\xAAn\n", b','), [(1, vec!["Hä vµ tªn".to_owned()])]);
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found_before_it_swallows_the_list() {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(b"a,\"b\n").expect("written");
        for _ in 0..20_000 {
            file.write_all(b"Nong Van A,1975\n").expect("written");
        }
        let opened = DelimitedFile::open(file.path(), &Whereabouts::default()).expect("opened");
        let refused = opened.rows().expect("rows").next_row(&mut RowBuffer::default());
        assert!(refused.expect_err("refused").to_string().contains("never closed"));
    }
}
