//! The twelve-digit personal number (số định danh cá nhân, NĐ 137/2015 and the Law on Identification).

use std::fmt;

use thiserror::Error;

use super::{BirthDate, Sex};

/// Twelve digits. It has no check digit: a right shape proves nothing, so a mismatch only warns.
///
/// The number never appears through `Debug` or `Display`; [`PersonalNumber::reveal`] is for encrypting,
/// hashing and the view that is journalled.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonalNumber(String);

/// Why a text is not a personal number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NumberFault {
    /// An old identity number: a search aid, not a personal number.
    #[error(
        "nine digits are an old identity number (CMND); enter the twelve digits of the card or leave it empty"
    )]
    OldIdentityNumber,
    /// Too short or too long.
    #[error("a personal number has 12 digits, this has {0}; check it against the card or leave it empty")]
    Length(usize),
    /// A letter or sign. The text itself is not repeated, it is personal data.
    #[error("a personal number has digits only; check it against the card or leave it empty")]
    NotDigits,
}

/// Something in the number that disagrees with the rest of the record. Records do get corrected, so a
/// clerk may accept it by giving a reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberWarning {
    /// The first three digits are no province code of 2016; a birth registered abroad has such a prefix.
    UnknownProvince,
    /// The fourth digit belongs to the other sex.
    OtherSex,
    /// The fourth digit belongs to another century.
    OtherCentury,
    /// Digits five and six are not the last two of the birth year.
    OtherBirthYear,
}

impl NumberWarning {
    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownProvince => "people.number.unknown_province",
            Self::OtherSex => "people.number.other_sex",
            Self::OtherCentury => "people.number.other_century",
            Self::OtherBirthYear => "people.number.other_birth_year",
        }
    }

    /// What to look at.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::UnknownProvince => {
                "The first three digits are not the code of a province; right only for a birth registered abroad."
            }
            Self::OtherSex => "The fourth digit belongs to the other sex.",
            Self::OtherCentury => "The fourth digit belongs to another century than the birth year.",
            Self::OtherBirthYear => "Digits five and six differ from the birth year.",
        }
    }
}

impl PersonalNumber {
    /// Reads twelve digits; spaces, dots and hyphens between them are dropped.
    ///
    /// # Errors
    /// When there are not exactly twelve digits.
    pub fn new(text: &str) -> Result<Self, NumberFault> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace() && !".-".contains(*c)).collect();
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberFault::NotDigits);
        }
        match digits.len() {
            12 => Ok(Self(digits)),
            9 => Err(NumberFault::OldIdentityNumber),
            other => Err(NumberFault::Length(other)),
        }
    }

    /// The twelve digits themselves. Whoever shows them to a person writes it in the journal.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// For screens and lists: `004•••••1234`.
    #[must_use]
    pub fn masked(&self) -> String {
        format!("{}•••••{}", &self.0[..3], &self.0[8..])
    }

    /// What disagrees with the birth date and sex on record; empty when all agrees.
    #[must_use]
    pub fn warnings(&self, birth: BirthDate, sex: Sex) -> Vec<NumberWarning> {
        let digits = self.0.as_bytes();
        let year = i32::from(birth.year());
        let fourth = i32::from(digits[3] - b'0');
        let written_year = i32::from(digits[4] - b'0') * 10 + i32::from(digits[5] - b'0');
        let written_sex = if fourth % 2 == 0 { Sex::Male } else { Sex::Female };
        let mut warnings = Vec::new();
        if PROVINCES.binary_search(&&self.0[..3]).is_err() {
            warnings.push(NumberWarning::UnknownProvince);
        }
        if written_sex != sex {
            warnings.push(NumberWarning::OtherSex);
        }
        if 19 + fourth / 2 != year / 100 {
            warnings.push(NumberWarning::OtherCentury);
        }
        if written_year != year % 100 {
            warnings.push(NumberWarning::OtherBirthYear);
        }
        warnings
    }

    /// What a clerk must look at before the number is taken: it speaks of another sex or birth year. A prefix of
    /// another province or country is ordinary.
    #[must_use]
    pub fn contradiction(&self, birth: BirthDate, sex: Sex) -> Option<NumberWarning> {
        self.warnings(birth, sex).into_iter().find(|warning| *warning != NumberWarning::UnknownProvince)
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonalNumber(hidden)")
    }
}

