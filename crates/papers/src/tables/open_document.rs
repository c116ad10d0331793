//! Sheets of LibreOffice (OpenDocument), streamed from the package.
//!
//! A reader of our own, because an OpenDocument row can claim to stand a million times and a cell a
//! thousand: repeats are counted here and never laid out in memory.

use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::read::ZipFile;

use super::cell::RowBuffer;
use super::error::{TableError, Whereabouts};
use super::limits;
use super::open_document_cell::{OpenCell, attribute};
use super::package::{self, Package};

/// An opened document.
pub(super) struct OpenDocument {
    package: Package,
    sheets: Vec<String>,
}

type Xml<'a> = Reader<BufReader<ZipFile<'a, BufReader<File>>>>;

impl OpenDocument {
    /// Opens the package and lists the sheets that are not hidden.
    pub(super) fn open(path: &Path, place: &Whereabouts) -> Result<Self, TableError> {
        let file = File::open(path).map_err(|e| place.unreadable(e))?;
        let mut package = package::open(file, place)?;
        if is_locked(&mut package, place)? {
            return Err(place.password());
        }
        let sheets = visible_sheets(&mut package, place)?;
        Ok(Self { package, sheets })
    }

    /// Names of the sheets that the person sees.
    pub(super) fn sheets(&self) -> Vec<String> {
        self.sheets.clone()
    }

    /// The rows of a sheet.
    pub(super) fn rows(&mut self, place: &Whereabouts) -> Result<OpenDocumentRows<'_>, TableError> {
        let mut xml = content(&mut self.package, place)?;
        let mut buffer = Vec::new();
        loop {
            match event(&mut xml, &mut buffer, place, 0)? {
                Event::Start(tag)
                    if tag.name().as_ref() == "table:table"
                        && attribute(&tag, "table:name") == place.sheet =>
                {
                    break;
                }
                Event::Eof => return Err(place.damaged(0, "the sheet is not there any more")),
                _ => {}
            }
            buffer.clear();
        }
        Ok(OpenDocumentRows {
            xml,
            place: place.clone(),
            line: 1,
            repeats: 0,
            used: 0,
            cell: OpenCell::default(),
        })
    }
}

/// The rows of a sheet.
pub(super) struct OpenDocumentRows<'a> {
    xml: Xml<'a>,
    place: Whereabouts,
    /// Number of the row that comes next.
    line: u32,
    /// How many times more the last row stands.
    repeats: u32,
    used: u64,
    cell: OpenCell,
}

