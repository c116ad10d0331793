//! The schema, step by step, forward only.
//!
//! Each step is one text for both databases (see [`ddl`]). A step that was applied is never edited:
//! its digest is kept and compared. An older program refuses a ledger that a newer one has changed.

use sha2::{Digest, Sha256};
use sohoc_rules::time::Instant;

use crate::db::{Fault, Moment, Store, Writer, ddl, make_table};
use crate::sql;

/// Number and text of each step, in order.
const STEPS: [(i64, &str); 9] = [
    (1, include_str!("../migrations/0001_ledger.sql")),
    (2, include_str!("../migrations/0002_access.sql")),
    (3, include_str!("../migrations/0003_evidence.sql")),
    (4, include_str!("../migrations/0004_privacy.sql")),
    (5, include_str!("../migrations/0005_jobs.sql")),
    (6, include_str!("../migrations/0006_drafts.sql")),
    (7, include_str!("../migrations/0007_api.sql")),
    (8, include_str!("../migrations/0008_minutes.sql")),
    (9, include_str!("../migrations/0009_office.sql")),
];

/// The version that this program makes and understands.
pub const VERSION: i64 = STEPS[STEPS.len() - 1].0;

const JOURNAL: &str = "create table if not exists migration (
    version {count} not null primary key, digest {text} not null, applied_at {moment} not null) {table};";

/// Brings the ledger to [`VERSION`]; does nothing when it is there.
///
/// Two programs may start at once: each step runs in a writing transaction that begins by noting the
/// step, and the one that comes second finds it noted.
///
/// # Errors
/// [`Fault::TooNew`], [`Fault::ChangedMigration`], or a [`Fault`] of the store.
pub fn migrate(store: &Store, at: Instant) -> Result<(), Fault> {
    make_table(store, &ddl(JOURNAL, store.address().dialect()))?;
    check_not_newer(store)?;
    STEPS.into_iter().try_for_each(|(version, text)| {
        store.write(|writer| {
            if note(writer, version, text, at)? {
                writer.batch(&ddl(text, store.address().dialect()))?;
            }
            Ok(())
        })
    })
}

/// Notes a step; `false` when it was applied before.
///
/// On PostgreSQL the note waits for a transaction that has made the same one, and is run again
/// after it: tables made at the same moment would refuse each other instead.
fn note(writer: &Writer<'_>, version: i64, text: &str, at: Instant) -> Result<bool, Fault> {
    let digest = digest(text);
    let applied =
        writer.find(sql!("select digest from migration where version = $1"), &[&version], |row| {
            row.get::<String>(0)
        })?;
    match applied {
        Some(applied) if applied == digest => Ok(false),
        Some(_) => Err(Fault::ChangedMigration(version)),
        None => {
            writer.change(
                sql!(
                    "insert into migration (version, digest, applied_at) values ($1, $2, $3)
                     on conflict (version) do nothing"
                ),
                &[&version, &digest, &Moment(at)],
                1,
            )?;
            Ok(true)
        }
    }
}

fn check_not_newer(store: &Store) -> Result<(), Fault> {
    let found = store.read(|reader| {
        reader.find(sql!("select version from migration order by version desc limit 1"), &[], |row| {
            row.get::<i64>(0)
        })
    })?;
    match found {
        Some(found) if found > VERSION => Err(Fault::TooNew { found, known: VERSION }),
        _ => Ok(()),
    }
}

fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
