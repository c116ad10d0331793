//! How a picture looks, in 64 bits: two copies of one photograph differ in few, whatever their size.

/// Two pictures whose looks differ in at most so many bits are pointed out as the same. Copies sent
/// through a messenger differ in 0 to 4; two photographs of different things in about 32.
pub const ALIKE_BITS: u32 = 6;

/// A difference hash: each bit tells whether the picture grows brighter from one field to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Look(u64);

/// Bits of one band.
const BAND_BITS: u32 = 16;

impl Look {
    /// Bands that an index keeps.
    pub const BANDS: u32 = 4;
    /// Values of a band that [`Look::probes`] gives: the band itself and with each bit turned.
    pub const PROBES: usize = 17;

    /// From the bits.
    #[must_use]
    pub const fn new(bits: u64) -> Self {
        Self(bits)
    }

    /// The bits.
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// As it is stored: the same bits read as a signed number.
    #[must_use]
    pub const fn stored(self) -> i64 {
        self.0.cast_signed()
    }

    /// From the stored form.
    #[must_use]
    pub const fn from_stored(stored: i64) -> Self {
        Self(stored.cast_unsigned())
    }

    /// In how many bits two looks differ, 0 to 64.
    #[must_use]
    pub const fn distance(self, other: Self) -> u32 {
        (self.0 ^ other.0).count_ones()
    }

    /// The value of band `band` (0 to 3), 0 to 65,535.
    #[must_use]
    pub fn band(self, band: u32) -> i64 {
        let bits = (self.0 >> (band % Self::BANDS * BAND_BITS)) & 0xffff;
        i64::try_from(bits).unwrap_or_default()
    }

    /// The values under which a look at most [`ALIKE_BITS`] away stands in at least one band: six bits over
    /// four bands leave one band with at most one of them.
    #[must_use]
    pub fn probes(self, band: u32) -> [i64; Self::PROBES] {
        let value = self.band(band);
        std::array::from_fn(|at| if at == 0 { value } else { value ^ (1 << (at - 1)) })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn whatever_is_alike_stands_under_a_probe(bits: u64, turned in prop::collection::vec(0_u32..64, 0..=6)) {
            let other = turned.iter().fold(bits, |bits, at| bits ^ (1 << at));
            let (look, other) = (Look::new(bits), Look::new(other));
            prop_assert!(look.distance(other) <= ALIKE_BITS);
            prop_assert!((0..Look::BANDS).any(|band| look.probes(band).contains(&other.band(band))));
        }

        #[test]
        fn the_stored_form_reads_back(bits: u64) {
            prop_assert_eq!(Look::from_stored(Look::new(bits).stored()).bits(), bits);
            let bands = (0..4).map(|band| u64::try_from(Look::new(bits).band(band)).unwrap() << (16 * band)).sum::<u64>();
            prop_assert_eq!(bands, bits);
        }
    }
}
