//! What somebody typed when their session had ended: sealed into the page that asks to sign in, and offered
//! for sending again afterwards. Nothing typed is lost, and nothing of it is stored.

use serde::{Deserialize, Serialize};
use sohoc_acts::Office;
use sohoc_rules::time::Instant;

use super::sealed::{self, Purpose};
use crate::csrf;
use crate::visit::Visit;

/// Most bytes of a form that carries kept answers: twice a usual form, written in hexadecimal digits.
pub const MOST_BYTES: usize = 320 * 1024;
/// Name of the field that carries it from step to step.
pub const FIELD: &str = "giu";
/// So long what was typed may wait.
const LIFE_MICROSECONDS: i64 = 2 * 3_600 * 1_000_000;

/// A form that waits.
#[derive(Serialize, Deserialize)]
pub struct Kept {
    /// Where it was sent.
    pub path: String,
    /// Its fields.
    pub pairs: Vec<(String, String)>,
    /// When.
    at: i64,
}

/// The sealed form of this request; empty when nothing was sent.
pub fn of(visit: &Visit<'_>) -> String {
    let pairs = visit.form().pairs();
    if !pairs.iter().any(|(name, _)| name == csrf::FIELD) {
        return String::new();
    }
    let pairs = pairs.iter().filter(|(name, _)| name != csrf::FIELD).cloned().collect();
    let kept = Kept { path: visit.request.path.clone(), pairs, at: visit.now.microseconds() };
    sealed::seal(visit.office(), Purpose::Kept, &kept).unwrap_or_default()
}

/// What the step before handed on.
pub fn carried(visit: &Visit<'_>) -> String {
    visit.form().get(FIELD).to_owned()
}

/// Opens what was kept; `None` when it is not ours or too old.
pub fn open(office: &Office, text: &str, now: Instant) -> Option<Kept> {
    let kept: Kept = sealed::open(office, Purpose::Kept, text)?;
    (now.microseconds() - kept.at < LIFE_MICROSECONDS).then_some(kept)
}
