//! Targets of the plan: loaded once, compared with what is there.

use serde_json::json;
use sha2::{Digest, Sha256};
use sohoc_ledger::settings::{self, TargetRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::figures::{Targets, read_targets};

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::office::Office;

/// The setting that keeps the file as it was loaded: numerators and denominators are read from it.
const DEFINITION: &str = "targets";

/// Loads the targets of a plan; tells how many values were new. The same file twice changes nothing.
///
/// # Errors
/// Bad input with file, line and field; `targets.other_value` when a target that is on record has
/// another value; a refusal without the right.
pub fn load_targets(office: &Office, actor: &Actor, file: &str, text: &str) -> Result<usize> {
    let plan = read_targets(file, text)
        .map_err(|fault| Error::bad_input(file, fault.to_string(), "Correct the file and load it again."))?;
    let rows = rows(&plan);
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    office.perform(actor, |desk| {
        desk.permit(ActKind::SetTargets, None)?;
        let known = settings::targets(desk)?;
        let new: Vec<TargetRow> =
            rows.iter().filter(|row| !known.iter().any(|old| same(old, row))).cloned().collect();
        if let Some(row) =
            rows.iter().find(|row| known.iter().any(|old| same(old, row) && old.per_mille != row.per_mille))
        {
            return Err(other_value(row).into());
        }
        settings::add_targets(desk, &new)?;
        if settings::find(desk, DEFINITION)?.as_deref() != Some(text) {
            settings::set(desk, DEFINITION, text)?;
            let body = json!({ "source": plan.source, "digest": digest, "values": new.len() });
            desk.record("targets.load", None, new.len(), &body)?;
        }
        Ok(new.len())
    })
}

fn rows(plan: &Targets) -> Vec<TargetRow> {
    let mut rows = Vec::new();
    for target in &plan.targets {
        rows.extend(target.steps.iter().map(|step| TargetRow {
            measure: target.code.clone(),
            year: i64::from(step.year),
            per_mille: i64::from(step.per_mille),
            reading: target.reading.clone().unwrap_or_default(),
            source: format!("{}, {}", plan.source, target.clause),
        }));
    }
    rows
}

fn same(left: &TargetRow, right: &TargetRow) -> bool {
    (&left.measure, left.year, &left.reading) == (&right.measure, right.year, &right.reading)
}

fn other_value(row: &TargetRow) -> Refusal {
    Refusal {
        code: "targets.other_value",
        reason: format!("The target {} of {} is on record with another value.", row.measure, row.year),
        remedy: "Give a changed target a code of its own, so that old reports keep theirs.",
    }
}
