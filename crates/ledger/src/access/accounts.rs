//! Accounts looked up for those who manage them.

use uuid::Uuid;

use crate::access::{AccountRow, decode};
use crate::db::{Day, Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// An account as the list of accounts shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedRow {
    /// Account.
    pub account: AccountRow,
    /// Last sign-in.
    pub signed_in_at: Option<Moment>,
    /// Until when its unused one-time code can be used.
    pub slip_until: Option<Moment>,
}

/// An account by its id, switched off or not.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn get(reader: &Reader<'_>, account: Uuid) -> Result<Option<AccountRow>, Fault> {
    reader.find(
        sql!(
            "select account_id, sign_in, display_name, person_id, disabled_at
             from account where account_id = $1"
        ),
        &[&account],
        decode,
    )
}

/// Whether a sign-in name is taken, by an account that is switched off too.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn is_taken(reader: &Reader<'_>, sign_in: &str) -> Result<bool, Fault> {
    let found =
        reader.find(sql!("select account_id from account where sign_in = $1"), &[&sign_in], |row| {
            row.get::<Uuid>(0)
        })?;
    Ok(found.is_some())
}

/// The citizens' own accounts of these people: those that hold that role and no other, so that a slip for
/// a person never opens the account of an office they hold.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_citizens(reader: &Reader<'_>, people: &[Uuid]) -> Result<Vec<Option<AccountRow>>, Fault> {
    reader.find_each(
        sql!(
            "select account.account_id, account.sign_in, account.display_name, account.person_id,
                account.disabled_at
             from account
             where account.person_id = $1
                and exists (select 1 from role_grant own
                    where own.account_id = account.account_id and own.role = 'citizen')
                and not exists (select 1 from role_grant other
                    where other.account_id = account.account_id and other.role <> 'citizen')
             order by account.account_id limit 1"
        ),
        people,
        |person| [person],
        decode,
    )
}

/// The accounts that hold or held a role on one of these units.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_units(reader: &Reader<'_>, units: &[Uuid]) -> Result<Vec<ListedRow>, Fault> {
    let mut found = Vec::new();
    for unit in units {
        found.extend(reader.rows(
            sql!(
                "select account.account_id, account.sign_in, account.display_name, account.person_id,
                    account.disabled_at, credential.signed_in_at,
                    (select max(slip.expires_at) from slip
                        where slip.account_id = account.account_id and slip.used_at is null)
                 from account
                 left join credential on credential.account_id = account.account_id
                 where account.account_id in (select role_grant.account_id from role_grant where role_grant.unit_id = $1)
                 order by account.sign_in limit 1000"
            ),
            &[unit],
            decode_listed,
        )?);
    }
    Ok(found)
}

/// The accounts that hold or held a role on an organization.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_organization(reader: &Reader<'_>, organization: Uuid) -> Result<Vec<ListedRow>, Fault> {
    reader.rows(
        sql!(
            "select account.account_id, account.sign_in, account.display_name, account.person_id,
                account.disabled_at, credential.signed_in_at,
                (select max(slip.expires_at) from slip
                    where slip.account_id = account.account_id and slip.used_at is null)
             from account
             left join credential on credential.account_id = account.account_id
             where account.account_id in
                (select role_grant.account_id from role_grant where role_grant.organization_id = $1)
             order by account.sign_in limit 1000"
        ),
        &[&organization],
        decode_listed,
    )
}

/// A page of the accounts that hold or held a role other than a citizen's, after a sign-in name.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn of_officers(reader: &Reader<'_>, after: &str, limit: i64) -> Result<Vec<ListedRow>, Fault> {
    reader.rows(
        sql!(
            "select account.account_id, account.sign_in, account.display_name, account.person_id,
                account.disabled_at, credential.signed_in_at,
                (select max(slip.expires_at) from slip
                    where slip.account_id = account.account_id and slip.used_at is null)
             from account
             left join credential on credential.account_id = account.account_id
             where account.account_id in
                (select role_grant.account_id from role_grant where role_grant.role <> 'citizen')
                and account.sign_in > $1
             order by account.sign_in limit $2"
        ),
        &[&after, &limit],
        decode_listed,
    )
}

fn decode_listed(row: &Row<'_>) -> Result<ListedRow, Fault> {
    Ok(ListedRow { account: decode(row)?, signed_in_at: row.get(5)?, slip_until: row.get(6)? })
}

/// Switches accounts off, or on again with `None`.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn set_disabled(writer: &Writer<'_>, accounts: &[Uuid], at: Option<Moment>) -> Result<(), Fault> {
    let rows: Vec<(Uuid, Option<Moment>)> = accounts.iter().map(|account| (*account, at)).collect();
    writer.change_each(sql!("update account set disabled_at = $2 where account_id = $1"), &rows, |row| {
        [&row.0, &row.1]
    })
}

/// Ends a role on a day; tells whether there was such a running one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn end_grant(writer: &Writer<'_>, account: Uuid, position: i64, last: Day) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update role_grant set valid_to = $3
             where account_id = $1 and position = $2 and (valid_to is null or valid_to > $3)"
        ),
        &[&account, &position, &last],
    )?;
    Ok(changed == 1)
}

/// Officers' accounts that were last signed in to before a moment and not switched on since.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn dormant(reader: &Reader<'_>, before: Moment) -> Result<Vec<Uuid>, Fault> {
    reader.rows(
        sql!(
            "select credential.account_id
             from credential join account on account.account_id = credential.account_id
             where credential.signed_in_at < $1
                and (credential.switched_on_at is null or credential.switched_on_at < $1)
                and account.disabled_at is null
                and exists (select 1 from role_grant
                    where role_grant.account_id = account.account_id and role_grant.role <> 'citizen')
             order by credential.account_id limit 10000"
        ),
        &[&before],
        |row| row.get(0),
    )
}

/// Notes that the list of accounts of a scope was read through.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn review(writer: &Writer<'_>, scope: Uuid, at: Moment, by: Option<Uuid>) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into account_review (scope_id, reviewed_at, reviewed_by) values ($1, $2, $3)
             on conflict (scope_id) do update
                set reviewed_at = excluded.reviewed_at, reviewed_by = excluded.reviewed_by"
        ),
        &[&scope, &at, &by],
        1,
    )
}

/// When the list of accounts of a scope was last read through.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn reviewed_at(reader: &Reader<'_>, scope: Uuid) -> Result<Option<Moment>, Fault> {
    reader
        .find(sql!("select reviewed_at from account_review where scope_id = $1"), &[&scope], |row| row.get(0))
}
