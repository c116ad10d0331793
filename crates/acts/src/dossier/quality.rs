//! What is wrong with the data of each commune, and flags counted anew.

use std::collections::BTreeMap;

use sohoc_ledger::db::Day;
use sohoc_ledger::dossier as book;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::{Exception, Flags, State};
use sohoc_rules::figures::{Counter, Dimension, Key, Question};
use sohoc_rules::ids::{DossierId, UnitId};
use sohoc_rules::territory::{Level, Projection};
use sohoc_rules::time::{Date, Span};
use uuid::Uuid;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::{self, Round};

use super::flags::flag;

/// Counts of one commune.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quality {
    /// Dossiers that wait for a step whose last day is past.
    pub late: i64,
    /// Dossiers of people who may be on record twice.
    pub duplicates: i64,
    /// Dossiers of people without a home on record today.
    pub orphans: i64,
    /// Adults of the round's snapshot.
    pub adults: i64,
    /// People registered for the round.
    pub registered: i64,
}

impl Quality {
    /// Whether more people are registered than adults are known: one of the two counts is wrong.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        self.registered > self.adults
    }
}

/// Counts by commune of today's map, and how many living people have no home at all.
///
/// # Errors
/// [`Error::NotFound`] for who may not see figures of the whole province, or a fault.
pub fn quality(office: &Office, actor: &Actor, round: &Round) -> Result<(BTreeMap<UnitId, Quality>, i64)> {
    let today = office.now().day();
    let (mut communes, homeless) = office.read(|reader| {
        let map = office.map_in(reader, today)?;
        permit_on(actor, ActKind::ReadFigures, None::<Place>, &map).map_err(|_| Error::NotFound("page"))?;
        let mut communes: BTreeMap<UnitId, Quality> = BTreeMap::new();
        let commune = |unit: UnitId| map.ancestor(unit, Level::Commune).map_or(unit, |commune| commune.id);
        for (unit, state, flags, count) in book::count_standing(reader, round.id)? {
            let known = communes.entry(commune(unit)).or_default();
            known.late += if is_late(round, state, today) { count } else { 0 };
            known.duplicates += if flags.holds(Exception::LikelyDuplicate) { count } else { 0 };
        }
        for (unit, count) in book::count_homeless_dossiers(reader, round.id, Day(today))? {
            communes.entry(commune(unit)).or_default().orphans += count;
        }
        Ok((communes, book::count_homeless(reader)?))
    })?;
    let (map, cube) = (office.map()?, office.cube()?);
    let projection = Projection::new(&map, today, today, Level::Commune);
    for counter in [Counter::Adults, Counter::Registered] {
        let by = Dimension::Units(&projection);
        let answer = cube.ask(&Question { year: round.rules.year, counter, by, within: None });
        for row in answer.rows {
            let Key::Unit(unit) = row.key else { continue };
            let known = communes.entry(unit).or_default();
            match counter {
                Counter::Adults => known.adults = row.value,
                _ => known.registered = row.value,
            }
        }
    }
    Ok((communes, homeless))
}

fn is_late(round: &Round, state: i64, today: Date) -> bool {
    let steps = &round.rules.steps;
    let past = |days: Span| days.to.is_some_and(|last| last < today);
    match State::from_code(state) {
        Some(State::Draft | State::Returned) => past(steps.submit),
        Some(State::Submitted) => past(steps.endorse),
        Some(State::Endorsed) => past(steps.appraise),
        Some(State::Appraised) => past(steps.decide),
        _ => false,
    }
}

/// Dossiers whose stored flags differ from those counted anew: dossier, stored, counted.
pub type FlagDifference = (DossierId, Flags, Flags);

/// Counts the flags of all dossiers anew, without writing. Whether there are namesakes is left out: people
/// come and go after a dossier took its last step.
///
/// # Errors
/// A fault of the store.
pub fn recheck_flags(office: &Office) -> Result<Vec<FlagDifference>> {
    let namesakes = Flags::of(&[Exception::LikelyDuplicate, Exception::CountedTwice]);
    let mut found = Vec::new();
    for round in office.read(rounds::list)? {
        let mut after = Uuid::nil();
        loop {
            let rows = office.read(|reader| {
                let ids = book::list_ids(reader, round.id.uuid(), after, SLICE)?;
                Ok(book::load(reader, &ids)?)
            })?;
            let stored: Vec<_> = rows.into_iter().flatten().collect();
            let Some(last) = stored.last() else { break };
            after = last.id;
            let mut counted = stored.clone();
            office.read(|reader| flag(reader, &round, &mut counted))?;
            for (stored, counted) in stored.iter().zip(&counted) {
                let pair =
                    [stored.flags, counted.flags].map(|bits| Flags::from_bits(bits).without(namesakes));
                if pair[0] != pair[1] {
                    found.push((DossierId::from_uuid(stored.id), pair[0], pair[1]));
                }
            }
        }
    }
    Ok(found)
}

/// Sets the flags of all dossiers anew, namesakes and all; tells how many changed.
///
/// # Errors
/// A refusal without the right to operate the ledger, or a fault.
pub fn recount_flags(office: &Office, actor: &Actor) -> Result<usize> {
    let mut changed = 0;
    for round in office.read(rounds::list)? {
        let mut after = Uuid::nil();
        loop {
            let ids = office.read(|reader| Ok(book::list_ids(reader, round.id.uuid(), after, SLICE)?))?;
            let Some(last) = ids.last() else { break };
            after = last.uuid();
            changed += office.perform(actor, |desk| {
                desk.permit(ActKind::Operate, None)?;
                super::reflag(desk, &round, &ids)
            })?;
        }
    }
    Ok(changed)
}

const SLICE: i64 = 1_000;
