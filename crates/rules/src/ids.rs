//! A type for each kind of id, so that a person can never be passed where a unit is meant.
//!
//! Ids are UUIDs of version 7 (RFC 9562): made by the program, never by a database, and increasing
//! with time so that new rows land at the end of an index.

use uuid::{Builder, Uuid};

use crate::time::Instant;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Uuid);

        impl $name {
            /// The id that stands in a stored row.
            #[must_use]
            pub const fn from_uuid(uuid: Uuid) -> Self {
                Self(uuid)
            }

            /// A new id for something made at `at`; `chance` must be unpredictable and never repeat.
            #[must_use]
            pub fn new(at: Instant, chance: [u8; 10]) -> Self {
                Self(version_7(at, chance))
            }

            /// The plain value, as it is stored.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

id! {
    /// A node of the territory during one span of its life: the same code with another start date is another unit.
    UnitId,
    /// An agency, school, enterprise or association.
    OrganizationId,
    /// One human being.
    PersonId,
    /// A family, clan, community or unit that can hold a learning title.
    LearningModelId,
    /// One version of the official criteria.
    CriteriaSetId,
    /// A year's campaign.
    RoundId,
    /// One person in one round.
    DossierId,
    /// A meeting of a review body.
    CouncilSessionId,
    /// A numbered act of recognition or revocation.
    DecisionId,
    /// An account that signs in.
    AccountId,
    /// One entry of the journal.
    EntryId,
    /// One run of an import.
    ImportId,
    /// What somebody asks about their data.
    RequestId,
    /// Long work that somebody asked for.
    JobId,
    /// A piece of evidence.
    EvidenceId,
    /// A file on its way in.
    UploadId,
}

fn version_7(at: Instant, chance: [u8; 10]) -> Uuid {
    let milliseconds = u64::try_from(at.microseconds() / 1_000).unwrap_or(0);
    Builder::from_unix_timestamp_millis(milliseconds, &chance).into_uuid()
}
