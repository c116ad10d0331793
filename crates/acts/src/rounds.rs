//! Criteria sets, and the rounds that use them.

mod change;

pub use change::{check_days, put_in_force, set_days};

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use serde_json::json;
use sha2::{Digest, Sha256};
use sohoc_ledger::criteria::{self, CriteriaRow, RoundRow};
use sohoc_ledger::db::{Day, Fault, Moment, Reader};
use sohoc_ledger::{figures, people, settings};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::{CriteriaSet, read};
use sohoc_rules::dossier::RoundRules;
use sohoc_rules::figures::{AgeBand, Cell, Counter};
use sohoc_rules::ids::{CriteriaSetId, RoundId, UnitId};
use sohoc_rules::people::{BirthDate, EthnicClass, Sex};
use sohoc_rules::time::Date;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

/// Loads a criteria set; `false` when the same text is there already. A set in force is never edited:
/// another text is another set.
///
/// # Errors
/// Bad input with file, line and field; a refusal without the right.
pub fn load_criteria(office: &Office, actor: &Actor, file: &str, text: &str) -> Result<bool> {
    let set = read(file, text)
        .map_err(|fault| Error::bad_input(file, fault.to_string(), "Correct the file and load it again."))?;
    let digest: String = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    office.perform(actor, |desk| {
        desk.permit(ActKind::LoadCriteria, None)?;
        let row = CriteriaRow {
            id: CriteriaSetId::new(desk.at, desk.id_bytes()),
            decision_number: set.decision.number.clone(),
            decided_on: Day(set.decision.date),
            from: Day(set.in_force.from.unwrap_or(set.decision.date)),
            to: set.in_force.to.map(Day),
            definition: text.to_owned(),
            digest: digest.clone(),
        };
        let added = criteria::add(desk, &row)?;
        if added {
            let body = json!({ "decision": row.decision_number, "digest": row.digest });
            desk.record("criteria.load", None, 1, &body)?;
        }
        Ok(added)
    })
}

/// A round with its criteria set, ready for the rules.
#[derive(Clone, Debug)]
pub struct Round {
    /// Round.
    pub id: RoundId,
    /// Its rules.
    pub rules: RoundRules,
    /// The set it scores by.
    pub set: Arc<CriteriaSet>,
    /// Whether it was closed.
    pub closed: bool,
}

/// The round of a year.
///
/// # Errors
/// [`Error::NotFound`] when the year has none.
pub fn find(reader: &Reader<'_>, year: i16) -> Result<Round> {
    let row = criteria::list_rounds(reader)?
        .into_iter()
        .find(|row| row.rules.year == year)
        .ok_or(Error::NotFound("round of that year"))?;
    with_set(reader, row)
}

/// A round by its id, its set as it was read once.
///
/// # Errors
/// [`Error::NotFound`] for an unknown round.
pub(crate) fn of_id(desk: &Desk<'_>, id: RoundId) -> Result<Round> {
    let row = criteria::list_rounds(desk)?.into_iter().find(|row| row.id == id);
    let row = row.ok_or(Error::NotFound("round"))?;
    let set = desk.office.set(desk, row.criteria_set)?;
    Ok(joined(row, set))
}

/// All rounds, the latest year first.
///
/// # Errors
/// A fault of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<Round>> {
    criteria::list_rounds(reader)?.into_iter().map(|row| with_set(reader, row)).collect()
}

fn with_set(reader: &Reader<'_>, row: RoundRow) -> Result<Round> {
    let set = Arc::new(read_set(reader, row.criteria_set)?);
    Ok(joined(row, set))
}

fn read_set(reader: &Reader<'_>, id: CriteriaSetId) -> Result<CriteriaSet> {
    let stored = criteria::list(reader)?
        .into_iter()
        .find(|set| set.id == id)
        .ok_or_else(|| Fault::broken("round", "criteria_set_id", id))?;
    Ok(read(&stored.decision_number, &stored.definition)
        .map_err(|fault| Fault::broken("criteria_set", "definition", fault))?)
}

