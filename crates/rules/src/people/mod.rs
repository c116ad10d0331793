//! A citizen as the programme needs to know one, and no more.
//!
//! Here live names, birth dates that may be partial, the twelve-digit number, the ethnic group, whether
//! somebody lives here still, and the rules by which two records are found to be one person and merged.
//! A value that exists has passed its check. Nothing here stores or encrypts anything: a personal number
//! is kept encrypted, and looked up by its keyed hash, in `ledger`.
//!
//! Personal data follows Luật 91/2025/QH15 and Nghị định 356/2025/NĐ-CP: the ethnic group is sensitive,
//! optional and kept apart; the number is shown masked.

mod birth;
mod ethnic;
mod likeness;
mod masked;
mod merge;
mod name;
mod number;
mod status;

pub use birth::{BirthDate, BirthDateFault};
pub use ethnic::{EthnicClass, EthnicGroup, EthnicGroupFault};
pub use likeness::{Likeness, MatchKey, NumberHash, compare};
pub use masked::masked_name;
pub use merge::{Disagreement, Field, Merged, PersonFacts, PersonRecord, merge};
pub use name::{NameFault, PersonName};
pub use number::{NumberFault, NumberWarning, PersonalNumber};
pub use status::{LifeStatus, Sex};
