//! The one thread that does jobs, woken by a bell: each new job rings it, and the tick of each second, for jobs
//! that other programs put on record or left behind.
//!
//! The thread does not write how far it has come: it counts, and the tick writes the count, which is also the
//! sign of life that lengthens the lease. So progress never waits for the writer that the job itself uses.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use sohoc_acts::access::Actor;
use sohoc_acts::jobs::{self, Counts, Job, Work};
use sohoc_acts::what_if::try_set;
use sohoc_acts::{Error as ActError, Office};
use sohoc_intake::export::{Listing, Order, Within, export};
use sohoc_intake::{Error, Options, Summary};
use sohoc_ledger::db::{Fault, HasFault};
use sohoc_rules::ids::JobId;
use sohoc_rules::time::Date;
use uuid::Uuid;

use super::Operations;
use super::spool::Spool;

/// Jobs as this program does them.
pub struct Jobs {
    /// Their files.
    pub spool: Spool,
    /// This run of the program, which holds the leases.
    holder: Uuid,
    rung: Mutex<bool>,
    bell: Condvar,
    current: Mutex<Option<Arc<Current>>>,
}

/// The job that is being done.
struct Current {
    id: JobId,
    rows: AtomicU64,
    stop: AtomicBool,
}

/// Signs of life are given at least so often, in seconds; several fit into a lease.
const SIGN_OF_LIFE_SECONDS: u64 = 15;

impl Jobs {
    pub(super) fn new(office: &Office, spool: Spool) -> Self {
        Self {
            spool,
            holder: JobId::new(office.now(), office.chance()).uuid(),
            rung: Mutex::default(),
            bell: Condvar::new(),
            current: Mutex::default(),
        }
    }

    /// Wakes the worker: a job was put on record.
    pub fn ring(&self) {
        *self.rung.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.bell.notify_one();
    }

    fn wait(&self) {
        let rung = self.rung.lock().unwrap_or_else(PoisonError::into_inner);
        let woken = self.bell.wait_while(rung, |rung| !*rung);
        *woken.unwrap_or_else(PoisonError::into_inner) = false;
    }

    fn now_doing(&self) -> Option<Arc<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn doing(&self, job: Option<Arc<Current>>) {
        *self.current.lock().unwrap_or_else(PoisonError::into_inner) = job;
    }

    /// Asks the job at hand to stop after its batch, and the worker to end.
    pub(super) fn stop(&self) {
        if let Some(current) = self.now_doing() {
            current.stop.store(true, Ordering::Relaxed);
        }
        self.ring();
    }

    /// Each second: writes how far the job at hand has come, and wakes the worker when it sleeps.
    pub(super) fn tick(&self, office: &Office, second: u64) -> Result<(), ActError> {
        if let Some(current) = self.now_doing() {
            let rows = current.rows.load(Ordering::Relaxed);
            let due = second.is_multiple_of(SIGN_OF_LIFE_SECONDS) || rows > 0;
            if due && !jobs::progress(office, current.id, self.holder, (rows, None))? {
                current.stop.store(true, Ordering::Relaxed);
            }
        }
        self.ring();
        Ok(())
    }

    /// Takes away the files of jobs that ended long ago.
    pub(super) fn sweep(&self, office: &Office) -> Result<(), ActError> {
        for file in jobs::forget_files(office)? {
            self.spool.remove(&file);
        }
        self.spool.sweep(office.now());
        Ok(())
    }
}

/// Does jobs until the program is asked to stop.
pub fn work(operations: &Operations) {
    while !operations.is_stopping() {
        match jobs::claim(&operations.office, operations.jobs.holder) {
            Ok(Some(job)) => take_up(operations, &job),
            Ok(None) => operations.jobs.wait(),
            Err(error) => {
                tracing::error!(fault.chain = %error, "no job could be taken up; it is tried again");
                operations.jobs.wait();
            }
        }
    }
}

fn take_up(operations: &Operations, job: &Job) {
    let (office, holder) = (&*operations.office, operations.jobs.holder);
    let current = Arc::new(Current { id: job.id, rows: AtomicU64::new(0), stop: AtomicBool::new(false) });
    operations.jobs.doing(Some(Arc::clone(&current)));
    tracing::info!(job.id = %job.id, job.kind = job.work.kind(), "a job begins");
    let done = catch_unwind(AssertUnwindSafe(|| run(operations, job, &current)));
    operations.jobs.doing(None);
    let ended = match done {
        Ok(Ok((counts, file))) => {
            let kept = jobs::finish(office, job.id, holder, &counts, file.as_deref());
            if let (Ok(false), Some(file)) = (&kept, &file) {
                operations.jobs.spool.remove(file);
            }
            kept
        }
        Ok(Err(Error::Stopped)) if operations.is_stopping() => jobs::put_back(office, job.id, holder),
        // Cancelled, or another's by now: it is on record already.
        Ok(Err(Error::Stopped)) => Ok(false),
        // These pass: when the lease has run out the job is taken up again.
        Ok(Err(error)) if matches!(error.fault(), Some(Fault::Busy | Fault::ConnectionLost)) => {
            tracing::warn!(job.id = %job.id, fault.chain = %error, "a job is left for later");
            Ok(false)
        }
        Ok(Err(error)) => {
            tracing::warn!(job.id = %job.id, job.fault = error.fault().is_some(), "a job failed");
            jobs::fail(office, job.id, holder, &error.to_string())
        }
        Err(_) => jobs::fail(
            office,
            job.id,
            holder,
            "The program gave up on this; report it with the number of the job.",
        ),
    };
    match ended {
        Ok(_) => {
            tracing::info!(job.id = %job.id, job.rows = current.rows.load(Ordering::Relaxed), "a job ends");
        }
        Err(error) => {
            tracing::error!(job.id = %job.id, fault.chain = %error, "the end of a job was not kept");
        }
    }
}

