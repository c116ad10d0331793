//! Tallies kept small, proved by a recount, and asked under any map.

pub mod public;

use std::collections::BTreeMap;

use sohoc_ledger::db::{Moment, Reader};
use sohoc_ledger::figures;
use sohoc_rules::figures::{Cell, Counter};

use crate::access::Actor;
use crate::error::Result;
use crate::office::Office;

/// Folds waiting changes into the cells; tells how many there were. No act: nothing changes but the
/// form in which the same counts are kept, so it is not journalled.
///
/// # Errors
/// A fault of the store.
pub fn fold(office: &Office) -> Result<usize> {
    let at = Moment(office.now());
    office.perform(&Actor::console(), |desk| Ok(figures::fold(desk, at)?))
}

/// Cells in which tallies and a recount differ: cell, tally, recount.
pub type Difference = (Cell, i64, i64);

/// Counts everything anew from the dossiers and compares with the tallies.
///
/// Adults are left out: they are a snapshot of a day, not a count of dossiers.
///
/// # Errors
/// A fault of the store.
pub fn recount_check(office: &Office) -> Result<Vec<Difference>> {
    office.read(compare)
}

/// Puts the tallies right where a recount shows other numbers; tells what was put right.
///
/// # Errors
/// A refusal without the right to operate the ledger; a fault.
pub fn recount(office: &Office, actor: &Actor) -> Result<Vec<Difference>> {
    office.perform(actor, |desk| {
        desk.permit(sohoc_rules::access::ActKind::Operate, None)?;
        let found = compare(desk)?;
        for (cell, tally, counted) in &found {
            desk.shift(cell.clone(), counted - tally);
        }
        if !found.is_empty() {
            desk.record("figures.recount", None, found.len(), &serde_json::json!({ "cells": found.len() }))?;
        }
        Ok(found)
    })
}

fn compare(reader: &Reader<'_>) -> Result<Vec<Difference>> {
    let counted = figures::recount(reader)?;
    let mut tallies: BTreeMap<Cell, i64> = BTreeMap::new();
    for (cell, people) in figures::cells(reader)? {
        if cell.counter != Counter::Adults {
            *tallies.entry(cell).or_default() += people;
        }
    }
    Ok(differences(tallies, &counted))
}

fn differences(mut tallies: BTreeMap<Cell, i64>, counted: &BTreeMap<Cell, i64>) -> Vec<Difference> {
    let mut found = Vec::new();
    for (cell, counted) in counted {
        let tally = tallies.remove(cell).unwrap_or(0);
        if tally != *counted {
            found.push((cell.clone(), tally, *counted));
        }
    }
    found.extend(tallies.into_iter().filter(|(_, tally)| *tally != 0).map(|(cell, tally)| (cell, tally, 0)));
    found
}
