//! One spelling to compare by, where Vietnamese allows two.
//!
//! Text is never rewritten: a person keeps the spelling of their papers. Only what is compared, looked
//! up or sorted goes through here. The form compared by is the older placement (hòa, thủy), because
//! the official lists of administrative units print it.

use unicode_normalization::char::is_combining_mark;

use super::fold::words;
use super::letters::Letter;
use super::normal_form::nfc;
use super::syllable::settle_tone;

/// The text with every tone where the older convention puts it: `hoà` becomes `hòa`, `thuỷ` `thủy`.
///
/// Slips of the same kind are mended too (`qúy` becomes `quý`, `hùynh` `huỳnh`); words that are not
/// Vietnamese syllables, letters' case and everything between words stay. The result is composed.
#[must_use]
pub fn settle_spelling(text: &str) -> String {
    let text = nfc(text);
    let mut settled = String::with_capacity(text.len());
    let mut syllable = Vec::with_capacity(8);
    for character in text.chars() {
        if let Some(letter) = Letter::of(character) {
            syllable.push(letter);
        } else {
            // A mark of another language sits on the last letter: no tone may move from or to it.
            if !is_combining_mark(character) {
                settle_tone(&mut syllable);
            }
            settled.extend(syllable.drain(..).map(Letter::character));
            settled.push(character);
        }
    }
    settle_tone(&mut syllable);
    settled.extend(syllable.drain(..).map(Letter::character));
    settled
}

/// The key under which two texts are the same words with the same accents: settled spelling, small
/// letters, one space between words, no other signs.
#[must_use]
pub fn spelling_key(text: &str) -> String {
    let settled = settle_spelling(text).to_lowercase();
    let mut key = String::with_capacity(settled.len());
    for word in words(&settled) {
        if !key.is_empty() {
            key.push(' ');
        }
        key.extend(word.chars().filter(|character| !super::fold::is_apostrophe(*character)));
    }
    key
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fold::fold;
    use super::super::normal_form::nfd;
    use super::*;

    #[test]
    fn both_conventions_have_one_key() {
        for (one, other) in [
            ("Hoà An", "Hòa An"),
            ("Nguyễn Thị Thuý Hoà", "nguyễn thị thúy  hòa"),
            ("UỶ BAN", "Ủy ban"),
            ("Khoẻ", "khỏe"),
            ("Qúy", "Quý"),
            ("H’Mông", "H'mông"),
        ] {
            assert_eq!(spelling_key(one), spelling_key(other));
        }
    }

    #[test]
    fn different_words_have_different_keys() {
        for (one, other) in [("Hà", "Hạ"), ("Hoa", "Hòa"), ("Quý", "Quy"), ("Đào", "Dào"), ("Già", "Giá")]
        {
            assert_ne!(spelling_key(one), spelling_key(other));
        }
    }

    #[test]
    fn signs_and_case_outlive_the_settling_of_tones() {
        assert_eq!(settle_spelling("Xã HOÀ AN (cũ), thuỷ-lợi"), "Xã HÒA AN (cũ), thủy-lợi");
        assert_eq!(settle_spelling("Quý Già Huỳnh"), "Quý Già Huỳnh");
        assert_eq!(settle_spelling("hoà\u{30B}"), "hoà\u{30B}");
    }

    proptest! {
        #[test]
        fn settling_twice_changes_nothing(text in "[\\PCàạhoáqugiyuễỷ]{0,24}") {
            let once = settle_spelling(&text);
            prop_assert_eq!(settle_spelling(&once), once.clone());
        }

        #[test]
        fn settling_never_changes_what_is_searched(text in "[hoaàảyuqgiếHOÀ -]{0,24}") {
            prop_assert_eq!(fold(&settle_spelling(&text)), fold(&text));
            prop_assert_eq!(spelling_key(&nfd(&text)), spelling_key(&text));
        }
    }
}