type Outcome = Result<(Counts, Option<String>), Error>;

fn run(operations: &Operations, job: &Job, current: &Current) -> Outcome {
    let office = &*operations.office;
    // With the rights of who asked, as they are now.
    let actor = if job.by_console { Actor::console() } else { Actor::find(office, &job.sign_in)? };
    let folder = |error: std::io::Error| {
        ActError::bad_input(
            "the folder of jobs",
            error.to_string(),
            "Give the program the right to write it.",
        )
    };
    operations.jobs.spool.make_folder().map_err(folder)?;
    let made = |ending: &str| -> Result<_, Error> {
        let name = operations.jobs.spool.name(office.chance(), &format!("x.{ending}"));
        let path = operations.jobs.spool.path(&name).map_err(folder)?;
        Ok((name, path))
    };
    match &job.work {
        Work::Import { .. } => {
            let (name, path) = made("xlsx")?;
            let source = job.source_file.as_deref().ok_or(ActError::NotFound("list"))?;
            let source = operations.jobs.spool.path(source).map_err(folder)?;
            let summary = import(office, &actor, job, (&source, path), current)?;
            Ok((counts_of(&summary), summary.report.map(|_| name)))
        }
        Work::Export { list, year, numbers, ethnic_groups, ending } => {
            let (name, path) = made(ending)?;
            let today = office.now().day();
            let order = Order {
                listing: Listing::from_code(list).ok_or(ActError::NotFound("list of that kind"))?,
                within: job.unit.map(|unit| Within::find(office, unit, today)).transpose()?.flatten(),
                staff_of: job.organization,
                year: *year,
                numbers: *numbers,
                ethnic_groups: *ethnic_groups,
                out: &path,
                progress: &|rows| {
                    current.rows.store(rows, Ordering::Relaxed);
                    !current.stop.load(Ordering::Relaxed)
                },
            };
            let rows = export(office, &actor, &order)?;
            Ok((Counts { rows, ..Counts::default() }, Some(name)))
        }
        Work::WhatIf { set, year } => {
            let set = set.parse().map_err(|_| ActError::NotFound("criteria set"))?;
            let tried = try_set(office, &actor, (set, *year), &|rows| {
                current.rows.store(rows, Ordering::Relaxed);
                !current.stop.load(Ordering::Relaxed)
            })?;
            let tried = tried.ok_or(Error::Stopped)?;
            Ok((Counts { rows: tried.all.people, tried: Some(tried), ..Counts::default() }, None))
        }
    }
}

fn import(
    office: &Office,
    actor: &Actor,
    job: &Job,
    (source, report): (&Path, PathBuf),
    current: &Current,
) -> Result<Summary, Error> {
    let Work::Import { list, date, year, dry_run, reason, ethnic_basis } = &job.work else {
        return Err(ActError::NotFound("list").into());
    };
    let take = match list.as_str() {
        "units" => sohoc_intake::units,
        "people" => sohoc_intake::people,
        "organizations" => sohoc_intake::organizations,
        "assessments" => sohoc_intake::assessments,
        "models" => sohoc_intake::models,
        _ => return Err(ActError::NotFound("list of that kind").into()),
    };
    let date = match date {
        None => office.now().day(),
        Some(date) => date.parse::<Date>().map_err(|error| {
            ActError::bad_input("the date of the list", error.to_string(), "Write it like 2026-03-01.")
        })?,
    };
    let options = Options {
        date,
        year: *year,
        dry_run: *dry_run,
        report: Some(report),
        reason: reason.clone(),
        ethnic_basis: ethnic_basis.clone(),
        staff_of: job.organization,
        progress: &|rows| current.rows.store(rows, Ordering::Relaxed),
        stop: &|| current.stop.load(Ordering::Relaxed),
    };
    take(office, actor, source, &options)
}

