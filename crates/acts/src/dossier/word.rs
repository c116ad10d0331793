//! What a helper notes beside the answers: on whose word they are, and that somebody was met after all.

use sohoc_ledger::dossier as book;
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Act;
use sohoc_rules::ids::DossierId;

use crate::access::Actor;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::{self, Round};

use super::draft::one;
use super::enter::Word;
use super::{Answer, review};

/// Most characters of a name given as whose word it was.
const NAME_LENGTH: usize = 200;

/// Keeps with a draft on whose word it is written and who stands by, until it is handed in.
///
/// # Errors
/// `dossier.name_too_long`, the refusal of a dossier that takes no answers or of the right,
/// [`Error::NotFound`], a fault.
pub fn note_word(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossier: DossierId,
    word: &Word,
) -> Result<()> {
    let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > NAME_LENGTH);
    if long(&word.of) || long(&word.witness) {
        return Err(too_long().into());
    }
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let loaded = one(desk, round, dossier)?;
        desk.permit(ActKind::EnterForOther, Some(loaded.place())).map_err(|_| Error::NotFound("dossier"))?;
        loaded.step(desk, &round.rules).answer()?;
        Ok(book::set_word(desk, dossier, word.of.as_deref(), word.witness.as_deref())?)
    })
}

/// Takes back that somebody was not met, does not wish to take part or is away: for whoever may note it.
///
/// # Errors
/// A refusal when the actor may not mark at one of the places; a fault.
pub fn unmark(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
    reason: &str,
) -> Result<Vec<Answer<()>>> {
    let what = (round, ActKind::MarkOutcome, Act::Reopen);
    review::batch(office, actor, what, dossiers, |desk, loaded, _| {
        if loaded.case.state.outcome().is_none() {
            return Err(not_marked());
        }
        let state = loaded.step(desk, &round.rules).reopen(reason)?;
        Ok(loaded.moved(state, Some(reason.to_owned())))
    })
}

fn not_marked() -> Refusal {
    Refusal {
        code: "dossier.not_marked",
        reason: "Nothing is noted that could be taken back.".to_owned(),
        remedy: "Ask the officer of the commune to reopen a dossier that was closed otherwise.",
    }
}

fn too_long() -> Refusal {
    Refusal {
        code: "dossier.name_too_long",
        reason: format!("A name has at most {NAME_LENGTH} characters."),
        remedy: "Write the name alone.",
    }
}
