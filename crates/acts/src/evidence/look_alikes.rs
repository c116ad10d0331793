//! One picture brought by two people.

use std::collections::BTreeMap;

use serde_json::json;
use sohoc_ledger::evidence;
use sohoc_rules::access::ActKind;
use sohoc_rules::evidence::Look;
use sohoc_rules::ids::{DossierId, EvidenceId, PersonId};

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

use super::rights::{any, home, of_dossier, person, visible_dossier};

/// A piece that looks like one of somebody else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LookAlike {
    /// The piece of the dossier.
    pub evidence: EvidenceId,
    /// The other.
    pub other: EvidenceId,
    /// Whose the other is; `None` when the reviewer may not read of that person.
    pub person: Option<PersonId>,
    /// In how many of 64 bits the two pictures differ; 0 for the very same file.
    pub distance: u32,
}

/// Where pictures of a dossier, or other files byte by byte, were also brought by other people; the
/// nearest first for each piece. A group photograph is no fraud: a reviewer looks and judges.
///
/// # Errors
/// [`crate::Error::NotFound`] for a dossier not to be known of; a refusal for who neither reviews nor
/// inspects it.
pub fn look_alikes(office: &Office, actor: &Actor, dossier: DossierId) -> Result<Vec<LookAlike>> {
    office.perform(actor, |desk| {
        let row = visible_dossier(desk, dossier)?;
        let reviewing = [ActKind::Endorse, ActKind::Appraise, ActKind::Decide, ActKind::Inspect];
        any(desk, &reviewing, &[of_dossier(&row)])??;
        let own = person(desk, PersonId::from_uuid(row.person))?.id;
        let mut pieces: Vec<_> =
            evidence::of_dossier(desk, dossier)?.into_iter().map(|used| used.evidence).collect();
        pieces.sort_by_key(|piece| piece.id);
        pieces.dedup_by_key(|piece| piece.id);
        let mut found = Vec::new();
        for piece in pieces {
            let mut near: BTreeMap<EvidenceId, u32> = BTreeMap::new();
            if let Some(look) = piece.look {
                near.extend(evidence::near(desk, Look::from_stored(look))?);
            }
            if let Some(content) = &piece.content {
                near.extend(evidence::with_content(desk, content)?.into_iter().map(|(id, _)| (id, 0)));
            }
            let ids: Vec<EvidenceId> = near.keys().copied().collect();
            let mut alike = Vec::new();
            for other in evidence::load(desk, &ids)?.into_iter().flatten() {
                let whose = person(desk, PersonId::from_uuid(other.person))?;
                if whose.id == own {
                    continue;
                }
                let may_know = any(desk, &[ActKind::ReadPerson], &[home(&whose)])?.is_ok();
                let other = EvidenceId::from_uuid(other.id);
                alike.push(LookAlike {
                    evidence: EvidenceId::from_uuid(piece.id),
                    other,
                    person: may_know.then(|| PersonId::from_uuid(whose.id)),
                    distance: near.get(&other).copied().unwrap_or_default(),
                });
            }
            alike.sort_by_key(|one| (one.distance, one.other));
            found.append(&mut alike);
        }
        if !found.is_empty() {
            let others: Vec<String> = found.iter().map(|one| one.other.uuid().simple().to_string()).collect();
            let body = json!({ "dossier": dossier.uuid().simple().to_string(), "others": others });
            desk.record("evidence.look_alikes", None, found.len(), &body)?;
        }
        Ok(found)
    })
}
