//! A piece serves indicators of a dossier, or no longer does.

use serde_json::json;
use sohoc_ledger::db::{Fault, Moment};
use sohoc_ledger::dossier::DossierRow;
use sohoc_ledger::evidence::{self, UseRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::evidence::fits_indicator;
use sohoc_rules::ids::{AccountId, DossierId, EvidenceId, PersonId};

use crate::access::Actor;
use crate::desk::Desk;
use crate::dossier::mark_evidence;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::{self, Round};

use super::rights::{Shown, of_dossier, person, visible_dossier};
use super::upload::refusal;

/// Lets a piece serve indicators of a dossier of its person, by their codes; what it serves already stays
/// so. Until a dossier is appraised its person may add what the reviewers miss. Gives how many were new.
///
/// # Errors
/// [`Error::NotFound`] for a dossier or piece not to be known of, or of two people; a refusal without the
/// right, once the dossier is appraised, in a closed round, for an unknown or a full indicator.
pub fn attach(
    office: &Office,
    actor: &Actor,
    round: &Round,
    evidence: EvidenceId,
    dossier: DossierId,
    indicators: &[&str],
) -> Result<usize> {
    office.perform(actor, |desk| {
        let (row, shown) = both(desk, round, evidence, dossier)?;
        if shown.row.emptied_at.is_some() {
            let reason = "The evidence was taken away when its time was over.";
            return Err(refusal("evidence.emptied", reason, "Bring it again.").into());
        }
        match state(&row)? {
            State::Draft | State::Returned | State::Submitted | State::Endorsed => (),
            _ => {
                let reason = "The dossier is closed for evidence.";
                return Err(refusal(
                    "evidence.dossier_closed",
                    reason,
                    "Ask the officer to return it first.",
                )
                .into());
            }
        }
        let mut added = 0;
        for at in positions(round, &row, indicators)? {
            let present = evidence::uses(desk, evidence)?.contains(&(dossier, at));
            if present {
                continue;
            }
            let count = evidence::count_at(desk, dossier, at)?;
            fits_indicator(usize::try_from(count).unwrap_or(usize::MAX))?;
            let by = desk.actor.account().map(AccountId::uuid);
            let new = UseRow {
                dossier: dossier.uuid(),
                indicator: at,
                evidence: evidence.uuid(),
                by,
                at: Moment(desk.at),
            };
            evidence::attach(desk, &[new])?;
            added += 1;
        }
        if added > 0 {
            desk.record("evidence.attach", None, 1, &body(evidence, dossier, indicators))?;
            count_anew(desk, round, dossier)?;
        }
        Ok(added)
    })
}

/// Takes a piece off indicators of a dossier; the piece itself stays with its person. Gives off how many.
///
/// # Errors
/// As [`attach`]; `evidence.under_review` while anybody reviews the dossier: what they saw stays.
pub fn detach(
    office: &Office,
    actor: &Actor,
    round: &Round,
    evidence: EvidenceId,
    dossier: DossierId,
    indicators: &[&str],
) -> Result<usize> {
    office.perform(actor, |desk| {
        let (row, _) = both(desk, round, evidence, dossier)?;
        if !state(&row)?.is_open() {
            let reason = "The dossier is with the reviewers, who must see what they saw before.";
            let remedy = "Ask the officer to return it, or add better evidence beside it.";
            return Err(refusal("evidence.under_review", reason, remedy).into());
        }
        let mut removed = 0;
        for at in positions(round, &row, indicators)? {
            removed += usize::from(evidence::detach(desk, dossier, at, evidence)?);
        }
        if removed > 0 {
            desk.record("evidence.detach", None, 1, &body(evidence, dossier, indicators))?;
            count_anew(desk, round, dossier)?;
        }
        Ok(removed)
    })
}

/// The dossier knows how many pieces it has: whether it has none is a reason to look at it.
fn count_anew(desk: &Desk<'_>, round: &Round, dossier: DossierId) -> Result<()> {
    let pieces = evidence::count_of_dossiers(desk, &[dossier])?.first().copied().unwrap_or_default();
    mark_evidence(desk, round, dossier, usize::try_from(pieces).unwrap_or_default())
}

/// A dossier of an open round and a piece of the same human being, both to be known of and changed.
fn both(
    desk: &Desk<'_>,
    round: &Round,
    evidence: EvidenceId,
    dossier: DossierId,
) -> Result<(DossierRow, Shown)> {
    let row = visible_dossier(desk, dossier)?;
    if row.round != round.id.uuid() {
        return Err(Error::NotFound("dossier"));
    }
    let shown = Shown::load(desk, evidence)?;
    if person(desk, PersonId::from_uuid(row.person))?.id != shown.person.uuid() {
        return Err(Error::NotFound("evidence"));
    }
    desk.permit(ActKind::AttachEvidence, Some(of_dossier(&row)))?;
    rounds::check_open(desk, round)?;
    Ok((row, shown))
}

fn state(row: &DossierRow) -> Result<State> {
    Ok(State::from_code(row.state).ok_or_else(|| Fault::broken("dossier", "state", row.id))?)
}

fn positions(round: &Round, row: &DossierRow, indicators: &[&str]) -> Result<Vec<i64>> {
    let form =
        round.set.form(&row.group).ok_or_else(|| Fault::broken("dossier", "group_form", &row.group))?;
    let position = |code: &&str| {
        let unknown = || {
            let reason = format!("The form has no indicator {code:?}.");
            refusal("evidence.unknown_indicator", &reason, "Choose one of the form.")
        };
        let at = form.position(code).ok_or_else(unknown)?;
        Ok(i64::try_from(at).unwrap_or(i64::MAX))
    };
    indicators.iter().map(position).collect()
}

fn body(evidence: EvidenceId, dossier: DossierId, indicators: &[&str]) -> serde_json::Value {
    json!({ "evidence": evidence.uuid().simple().to_string(),
        "dossier": dossier.uuid().simple().to_string(), "indicators": indicators })
}
