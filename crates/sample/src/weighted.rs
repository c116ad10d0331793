//! Choosing among things that are not equally common.

use crate::chance::Chance;

/// Things with their weights, summed up.
#[derive(Clone, Debug)]
pub(crate) struct Weighted<T> {
    things: Vec<T>,
    /// The sum of the weights up to and with each thing.
    sums: Vec<u32>,
}

impl<T: Copy> Weighted<T> {
    /// Things without weight are never chosen. `None` when nothing could be.
    pub fn new(weights: impl IntoIterator<Item = (T, u32)>) -> Option<Self> {
        let (mut things, mut sums, mut sum) = (Vec::new(), Vec::new(), 0u32);
        for (thing, weight) in weights.into_iter().filter(|(_, weight)| *weight > 0) {
            sum = sum.saturating_add(weight);
            things.push(thing);
            sums.push(sum);
        }
        (sum > 0).then_some(Self { things, sums })
    }

    pub fn choose(&self, chance: &mut Chance) -> T {
        let total = self.sums.last().copied().unwrap_or_default();
        let drawn = chance.below(total);
        self.things[self.sums.partition_point(|sum| *sum <= drawn)]
    }
}

/// One of a table whose weights are given in a thousand; `None` for what is left over.
pub(crate) fn of_a_thousand<T: Copy>(table: &[(T, u32)], chance: &mut Chance) -> Option<T> {
    let drawn = chance.below(1_000);
    let mut upto = 0;
    let hit = |(_, permille): &&(T, u32)| {
        upto += permille;
        drawn < upto
    };
    table.iter().find(hit).map(|(thing, _)| *thing)
}

/// A weight of a file (`5.5`) in hundredths; more than two digits after the point are cut off.
pub(crate) fn hundredths(text: &str) -> Option<u32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let part: String = part.chars().chain("00".chars()).take(2).collect();
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(part.parse().ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chance::Stream;

    #[test]
    fn things_come_as_often_as_they_weigh() {
        let weighted = Weighted::new([('a', 100), ('b', 0), ('c', 300)]).expect("weights");
        let mut chance = Chance::new(1, Stream::Person, 0, 0);
        let drawn: Vec<char> = (0..4_000).map(|_| weighted.choose(&mut chance)).collect();
        let count = |wanted: char| drawn.iter().filter(|thing| **thing == wanted).count();
        assert_eq!(count('b'), 0);
        assert!((900..1_100).contains(&count('a')), "{}", count('a'));
        assert!(Weighted::<char>::new([('a', 0)]).is_none());
    }

    #[test]
    fn what_a_table_leaves_over_is_nothing() {
        let mut chance = Chance::new(1, Stream::Person, 0, 1);
        let drawn: Vec<Option<char>> =
            (0..4_000).map(|_| of_a_thousand(&[('a', 250), ('b', 500)], &mut chance)).collect();
        let count = |wanted: Option<char>| drawn.iter().filter(|thing| **thing == wanted).count();
        assert!((900..1_100).contains(&count(None)) && (1_850..2_150).contains(&count(Some('b'))));
    }

    #[test]
    fn weights_of_a_file_are_read_exactly() {
        assert_eq!(hundredths("15"), Some(1_500));
        assert_eq!(hundredths("5.5"), Some(550));
        assert_eq!(hundredths("0.85"), Some(85));
        assert_eq!(hundredths("much"), None);
    }
}
