//! Numbers as documents write them: grouped digits and words.

/// How the zero in 105 is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ZeroTens {
    /// `một trăm linh năm`, as in the north.
    #[default]
    Linh,
    /// `một trăm lẻ năm`, as in the south.
    Le,
}

/// A number in words: `390000` is `ba trăm chín mươi nghìn`.
///
/// Small letters; `âm` before a negative number. Every number of 64 bits has words of its own: from a
/// thousand million on, the count of `tỷ` is read like a number itself.
///
/// ```
/// use sohoc_rules::vietnamese::{ZeroTens, number_in_words};
/// assert_eq!(number_in_words(2021, ZeroTens::Linh), "hai nghìn không trăm hai mươi mốt");
/// ```
#[must_use]
pub fn number_in_words(number: i64, zero_tens: ZeroTens) -> String {
    let mut words = Vec::new();
    if number < 0 {
        words.push("âm");
    }
    read(number.unsigned_abs(), false, zero_tens, &mut words);
    words.join(" ")
}

/// Digits in groups of three, parted by dots as in Vietnamese documents: `390.000`.
#[must_use]
pub fn number_in_groups(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        grouped.push('-');
    }
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    grouped
}

const DIGITS: [&str; 10] = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
const SCALES: [(u64, &str); 3] = [(1_000_000_000, "tỷ"), (1_000_000, "triệu"), (1_000, "nghìn")];

/// Reads a number that fills a group (`padded`, after a larger scale) or begins the whole.
fn read(number: u64, padded: bool, zero_tens: ZeroTens, words: &mut Vec<&'static str>) {
    let mut rest = number;
    let mut padded = padded;
    for (scale, name) in SCALES {
        if rest >= scale {
            read(rest / scale, padded, zero_tens, words);
            words.push(name);
            rest %= scale;
            padded = true;
        }
    }
    if rest > 0 || number == 0 {
        read_hundreds(rest, padded, zero_tens, words);
    }
}

fn read_hundreds(number: u64, padded: bool, zero_tens: ZeroTens, words: &mut Vec<&'static str>) {
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10);
    let with_hundreds = padded || hundreds > 0;
    if with_hundreds {
        words.extend([digit(hundreds), "trăm"]);
    }
    match (tens, ones) {
        (0, 0) if with_hundreds => {}
        (0, _) if with_hundreds => words.extend([zero_tens.word(), digit(ones)]),
        (0, _) => words.push(digit(ones)),
        (1, 0) => words.push("mười"),
        (1, _) => words.extend(["mười", last_digit(ones, tens)]),
        (_, 0) => words.extend([digit(tens), "mươi"]),
        _ => words.extend([digit(tens), "mươi", last_digit(ones, tens)]),
    }
}

/// Some digits change after tens: mười lăm, hai mươi mốt, hai mươi tư, hai mươi lăm.
fn last_digit(ones: u64, tens: u64) -> &'static str {
    match ones {
        1 if tens > 1 => "mốt",
        4 if tens > 1 => "tư",
        5 => "lăm",
        other => digit(other),
    }
}

fn digit(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|value| DIGITS.get(value)).copied().unwrap_or_default()
}

impl ZeroTens {
    const fn word(self) -> &'static str {
        match self {
            Self::Linh => "linh",
            Self::Le => "lẻ",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_documents_write_them() {
        for (number, words) in [
            (0, "không"),
            (1, "một"),
            (4, "bốn"),
            (5, "năm"),
            (10, "mười"),
            (11, "mười một"),
            (14, "mười bốn"),
            (15, "mười lăm"),
            (20, "hai mươi"),
            (21, "hai mươi mốt"),
            (24, "hai mươi tư"),
            (55, "năm mươi lăm"),
            (100, "một trăm"),
            (105, "một trăm linh năm"),
            (111, "một trăm mười một"),
            (115, "một trăm mười lăm"),
            (1_000, "một nghìn"),
            (1_005, "một nghìn không trăm linh năm"),
            (1_050, "một nghìn không trăm năm mươi"),
            (2_026, "hai nghìn không trăm hai mươi sáu"),
            (390_000, "ba trăm chín mươi nghìn"),
            (1_000_000, "một triệu"),
            (1_000_005, "một triệu không trăm linh năm"),
            (1_020_000, "một triệu không trăm hai mươi nghìn"),
            (70_000_000, "bảy mươi triệu"),
            (3_000_000_000, "ba tỷ"),
            (12_000_000_000_000, "mười hai nghìn tỷ"),
            (-7, "âm bảy"),
        ] {
            assert_eq!(number_in_words(number, ZeroTens::Linh), words, "{number}");
        }
        assert_eq!(number_in_words(105, ZeroTens::Le), "một trăm lẻ năm");
    }

    #[test]
    fn the_largest_and_the_smallest_number_have_words() {
        assert_eq!(
            number_in_words(i64::MAX, ZeroTens::Linh),
            "chín tỷ hai trăm hai mươi ba triệu ba trăm bảy mươi hai nghìn không trăm ba mươi sáu tỷ \
             tám trăm năm mươi tư triệu bảy trăm bảy mươi lăm nghìn tám trăm linh bảy"
        );
        assert!(number_in_words(i64::MIN, ZeroTens::Linh).ends_with("tám trăm linh tám"));
    }

    #[test]
    fn digits_are_grouped_by_dots() {
        for (number, grouped) in
            [(0, "0"), (999, "999"), (1_000, "1.000"), (390_000, "390.000"), (-12_345_678, "-12.345.678")]
        {
            assert_eq!(number_in_groups(number), grouped);
        }
    }

    /// Reads words back to a number, by another road than the one they were written on.
    fn heard(words: &str) -> Option<i128> {
        if let Some(rest) = words.strip_prefix("âm ") {
            return heard(rest).map(|number| -number);
        }
        for (scale, name) in SCALES {
            if let Some((count, rest)) = words.rsplit_once(name) {
                let rest = if rest.is_empty() { 0 } else { heard(rest.trim())? };
                return Some(heard(count.trim())? * i128::from(scale) + rest);
            }
        }
        let mut total = 0;
        let mut digit = 0;
        for word in words.split_whitespace() {
            match word {
                "trăm" => (total, digit) = (digit * 100, 0),
                "mươi" => (total, digit) = (total + digit * 10, 0),
                "mười" => total += 10,
                "linh" | "lẻ" => {}
                "mốt" => digit = 1,
                "tư" => digit = 4,
                "lăm" => digit = 5,
                other => digit = i128::try_from(DIGITS.iter().position(|name| *name == other)?).ok()?,
            }
        }
        Some(total + digit)
    }

    proptest! {
        #[test]
        fn words_lead_back_to_the_number(number in any::<i64>(), zero_tens in prop::bool::ANY) {
            let zero_tens = if zero_tens { ZeroTens::Linh } else { ZeroTens::Le };
            for number in [number, number / 1_000_000, number % 100_000, number / 1_000 * 1_000] {
                prop_assert_eq!(heard(&number_in_words(number, zero_tens)), Some(i128::from(number)));
            }
        }

        #[test]
        fn groups_lead_back_to_the_number(number in any::<i64>()) {
            prop_assert_eq!(number_in_groups(number).replace('.', "").parse(), Ok(number));
        }
    }
}
