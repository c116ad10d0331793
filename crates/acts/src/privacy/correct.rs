//! A record put right on the person's request.

use sohoc_ledger::people::{self, NewPerson, PersonRow};
use sohoc_rules::Refusal;
use sohoc_rules::ids::{PersonId, RequestId};
use sohoc_rules::people::{BirthDate, PersonName, PersonalNumber, Sex};
use sohoc_rules::privacy::{Outcome, RequestKind};
use sohoc_rules::vietnamese::{fold, sort_key};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;
use crate::people::on_record;

use super::request::{answerable, close, save};

/// What is put right; `None` stays as it is. The home is changed by moving, the ethnic group under its
/// own consent.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// Name.
    pub name: Option<PersonName>,
    /// Birth date.
    pub birth: Option<BirthDate>,
    /// Sex.
    pub sex: Option<Sex>,
    /// Personal number.
    pub number: Option<PersonalNumber>,
}

/// Corrects a record and ends the request; gives the fields that changed. Decisions that were issued keep
/// what they say: they are corrected by a decision of their own.
///
/// # Errors
/// `privacy.other_kind` for a request of another kind, `privacy.number_taken`, and as
/// [`super::answer`].
pub fn correct(
    office: &Office,
    actor: &Actor,
    request: RequestId,
    correction: &Correction,
    answer: &str,
) -> Result<Vec<&'static str>> {
    office.perform(actor, |desk| {
        let mut row = answerable(desk, request)?;
        check_kind(row.kind, RequestKind::Correct)?;
        close(desk, &mut row, Outcome::Done, answer)?;
        let known = on_record(desk, &[PersonId::from_uuid(row.person)])?.remove(0);
        let (facts, changed) = corrected(desk, &known, correction)?;
        if !changed.is_empty() {
            people::set_facts(desk, &[facts])?;
            let body = serde_json::json!({ "person": known.id.to_string(), "fields": changed });
            desk.record("privacy.correct", known.unit.map(sohoc_rules::ids::UnitId::from_uuid), 1, &body)?;
        }
        save(desk, "privacy.carry_out_request", &mut row)?;
        Ok(changed)
    })
}

/// A request is carried out by the act for its kind.
pub(super) fn check_kind(code: i64, kind: RequestKind) -> Result<()> {
    if code == kind.code() {
        return Ok(());
    }
    Err(Refusal {
        code: "privacy.other_kind",
        reason: format!("This request does not ask to {}.", kind.name()),
        remedy: "Open the request that does.",
    }
    .into())
}

fn corrected(
    desk: &Desk<'_>,
    known: &PersonRow,
    correction: &Correction,
) -> Result<(NewPerson, Vec<&'static str>)> {
    let mut changed = Vec::new();
    let person = PersonId::from_uuid(known.id);
    let name = correction.name.as_ref().map_or(known.name.as_str(), PersonName::as_str);
    let sex = correction.sex.map_or(known.sex, Sex::code);
    let birth = correction.birth.map_or((known.birth_year, known.birth_month, known.birth_day), |birth| {
        (i64::from(birth.year()), birth.month().map(i64::from), birth.day().map(i64::from))
    });
    let keys = desk.office.keys();
    let hash = correction.number.as_ref().map(|number| keys.hash(number.reveal()).to_vec());
    let new_number = hash.is_some() && hash != known.number_hash;
    if let (Some(hash), true) = (&hash, new_number)
        && people::find_by_number(desk, std::slice::from_ref(hash))?.remove(0).is_some()
    {
        return Err(number_taken().into());
    }
    let sealed = correction.number.as_ref().filter(|_| new_number);
    for (field, differs) in [
        ("name", name != known.name),
        ("sex", sex != known.sex),
        ("birth", birth != (known.birth_year, known.birth_month, known.birth_day)),
        ("number", new_number),
    ] {
        if differs {
            changed.push(field);
        }
    }
    let name_fold = fold(name);
    let facts = NewPerson {
        id: known.id,
        name: name.to_owned(),
        given_fold: name_fold.rsplit(' ').next().unwrap_or_default().to_owned(),
        name_fold,
        sort_key: sort_key(name),
        sex,
        birth_year: birth.0,
        birth_month: birth.1,
        birth_day: birth.2,
        number_hash: hash.filter(|_| new_number),
        number_sealed: sealed.map(|number| keys.seal(person, number.reveal(), desk.office.chance())),
    };
    Ok((facts, changed))
}

fn number_taken() -> Refusal {
    Refusal {
        code: "privacy.number_taken",
        reason: "Another record has this personal number.".to_owned(),
        remedy: "Look whether the two are one person and merge them.",
    }
}
