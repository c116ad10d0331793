//! The order of lists: keys whose plain byte order is Vietnamese order.
//!
//! No collation of a database is trusted with it: SQLite has none and the servers disagree, so the key
//! is computed here and stored beside the name. Levels, from strong to weak: letters in the order of
//! the alphabet (a ă â b c d đ e ê …), then tones (ngang, huyền, hỏi, ngã, sắc, nặng), then small
//! before capital. This is the order of the Unicode collation for `vi`, applied to the settled spelling
//! so that Hòa and Hoà stand together.

use super::normal_form::{is_invisible, nfc};
use super::sort_weights::KeyWriter;

/// The key of a person's name: byte order of keys is the order of names.
///
/// Names are ordered as in Vietnamese lists: by given name (the last word), then family name (the
/// first), then the words between; each complete with its tones before the next is looked at. A name of
/// one word is a given name. Case decides last. Equal keys mean the same name: spelling of tones, form
/// (NFC or NFD) and spaces aside.
///
/// ```
/// use sohoc_rules::vietnamese::sort_key;
/// assert!(sort_key("Triệu Văn An") < sort_key("Bàn Văn Ân"));
/// ```
#[must_use]
pub fn sort_key(name: &str) -> Vec<u8> {
    let name = nfc(name);
    let mut words = name.split_whitespace().filter(|word| !word.chars().all(is_invisible));
    let first = words.next().unwrap_or_default();
    let last = words.next_back();
    let mut key = KeyWriter::with_capacity(name.len());
    key.write(last.unwrap_or(first));
    key.end_part();
    key.write(last.map_or("", |_| first));
    key.end_part();
    for word in words {
        key.write(word);
        key.gap();
    }
    key.end_part();
    key.finish()
}

