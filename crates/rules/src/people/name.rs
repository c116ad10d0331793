//! The name of a person, of any people of the country.

use std::fmt;

use thiserror::Error;
use unicode_normalization::char::is_combining_mark;

use crate::vietnamese::{tidy, title_case};

/// A name that has passed the check: NFC, single spaces, letters with apostrophes and hyphens.
///
/// One word is enough (`Sình`), length and order of the parts are free, and no list of family names
/// decides what a name is: names of every people must pass.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

/// Why a text is not a name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NameFault {
    /// No letter in it.
    #[error("the name is empty; write the name as on the identity card")]
    Empty,
    /// Longer than any name of a person.
    #[error("the name has {0} characters, more than {max}; write only the name", max = PersonName::LONGEST)]
    TooLong(usize),
    /// A digit, a control character or a sign that no name carries.
    #[error(
        "the name holds {0:?}, which no name carries; write only letters, spaces, apostrophes and hyphens"
    )]
    Character(char),
}

impl PersonName {
    /// The longest name accepted, in characters after normalisation.
    pub const LONGEST: usize = 100;

    /// Checks and normalises: NFC, whitespace collapsed, typographic apostrophes and hyphens made plain,
    /// invisible characters dropped. A name all in capitals or all in small letters gets capitals at the
    /// start of its parts; any other case is kept as given.
    ///
    /// # Errors
    /// Names what makes the text no name.
    pub fn new(text: &str) -> Result<Self, NameFault> {
        if let Some(control) = text.chars().find(|c| c.is_control() && !c.is_whitespace()) {
            return Err(NameFault::Character(control));
        }
        let name: String = tidy(text).chars().map(plain).collect();
        let fits = |c: &char| c.is_alphabetic() || is_combining_mark(*c) || " '-".contains(*c);
        if let Some(other) = name.chars().find(|c| !fits(c)) {
            return Err(NameFault::Character(other));
        }
        let length = name.chars().count();
        if !name.chars().any(char::is_alphabetic) {
            return Err(NameFault::Empty);
        }
        if length > Self::LONGEST {
            return Err(NameFault::TooLong(length));
        }
        Ok(Self(if is_one_case(&name) { title_case(&name) } else { name }))
    }

    /// The name as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last word, by which Vietnamese lists are sorted and people are addressed.
    #[must_use]
    pub fn given(&self) -> &str {
        self.0.rsplit(' ').next().unwrap_or(&self.0)
    }
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn plain(character: char) -> char {
    match character {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' | '\u{b4}' | '`' => '\'',
        '\u{2010}' | '\u{2011}' | '\u{2013}' => '-',
        other => other,
    }
}

fn is_one_case(name: &str) -> bool {
    let upper = name.chars().any(char::is_uppercase);
    let lower = name.chars().any(char::is_lowercase);
    // One letter alone, such as `Y`, is no sign of a stuck shift key but is spelt the same either way.
    upper != lower
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    #[test]
    fn names_of_every_people_pass() {
        for (given, kept) in [
            ("Nông Thị Hà", "Nông Thị Hà"),
            ("Sình", "Sình"),
            ("Y", "Y"),
            ("H'Hen Niê", "H'Hen Niê"),
            ("H\u{2019}Hen  Niê", "H'Hen Niê"),
            ("Ma-ri-a Ksor", "Ma-ri-a Ksor"),
            ("  NÔNG\tTHỊ\nHÀ ", "Nông Thị Hà"),
            ("lò văn páo", "Lò Văn Páo"),
            ("H'HEN NIÊ", "H'Hen Niê"),
            ("ĐẶNG VĂN ĐỨC", "Đặng Văn Đức"),
            ("Le\u{302} Thi\u{323} Hoa\u{300}", "Lê Thị Hoà"),
            ("Vàng A\u{200b} Chỉa", "Vàng A Chỉa"),
        ] {
            assert_eq!(PersonName::new(given).map(|n| n.to_string()), Ok(kept.to_owned()), "{given}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_cause() {
        for (given, fault) in [
            ("", NameFault::Empty),
            (" - ", NameFault::Empty),
            ("Nông Văn 2", NameFault::Character('2')),
            ("Hà\u{7}", NameFault::Character('\u{7}')),
            ("Hà (em)", NameFault::Character('(')),
            ("=Hà", NameFault::Character('=')),
        ] {
            assert_eq!(PersonName::new(given), Err(fault), "{given:?}");
        }
        assert_eq!(PersonName::new(&"a".repeat(101)), Err(NameFault::TooLong(101)));
        assert!(PersonName::new(&"a".repeat(100)).is_ok());
    }

    #[test]
    fn the_given_name_is_the_last_word() {
        assert_eq!(PersonName::new("Nông Thị Hà").map(|n| n.given().to_owned()), Ok("Hà".into()));
        assert_eq!(PersonName::new("Sình").map(|n| n.given().to_owned()), Ok("Sình".into()));
    }

    proptest! {
        #[test]
        fn a_name_that_passed_passes_again_unchanged(text in "\\PC{0,120}") {
            if let Ok(name) = PersonName::new(&text) {
                prop_assert!(!name.as_str().contains("  ") && name.as_str() == name.as_str().trim());
                prop_assert_eq!(PersonName::new(name.as_str()), Ok(name));
            }
        }
    }
}
