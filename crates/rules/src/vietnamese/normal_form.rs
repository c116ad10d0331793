//! One way to store a text: composed (NFC), as Vietnamese keyboards and fonts expect it.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Composed form (NFC): what is stored, shown and compared.
///
/// Text typed on some phones and taken out of PDF files arrives decomposed, with each tone as a
/// character of its own; it looks the same and is found by nobody.
#[must_use]
pub fn nfc(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_certainly_composed) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// Decomposed form (NFD), which some file systems and older fonts want.
#[must_use]
pub fn nfd(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfd().collect())
}

/// Text as it should enter the book: composed, without invisible characters, one space between words,
/// none at the ends, and with the letter Đ where its Icelandic look-alike Ð was typed.
#[must_use]
pub fn tidy(text: &str) -> String {
    let mut tidy = String::with_capacity(text.len());
    for character in nfc(text).chars().filter(|character| !is_invisible(*character)) {
        match character {
            space if space.is_whitespace() || space.is_control() => {
                if !tidy.is_empty() && !tidy.ends_with(' ') {
                    tidy.push(' ');
                }
            }
            other => tidy.push(meant_letter(other)),
        }
    }
    if tidy.ends_with(' ') {
        tidy.pop();
    }
    // A mark that stood behind an invisible character now follows its letter.
    match nfc(&tidy) {
        Cow::Borrowed(_) => tidy,
        Cow::Owned(composed) => composed,
    }
}

/// Characters without width that come along from web pages and word processors. The soft hyphen is one
/// of them in Unicode text, but is the letter ư in TCVN3: convert first, tidy later.
pub(super) const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}')
}

/// Đ where its Icelandic or African look-alike was typed; any other character is meant as it is.
pub(super) const fn meant_letter(character: char) -> char {
    match character {
        'Ð' | 'Ɖ' => 'Đ',
        'ð' | 'ɖ' => 'đ',
        other => other,
    }
}

/// A fast answer for all text of Vietnamese letters: none of these characters composes with another.
const fn is_certainly_composed(character: char) -> bool {
    matches!(character, '\0'..'\u{300}' | '\u{1EA0}'..='\u{1EF9}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn decomposed_text_is_composed_and_composed_text_is_not_copied() {
        assert_eq!(nfc("Nguye\u{302}\u{303}n"), "Nguyễn");
        assert_eq!(nfc("Nguyê\u{303}n"), "Nguyễn");
        assert!(matches!(nfc("Nguyễn Thị Hà"), Cow::Borrowed(_)));
        assert_eq!(nfd("Hà"), "Ha\u{300}");
    }

    #[test]
    fn a_name_pasted_from_a_web_page_is_tidied() {
        assert_eq!(tidy("  Nông\u{A0}Thị\t\tHà\u{200B} "), "Nông Thị Hà");
        assert_eq!(tidy("Ðàm Văn Ðức"), "Đàm Văn Đức");
        assert_eq!(tidy("Ha\u{200B}\u{300}"), "Hà");
    }

    proptest! {
        #[test]
        fn both_forms_lead_to_the_same_composed_text(text in "\\PC{0,24}") {
            let decomposed = nfd(&text);
            prop_assert_eq!(nfc(&decomposed), nfc(&text));
        }

        #[test]
        fn tidying_twice_changes_nothing(text in any::<String>()) {
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once.clone());
        }
    }
}
