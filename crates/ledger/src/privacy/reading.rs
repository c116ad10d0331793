//! Notes of reads of personal data.

use sohoc_rules::ids::{AccountId, EntryId, OrganizationId, PersonId, UnitId};
use sohoc_rules::privacy::{Reading, Subject, What};
use uuid::Uuid;

use crate::db::{Day, Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A note as it is kept, with the name of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptReading {
    /// The note; greater for those written later.
    pub id: Uuid,
    /// What it says.
    pub reading: Reading,
    /// What pages show of the account.
    pub display_name: Option<String>,
}

/// The journal entry of notes written together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlushRow {
    /// The entry.
    pub entry: EntryId,
    /// When.
    pub at: Moment,
    /// How many notes.
    pub notes: i64,
    /// Its body, with the digest.
    pub body: String,
}

struct NewReading<'r> {
    id: Uuid,
    at: Moment,
    account: Option<Uuid>,
    reading: &'r Reading,
    what: i64,
    person: Option<Uuid>,
    unit: Option<Uuid>,
    organization: Option<Uuid>,
    page: Option<i64>,
    entry: Uuid,
}

/// Writes notes under one journal entry; `id` gives a greater id at each call. Gives the first and the
/// last id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_readings(
    writer: &Writer<'_>,
    readings: &[Reading],
    entry: EntryId,
    mut id: impl FnMut() -> Uuid,
) -> Result<Option<(Uuid, Uuid)>, Fault> {
    let rows: Vec<NewReading<'_>> = readings
        .iter()
        .map(|reading| {
            let (person, unit, organization, page) = match reading.subject {
                Subject::Person(person) => (Some(person.uuid()), None, None, None),
                Subject::List { unit, organization, page } => (
                    None,
                    unit.map(UnitId::uuid),
                    organization.map(OrganizationId::uuid),
                    Some(i64::from(page)),
                ),
            };
            NewReading {
                id: id(),
                at: Moment(reading.at),
                account: reading.account.map(AccountId::uuid),
                reading,
                what: reading.what.code(),
                person,
                unit,
                organization,
                page,
                entry: entry.uuid(),
            }
        })
        .collect();
    writer.change_each(
        sql!(
            "insert into reading
                (reading_id, at, account_id, actor, role, what, person_id, unit_id, organization_id, page,
                entry_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &rows,
        |row| {
            [
                &row.id,
                &row.at,
                &row.account,
                &row.reading.actor,
                &row.reading.role,
                &row.what,
                &row.person,
                &row.unit,
                &row.organization,
                &row.page,
                &row.entry,
            ]
        },
    )?;
    Ok(rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id)))
}

/// Notes on a person written before `before`, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn readings_of_person(
    reader: &Reader<'_>,
    person: PersonId,
    before: Uuid,
    limit: i64,
) -> Result<Vec<KeptReading>, Fault> {
    reader.rows(
        sql!(
            "select reading.reading_id, reading.at, reading.account_id, reading.actor, reading.role,
                reading.what, reading.person_id, reading.unit_id, reading.organization_id, reading.page,
                account.display_name
             from reading left join account on account.account_id = reading.account_id
             where reading.person_id = $1 and reading.reading_id < $2
             order by reading.reading_id desc limit $3"
        ),
        &[&person.uuid(), &before, &limit],
        decode,
    )
}

/// Notes on lists of a unit written before `before`, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn readings_of_unit(
    reader: &Reader<'_>,
    unit: UnitId,
    before: Uuid,
    limit: i64,
) -> Result<Vec<KeptReading>, Fault> {
    reader.rows(
        sql!(
            "select reading.reading_id, reading.at, reading.account_id, reading.actor, reading.role,
                reading.what, reading.person_id, reading.unit_id, reading.organization_id, reading.page,
                account.display_name
             from reading left join account on account.account_id = reading.account_id
             where reading.unit_id = $1 and reading.reading_id < $2
             order by reading.reading_id desc limit $3"
        ),
        &[&unit.uuid(), &before, &limit],
        decode,
    )
}

