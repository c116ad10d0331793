//! Chance that comes out the same everywhere.
//!
//! Every question has its own generator, keyed by seed, stream and up to two numbers (such as a person and
//! a year), so that answers do not hang on the order of asking. Only whole numbers are used: a floating
//! point function of the C library may differ between machines.

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// What a generator is for; its number is part of the key and never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    /// Number of hamlets and remoteness of a commune.
    Commune,
    /// Size, mood and signal of a hamlet.
    Hamlet,
    /// Names of the hamlets of a commune.
    HamletName,
    /// Which people lives mostly in a hamlet.
    EthnicGroup,
    /// The main families of a hamlet.
    Clan,
    /// The sizes of a row of households.
    Households,
    /// One household.
    Household,
    /// One person.
    Person,
    /// What a person can do, all life long.
    Ability,
    /// How willing a person is to take part.
    Willingness,
    /// A person's own scores in a year.
    Scores,
    /// What a person does in a year.
    Conduct,
    /// What the reviewers change in a year.
    Review,
    /// Death and moving in a year.
    Life,
    /// A second record of the same person.
    Duplicate,
    /// Schools and enterprises of a commune.
    Organization,
    /// Who helps in a hamlet.
    Volunteer,
    /// Slips of the pen in a file.
    Hurry,
}

impl Stream {
    const fn number(self) -> u64 {
        match self {
            Self::Commune => 1,
            Self::Hamlet => 2,
            Self::HamletName => 3,
            Self::EthnicGroup => 4,
            Self::Clan => 5,
            Self::Households => 6,
            Self::Household => 7,
            Self::Person => 8,
            Self::Ability => 9,
            Self::Willingness => 10,
            Self::Scores => 11,
            Self::Conduct => 12,
            Self::Review => 13,
            Self::Life => 14,
            Self::Duplicate => 15,
            Self::Organization => 16,
            Self::Volunteer => 17,
            Self::Hurry => 18,
        }
    }
}

/// A generator for one question.
#[derive(Clone, Debug)]
pub struct Chance(ChaCha8Rng);

impl Chance {
    /// The generator of a seed and stream for the thing numbered by `first` and `second`.
    #[must_use]
    pub fn new(seed: u64, stream: Stream, first: u64, second: u64) -> Self {
        let mut key = [0; 32];
        for (place, number) in key.chunks_exact_mut(8).zip([seed, stream.number(), first, second]) {
            place.copy_from_slice(&number.to_le_bytes());
        }
        Self(ChaCha8Rng::from_seed(key))
    }

    /// A number from 0 to `bound - 1`; 0 for a bound of 0. The bias of at most `bound / 2^32` is of no account here.
    pub fn below(&mut self, bound: u32) -> u32 {
        let wide = u64::from(self.0.next_u32()) * u64::from(bound);
        u32::try_from(wide >> 32).expect("the upper half of a product of two u32 is a u32")
    }

    /// A number from `low` to `high`, both included; `low` when the ends are the wrong way round.
    pub fn between(&mut self, low: i32, high: i32) -> i32 {
        let width = u32::try_from(i64::from(high) - i64::from(low) + 1).unwrap_or(1);
        low.saturating_add_unsigned(self.below(width))
    }

    /// True `permille` times in a thousand.
    pub fn permille(&mut self, permille: u32) -> bool {
        self.below(1_000) < permille
    }

    /// One of the things; each as likely as the other.
    ///
    /// # Panics
    /// When there is nothing to choose from.
    pub fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(u32::try_from(things.len()).unwrap_or(u32::MAX)) as usize]
    }

    /// Around zero, mostly within `spread` (the standard deviation) and always within three of it.
    ///
    /// A sum of three even draws is close enough to the bell curve and needs whole numbers only.
    pub fn bell(&mut self, spread: i32) -> i32 {
        let sum: i32 = (0..3).map(|_| self.between(-1_000, 1_000)).sum();
        spread * sum / 1_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_key_gives_the_same_numbers_on_every_machine() {
        let mut chance = Chance::new(677, Stream::Person, 1, 2);
        let drawn: Vec<u32> = (0..4).map(|_| chance.below(1_000_000)).collect();
        assert_eq!(drawn, DRAWN_ONCE);
        let mut other = Chance::new(677, Stream::Ability, 1, 2);
        assert_ne!(drawn, (0..4).map(|_| other.below(1_000_000)).collect::<Vec<_>>());
    }

    #[test]
    fn numbers_stay_inside_their_ends() {
        let mut chance = Chance::new(1, Stream::Person, 0, 0);
        let drawn: Vec<i32> = (0..2_000).map(|_| chance.between(-2, 2)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&-2), Some(&2)));
        assert_eq!(chance.between(5, 1), 5);
        assert_eq!(chance.below(0), 0);
    }

    #[test]
    fn the_bell_has_the_spread_it_was_asked_for() {
        let mut chance = Chance::new(1, Stream::Scores, 0, 0);
        let drawn: Vec<i64> = (0..20_000).map(|_| i64::from(chance.bell(100))).collect();
        let mean = drawn.iter().sum::<i64>() / 20_000;
        let variance = drawn.iter().map(|d| d * d).sum::<i64>() / 20_000;
        assert!(mean.abs() <= 2 && (9_500..10_500).contains(&variance), "{mean} {variance}");
        assert!(drawn.iter().all(|d| d.abs() <= 300));
    }

    const DRAWN_ONCE: [u32; 4] = [248_153, 993_061, 725_128, 806_074];
}
