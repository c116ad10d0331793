//! The letters of Vietnamese text, each taken apart into letter, tone and case.
//!
//! Everything else in this chapter reads text through this table, because a look-up here costs a few
//! nanoseconds where general Unicode decomposition costs a hundred, and whole provinces are folded and
//! sorted at a time. Letters outside the table (é with a caron, Greek, Han) take the general road.

/// The alphabet in the order of Vietnamese dictionaries, with f, j, w and z where Latin has them.
pub(super) const ALPHABET: [char; LETTERS] = [
    'a', 'ă', 'â', 'b', 'c', 'd', 'đ', 'e', 'ê', 'f', 'g', 'h', 'i', 'j', 'k', 'l', 'm', 'n', 'o', 'ô', 'ơ',
    'p', 'q', 'r', 's', 't', 'u', 'ư', 'v', 'w', 'x', 'y', 'z',
];

/// The same letters without any mark, as they are searched.
const PLAIN: [u8; LETTERS] = *b"aaabcddeefghijklmnooopqrstuuvwxyz";

const LETTERS: usize = 33;

/// The vowels in all tones, small then capital, in the order of [`TONES`].
const VOWELS: [(usize, [char; 6], [char; 6]); 12] = [
    (0, ['a', 'à', 'ả', 'ã', 'á', 'ạ'], ['A', 'À', 'Ả', 'Ã', 'Á', 'Ạ']),
    (1, ['ă', 'ằ', 'ẳ', 'ẵ', 'ắ', 'ặ'], ['Ă', 'Ằ', 'Ẳ', 'Ẵ', 'Ắ', 'Ặ']),
    (2, ['â', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ'], ['Â', 'Ầ', 'Ẩ', 'Ẫ', 'Ấ', 'Ậ']),
    (7, ['e', 'è', 'ẻ', 'ẽ', 'é', 'ẹ'], ['E', 'È', 'Ẻ', 'Ẽ', 'É', 'Ẹ']),
    (8, ['ê', 'ề', 'ể', 'ễ', 'ế', 'ệ'], ['Ê', 'Ề', 'Ể', 'Ễ', 'Ế', 'Ệ']),
    (12, ['i', 'ì', 'ỉ', 'ĩ', 'í', 'ị'], ['I', 'Ì', 'Ỉ', 'Ĩ', 'Í', 'Ị']),
    (18, ['o', 'ò', 'ỏ', 'õ', 'ó', 'ọ'], ['O', 'Ò', 'Ỏ', 'Õ', 'Ó', 'Ọ']),
    (19, ['ô', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ'], ['Ô', 'Ồ', 'Ổ', 'Ỗ', 'Ố', 'Ộ']),
    (20, ['ơ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ'], ['Ơ', 'Ờ', 'Ở', 'Ỡ', 'Ớ', 'Ợ']),
    (26, ['u', 'ù', 'ủ', 'ũ', 'ú', 'ụ'], ['U', 'Ù', 'Ủ', 'Ũ', 'Ú', 'Ụ']),
    (27, ['ư', 'ừ', 'ử', 'ữ', 'ứ', 'ự'], ['Ư', 'Ừ', 'Ử', 'Ữ', 'Ứ', 'Ự']),
    (31, ['y', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ'], ['Y', 'Ỳ', 'Ỷ', 'Ỹ', 'Ý', 'Ỵ']),
];

/// All tones in their order.
pub(super) const TONES: [Tone; 6] =
    [Tone::Level, Tone::Grave, Tone::Hook, Tone::Tilde, Tone::Acute, Tone::Dot];

/// The tone written on a vowel, in the order of Vietnamese dictionaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Tone {
    /// ngang, no mark.
    Level,
    /// huyền.
    Grave,
    /// hỏi.
    Hook,
    /// ngã.
    Tilde,
    /// sắc.
    Acute,
    /// nặng.
    Dot,
}

/// One letter of the Vietnamese alphabet (or f, j, w, z) as it stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    /// Index into [`ALPHABET`].
    place: u8,
    /// Always level on a consonant.
    tone: Tone,
    upper: bool,
}

impl Letter {
    /// The letter a precomposed character stands for.
    pub(super) const fn of(character: char) -> Option<Self> {
        match slot(character) {
            Some(slot) => TABLE[slot],
            None => None,
        }
    }

    /// The place in the alphabet, 0 for a to 32 for z.
    pub(super) const fn place(self) -> u8 {
        self.place
    }

    pub(super) const fn tone(self) -> Tone {
        self.tone
    }

    pub(super) const fn is_upper(self) -> bool {
        self.upper
    }

    /// The same letter in another tone; a consonant carries none and stays as it is.
    pub(super) const fn with_tone(self, tone: Tone) -> Self {
        if self.is_vowel() { Self { tone, ..self } } else { self }
    }

    /// The same letter as a capital.
    pub(super) const fn capital(self) -> Self {
        Self { upper: true, ..self }
    }

    /// The same letter, small.
    pub(super) const fn small(self) -> Self {
        Self { upper: false, ..self }
    }

    /// Whether it can carry a tone.
    pub(super) const fn is_vowel(self) -> bool {
        matches!(PLAIN[self.place as usize], b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
    }

    /// Whether it is a vowel with a mark of its own: ă â ê ô ơ ư.
    pub(super) const fn is_marked_vowel(self) -> bool {
        matches!(self.place, 1 | 2 | 8 | 19 | 20 | 27)
    }

    /// The small Latin letter left when every mark is taken off.
    pub(super) const fn plain(self) -> u8 {
        PLAIN[self.place as usize]
    }

    /// The character it is written with.
    pub(super) const fn character(self) -> char {
        SPELLED[self.place as usize][self.upper as usize][self.tone as usize]
    }
}

const LOW: usize = 0x1B1;
const HIGH_START: usize = 0x1EA0;
const HIGH: usize = 0x60;

/// Every Vietnamese letter lies below U+01B1 or in the 96 characters from U+1EA0.
const fn slot(character: char) -> Option<usize> {
    let code = character as usize;
    if code < LOW {
        return Some(code);
    }
    if code >= HIGH_START && code < HIGH_START + HIGH {
        return Some(LOW + code - HIGH_START);
    }
    None
}

static TABLE: [Option<Letter>; LOW + HIGH] = table();
static SPELLED: [[[char; 6]; 2]; LETTERS] = spelled();

const fn spelled() -> [[[char; 6]; 2]; LETTERS] {
    let mut spelled = [[['a'; 6]; 2]; LETTERS];
    let mut place = 0;
    while place < LETTERS {
        let lower = ALPHABET[place];
        let upper = if lower == 'đ' { 'Đ' } else { lower.to_ascii_uppercase() };
        spelled[place] = [[lower; 6], [upper; 6]];
        place += 1;
    }
    let mut vowel = 0;
    while vowel < VOWELS.len() {
        let (place, lower, upper) = VOWELS[vowel];
        spelled[place] = [lower, upper];
        vowel += 1;
    }
    spelled
}

const fn table() -> [Option<Letter>; LOW + HIGH] {
    let mut table = [None; LOW + HIGH];
    let spelled = spelled();
    let mut place: u8 = 0;
    while (place as usize) < LETTERS {
        let mut tone = TONES.len();
        // Downwards, so that a consonant, the same in all six, ends with the level tone.
        while tone > 0 {
            tone -= 1;
            let [lower, upper] = spelled[place as usize];
            if let (Some(small), Some(capital)) = (slot(lower[tone]), slot(upper[tone])) {
                table[small] = Some(Letter { place, tone: TONES[tone], upper: false });
                table[capital] = Some(Letter { place, tone: TONES[tone], upper: true });
            }
        }
        place += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_is_written_as_it_was_read() {
        let letters: Vec<char> = ('\u{0}'..'\u{2000}').filter(|c| Letter::of(*c).is_some()).collect();
        // 12 vowels in 6 tones and 21 consonants, small and capital.
        assert_eq!(letters.len(), 2 * (12 * 6 + 21));
        for character in letters {
            let letter = Letter::of(character).expect("kept above");
            assert_eq!(letter.character(), character);
            assert_eq!(letter.is_upper(), character.is_uppercase());
        }
    }

    #[test]
    fn the_plain_letter_and_the_tone_agree_with_unicode_decomposition() {
        use unicode_normalization::UnicodeNormalization;
        let marks =
            [None, Some('\u{300}'), Some('\u{309}'), Some('\u{303}'), Some('\u{301}'), Some('\u{323}')];
        for character in ('\u{0}'..'\u{2000}').filter(|c| !matches!(c, 'đ' | 'Đ')) {
            let Some(letter) = Letter::of(character) else { continue };
            let parts: Vec<char> = character.nfd().collect();
            assert_eq!(char::from(letter.plain()), parts[0].to_ascii_lowercase(), "{character}");
            let mark = marks[letter.tone() as usize];
            assert_eq!(parts.iter().copied().find(|part| marks.contains(&Some(*part))), mark, "{character}");
        }
    }

    #[test]
    fn a_consonant_takes_no_tone() {
        let letter = Letter::of('đ').expect("a letter");
        assert_eq!(letter.with_tone(Tone::Acute), letter);
        assert_eq!(Letter::of('ư').map(|letter| letter.with_tone(Tone::Dot).character()), Some('ự'));
    }
}
