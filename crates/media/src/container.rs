//! Where a file of a format ends by that format's own rules, so that what hangs behind it is seen.

use crate::sniff::Kind;

/// The length by the format's own rules; `None` when the bytes end before the file does, or when the
/// format has no end of its own.
pub(crate) fn own_length(kind: Kind, bytes: &[u8]) -> Option<usize> {
    match kind {
        Kind::Jpeg => jpeg(bytes),
        Kind::Png => png(bytes),
        Kind::Webp => webp(bytes),
        Kind::Pdf => pdf(bytes),
        Kind::Mp3 | Kind::M4a | Kind::Ogg => None,
    }
}

fn jpeg(bytes: &[u8]) -> Option<usize> {
    let mut at = 2;
    loop {
        while *bytes.get(at)? != 0xff {
            at += 1;
        }
        let marker = *bytes.get(at + 1)?;
        match marker {
            0xd9 => return Some(at + 2),
            // Fill bytes, stuffed bytes, restart marks and others that have no length.
            0xff => at += 1,
            0x00 | 0x01 | 0xd0..=0xd8 => at += 2,
            _ => at += 2 + usize::from(u16::from_be_bytes([*bytes.get(at + 2)?, *bytes.get(at + 3)?])),
        }
    }
}

fn png(bytes: &[u8]) -> Option<usize> {
    let mut at = 8;
    loop {
        let length = usize::try_from(u32::from_be_bytes(word(bytes, at)?)).ok()?;
        let kind = word(bytes, at + 4)?;
        at = at.checked_add(length)?.checked_add(12)?;
        if kind == *b"IEND" {
            return (at <= bytes.len()).then_some(at);
        }
    }
}

fn webp(bytes: &[u8]) -> Option<usize> {
    let length = usize::try_from(u32::from_le_bytes(word(bytes, 4)?)).ok()?;
    let end = length.checked_add(8)?.checked_add(length % 2)?;
    (end <= bytes.len()).then_some(end)
}

fn pdf(bytes: &[u8]) -> Option<usize> {
    const END: &[u8] = b"%%EOF";
    bytes.windows(END.len()).rposition(|part| part == END).map(|at| at + END.len())
}

/// Four bytes from `at` on.
pub(crate) fn word(bytes: &[u8], at: usize) -> Option<[u8; 4]> {
    bytes.get(at..at.checked_add(4)?)?.try_into().ok()
}
