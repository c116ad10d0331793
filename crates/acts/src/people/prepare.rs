//! The costly part of registering, done outside the transaction and on any thread.

use sohoc_ledger::db::Day;
use sohoc_ledger::keys::{Keyring, NONCE_LENGTH};
use sohoc_ledger::people::{LikeKey, NewPerson, NewResidence};
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{BirthDate, EthnicClass, EthnicGroup, PersonName, PersonalNumber, Sex};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::{fold, sort_key};
use uuid::Uuid;

/// What a door knows of a person; every field is checked by its type.
#[derive(Clone, Debug)]
pub struct Registration {
    /// Name.
    pub name: PersonName,
    /// Birth date, perhaps partial.
    pub birth: BirthDate,
    /// Sex.
    pub sex: Sex,
    /// Personal number, when known.
    pub number: Option<PersonalNumber>,
    /// Ethnic group, when stated.
    pub ethnic_group: Option<EthnicGroup>,
    /// Hamlet, or commune where the hamlet is not known.
    pub home: UnitId,
    /// Since when, as far as the ledger is concerned.
    pub since: Date,
    /// Employer and position.
    pub employer: Option<(OrganizationId, String)>,
}

/// A registration with everything computed that the ledger stores.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub(super) person: NewPerson,
    pub(super) residence: NewResidence,
    pub(super) ethnicity: Option<(String, EthnicClass)>,
    pub(super) employer: Option<(Uuid, String)>,
}

/// Computes folded name, sort key, hash and seal.
#[must_use]
pub fn prepare(
    keys: &Keyring,
    registration: &Registration,
    id: PersonId,
    nonce: [u8; NONCE_LENGTH],
) -> Prepared {
    let name = registration.name.as_str();
    let name_fold = fold(name);
    let given_fold = name_fold.rsplit(' ').next().unwrap_or_default().to_owned();
    let number = registration.number.as_ref().map(PersonalNumber::reveal);
    let person = NewPerson {
        id: id.uuid(),
        sort_key: sort_key(name),
        name: name.to_owned(),
        name_fold,
        given_fold,
        sex: registration.sex.code(),
        birth_year: i64::from(registration.birth.year()),
        birth_month: registration.birth.month().map(i64::from),
        birth_day: registration.birth.day().map(i64::from),
        number_hash: number.map(|number| keys.hash(number).to_vec()),
        number_sealed: number.map(|number| keys.seal(id, number, nonce)),
    };
    let ethnicity = registration
        .ethnic_group
        .as_ref()
        .map(|group| (group.as_str().to_owned(), EthnicClass::of(Some(group))));
    Prepared {
        residence: NewResidence {
            person: person.id,
            unit: registration.home.uuid(),
            from: Day(registration.since),
        },
        person,
        ethnicity,
        employer: registration
            .employer
            .as_ref()
            .map(|(organization, position)| (organization.uuid(), position.clone())),
    }
}

impl Prepared {
    /// The id the person gets if new.
    #[must_use]
    pub const fn id(&self) -> PersonId {
        PersonId::from_uuid(self.person.id)
    }

    /// The folded name: the order in which a large batch is best written, for two indexes and the search
    /// for namesakes go by it.
    #[must_use]
    pub fn name_fold(&self) -> &str {
        &self.person.name_fold
    }

    /// The home.
    #[must_use]
    pub const fn home(&self) -> UnitId {
        UnitId::from_uuid(self.residence.unit)
    }

    /// What the same person would have in common with this list when there is no number to tell.
    #[must_use]
    pub fn like_key(&self) -> LikeKey {
        LikeKey {
            name_fold: self.person.name_fold.clone(),
            birth_year: self.person.birth_year,
            birth_month: self.person.birth_month,
            birth_day: self.person.birth_day,
            unit: self.residence.unit,
        }
    }

    /// The employer.
    #[must_use]
    pub fn employer(&self) -> Option<OrganizationId> {
        self.employer.as_ref().map(|(organization, _)| OrganizationId::from_uuid(*organization))
    }
}
