//! One step on one dossier by somebody who looks at it, with word of what they saw: who comes second
//! with an old copy is told, and changes nothing.

use sohoc_rules::Refusal;
use sohoc_rules::dossier::ScoreChange;
use sohoc_rules::ids::DossierId;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::Answer;
use super::review::{self, Appraisal};
use super::step::Loaded;

/// A dossier as somebody saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Dossier.
    pub dossier: DossierId,
    /// Steps it had taken when it was shown.
    pub steps: i64,
}

impl Seen {
    /// Refuses when the dossier moved since.
    pub(super) fn check(self, loaded: &Loaded) -> Answer<()> {
        if loaded.row.steps == self.steps {
            return Ok(());
        }
        Err(Refusal {
            code: "dossier.moved_since",
            reason: format!(
                "Somebody else worked on this dossier meanwhile; it is {} now.",
                loaded.case.state.name().replace('_', " ")
            ),
            remedy: "Look at it as it stands now; nothing of yours was written over it.",
        })
    }
}

/// What a reviewer does to one dossier.
#[derive(Clone, Debug)]
pub enum OneStep {
    /// Finds it right.
    Endorse,
    /// Sends it back; the person reads why.
    SendBack(String),
    /// Scores it, with the scores that are changed.
    Appraise(Vec<ScoreChange>),
    /// Takes it up again; why.
    Reopen(String),
}

/// Takes a step, unless the dossier moved since it was seen.
///
/// # Errors
/// `dossier.moved_since`, the refusal of the rule or of the right, [`Error::NotFound`], a fault.
pub fn step_seen(office: &Office, actor: &Actor, round: &Round, seen: Seen, step: &OneStep) -> Result<()> {
    let one = [seen.dossier];
    let answers = match step {
        OneStep::Endorse => review::endorse_as(office, actor, round, &one, Some(seen)),
        OneStep::SendBack(reason) => review::send_back_as(office, actor, round, (&one, reason), Some(seen)),
        OneStep::Appraise(changes) => {
            let whole = [Appraisal { dossier: seen.dossier, changes: changes.clone() }];
            review::appraise_as(office, actor, round, &whole, Some(seen))
        }
        OneStep::Reopen(reason) => review::reopen_as(office, actor, round, (&one, reason), Some(seen)),
    };
    answers?.into_iter().next().ok_or(Error::NotFound("dossier"))?.map_err(Error::from)
}
