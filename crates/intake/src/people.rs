//! Lists of people.
//!
//! Reading, checking and sealing run on one thread, writing on another: the writer never waits for
//! the file and the file never runs ahead by more than a few batches.

mod reading;

use std::path::Path;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use sohoc_acts::Office;
use sohoc_acts::access::Actor;
use sohoc_acts::people::{Prepared, Registered, register_in};
use sohoc_ledger::imports::ImportCounts;
use sohoc_papers::tables::people::SCHEMA;
use sohoc_rules::access::ActKind;

use crate::run::{Run, close};
use crate::sheets::Sheets;
use crate::{Error, Options, Summary};
use reading::Reading;

/// Takes in a list of people, from all sheets of the file that hold one.
///
/// # Errors
/// When the file cannot be read or the store fails. Batches that were in by then stay in.
pub fn import(office: &Office, actor: &Actor, path: &Path, options: &Options<'_>) -> Result<Summary, Error> {
    let mut sheets = Sheets::open(path, &SCHEMA)?;
    let mut reading = Reading::new(office, actor, options)?;
    let run = Run::begin(office, actor, "people", path, options)?;
    let (sender, receiver) = sync_channel(AHEAD);
    let mut summary = Summary::default();
    let (reading, written) = thread::scope(|scope| {
        let sheets = &mut sheets;
        let reader = scope.spawn(move || {
            reading.read(sheets, &sender)?;
            drop(sender);
            Ok::<_, Error>(reading)
        });
        let written = write(&run, &receiver, &mut summary, options);
        // Without a receiver a reader that is still at it stops at its next batch.
        drop(receiver);
        (reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), written)
    });
    written?;
    let reading = reading?;
    summary.notes = reading.notes();
    summary.notes.extend(sheets.note());
    close(&run, summary, &reading.rejects, (path, &SCHEMA), options)
}

/// Batches that may wait for the writer.
const AHEAD: usize = 3;

type Batch = Vec<Prepared>;

fn write(
    run: &Run<'_>,
    batches: &Receiver<Batch>,
    summary: &mut Summary,
    options: &Options<'_>,
) -> Result<(), Error> {
    for batch in batches {
        let ((), counts) = run.batch(|desk| Ok(((), count(&register_in(desk, ActKind::Import, &batch)?))))?;
        summary.add(counts);
        (options.progress)(summary.read);
    }
    Ok(())
}

fn count(outcomes: &[Registered]) -> ImportCounts {
    let mut counts = ImportCounts::default();
    for outcome in outcomes {
        counts.read += 1;
        match outcome {
            Registered::Added(_) => counts.added += 1,
            Registered::Updated(..) => counts.updated += 1,
            Registered::Unchanged(_) => counts.unchanged += 1,
        }
    }
    counts
}
