//! The lists behind the counts of what is wrong with the data of a place.

use sohoc_ledger::db::{Day, Reader};
use sohoc_ledger::dossier as book;
use sohoc_ledger::people::Scope;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Exception;
use sohoc_rules::figures::{Counter, Dimension, Key, Question};
use sohoc_rules::ids::{DossierId, PersonId, UnitId};
use sohoc_rules::territory::{Level, Projection};
use uuid::Uuid;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::face::DossierFace;
use super::lists::{ReviewBody, seen};
use super::quality::is_late;
use super::{Quality, dossier_faces};

/// What is wrong with a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It waits for a step whose last day is past.
    Late,
    /// Its person may be on record twice.
    Duplicate,
    /// Its person has no home on record today.
    Homeless,
}

/// A page of such dossiers.
#[derive(Clone, Debug)]
pub struct Troubled {
    /// How many there are.
    pub total: usize,
    /// Those of the page, hamlet by hamlet.
    pub dossiers: Vec<DossierFace>,
}

/// The dossiers of a commune, or of a unit below, that [`super::quality()`] counts; `page` from 1.
///
/// # Errors
/// [`Error::NotFound`] for a unit above the communes or where the actor may not read, or a fault.
pub fn troubled(
    office: &Office,
    actor: &Actor,
    round: &Round,
    (unit, trouble): (UnitId, Trouble),
    (page, length): (usize, usize),
) -> Result<Troubled> {
    let today = office.now().day();
    let found = office.read(|reader| {
        let body = ReviewBody::Unit(unit);
        let (map, _) = seen(office, reader, actor, body)?;
        if map.ancestor(unit, Level::Commune).is_none() {
            return Err(Error::NotFound("list"));
        }
        let mut found: Vec<DossierId> = Vec::new();
        for unit in body.units(&map) {
            found.extend(at_unit(reader, round, (unit, trouble), Day(today))?);
        }
        Ok(found)
    })?;
    let first = page.saturating_sub(1).saturating_mul(length);
    let ids: Vec<DossierId> = found.iter().copied().skip(first).take(length).collect();
    Ok(Troubled { total: found.len(), dossiers: dossier_faces(office, actor, &ids)? })
}

fn at_unit(
    reader: &Reader<'_>,
    round: &Round,
    (unit, trouble): (UnitId, Trouble),
    today: Day,
) -> Result<Vec<DossierId>> {
    if trouble == Trouble::Homeless {
        return Ok(book::list_homeless_dossiers(reader, round.id, unit, today)?);
    }
    let rows = book::list_at_unit(reader, round.id, unit)?.into_iter();
    let is_one = |(_, state, flags): &(DossierId, i64, sohoc_rules::dossier::Flags)| match trouble {
        Trouble::Late => is_late(round, *state, today.0),
        Trouble::Duplicate | Trouble::Homeless => flags.holds(Exception::LikelyDuplicate),
    };
    Ok(rows.filter(is_one).map(|(dossier, ..)| dossier).collect())
}

/// The hamlets of a commune with how many adults live there and how many people are registered, and what stands
/// at the commune itself: where one of the two counts is wrong. Only those two counts are filled in.
///
/// # Errors
/// [`Error::NotFound`] for a unit that is no commune or where the actor may not read figures, or a fault.
pub fn by_hamlet(
    office: &Office,
    actor: &Actor,
    round: &Round,
    commune: UnitId,
) -> Result<(Vec<(UnitId, Quality)>, Quality)> {
    let today = office.now().day();
    let map = office.map_on(today)?;
    let missing = |_| Error::NotFound("list");
    permit_on(actor, ActKind::ReadFigures, Some(Place::unit(commune)), &map).map_err(missing)?;
    if map.ancestor(commune, Level::Commune).is_none_or(|own| own.id != commune) {
        return Err(Error::NotFound("list"));
    }
    let (territory, cube) = (office.map()?, office.cube()?);
    let whole = Projection::new(&territory, today, today, Level::Commune);
    let parts = Projection::new(&territory, today, today, Level::Hamlet);
    let ask = |counter, projection: &Projection| {
        cube.ask(&Question {
            year: round.rules.year,
            counter,
            by: Dimension::Units(projection),
            within: None,
        })
    };
    let mut hamlets: Vec<(UnitId, Quality)> = map
        .children_by_name(commune)
        .into_iter()
        .filter(|unit| unit.level == Level::Hamlet)
        .map(|unit| (unit.id, Quality::default()))
        .collect();
    let mut rest = Quality::default();
    for counter in [Counter::Adults, Counter::Registered] {
        let of = |quality: &mut Quality, value: i64| match counter {
            Counter::Adults => quality.adults += value,
            _ => quality.registered += value,
        };
        for row in ask(counter, &whole).rows {
            if row.key == Key::Unit(commune) {
                of(&mut rest, row.value);
            }
        }
        for row in ask(counter, &parts).rows {
            let Key::Unit(unit) = row.key else { continue };
            if let Some((_, known)) = hamlets.iter_mut().find(|(hamlet, _)| *hamlet == unit) {
                of(known, row.value);
                of(&mut rest, -row.value);
            }
        }
    }
    Ok((hamlets, rest))
}

/// Living people without any home on record, from one on: person, name, year of birth.
///
/// # Errors
/// [`Error::NotFound`] for who may not read of everybody, or a fault.
pub fn homeless(
    office: &Office,
    actor: &Actor,
    after: Option<PersonId>,
    length: usize,
) -> Result<Vec<(PersonId, String, i64)>> {
    let map = office.map_on(office.now().day())?;
    if actor.reading_scope(&map)? != Scope::All {
        return Err(Error::NotFound("list"));
    }
    let after = after.map_or(Uuid::nil(), PersonId::uuid);
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    office.read(|reader| Ok(book::list_homeless_people(reader, after, length)?))
}
