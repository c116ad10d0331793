//! A second file hidden in the first: what one program shows as a picture another runs as a page or
//! unpacks as an archive.

use crate::Refused;
use crate::container::{own_length, word};
use crate::sniff::Kind;

/// Archives, papers and programs that are found behind the end of a file. Not here: JPEG and MP4, which
/// phones hang behind a photograph (moving and wide-range pictures) and which go when it is developed.
const BEHIND: [&[u8]; 6] =
    [b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"%PDF-", b"PK\x03\x04", b"\x7fELF", b"!<arch>\n"];
/// How a page or a script begins, in small letters.
const PAGES: [&[u8]; 6] = [b"<script", b"<!doctype html", b"<html>", b"<html ", b"<iframe", b"<?php "];
/// A ZIP archive ends with this; unpackers look for it from the end of the file.
const ZIP_END: &[u8] = b"PK\x05\x06";
/// The end record has at least so many bytes, and a comment of at most 65,535.
const ZIP_END_BYTES: usize = 22;
/// Readers of PDF take a file whose mark stands within its first bytes.
const PDF_HEAD: usize = 1_024;

/// Refuses a file in which another one hides.
pub(crate) fn refuse(kind: Kind, bytes: &[u8]) -> Result<(), Refused> {
    let tail = own_length(kind, bytes).map_or(&[][..], |end| bytes.get(end..).unwrap_or_default());
    let head = bytes.get(..bytes.len().min(PDF_HEAD)).unwrap_or_default();
    let found = if holds_page(bytes) {
        Some("a web page or a script")
    } else if ends_as_zip(bytes) {
        Some("an archive")
    } else if kind != Kind::Pdf && holds(head, b"%PDF-") {
        Some("a PDF")
    } else if BEHIND.iter().any(|mark| holds(tail, mark)) || tail.starts_with(b"MZ") {
        Some("another file")
    } else {
        None
    };
    found.map_or(Ok(()), |what| {
        Err(Refused::new(
            "evidence.two_in_one",
            format!("Behind the file hides {what}."),
            "Send a screenshot or a new photograph of it instead.",
        ))
    })
}

fn holds(bytes: &[u8], mark: &[u8]) -> bool {
    bytes.windows(mark.len()).any(|part| part == mark)
}

/// One pass over all bytes: a page inside starts with `<`, whatever is around it.
fn holds_page(bytes: &[u8]) -> bool {
    let starts = |rest: &[u8]| {
        PAGES.iter().any(|page| rest.get(..page.len()).is_some_and(|part| part.eq_ignore_ascii_case(page)))
    };
    bytes.iter().enumerate().any(|(at, byte)| *byte == b'<' && starts(&bytes[at..]))
}

/// Whether an unpacker would take the file: an end record whose comment reaches just to the end.
fn ends_as_zip(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(ZIP_END_BYTES + usize::from(u16::MAX));
    let last = bytes.get(from..).unwrap_or_default();
    last.windows(ZIP_END.len()).enumerate().any(|(at, part)| {
        let comment = || word(last, at + 18).map(|word| usize::from(u16::from_le_bytes([word[2], word[3]])));
        part == ZIP_END && comment().is_some_and(|length| at + ZIP_END_BYTES + length <= last.len())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_is_known_by_its_end() {
        let mut zip = b"anything PK\x05\x06".to_vec();
        zip.extend([0; 18]);
        assert!(ends_as_zip(&zip));
        assert!(!ends_as_zip(b"PK\x05\x06 cut off"));
    }

    #[test]
    fn a_page_is_known_whatever_the_case_of_its_letters() {
        assert!(holds_page(b"\xff\xd8 <ScRiPt>"));
        assert!(holds_page(b"<HTML lang=vi>"));
        assert!(!holds_page(b"<x:xmpmeta xmlns:x='adobe:ns:meta/'> < script"));
    }
}
