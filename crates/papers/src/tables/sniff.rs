//! What a file is, judged by its content: the ending of the name is often wrong.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;

use super::error::{TableError, Whereabouts};
use super::limits;

/// The kinds of file that hold lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Text with a delimiter.
    Delimited,
    /// Office Open XML.
    Workbook,
    /// Excel 97 to 2003.
    OldWorkbook,
    /// LibreOffice.
    OpenDocument,
}

/// Looks into the file.
///
/// # Errors
/// When it is empty, too large, locked, or something else than a list.
pub(super) fn sniff(path: &Path, place: &Whereabouts) -> Result<Kind, TableError> {
    let mut file = File::open(path).map_err(|e| place.unreadable(e))?;
    let size = file.metadata().map_err(|e| place.unreadable(e))?.len();
    if size == 0 {
        return Err(TableError::Empty { file: place.file.clone() });
    }
    if size > limits::FILE_BYTES {
        return Err(place.too_large(0, format!("more than {} MB", limits::FILE_BYTES / 1_048_576)));
    }
    let mut start = Vec::new();
    file.by_ref().take(4096).read_to_end(&mut start).map_err(|e| place.unreadable(e))?;
    if start.starts_with(b"PK\x03\x04") {
        return package_kind(file, place);
    }
    if start.starts_with(COMPOUND) {
        return compound_kind(file, size, place);
    }
    match foreign(&start) {
        Some(found) => Err(place.not_a_table(found)),
        None if start.iter().all(u8::is_ascii_whitespace) && size <= 4096 => {
            Err(TableError::Empty { file: place.file.clone() })
        }
        None => Ok(Kind::Delimited),
    }
}

fn package_kind(mut file: File, place: &Whereabouts) -> Result<Kind, TableError> {
    file.seek(SeekFrom::Start(0)).map_err(|e| place.unreadable(e))?;
    let archive = zip::ZipArchive::new(std::io::BufReader::new(file)).map_err(|e| place.damaged(0, e))?;
    let has = |part: &str| archive.file_names().flatten().any(|name| name.eq_ignore_ascii_case(part));
    if has("xl/workbook.bin") {
        return Err(place.not_a_table("a binary workbook (.xlsb)"));
    }
    if has("word/document.xml") {
        return Err(place.not_a_table("a Word document"));
    }
    if has("ppt/presentation.xml") {
        return Err(place.not_a_table("a presentation"));
    }
    if has("content.xml") && has("mimetype") {
        return Ok(Kind::OpenDocument);
    }
    if has("[Content_Types].xml") || archive.file_names().flatten().any(|name| name.ends_with("workbook.xml"))
    {
        return Ok(Kind::Workbook);
    }
    Err(place.not_a_table("a ZIP archive"))
}

/// A compound file holds old workbooks, old letters, and new workbooks behind a password.
fn compound_kind(mut file: File, size: u64, place: &Whereabouts) -> Result<Kind, TableError> {
    if size > limits::OLD_WORKBOOK_BYTES {
        let what = format!("an old workbook of more than {} MB", limits::OLD_WORKBOOK_BYTES / 1_048_576);
        return Err(place.too_large(0, what));
    }
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0)).map_err(|e| place.unreadable(e))?;
    file.read_to_end(&mut bytes).map_err(|e| place.unreadable(e))?;
    let holds = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if holds("EncryptedPackage") {
        Err(place.password())
    } else if holds("Workbook") || holds("Book") {
        Ok(Kind::OldWorkbook)
    } else if holds("WordDocument") {
        Err(place.not_a_table("a Word document"))
    } else {
        Err(place.not_a_table("an old Office file that is no workbook"))
    }
}

/// Things that get sent by mistake, by how they begin.
fn foreign(start: &[u8]) -> Option<&'static str> {
    let text =
        String::from_utf8_lossy(start).trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    let page = ["<!doctype", "<html", "<table", "<head", "<meta"];
    if page.iter().any(|tag| text.starts_with(tag)) {
        return Some("a web page");
    }
    if text.starts_with("<?xml") || text.starts_with("<workbook") {
        return Some("an XML file");
    }
    if text.starts_with("{\\rtf") {
        return Some("a rich text document");
    }
    for (magic, found) in FOREIGN {
        if start.starts_with(magic) {
            return Some(found);
        }
    }
    let marked = [&b"\xFF\xFE"[..], b"\xFE\xFF", b"\xEF\xBB\xBF"].iter().any(|mark| start.starts_with(mark));
    (!marked && start.contains(&0)).then_some("a file of another program")
}

const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
const FOREIGN: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xFF\xD8\xFF", "a picture"),
    (b"GIF8", "a picture"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xBC\xAF", "a 7-Zip archive"),
];

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn kind_of(bytes: &[u8]) -> Result<Kind, String> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        let place = Whereabouts { file: "ds.xlsx".into(), sheet: None };
        sniff(file.path(), &place).map_err(|e| e.to_string())
    }

    #[test]
    fn the_content_counts_and_not_the_name() {
        assert_eq!(kind_of("Họ và tên,Năm sinh\n".as_bytes()), Ok(Kind::Delimited));
        assert_eq!(kind_of(b"\xFF\xFEH\0o\0"), Ok(Kind::Delimited));
    }

    #[test]
    fn what_is_no_list_is_named() {
        for (bytes, word) in [
            (&b"%PDF-1.7"[..], "a PDF"),
            (b"\xFF\xD8\xFF\xE0", "a picture"),
            (b"\xEF\xBB\xBF  <HTML><table>", "a web page"),
            (b"<?xml version='1.0'?><Workbook>", "an XML file"),
            (b"MZ\0\0", "another program"),
            (b"", "is empty"),
            (b" \r\n \r\n", "is empty"),
            (b"PK\x03\x04rest", "damaged"),
            (&[COMPOUND, b"nothing known"].concat(), "no workbook"),
        ] {
            let said = kind_of(bytes).expect_err("not a list");
            assert!(said.contains(word), "{said}");
        }
    }
}
