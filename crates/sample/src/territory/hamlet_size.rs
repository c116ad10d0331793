//! How large hamlets are: few very small, few very large, most in between.

use crate::chance::Chance;

/// A weight around 1,000, spread as real settlements are (log-normal, spread 0.55, both ends cut so that a
/// province of 390,000 people has hamlets of 40 to 900 adults).
pub(super) fn weight(chance: &mut Chance) -> u32 {
    let drawn = chance.below(1_000 * STEPS);
    let (step, rest) = ((drawn / 1_000) as usize, drawn % 1_000);
    let (low, high) = (QUANTILES[step], QUANTILES[step + 1]);
    low + (high - low) * rest / 1_000
}

const STEPS: u32 = 20;

/// The size below which 0 %, 5 %, 10 % … of the hamlets lie, the middle one being 1,000. A table instead of
/// the formula, because a logarithm need not be the same on every machine.
const QUANTILES: [u32; 21] = [
    250, 405, 494, 566, 629, 690, 749, 809, 870, 933, 1_000, 1_072, 1_150, 1_236, 1_334, 1_449, 1_589, 1_768,
    2_024, 2_471, 3_200,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn half_lie_below_the_middle_and_none_outside_the_ends() {
        let mut chance = Chance::new(1, Stream::Hamlet, 0, 0);
        let drawn: Vec<u32> = (0..4_000).map(|_| weight(&mut chance)).collect();
        let below = drawn.iter().filter(|size| **size < 1_000).count();
        assert!((1_900..2_100).contains(&below), "{below}");
        assert!(drawn.iter().all(|size| (250..=3_200).contains(size)));
    }
}
