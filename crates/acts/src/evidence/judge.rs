//! A reviewer accepts or refuses a piece.

use serde_json::json;
use sohoc_ledger::db::Moment;
use sohoc_ledger::evidence::{self, JudgementRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier;
use sohoc_rules::evidence::{Judged, Verdict, may_judge, reason};
use sohoc_rules::ids::{AccountId, EvidenceId};

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

use super::rights::{Shown, account, any};
use super::upload::refusal;

/// Judges a piece; a later judgement stands over an earlier one, and all are kept. Who may endorse or
/// appraise where the person lives, works or is reviewed may judge.
///
/// # Errors
/// [`crate::Error::NotFound`] for a piece not to be known of; `evidence.own`, `evidence.own_entry`,
/// `evidence.no_reason`, or a refusal without the right.
pub fn judge(
    office: &Office,
    actor: &Actor,
    evidence: EvidenceId,
    verdict: Verdict,
    typed: &str,
) -> Result<()> {
    let reason = reason(verdict, typed)?;
    office.perform(actor, |desk| {
        let shown = Shown::load(desk, evidence)?;
        any(desk, &[ActKind::Appraise, ActKind::Endorse], &shown.places)??;
        let by = account(desk)?;
        let is_own = shown.is_own(desk)?;
        let hand = dossier::Actor { account: by, person: is_own.then_some(shown.person) };
        let added_by = shown.row.added_by.map(AccountId::from_uuid);
        may_judge(hand, &Judged { person: shown.person, added_by })?;
        if shown.row.emptied_at.is_some() {
            let why = "The evidence was taken away when its time was over.";
            return Err(refusal("evidence.emptied", why, "Judge what is there.").into());
        }
        let state = verdict.state().code();
        let body =
            json!({ "evidence": evidence.uuid().simple().to_string(), "state": state, "reason": reason });
        let entry = desk.record("evidence.judge", None, 1, &body)?;
        let position = evidence::judgements(desk, evidence)?.len() + 1;
        evidence::add_judgement(
            desk,
            &JudgementRow {
                evidence: evidence.uuid(),
                position: i64::try_from(position).unwrap_or(i64::MAX),
                state,
                reason: reason.clone(),
                by: by.uuid(),
                at: Moment(desk.at),
                entry: entry.uuid(),
            },
        )?;
        Ok(evidence::set_state(desk, evidence, state)?)
    })
}
