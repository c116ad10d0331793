//! The ethnic group: sensitive data, optional, kept in a table of its own.

use std::fmt;

use thiserror::Error;

use crate::vietnamese::{tidy, title_case};

/// A name of an ethnic group as people write it, normalised; no closed list decides which exist.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EthnicGroup(String);

/// Why a text is not the name of an ethnic group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum EthnicGroupFault {
    /// Nothing written; leave the field out instead.
    #[error("the ethnic group is empty; leave it out when it is not known")]
    Empty,
    /// Not a name.
    #[error("the ethnic group must be a name of at most 50 letters; write it as on the birth certificate")]
    NotAName,
}

/// The only division that figures use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EthnicClass {
    /// The majority people.
    Kinh,
    /// Any other.
    Minority,
    /// Not stated.
    Unknown,
}

impl EthnicGroup {
    /// Checks and normalises: NFC, single spaces, every word with a capital and the rest small.
    ///
    /// # Errors
    /// When it is empty, longer than 50 characters or holds other signs than letters, hyphens, apostrophes
    /// and brackets (`Sán Chay (Cao Lan)`).
    pub fn new(text: &str) -> Result<Self, EthnicGroupFault> {
        let name = title_case(&tidy(text));
        if name.is_empty() {
            return Err(EthnicGroupFault::Empty);
        }
        let fits = name.chars().count() <= 50
            && name.chars().any(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphabetic() || " -'()".contains(c));
        if fits { Ok(Self(name)) } else { Err(EthnicGroupFault::NotAName) }
    }

    /// The name as it is printed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for EthnicGroup {
    /// Sensitive data stays out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EthnicGroup(hidden)")
    }
}

impl EthnicClass {
    /// All, in the order in which tables print them.
    pub const ALL: [Self; 3] = [Self::Kinh, Self::Minority, Self::Unknown];

    /// The class of what is on record. `Việt` is the other name of the Kinh.
    #[must_use]
    pub fn of(group: Option<&EthnicGroup>) -> Self {
        match group.map(EthnicGroup::as_str) {
            None => Self::Unknown,
            Some("Kinh" | "Việt" | "Kinh (Việt)") => Self::Kinh,
            Some(_) => Self::Minority,
        }
    }

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Kinh => 1,
            Self::Minority => 2,
            Self::Unknown => 0,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.code() == code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_group_become_one() {
        for (given, kept) in [
            ("tày", "Tày"),
            ("TÀY ", "Tày"),
            ("Ta\u{300}y", "Tày"),
            ("lô  lô", "Lô Lô"),
            ("sán chay (cao lan)", "Sán Chay (Cao Lan)"),
            ("x'tiêng", "X'Tiêng"),
        ] {
            assert_eq!(EthnicGroup::new(given).map(|g| g.as_str().to_owned()), Ok(kept.into()));
        }
        assert_eq!(EthnicGroup::new(" "), Err(EthnicGroupFault::Empty));
        assert_eq!(EthnicGroup::new("Tày 2"), Err(EthnicGroupFault::NotAName));
    }

    #[test]
    fn the_class_knows_both_names_of_the_majority() {
        let class = |text: &str| EthnicClass::of(EthnicGroup::new(text).ok().as_ref());
        assert_eq!(class("KINH"), EthnicClass::Kinh);
        assert_eq!(class("Việt"), EthnicClass::Kinh);
        assert_eq!(class("Mông"), EthnicClass::Minority);
        assert_eq!(class(""), EthnicClass::Unknown);
        for class in EthnicClass::ALL {
            assert_eq!(EthnicClass::from_code(class.code()), Some(class));
        }
    }

    #[test]
    fn the_group_stays_out_of_logs() {
        assert!(!format!("{:?}", EthnicGroup::new("Dao").expect("valid")).contains("Dao"));
    }
}