fn joined(row: RoundRow, set: Arc<CriteriaSet>) -> Round {
    Round { id: row.id, rules: row.rules, set, closed: row.closed_at.is_some() }
}

impl Office {
    /// All rounds, the latest year first, for pages: the rounds as they stand now, their sets as they
    /// were read once, since a set is never edited.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn rounds(&self) -> Result<Vec<Round>> {
        self.read(|reader| {
            let rows = criteria::list_rounds(reader)?;
            let with_set = |row: RoundRow| {
                let set = self.set(reader, row.criteria_set)?;
                Ok(joined(row, set))
            };
            rows.into_iter().map(with_set).collect()
        })
    }

    /// The round of a year, as [`Office::rounds`].
    ///
    /// # Errors
    /// [`Error::NotFound`] when the year has none.
    pub fn round(&self, year: i16) -> Result<Round> {
        let rounds = self.rounds()?;
        rounds.into_iter().find(|round| round.rules.year == year).ok_or(Error::NotFound("round of that year"))
    }

    /// A loaded set with what is on record of it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown set.
    pub fn criteria_set(&self, id: CriteriaSetId) -> Result<(CriteriaRow, Arc<CriteriaSet>)> {
        self.read(|reader| {
            let row = change::row(criteria::list(reader)?, id)?;
            Ok((row, self.set(reader, id)?))
        })
    }

    /// The set in force on a day for a round that is opened then; `None` where there is none.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn set_on(&self, day: Date) -> Result<Option<CriteriaSetId>> {
        match self.read(|reader| set_in_force(reader, day)) {
            Ok(id) => Ok(Some(id)),
            Err(Error::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The round of that id, as [`Office::rounds`].
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none.
    pub fn round_of(&self, id: RoundId) -> Result<Round> {
        self.rounds()?.into_iter().find(|round| round.id == id).ok_or(Error::NotFound("round"))
    }

    fn set(&self, reader: &Reader<'_>, id: CriteriaSetId) -> Result<Arc<CriteriaSet>> {
        if let Some(set) = self.sets.lock().unwrap_or_else(PoisonError::into_inner).get(&id) {
            return Ok(Arc::clone(set));
        }
        let set = Arc::new(read_set(reader, id)?);
        self.sets.lock().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&set));
        Ok(set)
    }
}

/// Opens the round of a year with the set in force on its first day, and freezes how many adults
/// live where: the denominator of the year's shares.
///
/// # Errors
/// A refusal when the year has a round or no set is in force, or without the right.
pub fn open(office: &Office, actor: &Actor, rules: &RoundRules) -> Result<RoundId> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::OpenRound, None)?;
        if criteria::list_rounds(desk)?.iter().any(|row| row.rules.year == rules.year) {
            return Err(already_open(rules.year).into());
        }
        let first_day = rules.steps.submit.from.unwrap_or(desk.day());
        let criteria_set = set_in_force(desk, first_day)?;
        let id = RoundId::new(desk.at, desk.id_bytes());
        let row =
            RoundRow { id, criteria_set, rules: rules.clone(), opened_at: Moment(desk.at), closed_at: None };
        criteria::add_round(desk, &row)?;
        let adults = snapshot_adults(desk, rules, first_day)?;
        desk.record(
            "round.open",
            None,
            1,
            &json!({ "year": rules.year, "criteria_set": criteria_set.to_string(), "adults": adults,
                "adult_age": rules.adult_age, "counted_on": first_day.to_string() }),
        )?;
        Ok(id)
    })
}

/// Freezes the adults of a year anew, for a ledger whose lists came in after the round was opened.
///
/// # Errors
/// [`Error::NotFound`] when the year has no round; a refusal without the right.
pub fn freeze_adults(office: &Office, actor: &Actor, year: i16, day: Date) -> Result<i64> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::OpenRound, None)?;
        let round = find(desk, year)?;
        let adults = snapshot_adults(desk, &round.rules, day)?;
        let body = json!({ "year": year, "adults": adults, "counted_on": day.to_string() });
        desk.record("round.freeze_adults", None, 1, &body)?;
        Ok(adults)
    })
}