fn counts_of(summary: &Summary) -> Counts {
    Counts {
        rows: summary.read,
        added: summary.added,
        updated: summary.updated,
        unchanged: summary.unchanged,
        rejected: summary.rejected,
        notes: summary.notes.clone(),
        tried: None,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::thread;

    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::SeedableRng;
    use sohoc_acts::Clock;
    use sohoc_acts::jobs::{Asked, State};
    use sohoc_ledger::db::Address;
    use sohoc_ledger::keys::Keyring;
    use sohoc_rules::time::Instant;

    use super::*;
    use crate::operations::Machine;
    use crate::settings::Settings;

    struct Still;

    impl Clock for Still {
        fn now(&self) -> Instant {
            Instant::start_of(Date::constant(2026, 3, 2))
        }
    }

    fn operations(folder: &Path) -> Arc<Operations> {
        let address = Address::File(folder.join("ledger.db"));
        let chance = Box::new(ChaCha8Rng::seed_from_u64(1));
        let office = Office::open(address, Keyring::new(&[7; 96]), Arc::new(Still), chance);
        let settings = Settings { spool: folder.join("spool"), ..Settings::default() };
        Operations::new(Arc::new(office.expect("a fresh ledger opens")), settings, Machine::default())
    }

    fn import(operations: &Operations, text: &str) -> Asked {
        let name = operations.jobs.spool.name(operations.office.chance(), "a.csv");
        let mut file = operations.jobs.spool.create(&name).expect("a new file");
        file.write_all(text.as_bytes()).expect("it is written");
        let work = Work::Import {
            list: "people".to_owned(),
            date: None,
            year: None,
            dry_run: false,
            reason: None,
            ethnic_basis: None,
        };
        Asked { work, unit: None, organization: None, source: Some((name, "a.csv".to_owned())) }
    }

    fn export() -> Asked {
        let work = Work::Export {
            list: "people".to_owned(),
            year: None,
            numbers: false,
            ethnic_groups: false,
            ending: "csv".to_owned(),
        };
        Asked { work, unit: None, organization: None, source: None }
    }

    /// The worker does what is on record and is then asked to stop.
    fn done(operations: &Arc<Operations>, asked: &[Asked]) -> Vec<Job> {
        let console = Actor::console();
        let add = |asked| jobs::add(&operations.office, &console, asked).expect("the console may");
        let ids: Vec<JobId> = asked.iter().map(add).collect();
        let find = |id: &JobId| jobs::find(&operations.office, &console, *id).expect("it is on record");
        thread::scope(|scope| {
            let worker = scope.spawn(|| work(operations));
            operations.jobs.ring();
            while !ids.iter().all(|id| find(id).state.has_ended()) {
                thread::yield_now();
            }
            operations.stop();
            worker.join().expect("it ends when it is asked to");
        });
        ids.iter().map(find).collect()
    }

    #[test]
    fn a_list_goes_in_and_out_and_a_bad_one_says_why() {
        let folder = tempfile::tempdir().expect("a folder");
        let operations = operations(folder.path());
        let list = "Họ và tên,Ngày sinh,Giới tính\nNông Thị Hà,08/03/1980,Nữ\n,,Nam\n";
        let asked = [import(&operations, list), import(&operations, "a,b\n1,2\n"), export()];
        let ended = done(&operations, &asked);
        let states: Vec<State> = ended.iter().map(|job| job.state).collect();
        assert_eq!(states, [State::Done, State::Failed, State::Done], "{ended:?}");
        let taken = ended[0].counts.as_ref().expect("it is counted");
        assert_eq!(taken.rows, taken.added + taken.rejected, "{taken:?}");
        assert!(ended[1].failure.as_ref().is_some_and(|sentence| !sentence.is_empty()));
        let out = ended[2].result_file.as_ref().expect("a list came of it");
        assert!(operations.jobs.spool.open(out).is_ok());
        assert_eq!(ended[2].counts.as_ref().map(|counts| counts.rows), Some(taken.added));
    }

    #[test]
    fn a_job_that_was_cancelled_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let operations = operations(folder.path());
        let console = Actor::console();
        let id = jobs::add(&operations.office, &console, &export()).expect("the console may");
        let job = jobs::claim(&operations.office, operations.jobs.holder).expect("claims").expect("it waits");
        let current = Arc::new(Current { id, rows: AtomicU64::new(0), stop: AtomicBool::new(false) });
        operations.jobs.doing(Some(Arc::clone(&current)));
        operations.jobs.tick(&operations.office, SIGN_OF_LIFE_SECONDS).expect("a sign of life");
        assert!(!current.stop.load(Ordering::Relaxed));
        jobs::cancel(&operations.office, &console, id).expect("it runs");
        operations.jobs.tick(&operations.office, SIGN_OF_LIFE_SECONDS).expect("a sign of life");
        assert!(current.stop.load(Ordering::Relaxed), "the tick tells it");
        take_up(&operations, &job);
        let state = jobs::find(&operations.office, &console, id).expect("it is on record").state;
        assert_eq!(state, State::Cancelled);
    }
}
