//! Parts of a whole that always add up.
//!
//! A share is counted in fixed small pieces and not as a fraction of its own, so that a split after
//! a split, for as many decrees as there will be, neither overflows nor loses a piece.

use std::fmt;
use std::ops::{Add, AddAssign};

/// A part of one whole, from nothing to all, in pieces of 10⁻¹².
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Share(u64);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All of it.
    pub const WHOLE: Self = Self(PIECES);

    /// `weight` of `of`, cut down to the nearest piece; all of it when the weight is not smaller.
    #[must_use]
    pub fn of(weight: Weight) -> Self {
        Self::WHOLE.split(&[weight.part], weight.of).0[0]
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_none(self) -> bool {
        self.0 == 0
    }

    /// Whether this is all of it.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.0 == PIECES
    }

    /// What is left of this share when `other` is taken away; nothing when `other` is larger.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Divides this share by weights of a total: each one's part, and the rest that no weight claims.
    ///
    /// The parts and the rest add up to this share exactly; pieces lost in rounding go to the
    /// parts that lost most. A total of nought leaves everything in the rest.
    #[must_use]
    pub fn split(self, weights: &[u32], of: u32) -> (Vec<Self>, Self) {
        let claimed: u64 = weights.iter().copied().map(u64::from).sum();
        let of = u64::from(of).max(claimed);
        if of == 0 {
            return (vec![Self::NONE; weights.len()], self);
        }
        let mut wide: Vec<u64> = weights.iter().copied().map(u64::from).collect();
        wide.push(of - claimed);
        let mut parts = divide(self.0, &wide, of);
        let rest = parts.pop().unwrap_or(self.0);
        (parts.into_iter().map(Self).collect(), Self(rest))
    }

    /// Shares out a count of whole things by shares that together make a whole.
    ///
    /// Rounding goes to the largest remainders, ties to the earlier share, so the answers always add
    /// up to `count`. What the shares leave of the whole comes back last. A negative count (a
    /// correction) is shared out like the positive one.
    #[must_use]
    pub fn apportion(count: i64, shares: &[Self]) -> (Vec<i64>, i64) {
        let mut weights: Vec<u64> = shares.iter().map(|share| share.0).collect();
        let total: u64 = weights.iter().sum();
        weights.push(PIECES.saturating_sub(total));
        let sign = count.signum();
        let parts = divide(count.unsigned_abs(), &weights, total.max(PIECES));
        let mut counts: Vec<i64> =
            parts.into_iter().map(|part| sign * i64::try_from(part).unwrap_or(i64::MAX)).collect();
        let rest = counts.pop().unwrap_or(0);
        (counts, rest)
    }
}

impl Add for Share {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl AddAssign for Share {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl fmt::Display for Share {
    /// As a percentage with up to two digits: `100 %`, `33.33 %`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 + PIECES / 20_000) / (PIECES / 10_000);
        match (hundredths / 100, hundredths % 100) {
            (percent, 0) => write!(f, "{percent} %"),
            (percent, digits) => write!(f, "{percent}.{digits:02} %"),
        }
    }
}

/// A declared proportion, kept as it was declared: 350 of 1,000, or 3,214 of 8,961 people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Weight {
    /// What belongs to this part.
    pub part: u32,
    /// What the whole was when it was counted.
    pub of: u32,
}

/// Pieces in a whole.
const PIECES: u64 = 1_000_000_000_000;

/// Divides `amount` in proportion to weights that add up to `total`; the answers add up to `amount`.
fn divide(amount: u64, weights: &[u64], total: u64) -> Vec<u64> {
    let exact = |weight: u64| u128::from(amount) * u128::from(weight);
    let total = u128::from(total);
    let mut parts: Vec<u64> =
        weights.iter().map(|weight| u64::try_from(exact(*weight) / total).unwrap_or(amount)).collect();
    let missing = amount - parts.iter().sum::<u64>();
    let mut by_loss: Vec<usize> = (0..weights.len()).collect();
    by_loss.sort_by_key(|at| std::cmp::Reverse(exact(weights[*at]) % total));
    let takers = usize::try_from(missing).unwrap_or(weights.len());
    for at in by_loss.into_iter().take(takers) {
        parts[at] += 1;
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn thirds_add_up_to_the_whole() {
        let (parts, rest) = Share::WHOLE.split(&[1, 1, 1], 3);
        assert_eq!(parts.iter().fold(Share::NONE, |sum, part| sum + *part), Share::WHOLE);
        assert!(rest.is_none());
    }

    #[test]
    fn what_no_weight_claims_is_the_rest() {
        let (parts, rest) = Share::WHOLE.split(&[300, 200], 1_000);
        assert_eq!(parts[0], Share::of(Weight { part: 3, of: 10 }));
        assert_eq!(rest, Share::of(Weight { part: 1, of: 2 }));
        assert_eq!(Share::WHOLE.split(&[0], 0), (vec![Share::NONE], Share::WHOLE));
    }

    #[test]
    fn counts_go_to_the_largest_remainders() {
        let halves = Share::WHOLE.split(&[1, 1], 2).0;
        assert_eq!(Share::apportion(7, &halves), (vec![4, 3], 0));
        assert_eq!(Share::apportion(-7, &halves), (vec![-4, -3], 0));
        let third = [Share::of(Weight { part: 1, of: 3 })];
        assert_eq!(Share::apportion(100, &third), (vec![33], 67));
    }

    #[test]
    fn a_share_reads_as_a_percentage() {
        assert_eq!(Share::WHOLE.to_string(), "100 %");
        assert_eq!(Share::of(Weight { part: 1, of: 3 }).to_string(), "33.33 %");
        assert_eq!(Share::of(Weight { part: 2, of: 3 }).to_string(), "66.67 %");
    }

    proptest! {
        #[test]
        fn splits_of_splits_never_lose_a_piece(
            first in prop::collection::vec(0u32..1_000_000, 1..8),
            second in prop::collection::vec(0u32..1_000_000, 1..8),
            spare in 0u32..1_000,
            count in any::<i32>(),
        ) {
            let (parts, rest) = Share::WHOLE.split(&first, first.iter().sum::<u32>() + spare);
            let mut sum = rest;
            let mut all = Vec::new();
            for part in parts {
                let (smaller, left) = part.split(&second, second.iter().sum::<u32>() + spare);
                sum += left;
                smaller.iter().for_each(|piece| sum += *piece);
                all.extend(smaller);
            }
            prop_assert_eq!(sum, Share::WHOLE);
            let (counts, left) = Share::apportion(i64::from(count), &all);
            prop_assert_eq!(counts.iter().sum::<i64>() + left, i64::from(count));
        }
    }
}
