//! Review: endorsed, returned, appraised; and what the person or the helper may do meanwhile.

use std::collections::{HashMap, HashSet};

use sohoc_ledger::dossier as book;
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::{Act, Outcome, ScoreChange, State, apply, review};
use sohoc_rules::ids::{AccountId, DossierId, PersonId};
use uuid::Uuid;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::people::on_record;
use crate::rounds::{self, Round};

use super::seen::Seen;
use super::step::{Loaded, Moved, load, write};
use super::{Answer, twice};

/// Endorses dossiers: the hamlet or unit committee finds them right.
///
/// # Errors
/// A refusal when the actor may not endorse at one of the places; a fault.
pub fn endorse(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
) -> Result<Vec<Answer<()>>> {
    endorse_as(office, actor, round, dossiers, None)
}

/// The same by somebody who saw the dossier.
pub(super) fn endorse_as(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
    seen: Option<Seen>,
) -> Result<Vec<Answer<()>>> {
    batch(office, actor, (round, ActKind::Endorse, Act::Endorse), dossiers, |desk, loaded, _| {
        seen.map_or(Ok(()), |seen| seen.check(&loaded))?;
        let state = loaded.step(desk, &round.rules).endorse()?;
        let mut moved = loaded.moved(state, None);
        moved.row.endorsed_by = desk.actor.account().map(AccountId::uuid);
        Ok(moved)
    })
}

/// Sends dossiers back with a reason that the person reads.
///
/// # Errors
/// A refusal when the actor may not return at one of the places; a fault.
pub fn send_back(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
    reason: &str,
) -> Result<Vec<Answer<()>>> {
    send_back_as(office, actor, round, (dossiers, reason), None)
}

/// The same by somebody who saw the dossier.
pub(super) fn send_back_as(
    office: &Office,
    actor: &Actor,
    round: &Round,
    (dossiers, reason): (&[DossierId], &str),
    seen: Option<Seen>,
) -> Result<Vec<Answer<()>>> {
    batch(office, actor, (round, ActKind::Return, Act::Return), dossiers, |desk, loaded, _| {
        seen.map_or(Ok(()), |seen| seen.check(&loaded))?;
        let state = loaded.step(desk, &round.rules).send_back(reason)?;
        Ok(loaded.moved(state, Some(reason.to_owned())))
    })
}

/// A dossier to be appraised, with the scores the reviewers change.
#[derive(Clone, Debug)]
pub struct Appraisal {
    /// Dossier.
    pub dossier: DossierId,
    /// Changed scores, each with its reason; empty to take the person's own.
    pub changes: Vec<ScoreChange>,
}

/// Appraises dossiers: the reviewed scores are those the decision goes by.
///
/// # Errors
/// A refusal when the actor may not appraise at one of the places; a fault.
pub fn appraise(
    office: &Office,
    actor: &Actor,
    round: &Round,
    appraisals: &[Appraisal],
) -> Result<Vec<Answer<()>>> {
    appraise_as(office, actor, round, appraisals, None)
}

/// The same by somebody who saw the dossier.
pub(super) fn appraise_as(
    office: &Office,
    actor: &Actor,
    round: &Round,
    appraisals: &[Appraisal],
    seen: Option<Seen>,
) -> Result<Vec<Answer<()>>> {
    let dossiers: Vec<DossierId> = appraisals.iter().map(|appraisal| appraisal.dossier).collect();
    let what = (round, ActKind::Appraise, Act::Appraise);
    batch(office, actor, what, &dossiers, |desk, loaded, at| {
        seen.map_or(Ok(()), |seen| seen.check(&loaded))?;
        let form = round.set.form(&loaded.row.group).ok_or_else(|| no_form(&loaded.row.group))?;
        let own =
            loaded.row.self_scores.as_deref().map_or_else(|| Scores::unanswered(form), Scores::from_bytes);
        let review = review(form, own, appraisals[at].changes.clone())?;
        let state = loaded.step(desk, &round.rules).appraise(form, &review)?;
        let mut moved = loaded.moved(state, None);
        moved.row.review_scores = Some(review.scores().to_bytes());
        for change in review.changes() {
            let position = form.position(&change.indicator).unwrap_or_default();
            moved.score_changes.push((i64::try_from(position).unwrap_or_default(), change.reason.clone()));
        }
        Ok(moved)
    })
}

/// Takes dossiers back: the person's own wish, at any time before the decision.
///
/// # Errors
/// A refusal when the actor may not withdraw at one of the places; a fault.
pub fn withdraw(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
) -> Result<Vec<Answer<()>>> {
    batch(office, actor, (round, ActKind::Withdraw, Act::Withdraw), dossiers, |desk, loaded, _| {
        let state = loaded.step(desk, &round.rules).withdraw()?;
        Ok(loaded.moved(state, None))
    })
}

/// Takes up again what was closed: an appeal that is heard.
///
/// # Errors
/// A refusal when the actor may not reopen at one of the places; a fault.
pub fn reopen(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
    reason: &str,
) -> Result<Vec<Answer<()>>> {
    reopen_as(office, actor, round, (dossiers, reason), None)
}

