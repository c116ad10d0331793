//! Families, clans, communities and units: members, and the yearly title.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::models::{self, ModelRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{LearningModelId, OrganizationId, PersonId, UnitId};
use sohoc_rules::models::ModelKind;
use sohoc_rules::time::Date;
use sohoc_rules::vietnamese::fold;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;

/// A learning model to be put on record with its first members.
#[derive(Clone, Debug)]
pub struct NewModel {
    /// What kind of body it is.
    pub kind: ModelKind,
    /// Name.
    pub name: String,
    /// Where it is at home.
    pub unit: UnitId,
    /// The organization it is, for a unit.
    pub organization: Option<OrganizationId>,
    /// First day.
    pub from: Date,
    /// First members.
    pub members: Vec<PersonId>,
}

/// Adds models with their members.
///
/// # Errors
/// A refusal without the right at one of the places; a fault.
pub fn add(office: &Office, actor: &Actor, new: &[NewModel]) -> Result<Vec<LearningModelId>> {
    office.perform(actor, |desk| add_in(desk, new))
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`add`].
pub fn add_in(desk: &Desk<'_>, new: &[NewModel]) -> Result<Vec<LearningModelId>> {
    desk.permit_each(ActKind::KeepModels, new.iter().map(|model| Place::unit(model.unit)))?;
    let ids: Vec<LearningModelId> =
        new.iter().map(|_| LearningModelId::new(desk.at, desk.id_bytes())).collect();
    let rows: Vec<ModelRow> = new.iter().zip(&ids).map(|(model, id)| row(model, *id)).collect();
    models::add(desk, &rows)?;
    let mut members = Vec::new();
    for (model, id) in new.iter().zip(&ids) {
        members.extend(model.members.iter().map(|person| (id.uuid(), person.uuid(), Day(model.from))));
    }
    models::add_members(desk, &members)?;
    let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
    desk.record("models.add", None, ids.len(), &json!({ "models": names, "members": members.len() }))?;
    Ok(ids)
}

/// Who joins a model on record: the model, where it is at home, who, from which day.
pub type Joining = (LearningModelId, UnitId, PersonId, Date);

/// Adds members to models, inside a transaction of the caller.
///
/// # Errors
/// A refusal without the right at one of the places; a fault.
pub fn join_in(desk: &Desk<'_>, joining: &[Joining]) -> Result<()> {
    desk.permit_each(ActKind::KeepModels, joining.iter().map(|(_, unit, _, _)| Place::unit(*unit)))?;
    let rows: Vec<_> =
        joining.iter().map(|(model, _, person, from)| (model.uuid(), person.uuid(), Day(*from))).collect();
    models::add_members(desk, &rows)?;
    let joined: Vec<_> = joining
        .iter()
        .map(|(model, _, person, _)| json!({ "model": model.to_string(), "person": person.to_string() }))
        .collect();
    desk.record("models.join", None, joined.len(), &json!({ "joined": joined }))?;
    Ok(())
}

/// Adds or ends memberships.
///
/// # Errors
/// A refusal without the right at the model's place; a fault.
pub fn change_members(
    office: &Office,
    actor: &Actor,
    (model, unit): (LearningModelId, UnitId),
    joined: &[PersonId],
    left: &[PersonId],
    day: Date,
) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::KeepModels, Some(Place::unit(unit)))?;
        let joining: Vec<_> = joined.iter().map(|person| (model.uuid(), person.uuid(), Day(day))).collect();
        models::add_members(desk, &joining)?;
        let leaving: Vec<_> = left.iter().map(|person| (model.uuid(), person.uuid(), Day(day))).collect();
        models::close_members(desk, &leaving)?;
        let body = json!({ "model": model.to_string(), "joined": joined.len(), "left": left.len() });
        desk.record("models.change_members", Some(unit), joined.len() + left.len(), &body)?;
        Ok(())
    })
}

/// Grants models the title of a year by an instrument of their own.
///
/// # Errors
/// A refusal without the right at one of the places; a fault when one holds it already.
pub fn award(
    office: &Office,
    actor: &Actor,
    year: i16,
    instrument: &str,
    awarded: &[(LearningModelId, UnitId)],
) -> Result<()> {
    office.perform(actor, |desk| award_in(desk, year, instrument, awarded))
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`award`].
pub fn award_in(
    desk: &Desk<'_>,
    year: i16,
    instrument: &str,
    awarded: &[(LearningModelId, UnitId)],
) -> Result<()> {
    permit_award(desk, awarded)?;
    let rows: Vec<_> = awarded
        .iter()
        .map(|(model, _)| (model.uuid(), i64::from(year), instrument.to_owned(), Day(desk.day())))
        .collect();
    models::add_titles(desk, &rows)?;
    journal_award(desk, "models.award", (year, instrument), awarded)
}

/// Names the instrument of titles that were granted before it was known, inside a transaction of the
/// caller.
///
/// # Errors
/// A refusal without the right at one of the places; a fault when one holds no title of the year.
pub fn name_instrument_in(
    desk: &Desk<'_>,
    year: i16,
    instrument: &str,
    awarded: &[(LearningModelId, UnitId)],
) -> Result<()> {
    permit_award(desk, awarded)?;
    let rows: Vec<_> =
        awarded.iter().map(|(model, _)| (model.uuid(), i64::from(year), instrument.to_owned())).collect();
    models::set_instruments(desk, &rows)?;
    journal_award(desk, "models.name_instrument", (year, instrument), awarded)
}

fn permit_award(desk: &Desk<'_>, awarded: &[(LearningModelId, UnitId)]) -> Result<()> {
    desk.permit_each(ActKind::RecogniseModel, awarded.iter().map(|(_, unit)| Place::unit(*unit)))
}

fn journal_award(
    desk: &Desk<'_>,
    act: &str,
    (year, instrument): (i16, &str),
    awarded: &[(LearningModelId, UnitId)],
) -> Result<()> {
    let models: Vec<String> = awarded.iter().map(|(model, _)| model.to_string()).collect();
    let body = json!({ "year": year, "instrument": instrument, "models": models });
    desk.record(act, None, models.len(), &body)?;
    Ok(())
}

fn row(model: &NewModel, id: LearningModelId) -> ModelRow {
    ModelRow {
        id: id.uuid(),
        kind: model.kind.code(),
        name: model.name.clone(),
        name_fold: fold(&model.name),
        unit: Some(model.unit.uuid()),
        organization: model.organization.map(OrganizationId::uuid),
        from: Day(model.from),
        to: None,
    }
}
