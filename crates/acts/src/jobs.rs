//! Long work that somebody asks for and does not wait for: imports, exports.
//!
//! A job is done with the rights of who asked, as they are when it runs. One program works on it at a time
//! under a lease; when that program is killed, another takes the job up after [`LEASE_SECONDS`] and does it
//! from its beginning, which changes nothing that is in already. Asking and cancelling are journalled; what
//! the job itself does is journalled by its own acts.

use serde::{Deserialize, Serialize};
use serde_json::json;
use sohoc_ledger::db::{Fault, Moment};
use sohoc_ledger::jobs::{self, Ending, JobRow, Lease, NewJob};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{JobId, OrganizationId, UnitId};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::what_if::Tried;

/// So long after its last sign a program is believed to be gone.
pub const LEASE_SECONDS: i64 = 60;
/// A job that so many programs did not survive is given up: it may be what kills them.
pub const MOST_ATTEMPTS: i64 = 5;
/// Files of jobs are kept so long after the end.
pub const KEPT_DAYS: i64 = 7;

const SECOND: i64 = 1_000_000;

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Work {
    /// Taking a list in.
    Import {
        /// `units`, `people`, `organizations`, `assessments` or `models`.
        list: String,
        /// The date of the list, like `2026-03-01`; `None`: the day it runs.
        date: Option<String>,
        /// The assessed year, for lists of scores.
        year: Option<i16>,
        /// Whether to try everything and keep nothing.
        dry_run: bool,
        /// A clerk's reason to take numbers that do not fit sex or birth year.
        reason: Option<String>,
        /// By what the ethnic groups of the list are kept; `None`: they are left out.
        #[serde(default)]
        ethnic_basis: Option<String>,
    },
    /// Taking a list out.
    Export {
        /// `people`, `dossiers` or `central`.
        list: String,
        /// The assessed year, where the list has one.
        year: Option<i16>,
        /// With personal numbers.
        numbers: bool,
        /// With ethnic groups.
        ethnic_groups: bool,
        /// `xlsx` or `csv`.
        ending: String,
    },
    /// Judging the answers of a round under another criteria set, keeping nothing.
    WhatIf {
        /// Id of the set.
        set: String,
        /// The assessed year whose answers are taken.
        year: i16,
    },
}

impl Work {
    /// The code of the kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Import { .. } => "import",
            Self::Export { .. } => "export",
            Self::WhatIf { .. } => "what_if",
        }
    }

    const fn right(&self) -> ActKind {
        match self {
            Self::Import { .. } => ActKind::Import,
            Self::Export { .. } => ActKind::Export,
            Self::WhatIf { .. } => ActKind::LoadCriteria,
        }
    }
}

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Nobody has taken it up, or who had stopped in order.
    Waiting,
    /// Somebody works on it.
    Running,
    /// It ended well.
    Done,
    /// It ended with a reason.
    Failed,
    /// Somebody did not want it any more.
    Cancelled,
}

impl State {
    /// All, in the order they come.
    pub const ALL: [Self; 5] = [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled];

    /// As it is stored.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing more will come of it.
    #[must_use]
    pub const fn has_ended(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job that somebody asks for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// What is to be done.
    pub work: Work,
    /// Where; `None` for the whole ledger, or where it goes by an organization.
    pub unit: Option<UnitId>,
    /// Whose staff, where the list is an organization's.
    pub organization: Option<OrganizationId>,
    /// Name in the spool of the list that was sent, and how its sender named it.
    pub source: Option<(String, String)>,
}

/// Rows that a job dealt with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Rows read or written.
    pub rows: u64,
    /// New entries.
    pub added: u64,
    /// Changed entries.
    pub updated: u64,
    /// Entries that were the same.
    pub unchanged: u64,
    /// Rows refused with a reason.
    pub rejected: u64,
    /// What was left out without rejecting a row.
    pub notes: Vec<String>,
    /// Who would pass under another set, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Tried>,
}

