//! The journal: what an entry says, how entries are sealed, and how tampering shows.
//!
//! Entries are appended freely, so that writers never wait for each other. A seal then closes a
//! batch of them: it holds the Merkle root of their digests and the digest of the seal before it,
//! and is signed. To change, drop or reorder one entry one would have to make every later seal
//! anew, with the key. Entries after the last seal are the *unsealed tail*: a check names their number.

mod check;
mod entry;
mod seal;

pub use check::{Check, Finding, Report, StoredSeal};
pub use entry::Entry;
pub use seal::{Digest, GENESIS, Seal, root};
