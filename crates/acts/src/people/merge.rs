//! Two records of one person made one; undone when it was a mistake.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::json;
use sohoc_ledger::db::{Fault, Moment};
use sohoc_ledger::people::{self, MergeRow, PersonRow, Scope};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::people::{
    BirthDate, Disagreement, EthnicClass, EthnicGroup, LifeStatus, NumberHash, PersonFacts, PersonName,
    PersonRecord, Sex, merge as merge_rule,
};
use sohoc_rules::time::Date;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::dossier;
use crate::error::{Error, Result};
use crate::office::Office;

use super::amend::name_key;

/// What the kept record lacked and was given, so that undoing can take it back.
#[derive(Serialize, Deserialize)]
struct Filled {
    ethnic_group: bool,
    number: bool,
}

/// Merges one record into another; gives what the two disagreed on, for a clerk to look at.
///
/// The kept record's fields stand. A dossier of the same round on both sides: the one less far along
/// is withdrawn. The merged record is kept and points to the other.
///
/// # Errors
/// The refusal of the rule (two numbers, two titles of one year …), [`Error::NotFound`], or a fault.
pub fn merge(office: &Office, actor: &Actor, kept: PersonId, gone: PersonId) -> Result<Vec<Disagreement>> {
    office.perform(actor, |desk| {
        let (kept_row, kept_record, kept_dossiers) = record(desk, kept)?;
        let (gone_row, gone_record, gone_dossiers) = record(desk, gone)?;
        let places = [&kept_row, &gone_row]
            .map(|row| Place { unit: row.unit.map(UnitId::from_uuid), ..Place::default() });
        desk.permit_each(ActKind::Merge, places.into_iter())?;
        if kept_row.merged_into.is_some() || gone_row.merged_into.is_some() {
            return Err(merged_already().into());
        }
        let merged = merge_rule(&kept_record, &gone_record)?;
        let filled = Filled {
            ethnic_group: kept_row.ethnic_group.is_none() && gone_row.ethnic_group.is_some(),
            number: kept_row.number_hash.is_none() && gone_row.number_hash.is_some(),
        };
        if filled.number {
            hand_over_number(desk, gone, kept)?;
        }
        for (round, whose) in &merged.withdrawn {
            let dossiers = if *whose == kept { &kept_dossiers } else { &gone_dossiers };
            if let Some(dossier) = dossiers.get(round) {
                dossier::withdraw_in(desk, *dossier, "merged")?;
            }
        }
        if let (true, Some(group)) = (filled.ethnic_group, &merged.facts.ethnic_group) {
            // After the withdrawals: only what still counts moves to the class.
            let class = EthnicClass::of(Some(group));
            dossier::reclass(desk, &BTreeMap::from([(kept.uuid(), class)]))?;
            people::add_ethnicities(desk, &[(kept.uuid(), group.as_str().to_owned(), class.code())])?;
        }
        let row = MergeRow {
            id: desk.uuid(),
            kept: kept.uuid(),
            merged: gone.uuid(),
            at: Moment(desk.at),
            before: serde_json::to_string(&filled).map_err(|error| {
                Error::bad_input("the merge", error.to_string(), "Report this: the program is at fault.")
            })?,
        };
        people::merge(desk, &row)?;
        let body = json!({ "kept": kept.to_string(), "merged": gone.to_string() });
        desk.record("people.merge", kept_row.unit.map(UnitId::from_uuid), 2, &body)?;
        dossier::reflag_namesakes(desk, &[name_key(&kept_row), name_key(&gone_row)])?;
        Ok(merged.disagreements)
    })
}

/// Makes a merged record stand on its own again. Dossiers withdrawn by the merge stay withdrawn: a
/// reviewer reopens the right one.
///
/// # Errors
/// [`Error::NotFound`] when the record is not merged, or a refusal without the right or when a later
/// merge rests on this one.
pub fn unmerge(office: &Office, actor: &Actor, gone: PersonId) -> Result<()> {
    office.perform(actor, |desk| {
        let row = people::find_merge(desk, gone)?.ok_or(Error::NotFound("merged record"))?;
        let facts = one(people::facts(desk, &Scope::All, &[gone])?)?;
        let unit = facts.unit.map(UnitId::from_uuid);
        desk.permit(ActKind::Unmerge, Some(Place { unit, ..Place::default() }))?;
        let kept = one(people::facts(desk, &Scope::All, &[PersonId::from_uuid(row.kept)])?)?;
        if kept.merged_into.is_some() {
            return Err(later_merge().into());
        }
        people::undo(desk, &row, Moment(desk.at))?;
        let filled: Filled = serde_json::from_str(&row.before)
            .map_err(|_| Fault::broken("person_merge", "filled", &row.before))?;
        if filled.number {
            hand_over_number(desk, PersonId::from_uuid(row.kept), gone)?;
        }
        // A group that was stated for the kept record meanwhile is its own.
        if filled.ethnic_group && kept.ethnic_group == facts.ethnic_group {
            dossier::reclass(desk, &BTreeMap::from([(row.kept, EthnicClass::Unknown)]))?;
            people::remove_ethnicity(desk, row.kept)?;
        }
        let body = json!({ "kept": row.kept.to_string(), "merged": gone.to_string() });
        desk.record("people.unmerge", unit, 2, &body)?;
        dossier::reflag_namesakes(desk, &[name_key(&kept), name_key(&facts)])?;
        Ok(())
    })
}

