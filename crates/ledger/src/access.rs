//! Accounts, the roles they hold, and what they sign in with.

pub mod accounts;
pub mod alerts;
pub mod attempts;
pub mod credentials;
pub mod logins;
pub mod passkeys;
pub mod sessions;
pub mod slips;
pub mod tokens;

use sohoc_rules::ids::{AccountId, UnitId};
use uuid::Uuid;

use crate::db::{Day, Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountRow {
    /// Account.
    pub id: Uuid,
    /// What one types to sign in.
    pub sign_in: String,
    /// What pages show.
    pub display_name: String,
    /// The person behind it.
    pub person: Option<Uuid>,
    /// When it was switched off.
    pub disabled_at: Option<Moment>,
}

/// A role of an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GrantRow {
    /// Account.
    pub account: Uuid,
    /// Code of the role.
    pub role: String,
    /// Over this unit and all below it.
    pub unit: Option<Uuid>,
    /// Over this organization.
    pub organization: Option<Uuid>,
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Option<Day>,
}

/// Adds an account.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::Constraint`] when the sign-in is taken.
pub fn add(writer: &Writer<'_>, account: &AccountRow) -> Result<(), Fault> {
    writer.change(
        sql!("insert into account (account_id, sign_in, display_name, person_id) values ($1, $2, $3, $4)"),
        &[&account.id, &account.sign_in, &account.display_name, &account.person],
        1,
    )
}

/// Adds roles.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn grant(writer: &Writer<'_>, grants: &[GrantRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into role_grant (account_id, position, role, unit_id, organization_id, valid_from, valid_to)
             select $1, (select count(*) from role_grant known where known.account_id = $1), $2, $3, $4, $5, $6"
        ),
        grants,
        |row| [&row.account, &row.role, &row.unit, &row.organization, &row.from, &row.to],
    )
}

/// The account that signs in so, unless switched off.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, sign_in: &str) -> Result<Option<AccountRow>, Fault> {
    reader.find(
        sql!(
            "select account_id, sign_in, display_name, person_id, disabled_at
             from account where sign_in = $1 and disabled_at is null"
        ),
        &[&sign_in],
        decode,
    )
}

/// All accounts, by sign-in.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list(reader: &Reader<'_>) -> Result<Vec<AccountRow>, Fault> {
    reader.rows(
        sql!(
            "select account_id, sign_in, display_name, person_id, disabled_at
             from account order by sign_in"
        ),
        &[],
        decode,
    )
}

/// The roles of an account, whatever their dates.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn grants(reader: &Reader<'_>, account: AccountId) -> Result<Vec<GrantRow>, Fault> {
    reader.rows(
        sql!(
            "select account_id, role, unit_id, organization_id, valid_from, valid_to
             from role_grant where account_id = $1 order by position"
        ),
        &[&account.uuid()],
        decode_grant,
    )
}

fn decode_grant(row: &Row<'_>) -> Result<GrantRow, Fault> {
    Ok(GrantRow {
        account: row.get(0)?,
        role: row.get(1)?,
        unit: row.get(2)?,
        organization: row.get(3)?,
        from: row.get(4)?,
        to: row.get(5)?,
    })
}

fn decode(row: &Row<'_>) -> Result<AccountRow, Fault> {
    Ok(AccountRow {
        id: row.get(0)?,
        sign_in: row.get(1)?,
        display_name: row.get(2)?,
        person: row.get(3)?,
        disabled_at: row.get(4)?,
    })
}

/// How many roles that hold on a day or later lie on each unit itself.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_grants(reader: &Reader<'_>, day: Day) -> Result<Vec<(UnitId, i64)>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, count(*) from role_grant
             where unit_id is not null and (valid_to is null or valid_to >= $1)
             group by unit_id order by unit_id"
        ),
        &[&day],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}

/// Ends the roles on a unit that hold after `last` and gives the same ones, to the same end, on its
/// successor; tells how many.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn pass_on(
    writer: &Writer<'_>,
    ended: UnitId,
    successor: UnitId,
    last: Day,
    first: Day,
) -> Result<usize, Fault> {
    let running = writer.rows(
        sql!(
            "select account_id, role, valid_from, valid_to from role_grant
             where unit_id = $1 and (valid_to is null or valid_to > $2)
             order by account_id, position"
        ),
        &[&ended.uuid(), &last],
        |row| {
            let from: Day = row.get(2)?;
            Ok(GrantRow {
                account: row.get(0)?,
                role: row.get(1)?,
                unit: Some(successor.uuid()),
                organization: None,
                from: if from.0 > first.0 { from } else { first },
                to: row.get(3)?,
            })
        },
    )?;
    writer.execute(
        sql!(
            "update role_grant set valid_to = $2 where unit_id = $1 and (valid_to is null or valid_to > $2)"
        ),
        &[&ended.uuid(), &last],
    )?;
    grant(writer, &running)?;
    Ok(running.len())
}
