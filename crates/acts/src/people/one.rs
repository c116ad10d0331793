//! Registering one person, after a look at who may be the same.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::people::{self, LikeKey, NewResidence, PersonRow, Scope};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_rules::people::{BirthDate, PersonalNumber};
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::dossier::reflag_namesakes;
use crate::error::{Error, Result};
use crate::office::Office;

use super::amend::{Correction, name_key, number_taken, put_right};
use super::apart::note_apart;
use super::known::on_record;
use super::{Prepared, Registration, prepare};

/// Somebody on record who may be, or is, the person to be registered.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The record, if the actor may read it; of somebody elsewhere who has the number only the commune is
    /// told.
    pub record: Option<PersonRow>,
    /// The record's id.
    pub person: PersonId,
    /// Where that person lives.
    pub home: Option<UnitId>,
    /// Whether it is the same personal number: then it is one person, whatever else is written.
    pub same_number: bool,
}

/// Who on record may be the person: whoever has the number, and the namesakes with a birth date that agrees
/// whom the actor may read of. Two numbers make two people.
///
/// # Errors
/// A refusal without the right at the home or of who may read of nobody, or a fault.
pub fn candidates(office: &Office, actor: &Actor, asked: &Registration) -> Result<Vec<Candidate>> {
    let map = office.map_on(office.now().day())?;
    crate::access::permit_on(actor, ActKind::RegisterPerson, Some(place(asked)), &map)?;
    let scope = actor.reading_scope(&map)?;
    let hash = asked.number.as_ref().map(|number| office.keys().hash(number.reveal()).to_vec());
    let key = like_key(asked);
    office.read(|reader| {
        let holder = match &hash {
            Some(hash) => people::find_by_number(reader, std::slice::from_ref(hash))?.remove(0),
            None => None,
        };
        let mut ids = people::list_namesakes(reader, &key.name_fold, key.birth_year)?;
        ids.retain(|id| Some(*id) != holder);
        let mut found = Vec::new();
        if let Some(person) = holder
            && let Some(row) = people::facts(reader, &Scope::All, &[person])?.remove(0)
        {
            let home = row.unit.map(UnitId::from_uuid);
            let record = scope.holds(home).then_some(row);
            found.push(Candidate { record, person, home, same_number: true });
        }
        for row in people::facts(reader, &scope, &ids)?.into_iter().flatten() {
            let two_numbers = hash.is_some() && row.number_hash.is_some();
            if key.fits_elsewhere(&fold(&row.name), &row) && !two_numbers {
                let (person, home) = (PersonId::from_uuid(row.id), row.unit.map(UnitId::from_uuid));
                found.push(Candidate { record: Some(row), person, home, same_number: false });
            }
        }
        Ok(found)
    })
}

/// Registers somebody who is none of those on record. The candidates that were shown are kept apart.
///
/// # Errors
/// `people.another_look` when somebody alike came in who was not shown, `privacy.number_taken`,
/// `people.number_unlike` for a number that speaks of another sex or birth year without a reason; a refusal
/// without the right; a fault.
pub fn register_another(
    office: &Office,
    actor: &Actor,
    asked: &Registration,
    (shown, reason): (&[PersonId], Option<&str>),
) -> Result<PersonId> {
    check_number(asked, reason)?;
    let found = candidates(office, actor, asked)?;
    if found.iter().any(|one| one.same_number) {
        return Err(number_taken().into());
    }
    if found.iter().any(|one| !shown.contains(&one.person)) {
        return Err(another_look().into());
    }
    let others: Vec<PersonId> = found.iter().map(|one| one.person).collect();
    let id = PersonId::new(office.now(), office.chance());
    let prepared = prepare(office.keys(), asked, id, office.chance());
    office.perform(actor, |desk| {
        desk.permit(ActKind::RegisterPerson, Some(place(asked)))?;
        add(desk, &prepared)?;
        let body = json!({ "door": ActKind::RegisterPerson.code(), "added": [id.uuid().simple().to_string()],
            "updated": [], "reason": reason });
        desk.record("people.register", Some(asked.home), 1, &body)?;
        note_apart(desk, id, &others, None)?;
        reflag_namesakes(desk, &[(prepared.name_fold().to_owned(), i64::from(asked.birth.year()))])?;
        Ok(id)
    })
}

fn add(desk: &Desk<'_>, prepared: &Prepared) -> Result<()> {
    if people::add(desk, std::slice::from_ref(&prepared.person))? != [true] {
        return Err(number_taken().into());
    }
    people::add_first_residences(desk, &[prepared.residence])?;
    let employer = prepared.employer.iter();
    let employed: Vec<_> = employer
        .map(|(organization, position)| {
            (prepared.person.id, *organization, prepared.residence.from, position.clone())
        })
        .collect();
    people::add_employments(desk, &employed)?;
    Ok(())
}

