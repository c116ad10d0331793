//! Entries that stand twice in one file.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Remembers in which row each entry stood first: twelve bytes an entry, whatever the entry is.
///
/// Keys are kept as 64-bit hashes. Among 400,000 entries two different ones agree by chance in one file
/// out of two hundred million.
#[derive(Debug, Default)]
pub struct Duplicates {
    first: HashMap<u64, u32>,
}

impl Duplicates {
    /// The row in which an entry stood first, without noting anything.
    #[must_use]
    pub fn find(&self, key: impl Hash) -> Option<u32> {
        self.first.get(&hash(key)).copied()
    }

    /// Notes an entry; gives the row in which the same one stood before.
    pub fn note(&mut self, key: impl Hash, line: u32) -> Option<u32> {
        match self.first.entry(hash(key)) {
            Entry::Occupied(earlier) => Some(*earlier.get()),
            Entry::Vacant(place) => {
                place.insert(line);
                None
            }
        }
    }
}

fn hash(key: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_of_two_names_the_row_of_the_first() {
        let mut seen = Duplicates::default();
        assert_eq!(seen.note("004175000123", 7), None);
        assert_eq!(seen.note("004175000124", 8), None);
        assert_eq!(seen.note("004175000123", 9), Some(7));
        assert_eq!(seen.note("004175000123", 12), Some(7));
        assert_eq!((seen.find("004175000124"), seen.find("004175000125")), (Some(8), None));
        assert_eq!(seen.note("004175000125", 13), None, "looking notes nothing");
    }
}
