//! Text of the years before Unicode: TCVN3 (the ABC fonts, `.VnTime` and its kin) and VNI (VNI-Times).
//!
//! Lists kept since the nineties still come in these encodings. The bytes arrive here as the Latin-1
//! characters they look like without the font: `NguyÔn V¨n` (TCVN3) or `Nguyeãn Vaên` (VNI).
//!
//! A single word can be read both ways (`Hoàng` is Hoàng in Unicode and Hồng in VNI), so the encoding is
//! recognised over a whole column or file with [`detect`], and each text is then read with
//! [`to_unicode`], which leaves alone what is Unicode Vietnamese already.

mod detection;
mod tcvn3;
mod vni;

use std::borrow::Cow;

pub use detection::detect;

use self::detection::{Votes, is_certainly_unicode};

/// How the letters of a text are coded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// Nothing to convert.
    #[default]
    Unicode,
    /// TCVN 5712:1993, third set: one character a letter.
    ///
    /// It has no capitals with tones: a capital font (`.VnTimeH`) draws the small codes as capitals, and
    /// the text does not tell. A line that is otherwise in capitals is read in capitals; for the rest use
    /// [`title_case`](super::title_case) on names.
    Tcvn3,
    /// VNI for Windows: most marks follow their vowel as a second character.
    Vni,
}

/// The text in Unicode, read from `encoding`, the encoding of the column or file it stands in.
///
/// Unchanged when it is ASCII, when it holds a letter or mark that only Unicode Vietnamese has, or when
/// it makes more Vietnamese words as it stands than it would after conversion: files get mixed when
/// people paste into them.
///
/// ```
/// use sohoc_rules::vietnamese::{Encoding, to_unicode};
/// assert_eq!(to_unicode("NguyÔn V¨n", Encoding::Tcvn3), "Nguyễn Văn");
/// assert_eq!(to_unicode("Nguyeãn Vaên", Encoding::Vni), "Nguyễn Văn");
/// assert_eq!(to_unicode("Nguyễn Văn", Encoding::Vni), "Nguyễn Văn");
/// ```
#[must_use]
pub fn to_unicode(text: &str, encoding: Encoding) -> Cow<'_, str> {
    let decode = match encoding {
        Encoding::Unicode => return Cow::Borrowed(text),
        Encoding::Tcvn3 => tcvn3::decode,
        Encoding::Vni => vni::decode,
    };
    if text.is_ascii() || is_certainly_unicode(text) {
        return Cow::Borrowed(text);
    }
    let votes = Votes::of(text);
    if votes.unicode > votes.of_encoding(encoding) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(decode(text))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::made_up::{capital, name, syllable};
    use super::super::normal_form::nfd;
    use super::*;

    #[test]
    fn lists_of_both_encodings_are_read() {
        for (encoding, legacy, unicode) in [
            (Encoding::Tcvn3, "NguyÔn V¨n Hïng", "Nguyễn Văn Hùng"),
            (Encoding::Tcvn3, "N«ng ThÞ Hµ", "Nông Thị Hà"),
            (Encoding::Tcvn3, "§Æng §øc Ph\u{AD}¬ng", "Đặng Đức Phương"),
            (Encoding::Tcvn3, "NGUYÔN V¡N HïNG", "NGUYỄN VĂN HÙNG"),
            (Encoding::Tcvn3, "x· Qu¶ng Uyªn, tØnh Cao B»ng", "xã Quảng Uyên, tỉnh Cao Bằng"),
            (Encoding::Vni, "Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng"),
            (Encoding::Vni, "Noâng Thò Haø", "Nông Thị Hà"),
            (Encoding::Vni, "Ñaëng Ñöùc Phöông", "Đặng Đức Phương"),
            (Encoding::Vni, "NGUYEÃN VAÊN HUØNG", "NGUYỄN VĂN HÙNG"),
            (Encoding::Vni, "xaõ Quaûng Uyeân, tænh Cao Baèng", "xã Quảng Uyên, tỉnh Cao Bằng"),
            (Encoding::Vni, "Lyù Kyõ Myî", "Lý Kỹ Myỵ"),
        ] {
            assert_eq!(to_unicode(legacy, encoding), unicode);
        }
    }

    #[test]
    fn a_word_that_can_be_read_both_ways_is_read_as_its_column() {
        assert_eq!(to_unicode("Hoàng", Encoding::Vni), "Hồng");
        assert_eq!(to_unicode("Hoàng", Encoding::Unicode), "Hoàng");
        assert_eq!(to_unicode("TÝ", Encoding::Tcvn3), "Tí");
    }

    #[test]
    fn a_unicode_row_in_a_legacy_column_stays() {
        for row in ["Nguyễn Văn Hùng", "Đàm Thị Hoà", "Cao Toán", "Hạ Lang", "Nông Thị Ha\u{300}"]
        {
            assert_eq!(to_unicode(row, Encoding::Tcvn3), row);
        }
        assert_eq!(to_unicode("Nguyễn Thị Oanh", Encoding::Vni), "Nguyễn Thị Oanh");
        assert_eq!(to_unicode("Lê Thành", Encoding::Vni), "Lê Thành");
    }

    proptest! {
        #[test]
        fn unicode_vietnamese_is_never_converted(name in name()) {
            prop_assert_eq!(detect([name.as_str()]), Encoding::Unicode);
            let decomposed = nfd(&name);
            prop_assert_eq!(detect([&*decomposed]), Encoding::Unicode);
            prop_assert_eq!(to_unicode(&name, detect([name.as_str()])), name.as_str());
        }

        #[test]
        fn a_column_of_unicode_names_is_unicode(names in prop::collection::vec(name(), 0..40)) {
            prop_assert_eq!(detect(names.iter().map(String::as_str)), Encoding::Unicode);
        }

        #[test]
        fn a_text_with_a_letter_of_its_own_is_never_converted(text in "[\\PC]{0,20}[ăđơưạếĐẶ][\\PC]{0,20}") {
            for encoding in [Encoding::Tcvn3, Encoding::Vni] {
                prop_assert_eq!(to_unicode(&text, encoding), text.as_str());
            }
        }

        #[test]
        fn a_column_in_vni_is_recognised_and_read(names in legacy_column()) {
            let coded: Vec<String> = names.iter().map(|name| vni::tests::encode(name)).collect();
            prop_assert_eq!(detect(coded.iter().map(String::as_str)), Encoding::Vni);
            for (name, coded) in names.iter().zip(&coded) {
                prop_assert_eq!(vni::decode(coded), name.as_str());
            }
        }

        #[test]
        fn a_column_in_tcvn3_is_recognised_and_read(names in legacy_column()) {
            let coded: Vec<String> = names.iter().map(|name| tcvn3::tests::encode(name)).collect();
            prop_assert_eq!(detect(coded.iter().map(String::as_str)), Encoding::Tcvn3);
            for (name, coded) in names.iter().zip(&coded) {
                prop_assert_eq!(tcvn3::decode(coded).to_lowercase(), name.to_lowercase());
            }
        }
    }

    /// A column with enough accents to tell its encoding.
    fn legacy_column() -> impl Strategy<Value = Vec<String>> {
        let name = prop::collection::vec(syllable().prop_map(|word| capital(&word)), 2..=4);
        let sure = Just("Nguyễn Thị Phượng Đặng Văn Vĩnh".to_owned());
        (prop::collection::vec(name.prop_map(|words| words.join(" ")), 0..20), sure)
            .prop_map(|(names, sure)| names.into_iter().chain([sure]).collect())
    }
}