/// Closes the round of a year: no more steps.
///
/// # Errors
/// [`Error::NotFound`] when the year has no round; a refusal without the right or when it is closed.
pub fn close(office: &Office, actor: &Actor, year: i16) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::CloseRound, None)?;
        let round = find(desk, year)?;
        check_open(desk, &round)?;
        criteria::close_round(desk, round.id, Moment(desk.at))?;
        desk.record("round.close", None, 1, &json!({ "year": year }))?;
        Ok(())
    })
}

/// Refuses a step in a round that was closed, be it after the caller read it.
pub(crate) fn check_open(desk: &Desk<'_>, round: &Round) -> Result<()> {
    let row = criteria::list_rounds(desk)?
        .into_iter()
        .find(|row| row.id == round.id)
        .ok_or(Error::NotFound("round"))?;
    if row.closed_at.is_none() {
        return Ok(());
    }
    Err(Refusal {
        code: "round.closed",
        reason: format!("The round of {} is closed.", round.rules.year),
        remedy: "Late corrections go through a correcting decision.",
    }
    .into())
}

fn already_open(year: i16) -> Refusal {
    Refusal {
        code: "round.exists",
        reason: format!("The year {year} has its round already."),
        remedy: "Use that round, or open the next year.",
    }
}

fn set_in_force(reader: &Reader<'_>, day: Date) -> Result<CriteriaSetId> {
    let in_force = |row: &CriteriaRow| row.from.0 <= day && row.to.is_none_or(|to| day <= to.0);
    criteria::list(reader)?.into_iter().find(in_force).map(|row| row.id).ok_or_else(|| {
        Refusal {
            code: "round.no_criteria",
            reason: format!("No criteria set is in force on {day}."),
            remedy: "Load the criteria set of the decision in force first.",
        }
        .into()
    })
}

/// Replaces the year's adults by those who live in the ledger's units on `day`.
fn snapshot_adults(desk: &Desk<'_>, rules: &RoundRules, day: Date) -> Result<i64> {
    let map = desk.office.map_in(desk, day)?;
    let mut counts: BTreeMap<Cell, i64> = BTreeMap::new();
    let band_day = AgeBand::reference_day(rules.year).unwrap_or(day);
    people::roster(desk, day, |row| {
        let part = |part: Option<i64>| part.and_then(|part| i8::try_from(part).ok());
        let year = i16::try_from(row.birth_year).unwrap_or(i16::MAX);
        let birth = BirthDate::new(year, part(row.birth_month), part(row.birth_day), Date::MAX)
            .map_err(|_| Fault::broken("person", "birth_year", row.person))?;
        if !birth.is_adult(day, rules.adult_age) {
            return Ok(());
        }
        let unit = UnitId::from_uuid(row.unit);
        let cell = Cell {
            year: rules.year,
            counter: Counter::Adults,
            unit,
            organization: None,
            group: "".into(),
            sex: Sex::from_code(row.sex).ok_or_else(|| Fault::broken("person", "sex", row.person))?,
            age: AgeBand::of(birth.age_on(band_day)),
            ethnic: EthnicClass::from_code(row.ethnic_class).unwrap_or(EthnicClass::Unknown),
            area: map.area_class(unit),
        };
        *counts.entry(cell).or_default() += 1;
        Ok(())
    })?;
    for (cell, people) in figures::cells_of(desk, i64::from(rules.year), Counter::Adults)? {
        desk.shift(cell, -people);
    }
    let total = counts.values().sum();
    for (cell, people) in counts {
        desk.shift(cell, people);
    }
    settings::set(desk, &format!("adults.{}", rules.year), &day.to_string())?;
    Ok(total)
}
