//! Suspected doubles that are two people: kept apart, and suspected again when that was a mistake.

use serde_json::json;
use sohoc_ledger::db::Moment;
use sohoc_ledger::people::{self, ApartRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{AccountId, PersonId, UnitId};
use sohoc_rules::time::Instant;

use crate::access::Actor;
use crate::desk::Desk;
use crate::dossier::reflag_namesakes;
use crate::error::{Error, Result};
use crate::office::Office;

use super::amend::{name_key, place_of};
use super::known::on_record;

/// Notes that two records are two people: they leave the list of suspected doubles, and their dossiers lose
/// the flag where nobody else is alike.
///
/// # Errors
/// `people.one_record` for one record twice or merged ones, a refusal without the right at both homes,
/// [`Error::NotFound`] for an unknown person, or a fault.
pub fn keep_apart(
    office: &Office,
    actor: &Actor,
    (one, other): (PersonId, PersonId),
    reason: Option<&str>,
) -> Result<()> {
    office.perform(actor, |desk| {
        let rows = on_record(desk, &[one, other])?;
        if rows[0].id == rows[1].id {
            return Err(one_record().into());
        }
        desk.permit_each(ActKind::Merge, rows.iter().map(place_of))?;
        let pair = (PersonId::from_uuid(rows[0].id), PersonId::from_uuid(rows[1].id));
        note_apart(desk, pair.0, &[pair.1], reason)?;
        reflag_namesakes(desk, &[name_key(&rows[0]), name_key(&rows[1])])
    })
}

/// Lets a pair be suspected again.
///
/// # Errors
/// [`Error::NotFound`] when the two are not kept apart; as [`keep_apart`].
pub fn suspect_again(office: &Office, actor: &Actor, one: PersonId, other: PersonId) -> Result<()> {
    office.perform(actor, |desk| {
        let rows = on_record(desk, &[one, other])?;
        desk.permit_each(ActKind::Merge, rows.iter().map(place_of))?;
        if !people::forget_apart(desk, one, other)? {
            return Err(Error::NotFound("pair kept apart"));
        }
        let body = json!({ "one": one.to_string(), "other": other.to_string() });
        desk.record("people.suspect_again", rows[0].unit.map(UnitId::from_uuid), 2, &body)?;
        reflag_namesakes(desk, &[name_key(&rows[0]), name_key(&rows[1])])
    })
}

/// Writes the pairs of one person with others, and the entry they point to.
pub(super) fn note_apart(
    desk: &Desk<'_>,
    one: PersonId,
    others: &[PersonId],
    reason: Option<&str>,
) -> Result<()> {
    if others.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = others.iter().map(ToString::to_string).collect();
    let body = json!({ "one": one.to_string(), "others": names, "reason": reason });
    let entry = desk.record("people.keep_apart", None, others.len() + 1, &body)?;
    let rows: Vec<ApartRow> = others
        .iter()
        .map(|other| ApartRow {
            one: one.uuid(),
            other: other.uuid(),
            reason: reason.map(str::to_owned),
            at: Moment(desk.at),
            by: desk.actor.account().map(AccountId::uuid),
            entry: entry.uuid(),
        })
        .collect();
    people::keep_apart(desk, &rows)?;
    Ok(())
}

/// A pair that is kept apart, as the page of one of the two shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptApart {
    /// The other record.
    pub other: PersonId,
    /// Its name; `None` for somebody the actor may not read of.
    pub name: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Since when.
    pub at: Instant,
}

/// From whom a record is kept apart, the latest first. Whether the actor may read of the person asked for is
/// for the caller to ask.
///
/// # Errors
/// A refusal of who may read of nobody, or a fault.
pub fn kept_apart(office: &Office, actor: &Actor, person: PersonId) -> Result<Vec<KeptApart>> {
    let scope = actor.reading_scope(&*office.map_on(office.now().day())?)?;
    office.read(|reader| {
        let pairs = people::apart_from(reader, person)?;
        let others: Vec<PersonId> = pairs.iter().map(|(other, ..)| *other).collect();
        let rows = people::facts(reader, &scope, &others)?;
        let joined = pairs.into_iter().zip(rows).map(|((other, reason, at), row)| KeptApart {
            other,
            name: row.map(|row| row.name),
            reason,
            at: at.0,
        });
        Ok(joined.collect())
    })
}

fn one_record() -> Refusal {
    Refusal {
        code: "people.one_record",
        reason: "Both are one record already.".to_owned(),
        remedy: "Undo the merge first.",
    }
}
