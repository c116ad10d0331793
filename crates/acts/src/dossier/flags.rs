//! The exceptions of dossiers, set by every step that leaves one to be reviewed.

use std::collections::{BTreeMap, BTreeSet};

use sohoc_ledger::db::{Fault, Reader};
use sohoc_ledger::dossier::{self as book, DossierRow, Namesakes};
use sohoc_rules::criteria::{Scores, judge};
use sohoc_rules::dossier::{Channel, Facts, Flags, State, exceptions};
use sohoc_rules::ids::{DossierId, RoundId};
use uuid::Uuid;

use crate::desk::Desk;
use crate::error::Result;
use crate::rounds::{self, Round};

use super::step::load;

/// Puts the flags of these rows right for the states they have; nothing is written.
pub(crate) fn flag(reader: &Reader<'_>, round: &Round, rows: &mut [DossierRow]) -> Result<()> {
    let mut waiting = Vec::new();
    for (at, row) in rows.iter_mut().enumerate() {
        let state =
            State::from_code(row.state).ok_or_else(|| Fault::broken("dossier", "state", row.state))?;
        match state {
            State::Submitted | State::Endorsed | State::Appraised => waiting.push(at),
            // What was decided keeps what its reviewers saw.
            State::Recognised | State::NotRecognised | State::Revoked => {}
            State::Draft
            | State::Returned
            | State::Withdrawn
            | State::Unreachable
            | State::Refused
            | State::Away => row.flags = 0,
        }
    }
    let keys: Vec<(Uuid, Uuid, Uuid)> =
        waiting.iter().map(|at| (rows[*at].person, rows[*at].unit, rows[*at].round)).collect();
    let namesakes = book::namesakes(reader, &keys)?;
    for (at, namesakes) in waiting.into_iter().zip(namesakes) {
        rows[at].flags = flags_of(round, &rows[at], namesakes)?.bits();
    }
    Ok(())
}

fn flags_of(round: &Round, row: &DossierRow, namesakes: Namesakes) -> Result<Flags> {
    let broken = |column: &str| Fault::broken("dossier", column, row.id);
    let form = round.set.form(&row.group).ok_or_else(|| broken("group_form"))?;
    let area = row.area.parse().map_err(|_| broken("area_class"))?;
    let own = row.self_scores.as_deref().map(Scores::from_bytes).ok_or_else(|| broken("self_scores"))?;
    let own_judgement = judge(&round.set, form, area, &own).map_err(|_| broken("self_scores"))?;
    let reviewed = match row.review_scores.as_deref().map(Scores::from_bytes) {
        None => None,
        Some(scores) => {
            let judgement = judge(&round.set, form, area, &scores).map_err(|_| broken("review_scores"))?;
            Some((scores, judgement))
        }
    };
    let facts = Facts {
        own: &own,
        own_judgement: &own_judgement,
        reviewed: reviewed.as_ref().map(|(scores, judgement)| (scores, judgement)),
        evidence_count: usize::try_from(row.evidence).unwrap_or(0),
        likely_duplicates: usize::try_from(namesakes.here).unwrap_or(0),
        counted_elsewhere: usize::try_from(namesakes.counted_elsewhere).unwrap_or(0),
        // A number that disagrees is refused or explained when the person is registered.
        number_unexplained: false,
        channel: Channel::from_code(row.channel).ok_or_else(|| broken("channel"))?,
        word_recorded: row.on_word.is_some(),
    };
    Ok(Flags::of(&exceptions(facts, &round.rules)))
}

/// Sets the flags of dossiers anew when something they rest on has changed; tells how many changed. No
/// step: the dossiers stay where they are.
///
/// # Errors
/// [`crate::Error::NotFound`] for a dossier of another round, or a fault.
pub fn reflag(desk: &Desk<'_>, round: &Round, dossiers: &[DossierId]) -> Result<usize> {
    let mut rows: Vec<DossierRow> =
        load(desk, round, dossiers)?.into_iter().map(|loaded| loaded.row).collect();
    let before: Vec<i64> = rows.iter().map(|row| row.flags).collect();
    flag(desk, round, &mut rows)?;
    let changed: Vec<(Uuid, i64)> = rows
        .iter()
        .zip(before)
        .filter(|(row, before)| row.flags != *before)
        .map(|(row, _)| (row.id, row.flags))
        .collect();
    book::set_flags(desk, &changed)?;
    Ok(changed.len())
}

/// Sets the flags of waiting dossiers anew whose people have one of these folded names and birth years: who is
/// alike has changed there.
///
/// # Errors
/// A fault of the store.
pub(crate) fn reflag_namesakes(desk: &Desk<'_>, names: &[(String, i64)]) -> Result<()> {
    let names: Vec<(String, i64)> = names.iter().cloned().collect::<BTreeSet<_>>().into_iter().collect();
    let mut by_round: BTreeMap<RoundId, Vec<DossierId>> = BTreeMap::new();
    for (round, dossier) in book::list_of_namesakes(desk, &names)? {
        by_round.entry(round).or_default().push(dossier);
    }
    for (round, dossiers) in by_round {
        reflag(desk, &rounds::of_id(desk, round)?, &dossiers)?;
    }
    Ok(())
}

/// Notes how many pieces of evidence a dossier has; to be called by whatever attaches or takes away one,
/// in the same transaction.
///
/// # Errors
/// [`crate::Error::NotFound`] for a dossier of another round, or a fault.
pub fn mark_evidence(desk: &Desk<'_>, round: &Round, dossier: DossierId, pieces: usize) -> Result<()> {
    book::set_evidence(desk, dossier.uuid(), i64::try_from(pieces).unwrap_or(i64::MAX))?;
    reflag(desk, round, &[dossier])?;
    Ok(())
}