/// Notes on lists of an organization written before `before`, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn readings_of_organization(
    reader: &Reader<'_>,
    organization: OrganizationId,
    before: Uuid,
    limit: i64,
) -> Result<Vec<KeptReading>, Fault> {
    reader.rows(
        sql!(
            "select reading.reading_id, reading.at, reading.account_id, reading.actor, reading.role,
                reading.what, reading.person_id, reading.unit_id, reading.organization_id, reading.page,
                account.display_name
             from reading left join account on account.account_id = reading.account_id
             where reading.organization_id = $1 and reading.reading_id < $2
             order by reading.reading_id desc limit $3"
        ),
        &[&organization.uuid(), &before, &limit],
        decode,
    )
}

/// The notes written under one entry, in their order.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn readings_of_flush(
    reader: &Reader<'_>,
    entry: EntryId,
    first: Uuid,
    last: Uuid,
) -> Result<Vec<KeptReading>, Fault> {
    reader.rows(
        // By the range of ids, which the key finds; notes of another program may lie among them.
        sql!(
            "select reading_id, at, account_id, actor, role, what, person_id, unit_id, organization_id, page,
                cast(null as text)
             from reading where reading_id >= $2 and reading_id <= $3 and entry_id = $1
             order by reading_id"
        ),
        &[&entry.uuid(), &first, &last],
        decode,
    )
}

/// The entries under which notes were written, oldest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn flushes(reader: &Reader<'_>, act: &str) -> Result<Vec<FlushRow>, Fault> {
    reader.rows(
        sql!("select entry_id, at, subjects, body from journal_entry where act = $1 order by entry_id"),
        &[&act],
        |row| {
            Ok(FlushRow {
                entry: EntryId::from_uuid(row.get(0)?),
                at: row.get(1)?,
                notes: row.get(2)?,
                body: row.get(3)?,
            })
        },
    )
}

/// Deletes the notes written before a moment, given as the least id of that moment; tells how many.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn sweep_readings(writer: &Writer<'_>, before: Uuid) -> Result<u64, Fault> {
    writer.execute(sql!("delete from reading where reading_id < $1"), &[&before])
}

/// Where a person lived: unit, first and last day.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn homes_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<(UnitId, Day, Option<Day>)>, Fault> {
    reader.rows(
        sql!(
            "select unit_id, valid_from, valid_to from residence where person_id = $1
             order by valid_from desc"
        ),
        &[&person.uuid()],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?, row.get(2)?)),
    )
}

/// Where a person worked: organization, first and last day, position.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn workplaces_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<Workplace>, Fault> {
    reader.rows(
        sql!(
            "select organization_id, valid_from, valid_to, position from employment where person_id = $1
             order by valid_from desc, organization_id"
        ),
        &[&person.uuid()],
        |row| Ok((OrganizationId::from_uuid(row.get(0)?), row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// Organization, first and last day, position.
pub type Workplace = (OrganizationId, Day, Option<Day>, String);

fn decode(row: &Row<'_>) -> Result<KeptReading, Fault> {
    let id: Uuid = row.get(0)?;
    let what: i64 = row.get(5)?;
    let person: Option<Uuid> = row.get(6)?;
    let page: Option<i64> = row.get(9)?;
    let list = || -> Result<Subject, Fault> {
        Ok(Subject::List {
            unit: row.get::<Option<Uuid>>(7)?.map(UnitId::from_uuid),
            organization: row.get::<Option<Uuid>>(8)?.map(OrganizationId::from_uuid),
            page: page
                .and_then(|page| u32::try_from(page).ok())
                .ok_or_else(|| Fault::broken("reading", "page", id))?,
        })
    };
    Ok(KeptReading {
        id,
        reading: Reading {
            at: row.get::<Moment>(1)?.0,
            account: row.get::<Option<Uuid>>(2)?.map(AccountId::from_uuid),
            actor: row.get(3)?,
            role: row.get(4)?,
            what: What::from_code(what).ok_or_else(|| Fault::broken("reading", "what", what))?,
            subject: match person {
                Some(person) => Subject::Person(PersonId::from_uuid(person)),
                None => list()?,
            },
        },
        display_name: row.get(10)?,
    })
}
