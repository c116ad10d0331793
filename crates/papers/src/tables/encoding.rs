//! Which encoding a text file is in.
//!
//! UTF-8 proves itself: text in another encoding hardly ever forms valid sequences by chance. What is no
//! UTF-8 is taken byte by byte as Latin-1, so that the bytes of TCVN3 and VNI reach `legacy` unharmed.

use std::io::{self, BufRead, Read};

/// What the bytes of a file mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// UTF-8, with or without a byte order mark. A few broken bytes are shown as `U+FFFD` later.
    Utf8 {
        /// Whether the three bytes of the mark stand first.
        marked: bool,
    },
    /// What Excel calls "Unicode text"; always with a mark.
    Utf16 {
        /// High byte first.
        big_endian: bool,
    },
    /// One byte a character.
    SingleByte,
}

impl Encoding {
    /// Bytes to skip before the text.
    pub(super) fn mark_length(self) -> u64 {
        match self {
            Self::Utf8 { marked: true } => 3,
            Self::Utf16 { .. } => 2,
            Self::Utf8 { marked: false } | Self::SingleByte => 0,
        }
    }
}

/// Reads the whole text once: a list may begin with thousands of plain ASCII rows.
pub(super) fn judge(mut source: impl BufRead) -> io::Result<Encoding> {
    let mut tally = Tally::default();
    let mut carried: Vec<u8> = Vec::new();
    let mut marked = false;
    let mut first = true;
    loop {
        let chunk = source.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        if first {
            if let Some(big_endian) = utf16_mark(chunk) {
                return Ok(Encoding::Utf16 { big_endian });
            }
            marked = chunk.starts_with(b"\xEF\xBB\xBF");
            first = false;
        }
        let length = chunk.len();
        if carried.is_empty() {
            carried = tally.count(chunk);
        } else {
            carried.extend_from_slice(chunk);
            carried = tally.count(&carried);
        }
        source.consume(length);
    }
    tally.broken += u64::from(!carried.is_empty());
    let is_utf8 = marked || tally.broken == 0 || tally.whole > 20 * tally.broken;
    Ok(if is_utf8 { Encoding::Utf8 { marked } } else { Encoding::SingleByte })
}

fn utf16_mark(start: &[u8]) -> Option<bool> {
    match start {
        [0xFF, 0xFE, ..] => Some(false),
        [0xFE, 0xFF, ..] => Some(true),
        _ => None,
    }
}

/// Letters beyond ASCII that are well formed, and bytes that are not.
#[derive(Default)]
struct Tally {
    whole: u64,
    broken: u64,
}

impl Tally {
    /// Counts a piece and gives back the bytes of a letter that the piece cuts in two.
    fn count(&mut self, mut bytes: &[u8]) -> Vec<u8> {
        loop {
            match std::str::from_utf8(bytes) {
                Ok(text) => {
                    self.add(text.as_bytes());
                    return Vec::new();
                }
                Err(error) => {
                    let (good, rest) = bytes.split_at(error.valid_up_to());
                    self.add(good);
                    let Some(length) = error.error_len() else {
                        return rest.to_vec();
                    };
                    self.broken += 1;
                    bytes = rest.get(length..).unwrap_or_default();
                }
            }
        }
    }

    fn add(&mut self, good: &[u8]) {
        self.whole += good.iter().map(|byte| u64::from(*byte >= 0xC0)).sum::<u64>();
    }
}

/// Turns UTF-16 into UTF-8 while it is read.
pub(super) struct Utf16Reader<R> {
    source: R,
    big_endian: bool,
    /// First half of a surrogate pair, or an odd byte, waiting for the rest.
    high: Option<u16>,
    ready: Vec<u8>,
    given: usize,
}

impl<R: Read> Utf16Reader<R> {
    pub(super) fn new(source: R, big_endian: bool) -> Self {
        Self { source, big_endian, high: None, ready: Vec::new(), given: 0 }
    }

    fn refill(&mut self) -> io::Result<()> {
        let mut raw = Vec::with_capacity(PIECE);
        self.source.by_ref().take(u64::try_from(PIECE).unwrap_or(0)).read_to_end(&mut raw)?;
        let at_end = raw.len() < PIECE;
        self.ready.clear();
        self.given = 0;
        let mut units: Vec<u16> = self.high.take().into_iter().collect();
        units.extend(raw.chunks_exact(2).map(|pair| match pair {
            [a, b] if self.big_endian => u16::from_be_bytes([*a, *b]),
            [a, b] => u16::from_le_bytes([*a, *b]),
            _ => 0,
        }));
        if !at_end && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            self.high = units.pop();
        }
        let mut letter = [0; 4];
        for decoded in char::decode_utf16(units) {
            let decoded = decoded.unwrap_or(char::REPLACEMENT_CHARACTER);
            self.ready.extend_from_slice(decoded.encode_utf8(&mut letter).as_bytes());
        }
        Ok(())
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.given == self.ready.len() {
            self.refill()?;
        }
        let waiting = self.ready.get(self.given..).unwrap_or_default();
        let length = waiting.len().min(into.len());
        let (Some(target), Some(bytes)) = (into.get_mut(..length), waiting.get(..length)) else {
            return Ok(0);
        };
        target.copy_from_slice(bytes);
        self.given += length;
        Ok(length)
    }
}

/// Even, so that a piece never ends inside a unit.
const PIECE: usize = 64 * 1024;

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn judged(bytes: &[u8], piece: usize) -> Encoding {
        judge(BufReader::with_capacity(piece, bytes)).expect("read")
    }

    #[test]
    fn letters_cut_by_the_buffer_are_still_utf8() {
        let text = "Nông Thị Hằng, xóm Nà Mạ, Đàm Thuỷ".repeat(9);
        for piece in 3..9 {
            assert_eq!(judged(text.as_bytes(), piece), Encoding::Utf8 { marked: false }, "{piece}");
        }
    }

    #[test]
    fn old_fonts_are_single_bytes_wherever_they_begin() {
        let mut bytes = b"STT,Ten\n".repeat(5_000);
        bytes.extend(b"H\xE4 v\xB5 t\xAAn, Ho\xB5ng \xA7\xD8nh");
        assert_eq!(judged(&bytes, 4096), Encoding::SingleByte);
    }

    #[test]
    fn one_broken_name_does_not_make_the_whole_list_unreadable() {
        let mut bytes = "Nông Thị Hà\n".repeat(100).into_bytes();
        bytes.extend(b"N\xF4ng\n");
        assert_eq!(judged(&bytes, 4096), Encoding::Utf8 { marked: false });
    }

    #[test]
    fn a_pair_of_units_cut_by_the_buffer_stays_one_letter() {
        let text = format!("{}𠮷 chữ Nôm", "a".repeat(PIECE / 2 - 1));
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut read = String::new();
        Utf16Reader::new(bytes.as_slice(), false).read_to_string(&mut read).expect("valid");
        assert_eq!(read, text);
    }
}