/// A job with its state.
#[derive(Clone, Debug)]
pub struct Job {
    /// Job.
    pub id: JobId,
    /// What is to be done.
    pub work: Work,
    /// Where.
    pub unit: Option<UnitId>,
    /// Whose staff.
    pub organization: Option<OrganizationId>,
    /// How who asked signs in; `console` for the machine's own.
    pub sign_in: String,
    /// Whether the console asked, which has no account.
    pub by_console: bool,
    /// Where it stands.
    pub state: State,
    /// When it was asked for, taken up, ended.
    pub times: (Instant, Option<Instant>, Option<Instant>),
    /// Rows dealt with, and how many there are, when known.
    pub done: (u64, Option<u64>),
    /// Name in the spool of the list that was sent, while it is kept.
    pub source_file: Option<String>,
    /// How its sender named it.
    pub source_name: Option<String>,
    /// What came of it.
    pub counts: Option<Counts>,
    /// Name in the spool of the file that came of it, while it is kept: the list, or the rejected rows.
    pub result_file: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// Asks for a job.
///
/// # Errors
/// A refusal without the right to do that work there.
pub fn add(office: &Office, actor: &Actor, asked: &Asked) -> Result<JobId> {
    let id = JobId::new(office.now(), office.chance());
    let options = written(&asked.work)?;
    let (file, name) = asked.source.clone().unzip();
    office.perform(actor, |desk| {
        desk.permit(asked.work.right(), place(asked.unit, asked.organization))?;
        let job = NewJob {
            id,
            kind: asked.work.kind().to_owned(),
            account: actor.account().map(sohoc_rules::ids::AccountId::uuid),
            sign_in: actor.sign_in().to_owned(),
            unit: asked.unit.map(UnitId::uuid),
            organization: asked.organization.map(OrganizationId::uuid),
            options: options.clone(),
            source_file: file.clone(),
            source_name: name.clone(),
        };
        jobs::add(desk, &job, Moment(desk.at))?;
        let body = json!({ "job": id.to_string(), "work": asked.work });
        desk.record("job.add", asked.unit, 1, &body)?;
        Ok(id)
    })
}

/// Takes the next job for a run of a program; `None` when there is nothing to do. One that too many programs
/// did not survive is failed on the way.
///
/// # Errors
/// A fault of the store.
pub fn claim(office: &Office, holder: Uuid) -> Result<Option<Job>> {
    loop {
        let now = Moment(office.now());
        if office.read(|reader| Ok(jobs::next(reader, now)?))?.is_none() {
            return Ok(None);
        }
        let claimed = office.perform(&Actor::console(), |desk| {
            Ok(jobs::claim(desk, lease(holder, desk.at), Moment(desk.at))?)
        })?;
        let Some(row) = claimed else { return Ok(None) };
        if row.attempts <= MOST_ATTEMPTS {
            return read(row).map(Some);
        }
        let sentence =
            format!("The program stopped {MOST_ATTEMPTS} times while it did this; it is not tried again.");
        fail(office, row.new.id, holder, &sentence)?;
    }
}

/// Notes how many rows are done and that the holder lives; `false` when the job is the holder's no more, for
/// somebody cancelled it or took it over: then it must be left alone.
///
/// # Errors
/// A fault of the store.
pub fn progress(office: &Office, id: JobId, holder: Uuid, done: (u64, Option<u64>)) -> Result<bool> {
    let done = (whole(done.0), done.1.map(whole));
    office.perform(&Actor::console(), |desk| Ok(jobs::progress(desk, id, lease(holder, desk.at), done)?))
}

/// Ends a job well; `false` when it is the holder's no more.
///
/// # Errors
/// A fault of the store.
pub fn finish(office: &Office, id: JobId, holder: Uuid, counts: &Counts, file: Option<&str>) -> Result<bool> {
    let ending = Ending {
        state: State::Done.code().to_owned(),
        result: Some(written(counts)?),
        result_file: file.map(str::to_owned),
        failure: None,
    };
    end(office, id, holder, &ending, counts.rows)
}

/// Ends a job with the reason, in one sentence that its asker reads; `false` when it is the holder's no more.
///
/// # Errors
/// A fault of the store.
pub fn fail(office: &Office, id: JobId, holder: Uuid, sentence: &str) -> Result<bool> {
    let failure = Some(sentence.to_owned());
    let ending = Ending { state: State::Failed.code().to_owned(), failure, ..Ending::default() };
    end(office, id, holder, &ending, 0)
}

/// Lets a job wait again, when the program is asked to stop; `false` when it is the holder's no more.
///
/// # Errors
/// A fault of the store.
pub fn put_back(office: &Office, id: JobId, holder: Uuid) -> Result<bool> {
    office.perform(&Actor::console(), |desk| Ok(jobs::put_back(desk, id, holder)?))
}

/// Cancels a job that has not ended. What it brought in already stays; whoever works on it stops after the
/// batch at hand.
///
/// # Errors
/// [`Error::NotFound`] as for [`find`]; a refusal when it has ended.
pub fn cancel(office: &Office, actor: &Actor, id: JobId) -> Result<()> {
    let job = find(office, actor, id)?;
    office.perform(actor, |desk| {
        if !jobs::cancel(desk, id, Moment(desk.at))? {
            return Err(Refusal {
                code: "job.has_ended",
                reason: "The work has ended already.".to_owned(),
                remedy: "Look at what came of it.",
            }
            .into());
        }
        desk.record("job.cancel", job.unit, 1, &json!({ "job": id.to_string() }))?;
        Ok(())
    })
}

/// A job, for who asked for it and, unless it takes people's data out, for who may import where it works.
///
/// # Errors
/// [`Error::NotFound`] for everybody else.
pub fn find(office: &Office, actor: &Actor, id: JobId) -> Result<Job> {
    let missing = || Error::NotFound("job");
    let row = office.read(|reader| Ok(jobs::find(reader, id)?))?.ok_or_else(missing)?;
    let own = row.new.account == actor.account().map(sohoc_rules::ids::AccountId::uuid);
    let job = read(row)?;
    if own || may_see(office, actor, &job)? { Ok(job) } else { Err(missing()) }
}

/// The newest jobs that the actor asked for.
///
/// # Errors
/// A fault of the store.
pub fn list_of(office: &Office, actor: &Actor, most: u32) -> Result<Vec<Job>> {
    let rows = office.read(|reader| Ok(jobs::list_of(reader, actor.account(), most.into())?))?;
    rows.into_iter().map(read).collect()
}

/// How many jobs are in each state.
///
/// # Errors
/// A fault of the store.
pub fn counts(office: &Office) -> Result<Vec<(State, i64)>> {
    let counted = office.read(|reader| Ok(jobs::counts(reader)?))?;
    counted.into_iter().map(|(state, jobs)| Ok((read_state(&state)?, jobs))).collect()
}

/// Takes the names of files from jobs that ended more than [`KEPT_DAYS`] ago, and gives them, so that the
/// files can go.
///
/// # Errors
/// A fault of the store.
pub fn forget_files(office: &Office) -> Result<Vec<String>> {
    office.perform(&Actor::console(), |desk| {
        let before = desk.at.microseconds() - KEPT_DAYS * 86_400 * SECOND;
        Ok(jobs::forget_files(desk, Moment(Instant::from_microseconds(before)))?)
    })
}

fn may_see(office: &Office, actor: &Actor, job: &Job) -> Result<bool> {
    if !matches!(job.work, Work::Import { .. }) {
        return Ok(false);
    }
    let map = office.map_on(office.now().day())?;
    Ok(permit_on(actor, ActKind::Import, place(job.unit, job.organization), &map).is_ok())
}

/// Where rights to a job are asked.
fn place(unit: Option<UnitId>, organization: Option<OrganizationId>) -> Option<Place> {
    match (unit, organization) {
        (None, None) => None,
        (unit, organization) => Some(Place { unit, organization, person: None }),
    }
}

fn end(office: &Office, id: JobId, holder: Uuid, ending: &Ending, rows: u64) -> Result<bool> {
    office.perform(&Actor::console(), |desk| {
        Ok(jobs::end(desk, id, holder, ending, (Moment(desk.at), whole(rows)))?)
    })
}

fn lease(holder: Uuid, at: Instant) -> Lease {
    let until = Instant::from_microseconds(at.microseconds() + LEASE_SECONDS * SECOND);
    Lease { holder, until: Moment(until) }
}

fn whole(rows: u64) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn written(value: &impl Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| {
        Error::bad_input("the job", error.to_string(), "Report this: the program is at fault.")
    })
}

fn read_state(code: &str) -> Result<State> {
    let known = State::ALL.into_iter().find(|state| state.code() == code);
    known.ok_or_else(|| Fault::broken("job", "state", code).into())
}

fn read(row: JobRow) -> Result<Job> {
    let state = read_state(&row.state)?;
    let broken = |column| move |error: serde_json::Error| Fault::broken("job", column, error);
    let counts = row.result.as_deref().map(serde_json::from_str).transpose().map_err(broken("result"))?;
    let rows = |count: i64| u64::try_from(count).unwrap_or(0);
    Ok(Job {
        id: row.new.id,
        work: serde_json::from_str(&row.new.options).map_err(broken("options"))?,
        unit: row.new.unit.map(UnitId::from_uuid),
        organization: row.new.organization.map(OrganizationId::from_uuid),
        by_console: row.new.account.is_none(),
        sign_in: row.new.sign_in,
        state,
        times: (row.added_at.0, row.started_at.map(|at| at.0), row.ended_at.map(|at| at.0)),
        done: (rows(row.done), row.total.map(rows)),
        source_file: row.new.source_file,
        source_name: row.new.source_name,
        counts,
        result_file: row.result_file,
        failure: row.failure,
    })
}
