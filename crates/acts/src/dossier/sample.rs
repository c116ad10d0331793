//! A random sample of dossiers for back-checking (KH 2202/KH-UBND, II.4.b).

use sha2::{Digest, Sha256};
use sohoc_ledger::dossier as book;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, UnitId};
use sohoc_rules::territory::Level;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::face::{DossierFace, faces};

/// What was drawn in one commune.
#[derive(Clone, Debug)]
pub struct Sampled {
    /// Commune.
    pub unit: UnitId,
    /// How many dossiers it was drawn from.
    pub of: usize,
    /// Those drawn.
    pub dossiers: Vec<DossierFace>,
}

/// What is drawn from: dossiers that reviewers answered for.
const DRAWN: [State; 3] = [State::Appraised, State::Recognised, State::NotRecognised];

/// Draws at most `each` dossiers in every commune of `unit`. The same seed draws the same ones as long as
/// the dossiers are the same, so that others can check that nobody chose.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not inspect; a fault.
pub fn sample(
    office: &Office,
    actor: &Actor,
    round: &Round,
    unit: UnitId,
    (each, seed): (usize, &str),
) -> Result<Vec<Sampled>> {
    office.read(|reader| {
        let map = office.map_in(reader, office.now().day())?;
        permit_on(actor, ActKind::Inspect, Some(Place::unit(unit)), &map)
            .map_err(|_| Error::NotFound("unit"))?;
        let mut communes: Vec<UnitId> =
            map.subtree(unit).filter(|one| one.level == Level::Commune).map(|one| one.id).collect();
        if communes.is_empty() {
            communes.push(unit);
        }
        let mut drawn = Vec::with_capacity(communes.len());
        for commune in communes {
            let mut found: Vec<DossierId> = Vec::new();
            for hamlet in map.subtree(commune) {
                for state in DRAWN {
                    found.extend(book::queue(reader, round.id, hamlet.id, state.code())?);
                }
            }
            let of = found.len();
            found.sort_by_cached_key(|dossier| lot(seed, *dossier));
            found.truncate(each);
            drawn.push(Sampled { unit: commune, of, dossiers: faces(reader, actor, &map, &found)? });
        }
        Ok(drawn)
    })
}

fn lot(seed: &str, dossier: DossierId) -> [u8; 32] {
    Sha256::new().chain_update(seed.as_bytes()).chain_update(dossier.uuid()).finalize().into()
}
