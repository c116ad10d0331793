//! Registering people: new ones added, known ones compared and brought up to date.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::PersonId;
use uuid::Uuid;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use super::Prepared;

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
/// The same personal number is the same person. Without a number, the same folded name, birth year
/// and home are: a list that is sent twice changes nothing.
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
    let mut known = find_unnumbered(desk, people)?;
    add_new(desk, people, &mut known)?;
    let outcomes = compare(desk, people, &known)?;
    write_outcomes(desk, people, &outcomes)?;
    journal(desk, right, &outcomes)?;
    Ok(outcomes)
}

/// For each registration without a number the person it must be, if on record.
fn find_unnumbered(desk: &Desk<'_>, people: &[Prepared]) -> Result<Vec<Option<PersonId>>> {
    let unnumbered: Vec<usize> =
        (0..people.len()).filter(|at| people[*at].person.number_hash.is_none()).collect();
    let keys: Vec<_> = unnumbered
        .iter()
        .map(|at| {
            let Prepared { person, residence, .. } = &people[*at];
            (person.name_fold.clone(), person.birth_year, residence.unit)
        })
        .collect();
    let mut known = vec![None; people.len()];
    for (at, found) in unnumbered.into_iter().zip(people::find_like(desk, &keys)?) {
        known[at] = found;
    }
    Ok(known)
}

/// Adds who is not known; fills in who was found by number.
fn add_new(desk: &Desk<'_>, people: &[Prepared], known: &mut [Option<PersonId>]) -> Result<()> {
    let unknown: Vec<usize> = (0..people.len()).filter(|at| known[*at].is_none()).collect();
    let rows: Vec<_> = unknown.iter().map(|at| people[*at].person.clone()).collect();
    let added = people::add(desk, &rows)?;
    let by_number: Vec<usize> =
        unknown.into_iter().zip(added).filter(|(_, added)| !added).map(|(at, _)| at).collect();
    let hashes: Vec<Vec<u8>> =
        by_number.iter().filter_map(|at| people[*at].person.number_hash.clone()).collect();
    for (at, found) in by_number.into_iter().zip(people::find_by_number(desk, &hashes)?) {
        known[at] = found;
    }
    Ok(())
}

fn compare(desk: &Desk<'_>, people: &[Prepared], known: &[Option<PersonId>]) -> Result<Vec<Registered>> {
    let ids: Vec<PersonId> = known.iter().flatten().copied().collect();
    let mut facts = people::facts(desk, &Scope::All, &ids)?.into_iter();
    people
        .iter()
        .zip(known)
        .map(|(prepared, known)| match known {
            None => Ok(Registered::Added(prepared.id())),
            Some(id) => {
                let row = facts.next().flatten().ok_or(Error::NotFound("person"))?;
                let changed = changed_fields(prepared, &row);
                Ok(if changed.is_empty() {
                    Registered::Unchanged(*id)
                } else {
                    Registered::Updated(*id, changed)
                })
            }
        })
        .collect()
}

/// Fields in which a registration differs from the record. What the list does not state is no
/// difference: a list without ethnic groups does not erase them.
fn changed_fields(prepared: &Prepared, row: &PersonRow) -> Vec<&'static str> {
    let person = &prepared.person;
    let birth = (person.birth_year, person.birth_month, person.birth_day);
    let less_exact = person.birth_month.is_none() && person.birth_year == row.birth_year;
    let mut changed = Vec::new();
    if person.name != row.name {
        changed.push("name");
    }
    if person.sex != row.sex {
        changed.push("sex");
    }
    if birth != (row.birth_year, row.birth_month, row.birth_day) && !less_exact {
        changed.push("birth");
    }
    if person.number_hash.is_some() && person.number_hash != row.number_hash {
        changed.push("number");
    }
    if row.unit != Some(prepared.residence.unit) {
        changed.push("home");
    }
    if prepared.ethnicity.as_ref().is_some_and(|(group, _)| Some(group) != row.ethnic_group.as_ref()) {
        changed.push("ethnic_group");
    }
    if prepared.employer.as_ref().is_some_and(|(organization, _)| Some(*organization) != row.organization) {
        changed.push("employer");
    }
    changed
}

fn write_outcomes(desk: &Desk<'_>, people: &[Prepared], outcomes: &[Registered]) -> Result<()> {
    let mut facts = Vec::new();
    let mut homes = Vec::new();
    let mut left = Vec::new();
    let mut ethnicities = Vec::new();
    let mut employers = Vec::new();
    for (prepared, outcome) in people.iter().zip(outcomes) {
        let id = outcome.person().uuid();
        let says = |field| match outcome {
            Registered::Added(_) => true,
            Registered::Updated(_, fields) => fields.contains(&field),
            Registered::Unchanged(_) => false,
        };
        if matches!(outcome, Registered::Updated(..))
            && ["name", "sex", "birth", "number"].into_iter().any(says)
        {
            facts.push(rewritten(desk, prepared, id));
        }
        if says("home") {
            if matches!(outcome, Registered::Updated(..)) {
                left.push((id, day_before(prepared.residence.from)));
            }
            homes.push(people::NewResidence { person: id, ..prepared.residence });
        }
        if let (true, Some((group, class))) = (says("ethnic_group"), &prepared.ethnicity) {
            ethnicities.push((id, group.clone(), class.code()));
        }
        if let (true, Some((organization, position))) = (says("employer"), &prepared.employer) {
            employers.push((id, *organization, prepared.residence.from, position.clone()));
        }
    }
    people::set_facts(desk, &facts)?;
    people::close_residences(desk, &left)?;
    people::add_residences(desk, &homes)?;
    people::add_ethnicities(desk, &ethnicities)?;
    people::add_employments(desk, &employers)?;
    Ok(())
}

/// The new facts under the id of the record. A number is sealed for its person, so the one that was
/// prepared under the id of a new person is sealed anew.
fn rewritten(desk: &Desk<'_>, prepared: &Prepared, id: Uuid) -> people::NewPerson {
    let mut person = prepared.person.clone();
    let keys = desk.office.keys();
    person.number_sealed = person
        .number_sealed
        .as_deref()
        .and_then(|sealed| keys.open(prepared.id(), sealed).ok())
        .map(|number| keys.seal(PersonId::from_uuid(id), &number, desk.office.chance()));
    person.id = id;
    person
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
