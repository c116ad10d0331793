//! Agencies, schools, enterprises and associations.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::organizations::{self, OrganizationRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::time::{Date, Span};
use sohoc_rules::vietnamese::fold;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::Result;
use crate::office::Office;

/// An organization to be put on record.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Its id; the same id twice is the same organization.
    pub id: OrganizationId,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Kind, like `school`.
    pub kind: String,
    /// Where it sits.
    pub unit: Option<UnitId>,
    /// When it exists.
    pub span: Span,
}

/// The name of an organization, which is no secret.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is none; a fault.
pub fn name_of(office: &Office, organization: OrganizationId) -> Result<String> {
    let name = office.read(|reader| Ok(organizations::find_name(reader, organization)?))?;
    name.ok_or(crate::Error::NotFound("organization"))
}

/// Adds organizations; tells how many were new.
///
/// # Errors
/// A refusal without the right where one sits; a fault.
pub fn add(office: &Office, actor: &Actor, new: &[NewOrganization]) -> Result<usize> {
    office.perform(actor, |desk| add_in(desk, new))
}

/// The same inside a transaction of the caller.
///
/// # Errors
/// As [`add`].
pub fn add_in(desk: &Desk<'_>, new: &[NewOrganization]) -> Result<usize> {
    desk.permit_each(ActKind::KeepOrganizations, new.iter().map(place))?;
    let rows: Vec<OrganizationRow> = new.iter().map(row).collect();
    let added = organizations::add(desk, &rows)?.into_iter().filter(|added| *added).count();
    if added > 0 {
        desk.record("organizations.add", None, added, &json!({ "added": added }))?;
    }
    Ok(added)
}

/// Writes organizations on record anew, inside a transaction of the caller: who moves one to another
/// unit needs the right at both.
///
/// # Errors
/// A refusal without the right; a fault when one is not on record.
pub fn change_in(desk: &Desk<'_>, changed: &[(NewOrganization, Option<UnitId>)]) -> Result<()> {
    let before = changed.iter().map(|(organization, unit)| Place { unit: *unit, ..place(organization) });
    let after = changed.iter().map(|(organization, _)| place(organization));
    desk.permit_each(ActKind::KeepOrganizations, before.chain(after))?;
    let rows: Vec<OrganizationRow> = changed.iter().map(|(organization, _)| row(organization)).collect();
    organizations::set(desk, &rows)?;
    let names: Vec<String> = changed.iter().map(|(organization, _)| organization.id.to_string()).collect();
    desk.record("organizations.change", None, names.len(), &json!({ "changed": names }))?;
    Ok(())
}

const fn place(organization: &NewOrganization) -> Place {
    Place { unit: organization.unit, organization: Some(organization.id), person: None }
}

/// Notes that one organization took over another from a day on.
///
/// # Errors
/// A refusal without the right; a fault when one of them is not known.
pub fn succeed(
    office: &Office,
    actor: &Actor,
    successions: &[(OrganizationId, OrganizationId, Date)],
) -> Result<()> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::KeepOrganizations, None)?;
        let rows: Vec<_> =
            successions.iter().map(|(from, to, day)| (from.uuid(), to.uuid(), Day(*day))).collect();
        organizations::add_successions(desk, &rows)?;
        desk.record("organizations.succeed", None, rows.len(), &json!({ "successions": rows.len() }))?;
        Ok(())
    })
}

fn row(new: &NewOrganization) -> OrganizationRow {
    OrganizationRow {
        id: new.id.uuid(),
        code: new.code.clone(),
        name: new.name.clone(),
        name_fold: fold(&new.name),
        kind: new.kind.clone(),
        unit: new.unit.map(UnitId::uuid),
        from: new.span.from.map(Day),
        to: new.span.to.map(Day),
    }
}
