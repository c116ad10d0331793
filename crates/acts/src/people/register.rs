//! Registering people: new ones added, known ones compared and brought up to date.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::people::{self, NewPerson, NewResidence, PersonRow};
use sohoc_ledger::privacy;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::PersonId;
use sohoc_rules::people::EthnicClass;
use sohoc_rules::privacy::Purpose;
use uuid::Uuid;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::dossier::reclass;
use crate::error::{Error, Result};
use crate::office::Office;

use super::Prepared;
use super::compare::{changed_fields, rewritten};
use super::known::{find_holders, find_known};

/// What became of one registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Registered {
    /// The person is new.
    Added(PersonId),
    /// The person was known; these fields changed.
    Updated(PersonId, Vec<&'static str>),
    /// The person was known and nothing changed.
    Unchanged(PersonId),
}

impl Registered {
    /// Whoever it is.
    #[must_use]
    pub const fn person(&self) -> PersonId {
        match self {
            Self::Added(person) | Self::Updated(person, _) | Self::Unchanged(person) => *person,
        }
    }
}

/// Registers people in one transaction; answers stand in the order asked.
///
/// The same personal number is the same person. Where the list or the record has no number, the same
/// folded name, birth year and home are: a list that is sent twice changes nothing, and one that later
/// brings the numbers fills them in. Who stands twice in one batch is one person.
///
/// # Errors
/// A refusal when the actor may not register at one of the homes, or a fault; nothing is kept then.
pub fn register(office: &Office, actor: &Actor, people: &[Prepared]) -> Result<Vec<Registered>> {
    office.perform(actor, |desk| register_in(desk, ActKind::RegisterPerson, people))
}

/// The same inside a transaction of the caller, under the right the caller's door goes by.
///
/// # Errors
/// As [`register`].
pub fn register_in(desk: &Desk<'_>, right: ActKind, people: &[Prepared]) -> Result<Vec<Registered>> {
    let places = people.iter().map(|prepared| Place {
        unit: Some(prepared.home()),
        organization: prepared.employer(),
        person: None,
    });
    desk.permit_each(right, places)?;
    let mut outcomes: Vec<Option<Registered>> = vec![None; people.len()];
    let mut waiting: Vec<usize> = (0..people.len()).collect();
    while !waiting.is_empty() {
        let (now, later) = first_mentions(people, waiting);
        let these: Vec<&Prepared> = now.iter().map(|at| &people[*at]).collect();
        for (at, outcome) in now.into_iter().zip(register_distinct(desk, &these)?) {
            outcomes[at] = Some(outcome);
        }
        waiting = later;
    }
    let outcomes: Vec<Registered> = outcomes.into_iter().flatten().collect();
    journal(desk, right, &outcomes)?;
    Ok(outcomes)
}

/// Splits a batch into those whom nobody before could be, and the rest, for whom the first are on
/// record once they are written.
fn first_mentions(people: &[Prepared], waiting: Vec<usize>) -> (Vec<usize>, Vec<usize>) {
    let mut numbers = HashSet::new();
    let mut keys = HashSet::new();
    waiting.into_iter().partition(|at| {
        let prepared = &people[*at];
        let new_number = prepared.person.number_hash.as_ref().is_none_or(|hash| numbers.insert(hash));
        let new_key = keys.insert(prepared.like_key());
        new_number && new_key
    })
}

fn register_distinct(desk: &Desk<'_>, people: &[&Prepared]) -> Result<Vec<Registered>> {
    let mut known = find_known(desk, people)?;
    add_new(desk, people, &mut known)?;
    let unwanted = unwanted_groups(desk, people, &known)?;
    let outcomes: Vec<Registered> =
        people.iter().zip(&known).map(|(prepared, row)| outcome(prepared, row.as_ref(), &unwanted)).collect();
    write_outcomes(desk, people, &known, &outcomes)?;
    Ok(outcomes)
}

/// Adds who is not known; who was added meanwhile or lives elsewhere is found by number.
fn add_new(desk: &Desk<'_>, people: &[&Prepared], known: &mut [Option<PersonRow>]) -> Result<()> {
    let unknown: Vec<usize> = (0..people.len()).filter(|at| known[*at].is_none()).collect();
    let rows: Vec<_> = unknown.iter().map(|at| people[*at].person.clone()).collect();
    let added = people::add(desk, &rows)?;
    let by_number: Vec<usize> =
        unknown.into_iter().zip(added).filter(|(_, added)| !added).map(|(at, _)| at).collect();
    for (at, found) in by_number.iter().zip(find_holders(desk, people, &by_number)?) {
        known[*at] = Some(found.ok_or(Error::NotFound("person"))?);
    }
    Ok(())
}

/// People who withdrew their consent that the ethnic group is kept: no list brings it back.
fn unwanted_groups(
    desk: &Desk<'_>,
    people: &[&Prepared],
    known: &[Option<PersonRow>],
) -> Result<HashSet<Uuid>> {
    let brought: Vec<Uuid> = people
        .iter()
        .zip(known)
        .filter(|(prepared, _)| prepared.ethnicity.is_some())
        .filter_map(|(_, row)| row.as_ref().filter(|row| row.ethnic_group.is_none()).map(|row| row.id))
        .collect();
    let withdrawn = privacy::have_withdrawn(desk, Purpose::EthnicGroup.code(), &brought)?;
    Ok(brought.into_iter().zip(withdrawn).filter(|(_, withdrawn)| *withdrawn).map(|(id, _)| id).collect())
}

