//! Who may see a piece and do something about it.

use sohoc_ledger::criteria;
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::evidence::{self, EvidenceRow};
use sohoc_ledger::people::PersonRow;
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{AccountId, DossierId, EvidenceId, OrganizationId, PersonId, UnitId};

use crate::access::Place;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::people::on_record;

/// A piece with the places from which it may be seen: where the person lives and works now, and where
/// each dossier that it serves is reviewed.
pub(super) struct Shown {
    pub row: EvidenceRow,
    /// The record that stands for the person.
    pub person: PersonId,
    pub places: Vec<Place>,
}

impl Shown {
    /// The piece, if the actor may read of its person at one of its places.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none or none to be known of.
    pub(super) fn load(desk: &Desk<'_>, evidence: EvidenceId) -> Result<Self> {
        let row = evidence::load(desk, &[evidence])?.remove(0).ok_or(Error::NotFound("evidence"))?;
        let person = person(desk, PersonId::from_uuid(row.person))?;
        let mut places = vec![home(&person)];
        let mut dossiers: Vec<DossierId> =
            evidence::uses(desk, evidence)?.into_iter().map(|(dossier, _)| dossier).collect();
        dossiers.dedup();
        places.extend(dossier::load(desk, &dossiers)?.into_iter().flatten().map(|row| of_dossier(&row)));
        let shown = Self { row, person: PersonId::from_uuid(person.id), places };
        if any(desk, &[ActKind::ReadPerson], &shown.places)?.is_err() {
            return Err(Error::NotFound("evidence"));
        }
        Ok(shown)
    }

    /// Whether it is the actor's own, so that looking at it is nobody else's business.
    pub(super) fn is_own(&self, desk: &Desk<'_>) -> Result<bool> {
        is_self(desk, self.person)
    }
}

/// A dossier, if the actor may read of its person where it is reviewed.
///
/// # Errors
/// [`Error::NotFound`] where there is none or none to be known of.
pub(super) fn visible_dossier(desk: &Desk<'_>, dossier: DossierId) -> Result<DossierRow> {
    let row = dossier::load(desk, &[dossier])?.remove(0).ok_or(Error::NotFound("dossier"))?;
    if any(desk, &[ActKind::ReadPerson], &[of_dossier(&row)])?.is_err() {
        return Err(Error::NotFound("dossier"));
    }
    Ok(row)
}

/// The record that stands for a person whom the actor may read of and bring evidence for.
///
/// # Errors
/// [`Error::NotFound`] for one not to be known of; a refusal without the right to attach.
pub(super) fn to_bring_for(desk: &Desk<'_>, of: PersonId) -> Result<PersonId> {
    let row = person(desk, of)?;
    let places = [home(&row)];
    if any(desk, &[ActKind::ReadPerson], &places)?.is_err() {
        return Err(Error::NotFound("person"));
    }
    any(desk, &[ActKind::AttachEvidence], &places)??;
    Ok(PersonId::from_uuid(row.id))
}

/// The record that stands for a person, after merges.
pub(super) fn person(desk: &Desk<'_>, of: PersonId) -> Result<PersonRow> {
    Ok(on_record(desk, &[of])?.remove(0))
}

/// Whether the person is the actor, on whichever of merged records.
pub(super) fn is_self(desk: &Desk<'_>, of: PersonId) -> Result<bool> {
    match desk.actor.hand().person {
        Some(actor) if actor == of => Ok(true),
        Some(actor) => Ok(person(desk, actor)?.id == of.uuid()),
        None => Ok(false),
    }
}

/// Where a dossier is reviewed.
pub(super) fn of_dossier(row: &DossierRow) -> Place {
    Place {
        unit: Some(UnitId::from_uuid(row.unit)),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(PersonId::from_uuid(row.person)),
    }
}

/// Where a person lives and works.
pub(super) fn home(row: &PersonRow) -> Place {
    Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(PersonId::from_uuid(row.id)),
    }
}

/// Whether one of the acts is allowed at one of the places; the refusal is that of the last.
pub(super) fn any(
    desk: &Desk<'_>,
    acts: &[ActKind],
    places: &[Place],
) -> Result<std::result::Result<(), Refusal>> {
    let mut refused = Err(Refusal {
        code: "access.not_allowed",
        reason: "There is no place where this could be done.".to_owned(),
        remedy: "Ask the officer of your commune or unit who may.",
    });
    for act in acts {
        for place in places {
            match desk.permit(*act, Some(*place)) {
                Ok(_) => return Ok(Ok(())),
                Err(Error::Refused(refusal)) => refused = Err(refusal),
                Err(other) => return Err(other),
            }
        }
    }
    Ok(refused)
}

/// The account that acts: evidence is brought and judged by somebody, never by the console.
pub(super) fn account(desk: &Desk<'_>) -> Result<AccountId> {
    desk.actor.account().ok_or_else(|| {
        Refusal {
            code: "evidence.no_account",
            reason: "Evidence is brought and judged by somebody who signs in.".to_owned(),
            remedy: "Sign in with an account.",
        }
        .into()
    })
}

/// Checks that the year has a round and that it is open.
pub(super) fn check_open_year(desk: &Desk<'_>, year: i16) -> Result<()> {
    let row = criteria::list_rounds(desk)?
        .into_iter()
        .find(|row| row.rules.year == year)
        .ok_or(Error::NotFound("round of that year"))?;
    if row.closed_at.is_none() {
        return Ok(());
    }
    Err(Refusal {
        code: "round.closed",
        reason: format!("The round of {year} is closed."),
        remedy: "Bring the evidence for the present year.",
    }
    .into())
}

/// The stored hash as the store of files knows it.
pub(super) fn hash(stored: &[u8]) -> Result<sohoc_ledger::blobs::ContentHash> {
    Ok(stored.try_into().map_err(|_| Fault::broken("evidence", "content_hash", stored.len()))?)
}