/// The key of any other text, such as the name of a unit, read from left to right.
///
/// Numbers are ordered by value, so that Tổ 2 stands before Tổ 10.
#[must_use]
pub fn text_sort_key(text: &str) -> Vec<u8> {
    let text = nfc(text);
    let mut key = KeyWriter::with_capacity(text.len());
    key.write(&text);
    key.end_part();
    key.finish()
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use icu_collator::options::{CollatorOptions, Strength};
    use icu_collator::preferences::CollationNumericOrdering;
    use icu_collator::{CollatorBorrowed, CollatorPreferences};
    use icu_locale_core::locale;
    use proptest::prelude::*;

    use super::super::made_up::{name, text, twins};
    use super::super::normal_form::nfd;
    use super::super::spelling::settle_spelling;
    use super::*;

    fn collator(strength: Strength) -> CollatorBorrowed<'static> {
        let mut preferences = CollatorPreferences::from(locale!("vi"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        let mut options = CollatorOptions::default();
        options.strength = Some(strength);
        CollatorBorrowed::try_new(preferences, options).expect("compiled data holds vi")
    }

    /// The order of names told by the reference collation: parts with tones first, then case.
    fn reference(one: &str, other: &str) -> Ordering {
        let parts = |name: &str| {
            let name = settle_spelling(name);
            let words: Vec<String> = name.split_whitespace().map(str::to_owned).collect();
            match words.as_slice() {
                [] => [String::new(), String::new(), String::new()],
                [only] => [only.clone(), String::new(), String::new()],
                [family, middle @ .., given] => [given.clone(), family.clone(), middle.join(" ")],
            }
        };
        let (one, other) = (parts(one), parts(other));
        let compare = |strength| {
            let collator = collator(strength);
            (0..3)
                .map(|part| collator.compare(&one[part], &other[part]))
                .find(|order| *order != Ordering::Equal)
        };
        compare(Strength::Secondary).or_else(|| compare(Strength::Tertiary)).unwrap_or(Ordering::Equal)
    }

    #[test]
    fn people_stand_by_given_name_then_family_then_middle() {
        let list = [
            "An",
            "Bàn Văn An",
            "Triệu Thị An",
            "Triệu Văn An",
            "Đàm Ăn",
            "Bế Ân",
            "Lý Thị Dao",
            "Lý Thị Dào",
            "Lý Thị Đao",
            "Nông Thị Ha",
            "Nông Thị Hà",
            "Nông Văn Hà",
            "Nông Thị Hả",
            "Nông Thị Hã",
            "Nông Thị Há",
            "Nông Thị Hạ",
            "Nông Thị Hoa",
            "Nông Thị Hoà",
            "Nông Văn Hòa",
            "Nông Thị Hoàn",
            "Hoàng Văn Xuân",
            "Hoàng Văn Ý",
        ];
        for pair in list.windows(2) {
            assert!(sort_key(pair[0]) < sort_key(pair[1]), "{pair:?}");
        }
    }

    #[test]
    fn case_decides_last() {
        assert!(sort_key("nông thị hà") < sort_key("Nông Thị Hà"));
        assert!(sort_key("NÔNG THỊ HÀ") < sort_key("Nông Văn Hà"));
    }

    #[test]
    fn spelling_form_and_spaces_do_not_part_a_name() {
        assert_eq!(sort_key("Nông Thị Hoà"), sort_key(" Nông  Thị\u{A0}Hòa\u{200B} "));
        assert_eq!(sort_key("Đàm"), sort_key("Ðàm"));
    }

    #[test]
    fn a_key_is_about_as_long_as_the_name() {
        assert!(sort_key("Nông Thị Hà").len() <= 22, "{}", sort_key("Nông Thị Hà").len());
    }

    #[test]
    fn numbers_in_unit_names_are_ordered_by_value() {
        let list =
            ["Tổ 2", "Tổ 10", "Tổ dân phố 1", "Tổ dân phố 02", "Tổ dân phố 11", "Xóm Đà", "Xóm Đà Lạn"];
        for pair in list.windows(2) {
            assert!(text_sort_key(pair[0]) < text_sort_key(pair[1]), "{pair:?}");
        }
        assert_eq!(text_sort_key("Tổ 01"), text_sort_key("tổ 1".replace('t', "T").as_str()));
    }

    #[test]
    fn a_tone_far_into_a_text_still_decides() {
        let toned_after = |letters: usize| format!("{}á{}", "a".repeat(letters), "a".repeat(700 - letters));
        for far in [0, 1, 198, 199, 200, 201, 399, 400, 650] {
            assert!(text_sort_key(&toned_after(far)) > text_sort_key(&toned_after(far + 1)), "{far}");
            assert!(text_sort_key(&toned_after(far)) > text_sort_key(&"a".repeat(701)), "{far}");
        }
    }

    #[test]
    fn letters_and_signs_stand_as_in_the_reference_collation() {
        let collator = collator(Strength::Tertiary);
        let single: Vec<String> = (' '..='~')
            .chain("àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ".chars())
            .chain("ÀẢÃÁẠĂẰẲẴẮẶÂẦẨẪẤẬĐÈẺẼÉẸÊỀỂỄẾỆÌỈĨÍỊÒỎÕÓỌÔỒỔỖỐỘƠỜỞỠỚỢÙỦŨÚỤƯỪỬỮỨỰỲỶỸÝỴ".chars())
            .map(|character| format!("k{character}n"))
            .collect();
        for one in &single {
            for other in &single {
                let expected = collator.compare(one, other);
                assert_eq!(text_sort_key(one).cmp(&text_sort_key(other)), expected, "{one} {other}");
            }
        }
    }

    #[test]
    fn the_units_of_the_province_stand_as_in_the_reference_collation() {
        let collator = collator(Strength::Tertiary);
        let mut reader = csv::Reader::from_reader(sohoc_data::territory::CAO_BANG_UNITS.as_bytes());
        let names: Vec<String> = reader
            .records()
            .flat_map(|record| record.expect("well-formed").iter().map(settle_spelling).collect::<Vec<_>>())
            .filter(|field| !field.is_empty() && !field.contains("  "))
            .collect();
        assert!(names.len() > 400);
        for pair in names.windows(7) {
            for other in &pair[1..] {
                let expected = collator.compare(&pair[0], other);
                assert_eq!(
                    text_sort_key(&pair[0]).cmp(&text_sort_key(other)),
                    expected,
                    "{} {other}",
                    pair[0]
                );
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn names_stand_as_in_the_reference_collation(one in name(), other in name()) {
            prop_assert_eq!(sort_key(&one).cmp(&sort_key(&other)), reference(&one, &other));
        }

        #[test]
        fn tones_and_case_decide_as_in_the_reference_collation((one, other) in twins()) {
            prop_assert_eq!(sort_key(&one).cmp(&sort_key(&other)), reference(&one, &other));
            let expected = collator(Strength::Tertiary).compare(&one, &other);
            prop_assert_eq!(text_sort_key(&one).cmp(&text_sort_key(&other)), expected);
        }

        #[test]
        fn texts_stand_as_in_the_reference_collation(one in text(), other in text()) {
            let expected =
                collator(Strength::Tertiary).compare(&settle_spelling(&one), &settle_spelling(&other));
            prop_assert_eq!(text_sort_key(&one).cmp(&text_sort_key(&other)), expected);
        }

        #[test]
        fn the_form_of_a_text_does_not_change_its_place(name in "[\\PC]{0,20}") {
            prop_assert_eq!(sort_key(&nfd(&name)), sort_key(&name));
            prop_assert_eq!(text_sort_key(&nfd(&name)), text_sort_key(&name));
        }

        #[test]
        fn equal_keys_are_the_same_name(one in "[aàăhoóuýqgi HOÀz'éö]{0,6}", other in "[aàăhoóuýqgi HOÀz'éö]{0,6}") {
            let words = |text: &str| settle_spelling(text).split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(sort_key(&one) == sort_key(&other), words(&one) == words(&other));
        }
    }
}
