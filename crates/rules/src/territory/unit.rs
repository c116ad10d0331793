//! What a unit of the territory is, and the dated facts that hang on it.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};
use uuid::Builder;

use crate::ids::UnitId;
use crate::time::{Date, Span};

/// How high a unit stands; the order is from the top down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Tỉnh, thành phố trực thuộc trung ương.
    Province,
    /// Huyện, quận, thị xã, thành phố thuộc tỉnh: until 30 June 2025.
    District,
    /// Xã, phường, thị trấn (until 30 June 2025), đặc khu.
    Commune,
    /// Xóm, thôn, bản, tổ dân phố and the like.
    Hamlet,
}

impl Level {
    /// All levels from the top down.
    pub const ALL: [Self; 4] = [Self::Province, Self::District, Self::Commune, Self::Hamlet];

    /// The stable name in files and tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Province => "province",
            Self::District => "district",
            Self::Commune => "commune",
            Self::Hamlet => "hamlet",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A word that names no member of a fixed list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not one of: {known}")]
pub struct UnknownWord {
    word: String,
    known: String,
}

impl FromStr for Level {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        named(word, &Self::ALL, Self::code)
    }
}

/// A unit during one span of its life.
///
/// Codes and names are used again (phường Hợp Giang and phường Thục Phán both carried 01273), so
/// only the code together with the first day in force names a unit; [`UnitId`] stands for that pair.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// Stands for official code and first day.
    pub id: UnitId,
    /// The official code as text: 2 digits province, 3 district, 5 commune; hamlets as their commune numbers them, or empty.
    pub code: Box<str>,
    /// The full name it was opened with, kind first: `Phường Thục Phán`.
    pub name: Box<str>,
    /// The name without the kind: `Thục Phán`.
    pub short_name: Box<str>,
    /// The official word for what it is, in small letters: `phường`. Open-ended, because decrees coin new ones.
    pub kind: Box<str>,
    /// How high it stands.
    pub level: Level,
    /// When it is in force.
    pub span: Span,
    /// The number of the resolution that opened it, when known.
    pub resolution: Option<Box<str>>,
}

/// Which unit a unit belongs to, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParentLink {
    /// The lower unit.
    pub unit: UnitId,
    /// The unit it belongs to.
    pub parent: UnitId,
    /// The days on which it does.
    pub span: Span,
}

/// A new name for a unit that stays what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renaming {
    /// The unit.
    pub unit: UnitId,
    /// The new full name.
    pub name: Box<str>,
    /// The new name without the kind.
    pub short_name: Box<str>,
    /// The first day of the new name.
    pub since: Date,
    /// The number of the decision, when known.
    pub resolution: Option<Box<str>>,
}

/// The class of an area, which may lower the pass mark (decisions 244/2022 and, unconfirmed, 324/2023).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AreaClass {
    /// No relief.
    #[default]
    Ordinary,
    /// Vùng sâu, vùng xa.
    Remote,
    /// Vùng đặc biệt khó khăn.
    EspeciallyDifficult,
    /// Vùng đồng bào dân tộc thiểu số.
    EthnicMinority,
}

impl AreaClass {
    /// All classes, the ordinary one first.
    pub const ALL: [Self; 4] =
        [Self::Ordinary, Self::Remote, Self::EspeciallyDifficult, Self::EthnicMinority];

    /// The stable name in files and tables.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Remote => "remote",
            Self::EspeciallyDifficult => "especially_difficult",
            Self::EthnicMinority => "ethnic_minority",
        }
    }
}

impl FromStr for AreaClass {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        named(word, &Self::ALL, Self::code)
    }
}

/// The class of a unit during a span; on a day with several, the one that began last counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassOfArea {
    /// The unit.
    pub unit: UnitId,
    /// Its class.
    pub class: AreaClass,
    /// When.
    pub span: Span,
    /// The number of the list or decision, when known.
    pub resolution: Option<Box<str>>,
}

/// The id of a unit that a file names by a key of its own, like `C2-01273`.
///
/// The same key always gives the same id (a UUID of version 8 cut from a SHA-256), so that a file
/// read twice, here and in another province, speaks of the same units.
#[must_use]
pub fn id_from_key(key: &str) -> UnitId {
    let mut hash = Sha256::new();
    hash.update(b"sohoc.unit\0");
    hash.update(key.as_bytes());
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    for (to, from) in bytes.iter_mut().zip(digest.iter()) {
        *to = *from;
    }
    UnitId::from_uuid(Builder::from_custom_bytes(bytes).into_uuid())
}

/// The last day before `day`.
pub(super) fn day_before(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

/// The first day after `day`.
pub(super) fn day_after(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

/// The days inside both spans; `None` when there are none.
pub(super) fn common_days(a: Span, b: Span) -> Option<Span> {
    let earlier_end = match (a.to, b.to) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    a.overlaps(b).then(|| Span { from: a.from.max(b.from), to: earlier_end })
}

/// The day of a span that lies nearest to `day`.
pub(super) fn nearest_day(span: Span, day: Date) -> Date {
    match span {
        Span { from: Some(from), .. } if day < from => from,
        Span { to: Some(to), .. } if to < day => to,
        _ => day,
    }
}

fn named<T: Copy>(word: &str, all: &[T], code: impl Fn(T) -> &'static str) -> Result<T, UnknownWord> {
    all.iter().copied().find(|item| code(*item) == word).ok_or_else(|| UnknownWord {
        word: word.to_owned(),
        known: all.iter().map(|item| code(*item)).collect::<Vec<_>>().join(", "),
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_same_key_gives_the_same_id_and_another_key_another() {
        assert_eq!(id_from_key("C2-01273"), id_from_key("C2-01273"));
        assert_ne!(id_from_key("C2-01273"), id_from_key("C3-01273"));
        assert_eq!(id_from_key("C2-01273").uuid().get_version_num(), 8);
    }

    #[test]
    fn every_word_in_a_file_comes_back_as_itself() {
        for level in Level::ALL {
            assert_eq!(level.code().parse(), Ok(level));
        }
        for class in AreaClass::ALL {
            assert_eq!(class.code().parse(), Ok(class));
        }
        let unknown = "village".parse::<Level>().unwrap_err().to_string();
        assert_eq!(unknown, "\"village\" is not one of: province, district, commune, hamlet");
    }

    #[test]
    fn common_days_are_the_later_start_and_the_earlier_end() {
        let old = Span { from: None, to: Some(date(2025, 6, 30)) };
        let year = Span { from: Some(date(2025, 1, 1)), to: Some(date(2025, 12, 31)) };
        assert_eq!(
            common_days(old, year),
            Some(Span { from: Some(date(2025, 1, 1)), to: Some(date(2025, 6, 30)) })
        );
        assert_eq!(common_days(old, Span::since(date(2025, 7, 1))), None);
        assert_eq!(nearest_day(old, date(2026, 1, 1)), date(2025, 6, 30));
        assert_eq!(nearest_day(year, date(2024, 1, 1)), date(2025, 1, 1));
    }
}
