//! Lists by owner in two flat arrays: a hundred thousand units without a hundred thousand allocations.

/// For each owner `0..owners`, a list of things.
#[derive(Clone, Debug)]
pub(super) struct Grouped<T> {
    /// Where each owner's list begins; one more at the end.
    starts: Vec<usize>,
    items: Vec<T>,
}

impl<T> Grouped<T> {
    /// Groups pairs of owner and thing; each list keeps the order `order` gives.
    pub fn new<K: Ord>(owners: usize, mut pairs: Vec<(usize, T)>, order: impl Fn(&T) -> K) -> Self {
        pairs.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| order(&a.1).cmp(&order(&b.1))));
        let mut starts = Vec::with_capacity(owners + 1);
        starts.push(0);
        let mut items = Vec::with_capacity(pairs.len());
        let mut pairs = pairs.into_iter().peekable();
        for owner in 0..owners {
            while let Some((_, item)) = pairs.next_if(|pair| pair.0 == owner) {
                items.push(item);
            }
            starts.push(items.len());
        }
        Self { starts, items }
    }

    /// The owner's list.
    pub fn of(&self, owner: usize) -> &[T] {
        &self.items[self.starts[owner]..self.starts[owner + 1]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_owner_finds_its_own_things_in_order() {
        let grouped = Grouped::new(3, vec![(2, 'z'), (0, 'b'), (2, 'a'), (0, 'a')], |item| *item);
        assert_eq!(grouped.of(0), ['a', 'b']);
        assert!(grouped.of(1).is_empty());
        assert_eq!(grouped.of(2), ['a', 'z']);
    }
}
