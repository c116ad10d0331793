//! All of a queue at once, without its exceptions.

use std::collections::{BTreeMap, BTreeSet};

use sohoc_ledger::dossier as book;
use sohoc_rules::dossier::{Exception, Flags, State};
use sohoc_rules::ids::DossierId;

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;
use crate::rounds::Round;

use super::lists::{ReviewBody, seen};
use super::{Answer, Appraisal, appraise, endorse};

/// Which part of a queue goes through at once.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Whose queue.
    pub body: ReviewBody,
    /// Which of the queue; what is not of them is not spoken of.
    pub only: book::Only,
    /// What the reviewer took out by hand.
    pub taken_out: BTreeSet<DossierId>,
    /// Exceptions that keep a dossier out; [`Flags::all`] for every one.
    pub held_back: Flags,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BatchDone {
    /// Dossiers that went through.
    pub done: usize,
    /// Left out by hand.
    pub taken_out: usize,
    /// Left out for an exception, each under its gravest.
    pub exceptions: BTreeMap<Exception, usize>,
    /// Refused by a rule, by code: own files, own entries, moved meanwhile.
    pub refused: BTreeMap<&'static str, usize>,
}

/// Appraises all that was endorsed and is no exception, by the person's own scores. Slices of
/// [`SLICE`] dossiers are kept one after the other: what was done stays done if a later one fails.
///
/// # Errors
/// [`crate::Error::NotFound`] where the actor may not read, a refusal without the right, a fault.
pub fn appraise_filter(office: &Office, actor: &Actor, round: &Round, batch: &Batch) -> Result<BatchDone> {
    run(office, (actor, round), batch, State::Endorsed, |slice| {
        let whole: Vec<Appraisal> =
            slice.iter().map(|dossier| Appraisal { dossier: *dossier, changes: Vec::new() }).collect();
        appraise(office, actor, round, &whole)
    })
}

/// Endorses all that was handed in and is no exception.
///
/// # Errors
/// As [`appraise_filter`].
pub fn endorse_filter(office: &Office, actor: &Actor, round: &Round, batch: &Batch) -> Result<BatchDone> {
    run(office, (actor, round), batch, State::Submitted, |slice| endorse(office, actor, round, slice))
}

/// Dossiers of one transaction: others write between two slices.
pub const SLICE: usize = 1_000;

fn run(
    office: &Office,
    (actor, round): (&Actor, &Round),
    batch: &Batch,
    state: State,
    act: impl Fn(&[DossierId]) -> Result<Vec<Answer<()>>>,
) -> Result<BatchDone> {
    let queue = office.read(|reader| {
        let (map, _) = seen(office, reader, actor, batch.body)?;
        let units = batch.body.units(&map);
        Ok(book::list_queue(reader, (round.id, batch.body.track(&units)), state.code())?)
    })?;
    let mut outcome = BatchDone::default();
    let mut going = Vec::with_capacity(queue.len());
    for (dossier, flags) in queue.into_iter().filter(|(_, flags)| batch.only.holds(*flags)) {
        let held = flags.and(batch.held_back).iter().next();
        if batch.taken_out.contains(&dossier) {
            outcome.taken_out += 1;
        } else if let Some(exception) = held {
            *outcome.exceptions.entry(exception).or_default() += 1;
        } else {
            going.push(dossier);
        }
    }
    for slice in going.chunks(SLICE) {
        for answer in act(slice)? {
            match answer {
                Ok(()) => outcome.done += 1,
                Err(refusal) => *outcome.refused.entry(refusal.code).or_default() += 1,
            }
        }
    }
    Ok(outcome)
}
