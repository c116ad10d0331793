//! Checking a stored journal, seal by seal, without holding it in memory.

use super::{Digest, GENESIS, Seal, root};
use crate::ids::EntryId;

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// An entry's content no longer gives the digest it was sealed with.
    ChangedEntry {
        /// The seal it belongs to.
        seal: i64,
        /// The entry.
        entry: EntryId,
    },
    /// The entries under a seal are not the ones, or not in the order, it was made over.
    BrokenSeal {
        /// The seal.
        seal: i64,
        /// Entries it was made over.
        sealed: u32,
        /// Entries found under it now.
        found: u32,
    },
    /// A number is missing in the row of seals, or the row starts late.
    MissingSeal {
        /// The number that should come next.
        expected: i64,
        /// The one that came.
        found: i64,
    },
    /// A seal does not name the one before it: seals were changed or reordered.
    BrokenChain {
        /// The seal.
        seal: i64,
    },
    /// The signature does not belong to the seal or to the ledger's key.
    BadSignature {
        /// The seal.
        seal: i64,
    },
    /// An unsealed entry whose content no longer gives its own digest.
    ChangedUnsealedEntry {
        /// The entry.
        entry: EntryId,
    },
    /// The journal ends before the seal that is known from elsewhere, or that seal was another one.
    CutOff {
        /// The last seal found.
        last: i64,
        /// The seal that must be there.
        expected: i64,
    },
}

/// The outcome of a whole check.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Entries under seals.
    pub sealed: u64,
    /// Seals.
    pub seals: u64,
    /// Entries not yet under a seal: their removal could not be noticed.
    pub unsealed: u64,
    /// What is wrong, in the order found.
    pub findings: Vec<Finding>,
}

/// A seal as it was read back, with what lies under it.
pub struct StoredSeal {
    /// What the seal says.
    pub seal: Seal,
    /// Whether its signature is good, asked of the keeper of the key.
    pub signature_good: bool,
    /// Each entry under it in stored order: its id, its stored digest, and its digest computed anew.
    pub entries: Vec<(EntryId, Digest, Digest)>,
}

/// Takes the seals in the order of their numbers.
#[derive(Debug)]
pub struct Check {
    expected: i64,
    previous: Digest,
    anchor: Option<(i64, Digest)>,
    anchor_met: bool,
    report: Report,
}

impl Check {
    /// Starts before the first seal. `anchor` is the number and digest of a seal known from
    /// elsewhere (a printed report, another machine): only with it can a journal that was cut off at
    /// a seal be told from a whole one.
    #[must_use]
    pub fn new(anchor: Option<(i64, Digest)>) -> Self {
        Self { expected: 1, previous: GENESIS, anchor, anchor_met: false, report: Report::default() }
    }

    /// Checks the next seal and what lies under it.
    pub fn seal(&mut self, stored: &StoredSeal) {
        let seal = &stored.seal;
        let mut found = Vec::new();
        if seal.number != self.expected {
            found.push(Finding::MissingSeal { expected: self.expected, found: seal.number });
        } else if seal.previous != self.previous {
            found.push(Finding::BrokenChain { seal: seal.number });
        }
        if !stored.signature_good {
            found.push(Finding::BadSignature { seal: seal.number });
        }
        let digests: Vec<Digest> = stored.entries.iter().map(|(_, digest, _)| *digest).collect();
        if root(&digests) != seal.root {
            let count = u32::try_from(digests.len()).unwrap_or(u32::MAX);
            found.push(Finding::BrokenSeal { seal: seal.number, sealed: seal.entries, found: count });
        }
        for (entry, digest, anew) in &stored.entries {
            if digest != anew {
                found.push(Finding::ChangedEntry { seal: seal.number, entry: *entry });
            }
        }
        let digest = seal.digest();
        if self.anchor.is_some_and(|anchor| anchor == (seal.number, digest)) {
            self.anchor_met = true;
        }
        self.report.findings.append(&mut found);
        self.report.sealed += stored.entries.len() as u64;
        self.report.seals += 1;
        self.expected = seal.number + 1;
        self.previous = digest;
    }

