//! Long work that somebody asked for, taken by one program at a time under a lease.
//!
//! A job that runs belongs to the holder of its lease until that has run out; then whoever comes next may
//! take it. Every change by the holder names the holder, so that one who lost the lease changes nothing.

use sohoc_rules::ids::{AccountId, JobId};
use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Row, Writer};
use crate::sql;

/// A job as it is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewJob {
    /// Job.
    pub id: JobId,
    /// Code of its kind.
    pub kind: String,
    /// Who asked; `None` for the console.
    pub account: Option<Uuid>,
    /// How who asked signs in.
    pub sign_in: String,
    /// Where; `None` for the whole ledger, or where it goes by an organization.
    pub unit: Option<Uuid>,
    /// Whose staff, where it goes by an organization.
    pub organization: Option<Uuid>,
    /// What exactly, as JSON that the kind reads.
    pub options: String,
    /// Name in the spool of the list that was sent.
    pub source_file: Option<String>,
    /// How its sender named it.
    pub source_name: Option<String>,
}

/// A job on record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JobRow {
    /// What was asked.
    pub new: NewJob,
    /// Code of its state.
    pub state: String,
    /// When it was asked for.
    pub added_at: Moment,
    /// When it was first taken up.
    pub started_at: Option<Moment>,
    /// When it ended, well or not.
    pub ended_at: Option<Moment>,
    /// How often it was taken up.
    pub attempts: i64,
    /// Rows dealt with.
    pub done: i64,
    /// Rows there are, when known.
    pub total: Option<i64>,
    /// Counts, as JSON that the kind wrote.
    pub result: Option<String>,
    /// Name in the spool of the file that came of it.
    pub result_file: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// A run of a program that works on jobs, and until when it is believed to live.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    /// The run of the program.
    pub holder: Uuid,
    /// Until when.
    pub until: Moment,
}

/// How a job ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ending {
    /// Code of the state.
    pub state: String,
    /// Counts, as JSON.
    pub result: Option<String>,
    /// Name in the spool of the file that came of it.
    pub result_file: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Puts a job on record; it waits.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, job: &NewJob, at: Moment) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into job
                (job_id, kind, state, account_id, sign_in, unit_id, options, source_file, source_name, added_at,
                attempts, done, organization_id)
             values ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, 0, 0, $10)"
        ),
        &[
            &job.id.uuid(),
            &job.kind,
            &job.account,
            &job.sign_in,
            &job.unit,
            &job.options,
            &job.source_file,
            &job.source_name,
            &at,
            &job.organization,
        ],
        1,
    )
}

/// Takes the job that has waited longest, or one whose holder's lease has run out; `None` when there is
/// nothing to do. Of two programs that look at once one gets it: SQLite writes one after the other, and
/// PostgreSQL runs the loser again, who then finds it taken.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn claim(writer: &Writer<'_>, lease: Lease, at: Moment) -> Result<Option<JobRow>, Fault> {
    let Some(id) = next(writer, at)?.map(JobId::uuid) else { return Ok(None) };
    writer.change(
        sql!(
            "update job
             set state = 'running', lease_holder = $2, lease_until = $3, started_at = coalesce(started_at, $4),
                attempts = attempts + 1, done = 0
             where job_id = $1"
        ),
        &[&id, &lease.holder, &lease.until, &at],
        1,
    )?;
    find(writer, JobId::from_uuid(id))
}

/// The job that would be taken: so that a program that looks each second does not write each second.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn next(reader: &Reader<'_>, at: Moment) -> Result<Option<JobId>, Fault> {
    reader.find(
        sql!(
            "select job_id from job
             where state = 'waiting' or (state = 'running' and lease_until <= $1)
             order by added_at, job_id limit 1"
        ),
        &[&at],
        |row| row.get(0).map(JobId::from_uuid),
    )
}

/// Notes how far the holder has come and lengthens the lease; `false` when the job is the holder's no more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn progress(
    writer: &Writer<'_>,
    id: JobId,
    lease: Lease,
    (done, total): (i64, Option<i64>),
) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update job set lease_until = $3, done = $4, total = $5
             where job_id = $1 and lease_holder = $2 and state = 'running'"
        ),
        &[&id.uuid(), &lease.holder, &lease.until, &done, &total],
    )?;
    Ok(changed == 1)
}

