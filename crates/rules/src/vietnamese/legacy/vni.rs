//! VNI for Windows: the vowel first, its marks in the character after it.
//!
//! A mark tells both the shape of the vowel and its tone: `a` with `á` is ấ, `a` with `é` is ắ. The
//! letters ơ, ư, đ, ỵ and i with a tone have characters of their own. No character is both, which is
//! what makes the text readable from left to right.

use super::super::letters::{Letter, Tone};

/// Reads VNI; characters without a meaning where they stand stay.
pub(super) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len() + 8);
    read(text, &mut decoded);
    decoded
}

/// Reads one word; `None` when a character has no meaning where it stands.
pub(super) fn decode_word(word: &str) -> Option<String> {
    let mut decoded = String::with_capacity(word.len() + 8);
    read(word, &mut decoded).then_some(decoded)
}

/// Whether every character had a meaning.
fn read(text: &str, decoded: &mut String) -> bool {
    let mut all_known = true;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let letter = Letter::of(character);
        let own = own_letter(character).or(letter.filter(|_| character.is_ascii()));
        let Some(base) = own else {
            all_known &= character.is_ascii();
            decoded.push(character);
            continue;
        };
        let marked = characters.peek().and_then(|mark| with_mark(base, *mark));
        if marked.is_some() {
            characters.next();
        }
        decoded.push(marked.unwrap_or(base).character());
    }
    all_known
}

/// The letters with a character of their own.
fn own_letter(character: char) -> Option<Letter> {
    let letter = match character {
        'ì' | 'Ì' => 'ì',
        'í' | 'Í' => 'í',
        'æ' | 'Æ' => 'ỉ',
        'ó' | 'Ó' => 'ĩ',
        'ò' | 'Ò' => 'ị',
        'ô' | 'Ô' => 'ơ',
        'ö' | 'Ö' => 'ư',
        'î' | 'Î' => 'ỵ',
        'ñ' | 'Ñ' => 'đ',
        _ => return None,
    };
    let letter = Letter::of(letter)?;
    Some(if character.is_uppercase() { letter.capital() } else { letter })
}

/// What a mark does to the vowel before it.
#[derive(Clone, Copy)]
enum Shape {
    Own,
    Circumflex,
    Breve,
}

/// The vowel with the mark after it; `None` when the mark does not belong to this letter. The case of
/// the mark is not asked: both `AÙ` and `Aù` were typed for Á.
fn with_mark(base: Letter, mark: char) -> Option<Letter> {
    if base.tone() != Tone::Level {
        return None;
    }
    let (shape, tone) = meaning(mark)?;
    let small = match (shape, base.small().character()) {
        (Shape::Own, vowel @ ('a' | 'e' | 'o' | 'u' | 'y' | 'ơ' | 'ư')) => vowel,
        (Shape::Circumflex, 'a') => 'â',
        (Shape::Circumflex, 'e') => 'ê',
        (Shape::Circumflex, 'o') => 'ô',
        (Shape::Breve, 'a') => 'ă',
        _ => return None,
    };
    let letter = Letter::of(small)?.with_tone(tone);
    Some(if base.is_upper() { letter.capital() } else { letter })
}

const fn meaning(mark: char) -> Option<(Shape, Tone)> {
    let meaning = match mark {
        'ø' | 'Ø' => (Shape::Own, Tone::Grave),
        'û' | 'Û' => (Shape::Own, Tone::Hook),
        'õ' | 'Õ' => (Shape::Own, Tone::Tilde),
        'ù' | 'Ù' => (Shape::Own, Tone::Acute),
        'ï' | 'Ï' => (Shape::Own, Tone::Dot),
        'â' | 'Â' => (Shape::Circumflex, Tone::Level),
        'à' | 'À' => (Shape::Circumflex, Tone::Grave),
        'å' | 'Å' => (Shape::Circumflex, Tone::Hook),
        'ã' | 'Ã' => (Shape::Circumflex, Tone::Tilde),
        'á' | 'Á' => (Shape::Circumflex, Tone::Acute),
        'ä' | 'Ä' => (Shape::Circumflex, Tone::Dot),
        'ê' | 'Ê' => (Shape::Breve, Tone::Level),
        'è' | 'È' => (Shape::Breve, Tone::Grave),
        'ú' | 'Ú' => (Shape::Breve, Tone::Hook),
        'ü' | 'Ü' => (Shape::Breve, Tone::Tilde),
        'é' | 'É' => (Shape::Breve, Tone::Acute),
        'ë' | 'Ë' => (Shape::Breve, Tone::Dot),
        _ => return None,
    };
    Some(meaning)
}

#[cfg(test)]
pub(super) mod tests {
    use std::collections::BTreeMap;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::super::super::made_up::text;
    use super::*;

    /// All characters that begin or end a letter in VNI.
    const BASES: &str = "aeouyôöAEOUYÔÖ";
    const MARKS: &str = "øûõùïâàåãáäêèúüéë";
    const OWN: &str = "ìíæóòôöîñÌÍÆÓÒÔÖÎÑ";

    /// The code of every letter, found by trying what reads back as it.
    static CODES: LazyLock<BTreeMap<char, String>> = LazyLock::new(|| {
        let marked = BASES.chars().flat_map(|base| MARKS.chars().map(move |mark| same_case(base, mark)));
        let own = OWN.chars().map(String::from);
        // Own characters last, so that they win: ỵ was typed î, though yï is read too.
        marked.chain(own).filter_map(|code| Some((single(&decode(&code))?, code))).collect()
    });

    /// Writes VNI.
    pub(in super::super) fn encode(text: &str) -> String {
        text.chars().map(|letter| CODES.get(&letter).cloned().unwrap_or_else(|| letter.to_string())).collect()
    }

    fn single(text: &str) -> Option<char> {
        let mut characters = text.chars();
        characters.next().filter(|_| characters.next().is_none())
    }

    fn same_case(base: char, mark: char) -> String {
        let mark = if base.is_uppercase() { mark.to_uppercase().to_string() } else { mark.to_string() };
        format!("{base}{mark}")
    }

    #[test]
    fn every_letter_can_be_written() {
        let letters = ('\u{A0}'..'\u{2000}').filter(|character| Letter::of(*character).is_some());
        for letter in letters {
            let code = encode(&letter.to_string());
            assert!(code.chars().all(|character| character < '\u{100}'), "{letter} as {code}");
            assert_eq!(decode(&code), letter.to_string());
        }
    }

    #[test]
    fn letters_are_coded_as_the_fonts_had_them() {
        for (letters, codes) in [
            ("àáảãạ", "aøaùaûaõaï"),
            ("âầấẩẫậ", "aâaàaáaåaãaä"),
            ("ăằắẳẵặ", "aêaèaéaúaüaë"),
            ("êềếểễệ", "eâeàeáeåeãeä"),
            ("ìíỉĩị", "ìíæóò"),
            ("ôồốổỗộ", "oâoàoáoåoãoä"),
            ("ơờớởỡợ", "ôôøôùôûôõôï"),
            ("ưừứửữự", "ööøöùöûöõöï"),
            ("ỳýỷỹỵđ", "yøyùyûyõîñ"),
            ("ÀẤẶỜỮĐ", "AØAÁAËÔØÖÕÑ"),
        ] {
            assert_eq!(encode(letters), codes);
            assert_eq!(decode(codes), letters);
        }
        assert_eq!(decode("Aùnh"), "Ánh");
    }

    proptest! {
        #[test]
        fn texts_survive_the_round_trip(text in text()) {
            prop_assert_eq!(decode(&encode(&text)), text);
        }
    }
}