/// Says that the person is the one on record: what the record lacks is filled in, and the home is the one
/// that was given. Gives the fields that changed.
///
/// # Errors
/// [`Error::NotFound`] for a record that is no candidate; `people.number_elsewhere` for a number on record
/// elsewhere under another name or birth year; as [`register_another`].
pub fn register_same(
    office: &Office,
    actor: &Actor,
    asked: &Registration,
    (person, reason): (PersonId, Option<&str>),
) -> Result<Vec<&'static str>> {
    check_number(asked, reason)?;
    let found = candidates(office, actor, asked)?.into_iter().find(|one| one.person == person);
    let found = found.ok_or(Error::NotFound("person"))?;
    office.perform(actor, |desk| {
        desk.permit(ActKind::RegisterPerson, Some(place(asked)))?;
        let known = on_record(desk, &[person])?.remove(0);
        if found.record.is_none() && !like_key(asked).fits_elsewhere(&fold(&known.name), &known) {
            return Err(number_elsewhere().into());
        }
        let mut changed = put_right(desk, &known, &lacking(asked, &known))?;
        if known.unit != Some(asked.home.uuid()) {
            let from = Day(asked.since);
            let left = Day(asked.since.yesterday().unwrap_or(asked.since));
            people::close_residences(desk, &[(known.id, left)])?;
            let home = NewResidence { person: known.id, unit: asked.home.uuid(), from };
            people::add_residences(desk, &[home])?;
            changed.push("home");
        }
        reflag_namesakes(desk, &[name_key(&known)])?;
        if !changed.is_empty() {
            let person = known.id.simple().to_string();
            let body = json!({ "door": ActKind::RegisterPerson.code(), "added": [],
                "updated": [(person, &changed)], "reason": reason });
            desk.record("people.register", Some(asked.home), 1, &body)?;
        }
        Ok(changed)
    })
}

/// What the record does not have and the registration has.
fn lacking(asked: &Registration, known: &PersonRow) -> Correction {
    let has = |birth: BirthDate| {
        birth.month().is_some() && known.birth_month.is_none()
            || birth.day().is_some() && known.birth_day.is_none()
    };
    Correction {
        birth: Some(asked.birth).filter(|birth| i64::from(birth.year()) == known.birth_year && has(*birth)),
        number: asked.number.clone().filter(|_| known.number_hash.is_none()),
        ..Correction::default()
    }
}

fn place(asked: &Registration) -> Place {
    let organization = asked.employer.as_ref().map(|(organization, _)| *organization);
    Place { unit: Some(asked.home), organization, person: None }
}

fn like_key(asked: &Registration) -> LikeKey {
    LikeKey {
        name_fold: fold(asked.name.as_str()),
        birth_year: i64::from(asked.birth.year()),
        birth_month: asked.birth.month().map(i64::from),
        birth_day: asked.birth.day().map(i64::from),
        unit: asked.home.uuid(),
    }
}

fn check_number(asked: &Registration, reason: Option<&str>) -> Result<()> {
    let unlike = asked.number.as_ref().and_then(|number| unlike(number, asked));
    match unlike {
        Some(sentence) if reason.is_none_or(|reason| reason.trim().is_empty()) => Err(Refusal {
            code: "people.number_unlike",
            reason: sentence.to_owned(),
            remedy: "Check the number against the card, or give the reason why it is right.",
        }
        .into()),
        _ => Ok(()),
    }
}

fn unlike(number: &PersonalNumber, asked: &Registration) -> Option<&'static str> {
    number.contradiction(asked.birth, asked.sex).map(sohoc_rules::people::NumberWarning::sentence)
}

/// The day from which somebody lives somewhere lies between the birth and today.
///
/// # Errors
/// `people.day_ahead`, `people.day_before_birth`.
pub fn check_since(since: Date, birth: BirthDate, today: Date) -> std::result::Result<(), Refusal> {
    let refusal = |code, reason: &str| Refusal {
        code,
        reason: reason.to_owned(),
        remedy: "Give the first day at the new home.",
    };
    if since > today {
        return Err(refusal("people.day_ahead", "The day has not come yet."));
    }
    if since.year() < birth.year() {
        return Err(refusal("people.day_before_birth", "The person was not born then."));
    }
    Ok(())
}

fn another_look() -> Refusal {
    Refusal {
        code: "people.another_look",
        reason: "There is somebody on record now who may be the same person.".to_owned(),
        remedy: "Look at the two side by side.",
    }
}

fn number_elsewhere() -> Refusal {
    Refusal {
        code: "people.number_elsewhere",
        reason: "The number is on record elsewhere under another name or birth year.".to_owned(),
        remedy: "Check the number against the card; if it is right, ask the commune that has the record.",
    }
}
