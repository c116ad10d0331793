//! Text without accents, as people type it when they search.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::letters::Letter;
use super::normal_form::{is_invisible, meant_letter};

/// The accent-free form that is indexed and searched: small letters, no marks, đ as d, one space
/// between words.
///
/// Apostrophes vanish (H'Mông is found as `hmong`), every other sign parts words (Y-Blơ is found as
/// `y blo`). Both `hòa` and `hoà` give `hoa`. Letters of other scripts stay, without their marks.
///
/// ```
/// assert_eq!(sohoc_rules::vietnamese::fold(" NÔNG  Thị Đào"), "nong thi dao");
/// ```
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), gap: false };
    for character in text.chars() {
        match part(character) {
            Part::Plain(letter) => folded.push(char::from(letter)),
            Part::Gap => folded.gap = true,
            Part::Nothing => {}
            Part::Foreign => folded.push_foreign(character),
        }
    }
    folded.text
}

/// The words of a text as [`fold`] parts them, each as it was written; never an empty one.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    let parts = |character: char| match part(character) {
        Part::Gap => true,
        Part::Foreign => !character.is_alphanumeric() && !is_combining_mark(character),
        Part::Plain(_) | Part::Nothing => false,
    };
    text.split(parts).filter(|word| !word.is_empty())
}

/// Whether a sign stands inside a word without a sound, like the apostrophe of H'Mông.
pub(super) const fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '`' | '´' | '‘' | '’' | 'ʻ' | 'ʼ')
}

/// What one character becomes.
enum Part {
    Plain(u8),
    Gap,
    Nothing,
    Foreign,
}

fn part(character: char) -> Part {
    if let Some(letter) = Letter::of(meant_letter(character)) {
        return Part::Plain(letter.plain());
    }
    match character {
        digit @ '0'..='9' => u8::try_from(digit).map_or(Part::Gap, Part::Plain),
        sign if is_apostrophe(sign) => Part::Nothing,
        '\0'..='\u{7F}' => Part::Gap,
        // Tones and marks of decomposed text.
        '\u{300}'..='\u{36F}' => Part::Nothing,
        space if space.is_whitespace() => Part::Gap,
        nothing if is_invisible(nothing) => Part::Nothing,
        _ => Part::Foreign,
    }
}

struct Folded {
    text: String,
    /// A gap is written only when a word follows, so that none stands at either end.
    gap: bool,
}

impl Folded {
    fn push(&mut self, character: char) {
        if self.gap && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.gap = false;
        self.text.push(character);
    }

    /// A letter outside the Vietnamese alphabet: taken apart, made small, its marks dropped.
    fn push_foreign(&mut self, character: char) {
        for base in character.nfd().filter(|base| !is_combining_mark(*base)) {
            for small in base.to_lowercase().nfd().filter(|small| !is_combining_mark(*small)) {
                if small.is_alphanumeric() {
                    self.push(small);
                } else {
                    self.gap = true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::normal_form::{nfc, nfd};
    use super::*;

    #[test]
    fn a_name_is_found_without_its_accents() {
        for (name, expected) in [
            ("Nông Thị Hà", "nong thi ha"),
            ("ĐẶNG ĐỨC ĐƯỜNG", "dang duc duong"),
            ("  Lý\u{A0}\tA  Páo ", "ly a pao"),
            ("H'Mông", "hmong"),
            ("H’Hen Niê", "hhen nie"),
            ("Y-Blơ", "y blo"),
            ("Ðàm Văn Ðức", "dam van duc"),
            ("xã Quảng Uyên (cũ)", "xa quang uyen cu"),
            ("324/2023/QĐ", "324 2023 qd"),
            ("Café Müller", "cafe muller"),
            ("", ""),
            (" - ", ""),
        ] {
            assert_eq!(fold(name), expected, "{name}");
        }
    }

    #[test]
    fn both_tone_conventions_fold_alike() {
        assert_eq!(fold("hòa thủy"), fold("hoà thuỷ"));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once.clone());
        }

        #[test]
        fn composed_and_decomposed_text_fold_alike(text in any::<String>()) {
            prop_assert_eq!(fold(&nfc(&text)), fold(&nfd(&text)));
        }

        #[test]
        fn a_folded_text_has_no_marks_no_capitals_and_single_spaces(text in "[\\PC]{0,30}") {
            let folded = fold(&text);
            prop_assert!(!folded.starts_with(' ') && !folded.ends_with(' ') && !folded.contains("  "));
            let all_small = folded.chars().all(|c| c == ' ' || (c.is_alphanumeric() && c.to_lowercase().eq([c])));
            prop_assert!(all_small, "{}", folded);
        }

        #[test]
        fn words_are_what_folding_parts(text in "[a-zA-ZđĐàẠê'’ .,/0-9-]{0,30}") {
            let joined: Vec<String> = words(&text).map(fold).filter(|word| !word.is_empty()).collect();
            prop_assert_eq!(joined.join(" "), fold(&text));
        }
    }
}
