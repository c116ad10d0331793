//! Agencies, schools, enterprises and associations: the second hierarchy, dated like the first.

use sohoc_rules::ids::OrganizationId;
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Writer};
use crate::sql;

/// An organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrganizationRow {
    /// Organization.
    pub id: Uuid,
    /// Code, the province's own where there is no official one.
    pub code: String,
    /// Name.
    pub name: String,
    /// Folded name.
    pub name_fold: String,
    /// Kind, like `school`.
    pub kind: String,
    /// Where it sits.
    pub unit: Option<Uuid>,
    /// First day.
    pub from: Option<Day>,
    /// Last day.
    pub to: Option<Day>,
}

/// Adds organizations that are not there yet; tells for each whether it was new.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, rows: &[OrganizationRow]) -> Result<Vec<bool>, Fault> {
    let added = writer.execute_each(
        sql!(
            "insert into organization
                (organization_id, code, name, name_fold, kind, unit_id, valid_from, valid_to)
             values ($1, $2, $3, $4, $5, $6, $7, $8)
             on conflict (organization_id) do nothing"
        ),
        rows,
        |row| [&row.id, &row.code, &row.name, &row.name_fold, &row.kind, &row.unit, &row.from, &row.to],
    )?;
    Ok(added.into_iter().map(|rows| rows == 1).collect())
}

/// Writes organizations that are there anew.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for one that is not there.
pub fn set(writer: &Writer<'_>, rows: &[OrganizationRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update organization
             set code = $2, name = $3, name_fold = $4, kind = $5, unit_id = $6, valid_from = $7,
                valid_to = $8
             where organization_id = $1"
        ),
        rows,
        |row| [&row.id, &row.code, &row.name, &row.name_fold, &row.kind, &row.unit, &row.from, &row.to],
    )
}

/// Adds successions: predecessor, successor, first day.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_successions(writer: &Writer<'_>, rows: &[(Uuid, Uuid, Day)]) -> Result<(), Fault> {
    writer.execute_each(
        sql!(
            "insert into organization_succession (predecessor_id, successor_id, effective_date)
             values ($1, $2, $3)
             on conflict (predecessor_id, successor_id) do nothing"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )?;
    Ok(())
}

/// All organizations, by code.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<OrganizationRow>, Fault> {
    reader.rows(
        sql!(
            "select organization_id, code, name, name_fold, kind, unit_id, valid_from, valid_to
             from organization order by code, organization_id"
        ),
        &[],
        |row| {
            Ok(OrganizationRow {
                id: row.get(0)?,
                code: row.get(1)?,
                name: row.get(2)?,
                name_fold: row.get(3)?,
                kind: row.get(4)?,
                unit: row.get(5)?,
                from: row.get(6)?,
                to: row.get(7)?,
            })
        },
    )
}

/// The name of an organization; `None` when there is none.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_name(reader: &Reader<'_>, organization: OrganizationId) -> Result<Option<String>, Fault> {
    reader.find(
        sql!("select name from organization where organization_id = $1"),
        &[&organization.uuid()],
        |row| row.get(0),
    )
}

/// All successions of organizations: predecessor, successor, first day.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_successions(reader: &Reader<'_>) -> Result<Vec<(OrganizationId, OrganizationId, Day)>, Fault> {
    reader.rows(
        sql!(
            "select predecessor_id, successor_id, effective_date
             from organization_succession order by effective_date, predecessor_id, successor_id"
        ),
        &[],
        |row| {
            Ok((OrganizationId::from_uuid(row.get(0)?), OrganizationId::from_uuid(row.get(1)?), row.get(2)?))
        },
    )
}