/// A number is sealed for its person: it is opened, sealed anew, and set where it goes.
fn hand_over_number(desk: &Desk<'_>, from: PersonId, to: PersonId) -> Result<()> {
    let keys = desk.office.keys();
    let Some(sealed) = people::number_sealed(desk, from)? else {
        return Ok(());
    };
    let number = keys.open(from, &sealed)?;
    let hash = keys.hash(&number);
    people::set_number(desk, from.uuid(), None, None)?;
    let sealed = keys.seal(to, &number, desk.office.chance());
    people::set_number(desk, to.uuid(), Some(hash.as_slice()), Some(sealed.as_slice()))?;
    Ok(())
}

fn later_merge() -> Refusal {
    Refusal {
        code: "people.merge.later_merge",
        reason: "The record it was merged into was itself merged later.".to_owned(),
        remedy: "Undo the later merge first.",
    }
}

fn merged_already() -> Refusal {
    Refusal {
        code: "people.merge.merged_already",
        reason: "One of the two records was merged into another before.".to_owned(),
        remedy: "Merge with the record it was merged into, or undo that merge first.",
    }
}

type Dossiers = BTreeMap<sohoc_rules::ids::RoundId, DossierId>;

fn record(desk: &Desk<'_>, person: PersonId) -> Result<(PersonRow, PersonRecord, Dossiers)> {
    let row = one(people::facts(desk, &Scope::All, &[person])?)?;
    let mut title_years = BTreeSet::new();
    let mut states = BTreeMap::new();
    let mut dossiers = BTreeMap::new();
    for (dossier, round, code, year) in people::titles_and_dossiers(desk, person)? {
        let state = State::from_code(code).ok_or_else(|| Fault::broken("dossier", "state", code))?;
        if state == State::Recognised {
            title_years.insert(i16::try_from(year).map_err(|_| Fault::broken("round", "year", year))?);
        }
        if state != State::Withdrawn {
            states.insert(round, state);
            dossiers.insert(round, DossierId::from_uuid(dossier));
        }
    }
    let record = PersonRecord { id: person, facts: read_facts(&row)?, title_years, dossiers: states };
    Ok((row, record, dossiers))
}

fn read_facts(row: &PersonRow) -> Result<PersonFacts> {
    let broken = |column: &str| Error::from(Fault::broken("person", column, row.id));
    Ok(PersonFacts {
        name: PersonName::new(&row.name).map_err(|_| broken("name"))?,
        birth: read_birth(row).ok_or_else(|| broken("birth"))?,
        sex: Sex::from_code(row.sex).ok_or_else(|| broken("sex"))?,
        number: row
            .number_hash
            .as_deref()
            .map(|hash| hash.try_into().map(NumberHash))
            .transpose()
            .map_err(|_| broken("number_hash"))?,
        ethnic_group: row
            .ethnic_group
            .as_deref()
            .map(EthnicGroup::new)
            .transpose()
            .map_err(|_| broken("ethnic_group"))?,
        hamlet: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        life: LifeStatus::from_code(row.life_status, row.died_on.map(|day| day.0))
            .ok_or_else(|| broken("life_status"))?,
    })
}

fn read_birth(row: &PersonRow) -> Option<BirthDate> {
    let year = i16::try_from(row.birth_year).ok()?;
    let part = |part: Option<i64>| part.map(i8::try_from).transpose().ok();
    BirthDate::new(year, part(row.birth_month)?, part(row.birth_day)?, Date::MAX).ok()
}

fn one(rows: Vec<Option<PersonRow>>) -> Result<PersonRow> {
    rows.into_iter().next().flatten().ok_or(Error::NotFound("person"))
}
