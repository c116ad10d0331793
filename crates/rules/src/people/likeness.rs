//! When two records are, or may be, one human being.

use std::fmt;

use super::{BirthDate, PersonName};
use crate::ids::UnitId;
use crate::vietnamese::fold;

/// The keyed hash of a personal number: equal hashes, same number. The key never leaves `ledger`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NumberHash(pub [u8; 16]);

impl fmt::Debug for NumberHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NumberHash(hidden)")
    }
}

/// What two records of one person would share even without a number: the name without accents, the birth
/// year and the hamlet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatchKey {
    /// The name, folded.
    pub folded_name: String,
    /// The year of birth.
    pub birth_year: i16,
    /// The hamlet of residence; hamlets keep their identity when communes merge.
    pub hamlet: UnitId,
}

impl MatchKey {
    /// The key of one record.
    #[must_use]
    pub fn new(name: &PersonName, birth: BirthDate, hamlet: UnitId) -> Self {
        Self { folded_name: fold(name.as_str()), birth_year: birth.year(), hamlet }
    }
}

/// How two records stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// Two people, as far as can be seen.
    Different,
    /// Perhaps one person: somebody who knows them must look.
    Candidate,
    /// One person: the numbers are equal.
    Same,
}

/// Compares two records by number first, then by match key.
///
/// Two numbers that differ make two people even where name, year and hamlet agree: cousins of one name and
/// year in one hamlet are ordinary.
#[must_use]
pub fn compare(
    (first, first_number): (&MatchKey, Option<NumberHash>),
    (second, second_number): (&MatchKey, Option<NumberHash>),
) -> Likeness {
    match (first_number, second_number) {
        (Some(one), Some(other)) if one == other => Likeness::Same,
        (None, _) | (_, None) if first == second => Likeness::Candidate,
        (Some(_) | None, _) => Likeness::Different,
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use uuid::Uuid;

    use super::*;

    fn key(name: &str, year: i16, hamlet: u128) -> MatchKey {
        let birth = BirthDate::new(year, None, None, date(2026, 1, 1)).expect("valid");
        MatchKey::new(
            &PersonName::new(name).expect("name"),
            birth,
            UnitId::from_uuid(Uuid::from_u128(hamlet)),
        )
    }

    #[test]
    fn equal_numbers_are_one_person_whatever_else_differs() {
        let (one, other) = (Some(NumberHash([1; 16])), Some(NumberHash([2; 16])));
        let ha = key("Nông Thị Hà", 1980, 1);
        let married = key("Nông Hà", 1981, 2);
        assert_eq!(compare((&ha, one), (&married, one)), Likeness::Same);
        assert_eq!(compare((&ha, one), (&ha, other)), Likeness::Different);
    }

    #[test]
    fn without_both_numbers_name_year_and_hamlet_make_a_candidate() {
        let number = Some(NumberHash([1; 16]));
        let ha = key("Nông Thị Hà", 1980, 1);
        for (other, expected) in [
            (key("NONG THI HA", 1980, 1), Likeness::Candidate),
            (key("Nông Thị Hạ", 1980, 1), Likeness::Candidate),
            (key("Nông Thị Hà", 1981, 1), Likeness::Different),
            (key("Nông Thị Hà", 1980, 2), Likeness::Different),
            (key("Nông Thị Hoa", 1980, 1), Likeness::Different),
        ] {
            assert_eq!(compare((&ha, None), (&other, None)), expected, "{other:?}");
            assert_eq!(compare((&ha, number), (&other, None)), expected, "{other:?}");
        }
    }
}
