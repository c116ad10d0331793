//! A record put right on the person's request.

use sohoc_rules::Refusal;
use sohoc_rules::ids::{PersonId, RequestId};
use sohoc_rules::privacy::{Outcome, RequestKind};

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;
use crate::people::{Correction, on_record, put_right};

use super::request::{answerable, close, save};

/// Corrects a record and ends the request; gives the fields that changed. Decisions that were issued keep
/// what they say: they are corrected by a decision of their own.
///
/// # Errors
/// `privacy.other_kind` for a request of another kind, `privacy.number_taken`, and as
/// [`super::answer`].
pub fn correct(
    office: &Office,
    actor: &Actor,
    request: RequestId,
    correction: &Correction,
    answer: &str,
) -> Result<Vec<&'static str>> {
    office.perform(actor, |desk| {
        let mut row = answerable(desk, request)?;
        check_kind(row.kind, RequestKind::Correct)?;
        close(desk, &mut row, Outcome::Done, answer)?;
        let known = on_record(desk, &[PersonId::from_uuid(row.person)])?.remove(0);
        let changed = put_right(desk, &known, correction)?;
        if !changed.is_empty() {
            let body = serde_json::json!({ "person": known.id.to_string(), "fields": changed });
            desk.record("privacy.correct", known.unit.map(sohoc_rules::ids::UnitId::from_uuid), 1, &body)?;
        }
        save(desk, "privacy.carry_out_request", &mut row)?;
        Ok(changed)
    })
}

/// A request is carried out by the act for its kind.
pub(super) fn check_kind(code: i64, kind: RequestKind) -> Result<()> {
    if code == kind.code() {
        return Ok(());
    }
    Err(Refusal {
        code: "privacy.other_kind",
        reason: format!("This request does not ask to {}.", kind.name()),
        remedy: "Open the request that does.",
    }
    .into())
}
