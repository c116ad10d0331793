//! Whose dossier it is: what stands above a page and in the lines of a list, before any answer is shown.

use std::collections::HashMap;

use sohoc_ledger::db::{Fault, Reader};
use sohoc_ledger::dossier::{self as book, DossierRow};
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Channel, Flags, State};
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, RoundId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::territory::TerritoryAsOf;
use uuid::Uuid;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

/// A dossier and its person, without answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierFace {
    /// Dossier.
    pub id: DossierId,
    /// In which round.
    pub round: RoundId,
    /// Whose.
    pub person: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Where counted.
    pub unit: UnitId,
    /// On which organization's track, for staff.
    pub organization: Option<OrganizationId>,
    /// Where it stands.
    pub state: State,
    /// Its exceptions.
    pub flags: Flags,
    /// Steps taken so far: the version that a reviewer's form carries.
    pub steps: i64,
    /// Code of the group form.
    pub group: String,
    /// The door.
    pub channel: Channel,
    /// On whose word it was written; empty for the person's own.
    pub on_word: Option<String>,
    /// Who stood by.
    pub witness: Option<String>,
    /// The person's own total, once handed in.
    pub own_total: Option<u16>,
    /// The reviewers' total, once appraised.
    pub review_total: Option<u16>,
}

impl DossierFace {
    /// Where it is, as far as rights go.
    #[must_use]
    pub const fn place(&self) -> Place {
        Place { unit: Some(self.unit), organization: self.organization, person: None }
    }
}

/// One dossier.
///
/// # Errors
/// [`Error::NotFound`] for a dossier the actor may not know of, or a fault.
pub fn dossier_face(office: &Office, actor: &Actor, dossier: DossierId) -> Result<DossierFace> {
    if let Some(face) = dossier_faces(office, actor, &[dossier])?.into_iter().next() {
        return Ok(face);
    }
    let row = office.read(|reader| Ok(book::load(reader, &[dossier])?))?.into_iter().flatten().next();
    if let Some(row) = row {
        refused(office, actor, row.person)?;
    }
    Err(Error::NotFound("dossier"))
}

/// Notes a try outside the actor's scope, for the person to see.
fn refused(office: &Office, actor: &Actor, person: Uuid) -> Result<()> {
    office.note_reading(actor, What::RefusedOutsideScope, Subject::Person(PersonId::from_uuid(person)))
}

/// The dossiers of the round of these people, where the actor may know of them.
///
/// # Errors
/// A fault of the store.
pub fn faces_of_people(
    office: &Office,
    actor: &Actor,
    round: &Round,
    people: &[PersonId],
) -> Result<Vec<DossierFace>> {
    office.read(|reader| {
        let map = office.map_in(reader, office.now().day())?;
        let ids: Vec<Uuid> = people.iter().map(|person| person.uuid()).collect();
        let found: Vec<DossierId> = book::find_of(reader, round.id, &ids)?.into_iter().flatten().collect();
        faces(reader, actor, &map, &found)
    })
}

/// Those of these dossiers that the actor may know of, in the order asked.
///
/// # Errors
/// A fault of the store.
pub fn dossier_faces(office: &Office, actor: &Actor, dossiers: &[DossierId]) -> Result<Vec<DossierFace>> {
    office.read(|reader| {
        let map = office.map_in(reader, office.now().day())?;
        faces(reader, actor, &map, dossiers)
    })
}

/// The same inside a reading.
pub(super) fn faces(
    reader: &Reader<'_>,
    actor: &Actor,
    map: &TerritoryAsOf,
    dossiers: &[DossierId],
) -> Result<Vec<DossierFace>> {
    let rows: Vec<DossierRow> = book::load(reader, dossiers)?
        .into_iter()
        .flatten()
        .filter(|row| permit_on(actor, ActKind::ReadPerson, Some(place(row)), map).is_ok())
        .collect();
    let people: Vec<PersonId> = rows.iter().map(|row| PersonId::from_uuid(row.person)).collect();
    let known: HashMap<Uuid, PersonRow> =
        people::facts(reader, &Scope::All, &people)?.into_iter().flatten().map(|row| (row.id, row)).collect();
    rows.into_iter()
        .map(|row| {
            let person = known.get(&row.person).ok_or_else(|| Fault::broken("dossier", "person", row.id))?;
            face(row, person)
        })
        .collect()
}

fn place(row: &DossierRow) -> Place {
    Place {
        unit: Some(UnitId::from_uuid(row.unit)),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(PersonId::from_uuid(row.person)),
    }
}

fn face(row: DossierRow, person: &PersonRow) -> Result<DossierFace> {
    let broken = |column: &str| Fault::broken("dossier", column, row.id);
    let total = |bytes: &Option<Vec<u8>>| bytes.as_deref().map(|bytes| Scores::from_bytes(bytes).total());
    Ok(DossierFace {
        id: DossierId::from_uuid(row.id),
        round: RoundId::from_uuid(row.round),
        person: PersonId::from_uuid(row.person),
        name: person.name.clone(),
        birth_year: person.birth_year,
        unit: UnitId::from_uuid(row.unit),
        organization: row.organization.map(OrganizationId::from_uuid),
        state: State::from_code(row.state).ok_or_else(|| broken("state"))?,
        flags: Flags::from_bits(row.flags),
        steps: row.steps,
        channel: Channel::from_code(row.channel).ok_or_else(|| broken("channel"))?,
        own_total: total(&row.self_scores),
        review_total: total(&row.review_scores),
        group: row.group,
        on_word: row.on_word,
        witness: row.witness,
    })
}

/// Somebody whom a helper enters for, and the dossier of the round if there is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonFace {
    /// Person: the record that stands, where the one asked for was merged into it.
    pub id: PersonId,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Present home.
    pub unit: Option<UnitId>,
    /// Present employer.
    pub organization: Option<OrganizationId>,
    /// The dossier of the round.
    pub dossier: Option<DossierFace>,
}

/// Somebody at a place where the actor may do `right`.
///
/// # Errors
/// [`Error::NotFound`] for somebody elsewhere, or a fault.
pub fn person_face(
    office: &Office,
    actor: &Actor,
    right: ActKind,
    round: &Round,
    person: PersonId,
) -> Result<PersonFace> {
    let unknown = || Error::NotFound("person");
    office.read(|reader| {
        let map = office.map_in(reader, office.now().day())?;
        let find =
            |id| people::facts(reader, &Scope::All, &[id]).map(|rows| rows.into_iter().flatten().next());
        let mut row = find(person)?.ok_or_else(unknown)?;
        while let Some(kept) = row.merged_into {
            row = find(PersonId::from_uuid(kept))?.ok_or_else(unknown)?;
        }
        let place = Place {
            unit: row.unit.map(UnitId::from_uuid),
            organization: row.organization.map(OrganizationId::from_uuid),
            person: None,
        };
        if permit_on(actor, right, Some(place), &map).is_err() {
            refused(office, actor, row.id)?;
            return Err(unknown());
        }
        let dossier = book::find_of(reader, round.id, &[row.id])?.into_iter().flatten().next();
        let dossier = match dossier {
            Some(dossier) => faces(reader, actor, &map, &[dossier])?.into_iter().next(),
            None => None,
        };
        Ok(PersonFace {
            id: PersonId::from_uuid(row.id),
            name: row.name,
            birth_year: row.birth_year,
            unit: place.unit,
            organization: place.organization,
            dossier,
        })
    })
}
