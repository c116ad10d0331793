//! TCVN3: one Latin-1 character for each letter, small codes for letters with a tone.

use super::super::letters::Letter;

/// Reads TCVN3; characters without a meaning in it stay.
pub(super) fn decode(text: &str) -> String {
    let in_capitals = is_in_capitals(text);
    text.chars()
        .map(|character| match decoded(character) {
            Some(letter) if in_capitals => capital(letter),
            Some(letter) => letter,
            None => character,
        })
        .collect()
}

/// The letter a Latin-1 character stands for.
pub(super) fn decoded(character: char) -> Option<char> {
    if character.is_ascii() {
        return None;
    }
    CODES.binary_search_by_key(&character, |(code, _)| *code).ok().map(|place| CODES[place].1)
}

/// Letters with a tone have no capital codes, so in a line of capitals they stand as small ones. A
/// single capital proves nothing (`Hµ` is Hà); neither does any line with a letter that had a capital
/// code and did not use it.
fn is_in_capitals(text: &str) -> bool {
    let small =
        |character: char| character.is_ascii_lowercase() || ('\u{A8}'..='\u{AE}').contains(&character);
    let capitals = |word: &str| word.chars().filter(char::is_ascii_uppercase).count();
    !text.chars().any(small) && text.split_whitespace().any(|word| capitals(word) >= 2)
}

fn capital(letter: char) -> char {
    Letter::of(letter).map_or(letter, |letter| letter.capital().character())
}

/// In the order of the codes.
const CODES: [(char, char); 74] = [
    ('¡', 'Ă'),
    ('¢', 'Â'),
    ('£', 'Ê'),
    ('¤', 'Ô'),
    ('¥', 'Ơ'),
    ('¦', 'Ư'),
    ('§', 'Đ'),
    ('¨', 'ă'),
    ('©', 'â'),
    ('ª', 'ê'),
    ('«', 'ô'),
    ('¬', 'ơ'),
    ('\u{AD}', 'ư'),
    ('®', 'đ'),
    ('µ', 'à'),
    ('¶', 'ả'),
    ('·', 'ã'),
    ('¸', 'á'),
    ('¹', 'ạ'),
    ('»', 'ằ'),
    ('¼', 'ẳ'),
    ('½', 'ẵ'),
    ('¾', 'ắ'),
    ('Æ', 'ặ'),
    ('Ç', 'ầ'),
    ('È', 'ẩ'),
    ('É', 'ẫ'),
    ('Ê', 'ấ'),
    ('Ë', 'ậ'),
    ('Ì', 'è'),
    ('Î', 'ẻ'),
    ('Ï', 'ẽ'),
    ('Ð', 'é'),
    ('Ñ', 'ẹ'),
    ('Ò', 'ề'),
    ('Ó', 'ể'),
    ('Ô', 'ễ'),
    ('Õ', 'ế'),
    ('Ö', 'ệ'),
    ('×', 'ì'),
    ('Ø', 'ỉ'),
    ('Ü', 'ĩ'),
    ('Ý', 'í'),
    ('Þ', 'ị'),
    ('ß', 'ò'),
    ('á', 'ỏ'),
    ('â', 'õ'),
    ('ã', 'ó'),
    ('ä', 'ọ'),
    ('å', 'ồ'),
    ('æ', 'ổ'),
    ('ç', 'ỗ'),
    ('è', 'ố'),
    ('é', 'ộ'),
    ('ê', 'ờ'),
    ('ë', 'ở'),
    ('ì', 'ỡ'),
    ('í', 'ớ'),
    ('î', 'ợ'),
    ('ï', 'ù'),
    ('ñ', 'ủ'),
    ('ò', 'ũ'),
    ('ó', 'ú'),
    ('ô', 'ụ'),
    ('õ', 'ừ'),
    ('ö', 'ử'),
    ('÷', 'ữ'),
    ('ø', 'ứ'),
    ('ù', 'ự'),
    ('ú', 'ỳ'),
    ('û', 'ỷ'),
    ('ü', 'ỹ'),
    ('ý', 'ý'),
    ('þ', 'ỵ'),
];

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::super::made_up::text;
    use super::*;

    /// Writes TCVN3 as the fonts did: a capital with a tone becomes a small code.
    pub(in super::super) fn encode(text: &str) -> String {
        let code = |letter: char| CODES.iter().find(|(_, decoded)| *decoded == letter).map(|(code, _)| *code);
        text.chars()
            .map(|letter| {
                let small = letter.to_lowercase().next().unwrap_or(letter);
                code(letter).or_else(|| code(small)).unwrap_or(letter)
            })
            .collect()
    }

    #[test]
    fn every_letter_has_one_code_in_order() {
        assert!(CODES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        let mut letters: Vec<char> = CODES.iter().map(|(_, letter)| *letter).collect();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), CODES.len());
        // 60 letters with tones, 7 with a mark of their own, and their 7 capitals.
        assert!(letters.iter().all(|letter| Letter::of(*letter).is_some()));
    }

    #[test]
    fn capitals_are_kept_where_the_line_shows_them() {
        assert_eq!(decode("Uû BAN NH¢N D¢N TØNH CAO B»NG"), "UỶ BAN NHÂN DÂN TỈNH CAO BẰNG");
        assert_eq!(decode("Hµ Lª"), "Hà Lê");
        assert_eq!(decode("UBND x· Hµ"), "UBND xã Hà");
    }

    proptest! {
        #[test]
        fn small_letters_survive_the_round_trip(text in text()) {
            let small = text.to_lowercase();
            prop_assert_eq!(decode(&encode(&small)), small);
        }

        #[test]
        fn lines_in_capitals_survive_the_round_trip(text in text()) {
            let line = format!("UBND {}", text.to_uppercase());
            prop_assert_eq!(decode(&encode(&line)), line);
        }
    }
}