/// Ends a job of the holder; `false` when it is the holder's no more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn end(
    writer: &Writer<'_>,
    id: JobId,
    holder: Uuid,
    ending: &Ending,
    (at, done): (Moment, i64),
) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update job
             set state = $3, ended_at = $4, done = $5, result = $6, result_file = $7, failure = $8,
                lease_holder = null, lease_until = null
             where job_id = $1 and lease_holder = $2 and state = 'running'"
        ),
        &[
            &id.uuid(),
            &holder,
            &ending.state,
            &at,
            &done,
            &ending.result,
            &ending.result_file,
            &ending.failure,
        ],
    )?;
    Ok(changed == 1)
}

/// Lets a job of the holder wait again, as if it had never been taken up; `false` when it is the holder's no
/// more.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn put_back(writer: &Writer<'_>, id: JobId, holder: Uuid) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update job
             set state = 'waiting', lease_holder = null, lease_until = null, attempts = attempts - 1
             where job_id = $1 and lease_holder = $2 and state = 'running'"
        ),
        &[&id.uuid(), &holder],
    )?;
    Ok(changed == 1)
}

/// Cancels a job that has not ended; `false` when it has.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn cancel(writer: &Writer<'_>, id: JobId, at: Moment) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update job set state = 'cancelled', ended_at = $2, lease_holder = null, lease_until = null
             where job_id = $1 and state in ('waiting', 'running')"
        ),
        &[&id.uuid(), &at],
    )?;
    Ok(changed == 1)
}

/// A job.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find(reader: &Reader<'_>, id: JobId) -> Result<Option<JobRow>, Fault> {
    reader.find(
        sql!(
            "select job_id, kind, account_id, sign_in, unit_id, options, source_file, source_name, state, added_at,
                started_at, ended_at, attempts, done, total, result, result_file, failure,
                organization_id
             from job where job_id = $1"
        ),
        &[&id.uuid()],
        decode,
    )
}

/// The jobs of an account, or of the console, the newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn list_of(reader: &Reader<'_>, account: Option<AccountId>, most: i64) -> Result<Vec<JobRow>, Fault> {
    reader.rows(
        sql!(
            "select job_id, kind, account_id, sign_in, unit_id, options, source_file, source_name, state, added_at,
                started_at, ended_at, attempts, done, total, result, result_file, failure,
                organization_id
             from job where account_id is not distinct from $1
             order by added_at desc, job_id desc limit $2"
        ),
        &[&account.map(AccountId::uuid), &most],
        decode,
    )
}

/// How many jobs are in each state.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn counts(reader: &Reader<'_>) -> Result<Vec<(String, i64)>, Fault> {
    reader.rows(sql!("select state, count(*) from job group by state order by state"), &[], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
}

/// Takes the names of files from the jobs that ended before `before`, and gives them, so that the files
/// themselves can go.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_files(writer: &Writer<'_>, before: Moment) -> Result<Vec<String>, Fault> {
    let mut files = Vec::new();
    writer.for_each(
        sql!(
            "select source_file, result_file from job
             where ended_at < $1 and (source_file is not null or result_file is not null)
             order by ended_at, job_id"
        ),
        &[&before],
        |row| {
            files.extend(row.get::<Option<String>>(0)?);
            files.extend(row.get::<Option<String>>(1)?);
            Ok(())
        },
    )?;
    if !files.is_empty() {
        writer.execute(
            sql!(
                "update job set source_file = null, result_file = null
                 where ended_at < $1 and (source_file is not null or result_file is not null)"
            ),
            &[&before],
        )?;
    }
    Ok(files)
}

fn decode(row: &Row<'_>) -> Result<JobRow, Fault> {
    Ok(JobRow {
        new: NewJob {
            id: JobId::from_uuid(row.get(0)?),
            kind: row.get(1)?,
            account: row.get(2)?,
            sign_in: row.get(3)?,
            unit: row.get(4)?,
            options: row.get(5)?,
            source_file: row.get(6)?,
            source_name: row.get(7)?,
            organization: row.get(18)?,
        },
        state: row.get(8)?,
        added_at: row.get(9)?,
        started_at: row.get(10)?,
        ended_at: row.get(11)?,
        attempts: row.get(12)?,
        done: row.get(13)?,
        total: row.get(14)?,
        result: row.get(15)?,
        result_file: row.get(16)?,
        failure: row.get(17)?,
    })
}
