//! What is wrong with the data of each commune, and flags counted anew.

use std::collections::BTreeMap;

use sohoc_ledger::db::{Day, Reader};
use sohoc_ledger::dossier::{self as book, DossierRow};
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

pub(super) fn is_late(round: &Round, state: i64, today: Date) -> bool {
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

/// Dossiers whose stored flags or count of evidence differ from those counted anew: dossier, stored flags,
/// counted flags.
pub type FlagDifference = (DossierId, Flags, Flags);

/// Counts the evidence and the flags of all dossiers anew, without writing. Whether there are namesakes is left
/// out: people come and go after a dossier took its last step.
///
/// # Errors
/// A fault of the store.
pub fn recheck_flags(office: &Office) -> Result<Vec<FlagDifference>> {
    let namesakes = Flags::of(&[Exception::LikelyDuplicate, Exception::CountedTwice]);
    let mut found = Vec::new();
    for round in office.read(rounds::list)? {
        let mut after = Uuid::nil();
        loop {
            let (ids, differing) = office.read(|reader| {
                let ids = book::list_ids(reader, round.id.uuid(), after, SLICE)?;
                let differing = counted_anew(reader, &round, &ids)?;
                Ok((ids, differing))
            })?;
            let Some(last) = ids.last() else { break };
            after = last.uuid();
            for Anew { stored, counted, .. } in differing {
                let pair = [&stored, &counted].map(|row| Flags::from_bits(row.flags).without(namesakes));
                if pair[0] != pair[1] || stored.evidence != counted.evidence {
                    found.push((DossierId::from_uuid(stored.id), pair[0], pair[1]));
                }
            }
        }
    }
    Ok(found)
}

/// Sets the count of evidence and the flags of all dossiers anew, namesakes and all; tells how many dossiers
/// changed.
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
                let differing = counted_anew(desk, &round, &ids)?;
                for row in differing.iter().filter(|row| row.stored.evidence != row.counted.evidence) {
                    book::set_evidence(desk, row.stored.id, row.pieces)?;
                }
                let flags: Vec<(Uuid, i64)> =
                    differing.iter().map(|row| (row.counted.id, row.counted.flags)).collect();
                book::set_flags(desk, &flags)?;
                Ok(differing.len())
            })?;
        }
    }
    Ok(changed)
}

/// A dossier whose evidence or flags are others than stored.
struct Anew {
    stored: DossierRow,
    counted: DossierRow,
    /// Pieces that are attached.
    pieces: i64,
}

fn counted_anew(reader: &Reader<'_>, round: &Round, ids: &[DossierId]) -> Result<Vec<Anew>> {
    let stored: Vec<DossierRow> = book::load(reader, ids)?.into_iter().flatten().collect();
    let known: Vec<DossierId> = stored.iter().map(|row| DossierId::from_uuid(row.id)).collect();
    let pieces = book::count_evidence(reader, &known)?;
    let mut counted = stored.clone();
    for (row, (noted, attached)) in counted.iter_mut().zip(&pieces) {
        // Notes that were written are in the row as well.
        row.evidence += attached - noted;
    }
    flag(reader, round, &mut counted)?;
    let rows = stored.into_iter().zip(counted).zip(pieces);
    let all = rows.map(|((stored, counted), (_, pieces))| Anew { stored, counted, pieces });
    let differs =
        |row: &Anew| (row.stored.flags, row.stored.evidence) != (row.counted.flags, row.counted.evidence);
    Ok(all.filter(differs).collect())
}

const SLICE: i64 = 1_000;