impl OpenDocumentRows<'_> {
    /// Fills `row` with the next row that has cells; `false` at the end.
    pub(super) fn next_row(&mut self, row: &mut RowBuffer) -> Result<bool, TableError> {
        if self.repeats > 0 {
            self.repeats -= 1;
            row.renumber(self.line);
            self.line += 1;
            return self.count(row);
        }
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let repeats = match event(&mut self.xml, &mut buffer, &self.place, self.line)? {
                Event::Start(tag) if tag.name().as_ref() == "table:table-row" => {
                    repeats(&tag, "table:number-rows-repeated")
                }
                Event::Empty(tag) if tag.name().as_ref() == "table:table-row" => {
                    self.line = self.line.saturating_add(repeats(&tag, "table:number-rows-repeated"));
                    continue;
                }
                Event::End(tag) if tag.name().as_ref() == "table:table" => return Ok(false),
                Event::Eof => return Err(self.place.damaged(self.line, "it ends in the middle")),
                _ => continue,
            };
            row.start(self.line);
            self.read_cells(row)?;
            if row.is_blank() {
                self.line = self.line.saturating_add(repeats);
                continue;
            }
            if self.line.saturating_add(repeats) > limits::ROWS {
                return Err(self.place.too_large(self.line, format!("more than {} rows", limits::ROWS)));
            }
            self.line = self.line.saturating_add(1);
            self.repeats = repeats.saturating_sub(1);
            return self.count(row);
        }
    }

    /// A row that claims to stand too often is caught by the sum of its cells.
    fn count(&mut self, row: &RowBuffer) -> Result<bool, TableError> {
        let used = row.cells().filter(|cell| !cell.is_blank()).count();
        self.used = self.used.saturating_add(u64::try_from(used).unwrap_or(u64::MAX));
        if self.used > limits::CELLS {
            return Err(self.place.too_large(row.line(), format!("more than {} cells", limits::CELLS)));
        }
        Ok(true)
    }

    fn read_cells(&mut self, row: &mut RowBuffer) -> Result<(), TableError> {
        let mut buffer = Vec::new();
        let mut column = 0;
        loop {
            buffer.clear();
            match event(&mut self.xml, &mut buffer, &self.place, self.line)? {
                Event::Start(tag) if is_cell(&tag) => {
                    let times = repeats(&tag, "table:number-columns-repeated");
                    self.cell.begin(&tag);
                    let end = tag.name().as_ref().to_owned();
                    self.read_text(&end)?;
                    column = self.put(row, column, times)?;
                }
                Event::Empty(tag) if is_cell(&tag) => {
                    let times = repeats(&tag, "table:number-columns-repeated");
                    self.cell.begin(&tag);
                    column = self.put(row, column, times)?;
                }
                Event::End(tag) if tag.name().as_ref() == "table:table-row" => return Ok(()),
                Event::Eof => return Err(self.place.damaged(self.line, "it ends in the middle")),
                _ => {}
            }
        }
    }

    fn put(&self, row: &mut RowBuffer, column: usize, times: u32) -> Result<usize, TableError> {
        let after = column.saturating_add(usize::try_from(times).unwrap_or(usize::MAX));
        let value = self.cell.value();
        if !value.is_blank() {
            if after > limits::COLUMNS {
                return Err(self
                    .place
                    .too_large(self.line, format!("more than {} columns", limits::COLUMNS)));
            }
            (column..after).for_each(|column| row.put(column, value));
        }
        Ok(after)
    }

    /// The paragraphs of a cell, without its comments.
    fn read_text(&mut self, end: &str) -> Result<(), TableError> {
        let mut buffer = Vec::new();
        let mut comments = 0u32;
        loop {
            buffer.clear();
            match event(&mut self.xml, &mut buffer, &self.place, self.line)? {
                Event::Start(tag) if tag.name().as_ref() == "office:annotation" => comments += 1,
                Event::End(tag) if tag.name().as_ref() == "office:annotation" => {
                    comments = comments.saturating_sub(1);
                }
                Event::End(tag) if tag.name().as_ref() == end => return Ok(()),
                Event::Eof => return Err(self.place.damaged(self.line, "it ends in the middle")),
                _ if comments > 0 => {}
                Event::Start(tag) | Event::Empty(tag) => self.cell.open_tag(&tag),
                Event::Text(text) => self.cell.add(&text.xml10_content()),
                Event::GeneralRef(reference) => {
                    let letter = reference.resolve_char_ref().ok().flatten();
                    let name = reference.xml10_content();
                    let known = quick_xml::escape::resolve_predefined_entity(&name);
                    match (letter, known) {
                        (Some(letter), _) => self.cell.add(letter.encode_utf8(&mut [0; 4])),
                        (None, Some(text)) => self.cell.add(text),
                        (None, None) => {}
                    }
                }
                _ => {}
            }
            if self.cell.is_too_long() {
                return Err(self
                    .place
                    .too_large(self.line, "a cell of more than 32,767 characters".to_owned()));
            }
        }
    }
}

fn is_cell(tag: &BytesStart<'_>) -> bool {
    matches!(tag.name().as_ref(), "table:table-cell" | "table:covered-table-cell")
}

fn repeats(tag: &BytesStart<'_>, name: &str) -> u32 {
    attribute(tag, name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn content<'a>(package: &'a mut Package, place: &Whereabouts) -> Result<Xml<'a>, TableError> {
    let part = package.by_name("content.xml").map_err(|e| place.damaged(0, e))?;
    Ok(Reader::from_reader(BufReader::new(part)))
}

fn event<'b>(
    xml: &mut Xml<'_>,
    buffer: &'b mut Vec<u8>,
    place: &Whereabouts,
    line: u32,
) -> Result<Event<'b>, TableError> {
    xml.read_event_into(buffer).map_err(|e| place.damaged(line, e))
}

