//! Seals: batches of entries, chained and signed.

use sha2::{Digest as _, Sha256};

use crate::time::Instant;

/// A SHA-256 digest.
pub type Digest = [u8; 32];

/// What the first seal names as the one before it.
pub const GENESIS: Digest = [0; 32];

/// What a seal says; the signature is over [`Seal::signed_bytes`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// 1, 2, 3 … without gaps.
    pub number: i64,
    /// Digest of the seal before, [`GENESIS`] for the first.
    pub previous: Digest,
    /// Merkle root over the digests of the entries, in their order.
    pub root: Digest,
    /// How many entries it closes, at least 1.
    pub entries: u32,
    /// When it was made.
    pub sealed_at: Instant,
}

impl Seal {
    /// The bytes that are signed and digested.
    #[must_use]
    pub fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = TAG.to_vec();
        bytes.extend_from_slice(&self.number.to_be_bytes());
        bytes.extend_from_slice(&self.previous);
        bytes.extend_from_slice(&self.root);
        bytes.extend_from_slice(&self.entries.to_be_bytes());
        bytes.extend_from_slice(&self.sealed_at.microseconds().to_be_bytes());
        bytes
    }

    /// What the next seal names as its `previous`.
    #[must_use]
    pub fn digest(&self) -> Digest {
        Sha256::digest(self.signed_bytes()).into()
    }
}

/// Merkle root of a batch (the tree of RFC 6962: leaves and knots are hashed under different tags,
/// so that a knot can never be passed off as a leaf). The root of nothing is the hash of nothing.
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => tagged(LEAF, leaf, &[]),
        _ => {
            let left = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(left);
            tagged(KNOT, &root(left), &root(right))
        }
    }
}

const TAG: &[u8] = b"sohoc journal seal 1\n";
const LEAF: u8 = 0;
const KNOT: u8 = 1;

fn tagged(tag: u8, left: &[u8], right: &[u8]) -> Digest {
    let mut hash = Sha256::new();
    hash.update([tag]);
    hash.update(left);
    hash.update(right);
    hash.finalize().into()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn swapping_dropping_or_changing_a_leaf_changes_the_root(
            leaves in prop::collection::vec(any::<Digest>(), 2..40),
            at in any::<prop::sample::Index>(),
            to in any::<prop::sample::Index>(),
        ) {
            let (at, to) = (at.index(leaves.len()), to.index(leaves.len()));
            let whole = root(&leaves);
            let mut fewer = leaves.clone();
            fewer.remove(at);
            prop_assert_ne!(root(&fewer), whole);
            let mut changed = leaves.clone();
            changed[at][0] ^= 1;
            prop_assert_ne!(root(&changed), whole);
            if leaves[at] != leaves[to] {
                let mut swapped = leaves.clone();
                swapped.swap(at, to);
                prop_assert_ne!(root(&swapped), whole);
            }
        }
    }
}
