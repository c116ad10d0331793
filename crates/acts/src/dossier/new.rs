//! Dossiers that did not exist: where a person is counted, and the first row.

use serde_json::json;
use sohoc_ledger::db::Fault;
use sohoc_ledger::dossier::{self, DossierRow};
use sohoc_ledger::people::PersonRow;
use sohoc_rules::Refusal;
use sohoc_rules::criteria::GroupForm;
use sohoc_rules::dossier::{Channel, Counted, State, counted};
use sohoc_rules::figures::AgeBand;
use sohoc_rules::ids::{AccountId, DossierId, OrganizationId, UnitId};
use sohoc_rules::people::{BirthDate, EthnicClass, EthnicGroup};
use sohoc_rules::time::Date;

use crate::desk::Desk;
use crate::error::Result;
use crate::rounds::Round;

use super::Answer;
use super::flags::flag;
use super::step::{shift, step_row};

/// A form, and where somebody who fills it in is counted.
pub struct Placed<'r> {
    /// The form.
    pub form: &'r GroupForm,
    home: UnitId,
    organization: Option<OrganizationId>,
}

impl Placed<'_> {
    /// The organization on whose track the dossier goes, for the row.
    pub fn organization(&self) -> Option<uuid::Uuid> {
        self.organization.map(OrganizationId::uuid)
    }
}

/// Where a person is counted, by the round's rule.
pub fn placed<'r>(round: &'r Round, person: &PersonRow, group: &str) -> Answer<Placed<'r>> {
    let form = round.set.form(group).ok_or_else(|| unknown_form(group))?;
    let home = person.unit.map(UnitId::from_uuid).ok_or_else(no_place)?;
    let work = person.organization.map(OrganizationId::from_uuid);
    let organization = match counted(round.rules.counting, form.route, Some(home), work) {
        Some(Counted::AtWork(organization)) => Some(organization),
        Some(Counted::AtHome(_)) | None => None,
    };
    Ok(Placed { form, home, organization })
}

/// A draft with nothing answered.
pub fn row(
    desk: &Desk<'_>,
    round: &Round,
    person: &PersonRow,
    placed: &Placed<'_>,
    channel: Channel,
) -> Result<DossierRow> {
    let group = person.ethnic_group.as_deref().and_then(|group| EthnicGroup::new(group).ok());
    Ok(DossierRow {
        id: DossierId::new(desk.at, desk.id_bytes()).uuid(),
        person: person.id,
        round: round.id.uuid(),
        unit: placed.home.uuid(),
        organization: placed.organization.map(OrganizationId::uuid),
        group: placed.form.code.clone(),
        area: desk.map()?.area_class(placed.home).code().to_owned(),
        sex: person.sex,
        age_band: age_band(round.rules.year, person)?.code(),
        state: State::Draft.code(),
        self_scores: None,
        review_scores: None,
        channel: channel.code(),
        typed_by: desk.actor.account().map(AccountId::uuid),
        endorsed_by: None,
        flags: 0,
        evidence: 0,
        on_word: None,
        witness: None,
        steps: 1,
        life_status: person.life_status,
        died_on: person.died_on,
        ethnic_class: EthnicClass::of(group.as_ref()).code(),
    })
}

/// Writes new dossiers with their first step, their tallies and one journal entry.
pub fn add(desk: &Desk<'_>, round: &Round, act: &'static str, mut rows: Vec<DossierRow>) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let dossiers: Vec<String> = rows.iter().map(|row| row.id.simple().to_string()).collect();
    let body = json!({ "year": round.rules.year, "new": dossiers });
    let entry = desk.record(act, None, rows.len(), &body)?.uuid();
    flag(desk, round, &mut rows)?;
    // All were looked up in this transaction and had none.
    let added = dossier::add(desk, &rows)?;
    if added.contains(&false) {
        return Err(Fault::Conflict.into());
    }
    let mut steps = Vec::with_capacity(rows.len());
    for row in &rows {
        let state =
            State::from_code(row.state).ok_or_else(|| Fault::broken("dossier", "state", row.state))?;
        shift(desk, round.rules.year, row, None, state)?;
        steps.push(step_row(row, act, entry, None));
    }
    dossier::add_steps(desk, &steps)?;
    Ok(())
}

fn age_band(year: i16, person: &PersonRow) -> Result<AgeBand> {
    let broken = || Fault::broken("person", "birth_year", person.id);
    let part = |part: Option<i64>| part.and_then(|part| i8::try_from(part).ok());
    let born = i16::try_from(person.birth_year).map_err(|_| broken())?;
    let birth = BirthDate::new(born, part(person.birth_month), part(person.birth_day), Date::MAX)
        .map_err(|_| broken())?;
    let day = AgeBand::reference_day(year).unwrap_or(Date::MAX);
    Ok(AgeBand::of(birth.age_on(day)))
}

fn unknown_form(group: &str) -> Refusal {
    Refusal {
        code: "dossier.unknown_form",
        reason: format!("The criteria set of the round has no form {group:?}."),
        remedy: "Choose one of the forms of the set.",
    }
}

fn no_place() -> Refusal {
    Refusal {
        code: "dossier.no_home",
        reason: "It is not known where the person lives.".to_owned(),
        remedy: "Register the hamlet of the person first.",
    }
}