fn is_locked(package: &mut Package, place: &Whereabouts) -> Result<bool, TableError> {
    let Ok(part) = package.by_name("META-INF/manifest.xml") else {
        return Ok(false);
    };
    let mut manifest = Vec::new();
    part.take(1_048_576).read_to_end(&mut manifest).map_err(|e| place.damaged(0, e))?;
    Ok(String::from_utf8_lossy(&manifest).contains("encryption-data"))
}

/// Sheets whose style does not hide them; the styles stand before the sheets.
fn visible_sheets(package: &mut Package, place: &Whereabouts) -> Result<Vec<String>, TableError> {
    let mut xml = content(package, place)?;
    let (mut hidden, mut sheets) = (Vec::new(), Vec::new());
    let (mut style, mut buffer) = (None, Vec::new());
    loop {
        match event(&mut xml, &mut buffer, place, 0)? {
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "style:style" => style = attribute(&tag, "style:name"),
                "style:table-properties" if attribute(&tag, "table:display").as_deref() == Some("false") => {
                    hidden.extend(style.take());
                }
                "table:table" if sheets.len() < limits::SHEETS => {
                    let shown =
                        attribute(&tag, "table:style-name").is_none_or(|name| !hidden.contains(&name));
                    sheets.extend(attribute(&tag, "table:name").filter(|_| shown));
                }
                _ => {}
            },
            Event::Eof => return Ok(sheets),
            _ => {}
        }
        buffer.clear();
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::write::SimpleFileOptions;

    use super::*;

    /// Every row with its number, or the error.
    fn rows_of(table: &str) -> Result<Vec<(u32, Vec<String>)>, TableError> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let mut writer = zip::ZipWriter::new(file.reopen().expect("opened"));
        writer.start_file("content.xml", SimpleFileOptions::default()).expect("started");
        write!(writer, "<office:body><table:table table:name=\"A\">{table}").expect("written");
        writer.finish().expect("finished");
        let place = Whereabouts { file: "ds.ods".into(), sheet: Some("A".into()) };
        let mut document = OpenDocument::open(file.path(), &place)?;
        let mut rows = document.rows(&place)?;
        let (mut row, mut all) = (RowBuffer::default(), Vec::new());
        while rows.next_row(&mut row)? {
            all.push((row.line(), row.cells().map(|cell| cell.display()).collect()));
        }
        Ok(all)
    }

    const CELL: &str =
        "<table:table-cell office:value-type=\"string\"><text:p>Nông&#160;&amp;</text:p></table:table-cell>";

    #[test]
    fn repeats_are_counted_and_never_laid_out() {
        let table = format!(
            "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\"/>{CELL}\
             <table:table-cell table:number-columns-repeated=\"16381\"/></table:table-row>\
             <table:table-row table:number-rows-repeated=\"4000000000\"><table:table-cell/></table:table-row></table:table>"
        );
        let cells = vec![String::new(), String::new(), "Nông\u{a0}&".to_owned()];
        assert_eq!(rows_of(&table).expect("rows"), [(1_000_001, cells.clone()), (1_000_002, cells)]);
    }

    #[test]
    fn a_row_that_claims_to_stand_a_thousand_million_times_is_refused() {
        let table = format!(
            "<table:table-row table:number-rows-repeated=\"1000000000\">{CELL}</table:table-row></table:table>"
        );
        assert!(rows_of(&table).expect_err("refused").to_string().contains("more than 1048576 rows"));
        let wide =
            CELL.replace("office:value-type", "table:number-columns-repeated=\"16000\" office:value-type");
        let table = format!("<table:table-row>{wide}</table:table-row></table:table>");
        assert!(rows_of(&table).expect_err("refused").to_string().contains("more than 1000 columns"));
    }

    #[test]
    fn a_comment_is_no_part_of_its_cell_and_a_cut_is_told() {
        let table = "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>xem lại</text:p>\
             </office:annotation><text:p>Hà<text:s text:c=\"2\"/>Nam</text:p><text:p>hai</text:p></table:table-cell></table:table-row>";
        let whole = format!("{table}</table:table>");
        assert_eq!(rows_of(&whole).expect("rows"), [(1, vec!["Hà  Nam\nhai".to_owned()])]);
        assert!(rows_of(table).expect_err("cut off").to_string().contains("ends in the middle"));
    }
}
