//! Notes of reads of personal data, and the digest that makes their log tamper-evident.

use sha2::{Digest as _, Sha256};

use crate::ids::{AccountId, OrganizationId, PersonId, UnitId};
use crate::time::Instant;

/// How long notes of reads are kept: the security log of the province, 24 months. The journal, with
/// the digests of the notes, is never deleted.
pub const READINGS_KEPT_MONTHS: i32 = 24;

macro_rules! whats {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $text:literal;)*) => {
        /// What was looked at.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum What {
            $($(#[$doc])* $name,)*
        }

        impl What {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// As it is stored; never renumbered.
            #[must_use]
            pub const fn code(self) -> i64 {
                match self { $(Self::$name => $code,)* }
            }

            /// Stable name, for texts and programs.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

whats! {
    /// The record of a person.
    Record = 1, "record";
    /// A dossier with its scores.
    Dossier = 2, "dossier";
    /// An item of evidence.
    Evidence = 3, "evidence";
    /// The personal number in full.
    Number = 4, "number";
    /// The ethnic group.
    EthnicGroup = 5, "ethnic_group";
    /// A list with names.
    List = 6, "list";
    /// A search that found the person, or found nobody.
    Search = 7, "search";
    /// Everything kept of a person, taken out.
    Export = 8, "export";
    /// A request of a person about their data.
    Request = 9, "request";
    /// A certificate or another paper.
    Paper = 10, "paper";
    /// A try outside one's scope, which was shown nothing.
    RefusedOutsideScope = 20, "refused_outside_scope";
}

impl What {
    /// From the stored code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.iter().copied().find(|what| what.code() == code)
    }
}

/// Whom the read was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject {
    /// One person.
    Person(PersonId),
    /// A page of a list, or a search, of those who live in a unit, work in an organization, or of
    /// everyone when both are `None`.
    List {
        /// The unit.
        unit: Option<UnitId>,
        /// The organization.
        organization: Option<OrganizationId>,
        /// Which page, from 1.
        page: u32,
    },
}

/// One note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// When.
    pub at: Instant,
    /// The account that read; `None` for the console.
    pub account: Option<AccountId>,
    /// How it signs in.
    pub actor: String,
    /// Code of the highest role it held, or what else it was.
    pub role: String,
    /// What was read.
    pub what: What,
    /// About whom.
    pub subject: Subject,
}

/// SHA-256 over notes in their order. Each field goes in with a mark and its length, so that no two
/// lists of notes give the same bytes.
#[must_use]
pub fn digest<'r>(readings: impl IntoIterator<Item = &'r Reading>) -> [u8; 32] {
    let mut hash = Sha256::new();
    for reading in readings {
        hash.update(reading.at.microseconds().to_be_bytes());
        optional(&mut hash, reading.account.map(|account| account.uuid().into_bytes()));
        text(&mut hash, &reading.actor);
        text(&mut hash, &reading.role);
        hash.update(reading.what.code().to_be_bytes());
        match reading.subject {
            Subject::Person(person) => {
                hash.update([1]);
                hash.update(person.uuid().as_bytes());
            }
            Subject::List { unit, organization, page } => {
                hash.update([2]);
                optional(&mut hash, unit.map(|unit| unit.uuid().into_bytes()));
                optional(&mut hash, organization.map(|one| one.uuid().into_bytes()));
                hash.update(page.to_be_bytes());
            }
        }
    }
    hash.finalize().into()
}

fn optional(hash: &mut Sha256, id: Option<[u8; 16]>) {
    hash.update([u8::from(id.is_some())]);
    hash.update(id.unwrap_or_default());
}

fn text(hash: &mut Sha256, text: &str) {
    hash.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
    hash.update(text.as_bytes());
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn note() -> Reading {
        Reading {
            at: Instant::from_microseconds(1),
            account: None,
            actor: "ab".to_owned(),
            role: "c".to_owned(),
            what: What::Record,
            subject: Subject::Person(PersonId::from_uuid(Uuid::from_u128(1))),
        }
    }

    #[test]
    fn every_field_and_the_order_change_the_digest() {
        let id = Uuid::from_u128(1);
        let list = |unit, organization, page| Subject::List { unit, organization, page };
        let (unit, organization) = (Some(UnitId::from_uuid(id)), Some(OrganizationId::from_uuid(id)));
        let variants = [
            note(),
            Reading { at: Instant::from_microseconds(2), ..note() },
            Reading { account: Some(AccountId::from_uuid(Uuid::nil())), ..note() },
            Reading { actor: "a".to_owned(), role: "bc".to_owned(), ..note() },
            Reading { what: What::Dossier, ..note() },
            Reading { subject: list(unit, None, 1), ..note() },
            Reading { subject: list(None, organization, 1), ..note() },
            Reading { subject: list(unit, None, 2), ..note() },
        ];
        let digests: std::collections::BTreeSet<_> = variants.iter().map(|one| digest([one])).collect();
        assert_eq!(digests.len(), variants.len());
        let [first, second, ..] = &variants;
        assert_ne!(digest([first, second]), digest([second, first]));
        assert_ne!(digest([first]), digest([first, first]));
    }

    #[test]
    fn codes_lead_back_to_what_was_read() {
        for what in What::ALL {
            assert_eq!(What::from_code(what.code()), Some(*what));
        }
        assert_eq!(What::from_code(0), None);
    }
}
