//! Exceptions as one number, so that a queue can be sorted by them in the book.

use super::Exception;

/// A set of exceptions; the empty set goes with the batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flags(i64);

impl Flags {
    /// None.
    pub const NONE: Self = Self(0);

    /// All of them.
    #[must_use]
    pub fn all() -> Self {
        Self::of(&Exception::ALL)
    }

    /// These.
    #[must_use]
    pub fn of(exceptions: &[Exception]) -> Self {
        Self(exceptions.iter().fold(0, |bits, exception| bits | exception.bit()))
    }

    /// As stored: one bit each, see [`Exception::bit`].
    #[must_use]
    pub const fn bits(self) -> i64 {
        self.0
    }

    /// From the stored form; bits that no exception has are dropped.
    #[must_use]
    pub fn from_bits(bits: i64) -> Self {
        Self(bits & Self::all().0)
    }

    /// Whether it is empty.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether it holds an exception.
    #[must_use]
    pub const fn holds(self, exception: Exception) -> bool {
        self.0 & exception.bit() != 0
    }

    /// What is in both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// This one without what is in the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// Its exceptions, gravest first.
    pub fn iter(self) -> impl Iterator<Item = Exception> {
        Exception::ALL.into_iter().filter(move |exception| self.holds(*exception))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_exception_has_a_bit_of_its_own_and_comes_back_from_it() {
        let bits: BTreeSet<i64> = Exception::ALL.iter().map(|exception| exception.bit()).collect();
        assert_eq!(bits.len(), Exception::ALL.len());
        for exception in Exception::ALL {
            assert_eq!(Flags::from_bits(exception.bit()).iter().collect::<Vec<_>>(), [exception]);
        }
        assert_eq!(Flags::from_bits(1 << 40), Flags::NONE);
        assert_eq!(Flags::all().iter().count(), Exception::ALL.len());
        let one = Flags::of(&[Exception::NearMark]);
        assert!(Flags::all().without(one).and(one).is_empty());
    }
}
