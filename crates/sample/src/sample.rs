//! The whole invention: what is made once, and the doors to what is worked out when asked.

use crate::SampleError;
use crate::chance::{Chance, Stream};
use crate::organizations::Organizations;
use crate::people::Names;
use crate::territory::{self, InventedCommune, InventedHamlet};

/// An invented province of a size.
///
/// Communes, hamlets and organisations are kept (a few thousand values); people are worked out one by one,
/// so that a sample of any size needs the same memory.
#[derive(Clone, Debug)]
pub struct Sample {
    pub(crate) seed: u64,
    pub(crate) size: u32,
    pub(crate) communes: Vec<InventedCommune>,
    pub(crate) hamlets: Vec<InventedHamlet>,
    pub(crate) names: Names,
    pub(crate) organizations: Organizations,
}

impl Sample {
    /// The most people: the last six digits of a personal number tell them apart.
    pub const MOST_PEOPLE: u32 = 1_000_000;

    /// Invents a province of `size` people aged 15 to 95. The same seed and size give the same values on
    /// every machine; another size gives other people.
    ///
    /// # Errors
    /// When the size cannot be told apart by numbers, or a file the program carries is broken.
    pub fn new(seed: u64, size: u32) -> Result<Self, SampleError> {
        if !(1..=Self::MOST_PEOPLE).contains(&size) {
            return Err(SampleError::Size(size));
        }
        let names = Names::read()?;
        let communes = territory::invent_communes(seed)?;
        let hamlets = territory::invent_hamlets(seed, size, &communes, &names)?;
        let organizations = Organizations::invent(seed, &communes);
        Ok(Self { seed, size, communes, hamlets, names, organizations })
    }

    /// The seed it was made from.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How many people there are.
    #[must_use]
    pub const fn size(&self) -> u32 {
        self.size
    }

    /// The 161 communes of before 1 July 2025, by code.
    #[must_use]
    pub fn communes(&self) -> &[InventedCommune] {
        &self.communes
    }

    /// All hamlets, commune by commune.
    #[must_use]
    pub fn hamlets(&self) -> &[InventedHamlet] {
        &self.hamlets
    }

    /// Agencies, schools and enterprises of all dates.
    #[must_use]
    pub const fn organizations(&self) -> &Organizations {
        &self.organizations
    }

    /// The generator of a stream for the thing numbered by `first` and `second`.
    pub(crate) fn chance(&self, stream: Stream, first: u64, second: u64) -> Chance {
        Chance::new(self.seed, stream, first, second)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_that_numbers_cannot_tell_apart_is_refused() {
        for size in [0, Sample::MOST_PEOPLE + 1] {
            let refused = Sample::new(1, size).expect_err("too few or too many").to_string();
            assert!(refused.starts_with("a sample has 1 to 1000000 people"), "{refused}");
        }
    }
}
