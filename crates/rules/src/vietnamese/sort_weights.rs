//! How one sort key is written, byte by byte.
//!
//! A key is made of three streams. Letters take a byte each. Tones and capitals are rare, so only their
//! positions are written, as the distance from the one before, turned over: the sooner a mark comes,
//! the later the word sorts.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::is_apostrophe;
use super::letters::{Letter, Tone};
use super::normal_form::{is_invisible, meant_letter};
use super::syllable::settle_tone;

/// Below every weight, so that a shorter text comes before its continuation.
const END: u8 = 0x01;
const SPACE: u8 = 0x03;
/// Signs in the order of the Unicode collation, from [`FIRST_SIGN`] upwards.
const SIGNS: &[u8] = b"_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";
const FIRST_SIGN: u8 = 0x04;
/// Before every number; then its length and its digits.
const NUMBER: u8 = 0x30;
const FIRST_DIGIT: u8 = 0x02;
const FIRST_LETTER: u8 = 0x40;
/// The level tone is not written.
const FIRST_TONE: u8 = 0x02;
/// Before the code point of any other character.
const OTHER: u8 = 0xF0;
/// Before the code point of a mark that Vietnamese does not use; after all tones.
const OTHER_MARK: u8 = 0x10;
/// A number of more digits is ordered as two; it also keeps the length within a byte.
const LONGEST_NUMBER: usize = 200;

/// Writes the streams of one key.
pub(super) struct KeyWriter {
    key: Vec<u8>,
    tones: Marks,
    capitals: Marks,
    /// The letters of the syllable being read: its tone is settled before it is written.
    syllable: Vec<Letter>,
    number: Vec<u8>,
    /// Owed before the next weight of the same part.
    gap: bool,
}

impl KeyWriter {
    /// Room for the key of a text of `length` bytes.
    pub(super) fn with_capacity(length: usize) -> Self {
        Self {
            key: Vec::with_capacity(length + 24),
            tones: Marks::default(),
            capitals: Marks::default(),
            syllable: Vec::with_capacity(8),
            number: Vec::new(),
            gap: false,
        }
    }

    /// Adds composed text to the part.
    pub(super) fn write(&mut self, text: &str) {
        for character in text.chars() {
            if let Some(letter) = Letter::of(meant_letter(character)) {
                self.end_number();
                self.write_gap();
                self.syllable.push(letter);
            } else if character.is_ascii_digit() {
                self.end_syllable();
                self.write_gap();
                self.number.extend(u8::try_from(character).map(|digit| digit - b'0'));
            } else {
                self.write_sign(character);
            }
        }
        self.end_syllable();
        self.end_number();
    }

    /// Owes a space to whatever follows in the same part.
    pub(super) fn gap(&mut self) {
        self.gap = true;
    }

    fn write_sign(&mut self, character: char) {
        if is_invisible(character) {
            return;
        }
        // As in the settled spelling: a foreign mark holds the tone of its letter in place.
        if !is_combining_mark(character) {
            settle_tone(&mut self.syllable);
        }
        self.write_syllable();
        self.end_number();
        if character.is_whitespace() || character.is_control() {
            self.gap = true;
            return;
        }
        match sign_weight(character) {
            Some(weight) => {
                self.write_gap();
                self.key.push(weight);
            }
            None => self.write_other(character),
        }
    }

    /// A letter of another alphabet, or one with marks of another language.
    fn write_other(&mut self, character: char) {
        for part in character.nfd() {
            if is_combining_mark(part) {
                self.tones.mark(&code_point(OTHER_MARK, part));
                continue;
            }
            self.write_gap();
            for small in part.to_lowercase() {
                match Letter::of(small) {
                    Some(letter) => self.key.push(FIRST_LETTER + letter.place()),
                    None => self.key.extend(code_point(OTHER, small)),
                }
            }
            self.tones.skip();
            self.capitals.mark_if(part.is_uppercase());
        }
    }

    fn write_gap(&mut self) {
        if std::mem::take(&mut self.gap) && !self.at_start_of_part() {
            self.key.push(SPACE);
        }
    }

    /// The end of a part stands at the end of the key only before the first weight of the next: weights
    /// are all greater than [`END`].
    fn at_start_of_part(&self) -> bool {
        self.key.last().is_none_or(|last| *last == END)
    }

    fn end_syllable(&mut self) {
        settle_tone(&mut self.syllable);
        self.write_syllable();
    }

    fn write_syllable(&mut self) {
        for letter in self.syllable.drain(..) {
            self.key.push(FIRST_LETTER + letter.place());
            match letter.tone() {
                Tone::Level => self.tones.skip(),
                tone => self.tones.mark(&[FIRST_TONE + tone as u8]),
            }
            self.capitals.mark_if(letter.is_upper());
        }
    }

    fn end_number(&mut self) {
        if self.number.is_empty() {
            return;
        }
        let zeros = self.number.iter().take_while(|digit| **digit == 0).count();
        let significant = &self.number[zeros.min(self.number.len() - 1)..];
        for digits in significant.chunks(LONGEST_NUMBER) {
            let length = u8::try_from(digits.len()).unwrap_or(u8::MAX);
            self.key.extend([NUMBER, FIRST_DIGIT + length]);
            self.key.extend(digits.iter().map(|digit| FIRST_DIGIT + digit));
        }
        self.number.clear();
    }

    /// Closes the letters of a part and its tones; capitals wait for the end of the key.
    pub(super) fn end_part(&mut self) {
        self.gap = false;
        self.key.push(END);
        self.key.append(&mut self.tones.bytes);
        self.tones.distance = 0;
        self.key.push(END);
    }

    /// The key, closed by its capitals.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.key.append(&mut self.capitals.bytes);
        self.key
    }
}

/// Positions of rare marks in a run of letters.
#[derive(Default)]
struct Marks {
    bytes: Vec<u8>,
    /// Letters without a mark since the last mark.
    distance: u8,
}

impl Marks {
    /// So many letters without a mark in a row are written as one byte below all distances.
    const FAR: u8 = 0x02;
    const FAR_DISTANCE: u8 = 200;

    fn skip(&mut self) {
        self.distance += 1;
        if self.distance == Self::FAR_DISTANCE {
            self.distance = 0;
            self.bytes.push(Self::FAR);
        }
    }

    fn mark(&mut self, kind: &[u8]) {
        self.bytes.push(u8::MAX - self.distance);
        self.bytes.extend_from_slice(kind);
        self.distance = 0;
    }

    fn mark_if(&mut self, marked: bool) {
        if marked { self.mark(&[]) } else { self.skip() }
    }
}

fn sign_weight(character: char) -> Option<u8> {
    let plain = match character {
        '–' | '—' | '‐' | '‑' => '-',
        '“' | '”' => '"',
        '`' => '`',
        apostrophe if is_apostrophe(apostrophe) => '\'',
        other => other,
    };
    let place = SIGNS.iter().position(|sign| char::from(*sign) == plain)?;
    u8::try_from(place).ok().map(|place| FIRST_SIGN + place)
}

/// A code point as four bytes in its order, none of them below [`END`].
fn code_point(kind: u8, character: char) -> [u8; 4] {
    let [_, high, middle, low] = u32::from(character).to_be_bytes();
    // Seven bits a byte: 21 bits are enough for every code point.
    let spread = |bits: u8| 0x80 | bits;
    [
        kind,
        spread((high << 2) | (middle >> 6)),
        spread(((middle << 1) | (low >> 7)) & 0x7F),
        spread(low & 0x7F),
    ]
}
