//! What is done each second: writing notes of reads, sealing the journal where acts leave that to us, folding tallies, forgetting.

use std::sync::Arc;
use std::time::Duration;

use sohoc_acts::access::{Actor, accounts};
use sohoc_acts::{Error, Office, evidence, figures, reading};
use sohoc_ledger::db::Address;
use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use super::{Operations, stopped, watch as figures_of};

const SECOND: Duration = Duration::from_secs(1);
/// Readers add what is not folded yet, so that once in a minute is enough.
const FOLD_SECONDS: u64 = 60;
const SWEEP_SECONDS: u64 = 3_600;

/// Ticks until `stop` turns true, and a last time then.
pub async fn tick(operations: Arc<Operations>, mut stop: watch::Receiver<bool>) {
    let mut seconds = interval(SECOND);
    seconds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut number: u64 = 0;
    loop {
        tokio::select! {
            _ = seconds.tick() => number = number.wrapping_add(1),
            () = stopped(&mut stop) => break,
        }
        chores(&operations, number).await;
    }
}

/// What must not be left undone when the program ends.
pub fn last_chores(operations: &Operations) {
    told("writing notes of reads", operations.office.flush_readings().map(|_| ()));
    told("sealing the journal", seal(operations));
}

async fn chores(operations: &Arc<Operations>, number: u64) {
    figures_of::upkeep();
    if number.is_multiple_of(FOLD_SECONDS) {
        operations.rates.forget_old();
    }
    let operations = Arc::clone(operations);
    // Not through the gate: these must be done above all when it is crowded.
    let done = tokio::task::spawn_blocking(move || {
        told("writing notes of reads", operations.office.flush_readings().map(|_| ()));
        told("noting which sessions are used", operations.in_use.write(&operations.office));
        told("sealing the journal", seal(&operations));
        told("noting progress", operations.jobs.tick(&operations.office, number));
        if number % SWEEP_SECONDS == 1 {
            told("taking old files away", operations.jobs.sweep(&operations.office));
            sweep(&operations.office);
        }
        if number.is_multiple_of(FOLD_SECONDS) {
            told("folding the tallies", figures::fold(&operations.office).map(|_| ()));
        }
    });
    if done.await.is_err() {
        tracing::error!("the work of a second broke off");
    }
}

/// What is over is taken away: sessions that ended, accounts nobody uses, evidence and notes kept long enough.
fn sweep(office: &Office) {
    let system = Actor::system();
    told("ending sessions", accounts::sweep_ended(office, &system));
    told("switching dormant accounts off", accounts::sweep_dormant(office, &system).map(|_| ()));
    told("taking old evidence away", evidence::sweep(office, &system).map(|_| ()));
    told("forgetting old notes of reads", reading::sweep(office, &system).map(|_| ()));
}

/// On SQLite each act seals itself.
fn seal(operations: &Operations) -> Result<(), Error> {
    if matches!(operations.office.store().address(), Address::File(_)) {
        return Ok(());
    }
    let sealed = operations.office.seal()?;
    metrics::gauge!("sohoc_journal_unsealed").set(f64::from(u32::try_from(sealed).unwrap_or(u32::MAX)));
    Ok(())
}

fn told(what: &'static str, result: Result<(), Error>) {
    if let Err(error) = result {
        tracing::error!(chore = what, fault.chain = %error, "a chore failed; it is tried again");
    }
}