/// The 63 provinces by whose codes births were registered from 2016 to the mergers of 2025; the codes stay
/// on people for life, so the list is history and does not change when provinces do. In order.
const PROVINCES: [&str; 63] = [
    "001", "002", "004", "006", "008", "010", "011", "012", "014", "015", "017", "019", "020", "022", "024",
    "025", "026", "027", "030", "031", "033", "034", "035", "036", "037", "038", "040", "042", "044", "045",
    "046", "048", "049", "051", "052", "054", "056", "058", "060", "062", "064", "066", "067", "068", "070",
    "072", "074", "075", "077", "079", "080", "082", "083", "084", "086", "087", "089", "091", "092", "093",
    "094", "095", "096",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::new(text).expect("twelve digits")
    }

    fn born(year: i16) -> BirthDate {
        BirthDate::new(year, None, None, date(2026, 1, 1)).expect("valid")
    }

    #[test]
    fn each_digit_that_disagrees_is_named() {
        use NumberWarning::{OtherBirthYear, OtherCentury, OtherSex, UnknownProvince};
        for (digits, year, sex, expected) in [
            ("004156001234", 1956, Sex::Female, vec![]),
            ("004056001234", 1956, Sex::Male, vec![]),
            ("004203001234", 2003, Sex::Male, vec![]),
            ("004303001234", 2003, Sex::Female, vec![]),
            ("079156001234", 1956, Sex::Female, vec![]),
            ("003156001234", 1956, Sex::Female, vec![UnknownProvince]),
            ("116156001234", 1956, Sex::Female, vec![UnknownProvince]),
            ("004156001234", 1956, Sex::Male, vec![OtherSex]),
            ("004156001234", 2056 - 100 + 1, Sex::Female, vec![OtherBirthYear]),
            ("004103001234", 2003, Sex::Female, vec![OtherCentury]),
            (
                "999203001234",
                1956,
                Sex::Female,
                vec![UnknownProvince, OtherSex, OtherCentury, OtherBirthYear],
            ),
        ] {
            assert_eq!(number(digits).warnings(born(year), sex), expected, "{digits} {year} {sex:?}");
        }
    }

    #[test]
    fn a_number_never_shows_by_accident() {
        let secret = number("004 156 001 234");
        assert_eq!(secret.masked(), "004•••••1234");
        assert!(!format!("{secret:?}").contains(|c: char| c.is_ascii_digit()));
        let fault = PersonalNumber::new("00415600123x").expect_err("a letter").to_string();
        assert!(!fault.contains("004156"));
    }

    #[test]
    fn another_shape_is_refused() {
        for (text, fault) in [
            ("095123456", NumberFault::OldIdentityNumber),
            ("00415600123", NumberFault::Length(11)),
            ("", NumberFault::Length(0)),
            ("00415600123x", NumberFault::NotDigits),
            ("٠٠٤١٥٦٠٠١٢٣٤", NumberFault::NotDigits),
        ] {
            assert_eq!(PersonalNumber::new(text), Err(fault), "{text}");
        }
    }

    #[test]
    fn the_provinces_are_those_of_the_statistics_office_before_the_mergers() {
        let mut reader = csv::Reader::from_reader(sohoc_data::territory::NATIONAL_UNITS.as_bytes());
        let headers = reader.headers().expect("headers").clone();
        let column = |name: &str| headers.iter().position(|h| h == name).expect(name);
        let (code, level) = (column("code"), column("level"));
        let official: BTreeSet<String> = reader
            .records()
            .map(|row| row.expect("row"))
            .filter(|row| &row[level] == "province")
            .map(|row| format!("0{}", &row[code]))
            .collect();
        assert_eq!(PROVINCES.iter().map(|p| (*p).to_owned()).collect::<BTreeSet<_>>(), official);
        assert!(PROVINCES.is_sorted());
    }
}
