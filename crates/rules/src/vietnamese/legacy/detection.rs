//! Which encoding a column of text is in: the one in which it makes the most Vietnamese words.
//!
//! Letters alone do not tell, because the encodings share them (à, é and ô mean something in all
//! three). Syllables do: `Nguyeãn` is no syllable until it is read as VNI.

use super::super::letters::Letter;
use super::super::normal_form::nfc;
use super::super::syllable::{Syllable, settle_tone};
use super::{Encoding, tcvn3, vni};

/// The encoding of a column or file, from as many of its texts as there are at hand.
///
/// Unicode wins every draw and is the answer when nothing speaks against it. A column without any
/// accent is Unicode.
#[must_use]
pub fn detect<'a>(samples: impl IntoIterator<Item = &'a str>) -> Encoding {
    let mut votes = Votes::default();
    for sample in samples.into_iter().filter(|sample| !sample.is_ascii()) {
        votes.add(Votes::of(sample));
    }
    let legacy = if votes.vni > votes.tcvn3 { Encoding::Vni } else { Encoding::Tcvn3 };
    if votes.of_encoding(legacy) > votes.unicode { legacy } else { Encoding::Unicode }
}

/// How many words with an accent are Vietnamese when read in each encoding.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Votes {
    pub(super) unicode: u64,
    tcvn3: u64,
    vni: u64,
}

impl Votes {
    pub(super) fn of(text: &str) -> Self {
        let mut votes = Self::default();
        let text = nfc(text);
        for word in text.split(parts_words).filter(|word| can_vote(word)) {
            votes.unicode += u64::from(is_certainly_unicode(word) || could_be_a_name(word));
            votes.tcvn3 += u64::from(decoded_from_tcvn3(word).is_some_and(|word| is_word(&word)));
            votes.vni += u64::from(vni::decode_word(word).is_some_and(|word| is_word(&word)));
        }
        votes
    }

    pub(super) const fn of_encoding(self, encoding: Encoding) -> u64 {
        match encoding {
            Encoding::Unicode => self.unicode,
            Encoding::Tcvn3 => self.tcvn3,
            Encoding::Vni => self.vni,
        }
    }

    const fn add(&mut self, other: Self) {
        self.unicode += other.unicode;
        self.tcvn3 += other.tcvn3;
        self.vni += other.vni;
    }
}

/// Whether the text holds a letter or a mark that neither legacy encoding could have brought.
pub(super) fn is_certainly_unicode(text: &str) -> bool {
    text.chars().any(|character| {
        let beyond_latin_1 = character > '\u{FF}';
        (beyond_latin_1 && Letter::of(character).is_some()) || matches!(character, '\u{300}'..='\u{36F}')
    })
}

const fn parts_words(character: char) -> bool {
    (character.is_ascii() && !character.is_ascii_alphanumeric())
        || matches!(character, '\u{A0}' | '\u{2010}'..='\u{2026}')
}

/// Signs such as § or ½ would be letters in TCVN3, and µ in 10µm a word: only a word with an accent, a
/// plain letter and no digit says anything.
fn can_vote(word: &str) -> bool {
    !word.is_ascii()
        && word.chars().any(|character| character.is_ascii_alphabetic())
        && !word.chars().any(|character| character.is_ascii_digit())
}

fn decoded_from_tcvn3(word: &str) -> Option<String> {
    word.chars()
        .map(|character| if character.is_ascii() { Some(character) } else { tcvn3::decoded(character) })
        .collect()
}

/// Whether a word is one Vietnamese syllable, its tone in either place or slipped.
fn is_word(word: &str) -> bool {
    let letters: Option<Vec<Letter>> = word.chars().map(Letter::of).collect();
    letters.is_some_and(|mut letters| {
        settle_tone(&mut letters);
        Syllable::parse(&letters).is_some_and(|syllable| syllable.admits_tone_of(&letters))
    })
}

/// Names of other languages of the country end in vowels that Vietnamese closes (Niê, Hâ): in Unicode
/// they count as well.
fn could_be_a_name(word: &str) -> bool {
    is_word(word) || is_word(&format!("{word}n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_telling_word_is_enough() {
        assert_eq!(detect(["V¨n"]), Encoding::Tcvn3);
        assert_eq!(detect(["Nguyeãn"]), Encoding::Vni);
        assert_eq!(detect(["Nguyễn"]), Encoding::Unicode);
    }

    #[test]
    fn words_that_can_be_read_several_ways_follow_their_column() {
        assert_eq!(detect(["Hoàng"]), Encoding::Unicode);
        assert_eq!(detect(["Thò Hoàng", "Nguyeãn Haûi"]), Encoding::Vni);
        assert_eq!(detect(["Hoàng", "Thành", "Lê Lý", "Nguyễn Hải"]), Encoding::Unicode);
        assert_eq!(detect(["Lý TÝ", "Ph¹m Lª"]), Encoding::Tcvn3);
    }

    #[test]
    fn a_few_pasted_rows_do_not_turn_a_column() {
        let column = ["Nguyễn Văn An", "Đàm Thị Bích", "Hoàng Văn Cường", "NguyÔn V¨n D"];
        assert_eq!(detect(column), Encoding::Unicode);
        let column = ["Nguyễn Văn An", "§µm ThÞ BÝch", "Hoµng V¨n C\u{AD}êng", "NguyÔn V¨n D"];
        assert_eq!(detect(column), Encoding::Tcvn3);
    }

    #[test]
    fn text_of_other_languages_and_signs_is_left_alone() {
        for text in [
            "",
            "Cao Bang",
            "José Müller",
            "São Tomé",
            "café à la carte",
            "§ 5, ½ kg, 10 m², 20 °C, 10µm",
            "Điều 5 · khoản 2",
            "Word® 97",
            "北京",
            "Y Niê",
            "Hâ",
            "Äpfel und Öl für Zoë",
        ] {
            assert_eq!(detect([text]), Encoding::Unicode, "{text}");
        }
    }
}
