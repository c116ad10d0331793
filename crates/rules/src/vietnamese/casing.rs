//! Capitals and small letters in names, headings and sentences.

use super::fold::is_apostrophe;
use super::normal_form::nfc;

/// A name typed in capitals or in small letters, with a capital for each part.
///
/// `NÔNG THỊ HÀ` and `nông thị hà` become `Nông Thị Hà`; parts joined by a hyphen or an apostrophe get
/// a capital each (`Y-BLƠ` becomes `Y-Blơ`, `h'hen niê` `H'Hen Niê`). A word that begins with a capital
/// and holds small letters too was typed with intent (`KPă`, `McKay`) and stays.
#[must_use]
pub fn title_case(name: &str) -> String {
    let name = nfc(name);
    let mut cased = String::with_capacity(name.len());
    for piece in name.split_inclusive(char::is_whitespace) {
        if is_typed_with_intent(piece) {
            cased.push_str(piece);
        } else {
            write_word(piece, &mut cased);
        }
    }
    cased
}

/// Capitals for headings.
#[must_use]
pub fn upper_case(text: &str) -> String {
    nfc(&text.to_uppercase()).into_owned()
}

/// The first letter as a capital, the rest as it is: the beginning of a sentence or of a table cell.
#[must_use]
pub fn sentence_case(text: &str) -> String {
    let text = nfc(text);
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

fn is_typed_with_intent(word: &str) -> bool {
    let mut letters = word.chars().filter(|character| character.is_alphabetic());
    letters.next().is_some_and(char::is_uppercase) && letters.any(char::is_lowercase)
}

fn write_word(word: &str, cased: &mut String) {
    let mut at_start = true;
    for character in word.chars() {
        if at_start {
            cased.extend(character.to_uppercase());
        } else {
            cased.extend(character.to_lowercase());
        }
        // A digit or a bracket does not begin a part, but the letter after a bracket does.
        at_start = !character.is_alphanumeric() && (at_start || starts_part(character));
    }
}

const fn starts_part(sign: char) -> bool {
    is_apostrophe(sign) || matches!(sign, '-' | '‐' | '‑' | '.' | '/' | '(')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::made_up::name;
    use super::*;

    #[test]
    fn a_name_typed_in_one_case_gets_its_capitals() {
        for (typed, expected) in [
            ("NÔNG THỊ HÀ", "Nông Thị Hà"),
            ("nông thị hà", "Nông Thị Hà"),
            ("Nông Thị Hà", "Nông Thị Hà"),
            ("lý a páo", "Lý A Páo"),
            ("Y BLƠ NIÊ", "Y Blơ Niê"),
            ("Y-BLƠ", "Y-Blơ"),
            ("h'hen niê", "H'Hen Niê"),
            ("K’BRỂU", "K’Brểu"),
            ("đặng ĐỨC ý", "Đặng Đức Ý"),
            ("(út) mùi", "(Út) Mùi"),
            ("NGUYỄN VĂN A  ", "Nguyễn Văn A  "),
        ] {
            assert_eq!(title_case(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_word_typed_with_intent_keeps_its_case() {
        assert_eq!(title_case("KPă Y Tơ"), "KPă Y Tơ");
        assert_eq!(title_case("nguyễN văn McKay"), "Nguyễn Văn McKay");
    }

    #[test]
    fn headings_and_sentences() {
        assert_eq!(upper_case("Quyết định về đổi mới"), "QUYẾT ĐỊNH VỀ ĐỔI MỚI");
        assert_eq!(sentence_case("đồng chí Hà"), "Đồng chí Hà");
        assert_eq!(sentence_case(""), "");
    }

    proptest! {
        #[test]
        fn casing_a_name_twice_changes_nothing(name in "[a-zA-Z0-9àẠĐđữỒê '’.()-]{0,20}") {
            let once = title_case(&name);
            prop_assert_eq!(title_case(&once), once.clone());
        }

        #[test]
        fn capitals_lead_back_to_the_name(name in name()) {
            let name = title_case(&name.to_lowercase());
            prop_assert_eq!(title_case(&upper_case(&name)), name.clone());
            prop_assert_eq!(title_case(&name.to_lowercase()), name.clone());
        }
    }
}