fn outcome(prepared: &Prepared, row: Option<&PersonRow>, unwanted: &HashSet<Uuid>) -> Registered {
    let Some(row) = row else {
        return Registered::Added(prepared.id());
    };
    let person = PersonId::from_uuid(row.id);
    let mut changed = changed_fields(prepared, row);
    changed.retain(|field| *field != "ethnic_group" || !unwanted.contains(&row.id));
    match changed {
        changed if changed.is_empty() => Registered::Unchanged(person),
        changed => Registered::Updated(person, changed),
    }
}

fn write_outcomes(
    desk: &Desk<'_>,
    people: &[&Prepared],
    known: &[Option<PersonRow>],
    outcomes: &[Registered],
) -> Result<()> {
    let mut changes = Changes::default();
    for ((prepared, row), outcome) in people.iter().zip(known).zip(outcomes) {
        match (outcome, row) {
            (Registered::Updated(_, fields), Some(row)) => changes.update(desk, prepared, row, fields),
            (Registered::Added(person), _) => changes.add(prepared, person.uuid()),
            (Registered::Updated(..) | Registered::Unchanged(_), _) => {}
        }
    }
    changes.write(desk)
}

/// Rows to be written, gathered so that each statement runs once for the batch.
#[derive(Default)]
struct Changes {
    facts: Vec<NewPerson>,
    left: Vec<(Uuid, Day)>,
    first_homes: Vec<NewResidence>,
    homes: Vec<NewResidence>,
    classes: BTreeMap<Uuid, EthnicClass>,
    ethnicities: Vec<(Uuid, String, i64)>,
    resigned: BTreeMap<Uuid, (Uuid, Day)>,
    employers: Vec<(Uuid, Uuid, Day, String)>,
}

impl Changes {
    fn add(&mut self, prepared: &Prepared, person: Uuid) {
        self.first_homes.push(NewResidence { person, ..prepared.residence });
        self.state_ethnicity(prepared, person);
        self.employ(prepared, person);
    }

    fn update(&mut self, desk: &Desk<'_>, prepared: &Prepared, row: &PersonRow, fields: &[&str]) {
        let says = |field| fields.contains(&field);
        let before = day_before(prepared.residence.from);
        if ["name", "sex", "birth", "number"].into_iter().any(says) {
            self.facts.push(rewritten(desk, prepared, row));
        }
        if says("home") {
            self.left.push((row.id, before));
            self.homes.push(NewResidence { person: row.id, ..prepared.residence });
        }
        if says("ethnic_group") {
            if let Some((_, class)) = &prepared.ethnicity {
                self.classes.insert(row.id, *class);
            }
            self.state_ethnicity(prepared, row.id);
        }
        if says("employer") {
            self.resigned.extend(row.organization.map(|left| (row.id, (left, before))));
            self.employ(prepared, row.id);
        }
    }

    fn state_ethnicity(&mut self, prepared: &Prepared, person: Uuid) {
        let stated = prepared.ethnicity.as_ref();
        self.ethnicities.extend(stated.map(|(group, class)| (person, group.clone(), class.code())));
    }

    fn employ(&mut self, prepared: &Prepared, person: Uuid) {
        let from = prepared.residence.from;
        let employer = prepared.employer.as_ref();
        self.employers
            .extend(employer.map(|(organization, position)| (person, *organization, from, position.clone())));
    }

    fn write(self, desk: &Desk<'_>) -> Result<()> {
        people::set_facts(desk, &self.facts)?;
        people::close_residences(desk, &self.left)?;
        people::add_first_residences(desk, &self.first_homes)?;
        people::add_residences(desk, &self.homes)?;
        // The tallies move away from the class that is still on record.
        reclass(desk, &self.classes)?;
        people::add_ethnicities(desk, &self.ethnicities)?;
        let resigned: Vec<_> =
            self.resigned.into_iter().map(|(person, (left, last))| (person, left, last)).collect();
        people::close_employment(desk, &resigned)?;
        people::add_employments(desk, &self.employers)?;
        Ok(())
    }
}

fn day_before(day: Day) -> Day {
    Day(day.0.yesterday().unwrap_or(day.0))
}

fn journal(desk: &Desk<'_>, right: ActKind, outcomes: &[Registered]) -> Result<()> {
    let short = |person: &PersonId| person.uuid().simple().to_string();
    let mut added = Vec::new();
    let mut updated = Vec::new();
    for outcome in outcomes {
        match outcome {
            Registered::Added(person) => added.push(short(person)),
            Registered::Updated(person, fields) => updated.push((short(person), fields)),
            Registered::Unchanged(_) => {}
        }
    }
    let subjects = added.len() + updated.len();
    if subjects > 0 {
        let body = json!({ "door": right.code(), "added": added, "updated": updated });
        desk.record("people.register", None, subjects, &body)?;
    }
    Ok(())
}