    /// Checks an entry that no seal covers yet.
    pub fn unsealed(&mut self, entry: EntryId, digest: Digest, anew: Digest) {
        self.report.unsealed += 1;
        if digest != anew {
            self.report.findings.push(Finding::ChangedUnsealedEntry { entry });
        }
    }

    /// What was found.
    #[must_use]
    pub fn finish(mut self) -> Report {
        if let Some((expected, _)) = self.anchor.filter(|_| !self.anchor_met) {
            self.report.findings.push(Finding::CutOff { last: self.expected - 1, expected });
        }
        self.report
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ChangedEntry { seal, entry } => write!(f, "entry {entry} under seal {seal} was changed"),
            Self::BrokenSeal { seal, sealed, found } => write!(
                f,
                "seal {seal} was made over {sealed} entries in another order or number ({found} are found)"
            ),
            Self::MissingSeal { expected, found } => {
                write!(f, "seal {expected} is missing: after it comes seal {found}")
            }
            Self::BrokenChain { seal } => write!(f, "seal {seal} does not follow the one before it"),
            Self::BadSignature { seal } => write!(f, "the signature of seal {seal} is not good"),
            Self::ChangedUnsealedEntry { entry } => write!(f, "entry {entry} (not yet sealed) was changed"),
            Self::CutOff { last, expected } => {
                write!(f, "the journal ends at seal {last}, but seal {expected} is known to have been made")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::time::Instant;

    fn journal(sizes: &[u8]) -> Vec<StoredSeal> {
        let mut previous = GENESIS;
        let mut made = Vec::new();
        for (index, size) in sizes.iter().enumerate() {
            let number = i64::try_from(index).expect("small") + 1;
            let at = Instant::from_microseconds(number);
            let entries: Vec<_> = (0..=*size % 5)
                .map(|position| {
                    let digest = [u8::try_from(number % 250).expect("small") ^ position; 32];
                    let id = EntryId::new(at, [position, *size, 0, 0, 0, 0, 0, 0, 0, 0]);
                    (id, digest, digest)
                })
                .collect();
            let digests: Vec<Digest> = entries.iter().map(|(_, digest, _)| *digest).collect();
            let count = u32::try_from(entries.len()).expect("small");
            let seal = Seal { number, previous, root: root(&digests), entries: count, sealed_at: at };
            previous = seal.digest();
            made.push(StoredSeal { seal, signature_good: true, entries });
        }
        made
    }

    fn check(journal: &[StoredSeal], anchor: Option<(i64, Digest)>) -> Vec<Finding> {
        let mut check = Check::new(anchor);
        journal.iter().for_each(|seal| check.seal(seal));
        check.finish().findings
    }

    proptest! {
        #[test]
        fn a_whole_journal_has_no_findings_and_any_tampering_has(
            sizes in prop::collection::vec(any::<u8>(), 2..12),
            at in any::<prop::sample::Index>(),
            kind in 0..5,
        ) {
            let whole = journal(&sizes);
            let last = whole.last().expect("not empty").seal.clone();
            let anchor = Some((last.number, last.digest()));
            prop_assert_eq!(check(&whole, anchor), vec![]);
            let mut bad = journal(&sizes);
            let at = at.index(bad.len());
            match kind {
                0 => bad[at].entries[0].2[0] ^= 1,
                1 => { bad[at].entries.remove(0); }
                2 => { bad.remove(at); }
                3 => bad[at].signature_good = false,
                _ => bad[at].seal.sealed_at = Instant::from_microseconds(99_999),
            }
            prop_assert_ne!(check(&bad, anchor), vec![]);
        }
    }

    #[test]
    fn only_an_anchor_shows_that_the_end_was_cut_off() {
        let whole = journal(&[1, 2, 3]);
        let last = whole[2].seal.clone();
        assert_eq!(check(&whole[..2], None), vec![]);
        let expected = vec![Finding::CutOff { last: 2, expected: 3 }];
        assert_eq!(check(&whole[..2], Some((3, last.digest()))), expected);
    }
}