/// The same by somebody who saw the dossier.
pub(super) fn reopen_as(
    office: &Office,
    actor: &Actor,
    round: &Round,
    (dossiers, reason): (&[DossierId], &str),
    seen: Option<Seen>,
) -> Result<Vec<Answer<()>>> {
    let what = (round, ActKind::Reopen, Act::Reopen);
    batch(office, actor, what, dossiers, |desk, loaded, _| {
        seen.map_or(Ok(()), |seen| seen.check(&loaded))?;
        let state = loaded.step(desk, &round.rules).reopen(reason)?;
        Ok(loaded.moved(state, Some(reason.to_owned())))
    })
}

/// Notes why there is no self-assessment, so that coverage is honest.
///
/// # Errors
/// A refusal when the actor may not mark at one of the places; a fault.
pub fn mark(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossiers: &[DossierId],
    outcome: Outcome,
) -> Result<Vec<Answer<()>>> {
    let what = (round, ActKind::MarkOutcome, Act::Mark(outcome));
    batch(office, actor, what, dossiers, |desk, loaded, _| {
        let state = loaded.step(desk, &round.rules).mark(outcome)?;
        Ok(loaded.moved(state, None))
    })
}

/// Withdraws one dossier inside a transaction of the caller, who has the right for what it does. One
/// that notes why there is no self-assessment gives way as well.
pub(crate) fn withdraw_in(desk: &Desk<'_>, dossier: DossierId, reason: &str) -> Result<()> {
    let row = book::load(desk, &[dossier])?.into_iter().next().flatten().ok_or(Error::NotFound("dossier"))?;
    let round = rounds::list(desk)?
        .into_iter()
        .find(|round| round.id.uuid() == row.round)
        .ok_or(Error::NotFound("round"))?;
    let [loaded]: [Loaded; 1] =
        load(desk, &round, &[dossier])?.try_into().map_err(|_| Error::NotFound("dossier"))?;
    let state = match loaded.case.state.outcome() {
        Some(_) => apply(apply(loaded.case.state, Act::Reopen)?, Act::Withdraw)?,
        None => loaded.step(desk, &round.rules).withdraw()?,
    };
    write(desk, &round, Act::Withdraw.name(), vec![loaded.moved(state, Some(reason.to_owned()))])?;
    Ok(())
}

pub(super) fn batch(
    office: &Office,
    actor: &Actor,
    (round, right, act): (&Round, ActKind, Act),
    dossiers: &[DossierId],
    step: impl Fn(&Desk<'_>, Loaded, usize) -> Answer<Moved>,
) -> Result<Vec<Answer<()>>> {
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let loaded = load(desk, round, dossiers)?;
        // Only taking back is also the person's own matter; elsewhere a batch asks once a hamlet.
        let own =
            |place: Place| Place { person: place.person.filter(|_| right == ActKind::Withdraw), ..place };
        let places = loaded.iter().map(|loaded| own(loaded.place()));
        desk.permit_each(right, places)?;
        let rivals = if act == Act::Reopen { rivals(desk, round, &loaded)? } else { HashSet::new() };
        let mut moved = Vec::with_capacity(loaded.len());
        let mut answers = Vec::with_capacity(loaded.len());
        let mut met = HashSet::new();
        for (at, loaded) in loaded.into_iter().enumerate() {
            answers.push(match loaded.row.id {
                id if !met.insert(id) => Err(twice("dossier")),
                id if rivals.contains(&id) => Err(another_stands()),
                _ => step(desk, loaded, at).map(|step| moved.push(step)),
            });
        }
        write(desk, round, act.name(), moved)?;
        Ok(answers)
    })
}

/// Withdrawn dossiers of people for whom another one of the round stands, on their own record or on
/// one that was merged with it: nobody is counted twice.
fn rivals(desk: &Desk<'_>, round: &Round, loaded: &[Loaded]) -> Result<HashSet<Uuid>> {
    let people: Vec<PersonId> = loaded.iter().map(|loaded| loaded.case.person).collect();
    let humans: Vec<Uuid> = on_record(desk, &people)?.into_iter().map(|person| person.id).collect();
    let standing = book::find_of(desk, round.id, &humans)?;
    let found: Vec<DossierId> = standing.iter().flatten().copied().collect();
    let states: HashMap<DossierId, State> = load(desk, round, &found)?
        .into_iter()
        .map(|loaded| (DossierId::from_uuid(loaded.row.id), loaded.case.state))
        .collect();
    let stands = |dossier: DossierId| states.get(&dossier).is_some_and(|state| *state != State::Withdrawn);
    Ok(loaded
        .iter()
        .zip(standing)
        .filter(|(loaded, other)| other.is_some_and(|other| other.uuid() != loaded.row.id && stands(other)))
        .map(|(loaded, _)| loaded.row.id)
        .collect())
}

fn another_stands() -> Refusal {
    Refusal {
        code: "dossier.another_stands",
        reason: "Another dossier of the same person stands in this round.".to_owned(),
        remedy: "Withdraw that one first, or undo the merge of the two records.",
    }
}

fn no_form(group: &str) -> Refusal {
    Refusal {
        code: "dossier.unknown_form",
        reason: format!("The criteria set of the round has no form {group:?}."),
        remedy: "Report this: the dossier was made under another set.",
    }
}
