//! A ledger of its own for each test.

use std::fs;
use std::path::Path;
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use sohoc_ledger::db::{Address, Ddl, Fault, Reader, Store, Writer, raw_batch, raw_rows};
use sohoc_ledger::migrations;
use tempfile::TempDir;

use super::values::moment;

/// A fresh ledger on one of the databases. Dropped, it leaves nothing behind.
pub struct Ledger {
    pub store: Store,
    folder: Option<TempDir>,
}

impl Ledger {
    /// Without any tables yet.
    pub fn empty(dialect: Ddl) -> Option<Self> {
        let (address, folder) = match dialect {
            Ddl::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder can be made");
                (Address::File(folder.path().join("ledger.sqlite")), Some(folder))
            }
            Ddl::Postgres => (free_schema()?, None),
        };
        let store = Store::open(address).expect("a fresh ledger opens");
        Some(Self { store, folder })
    }

    /// With all tables.
    pub fn new(dialect: Ddl) -> Option<Self> {
        let ledger = Self::empty(dialect)?;
        migrations::migrate(&ledger.store, moment(0)).expect("a fresh ledger can be migrated");
        Some(ledger)
    }

    /// Another program's view of the same ledger.
    pub fn opened_again(&self) -> Store {
        Store::open(self.store.address().clone()).expect("a ledger opens twice")
    }

    pub fn dialect(&self) -> Ddl {
        self.store.address().dialect()
    }

    /// A write that must succeed.
    #[track_caller]
    pub fn write<T>(&self, work: impl FnMut(&Writer<'_>) -> Result<T, Fault>) -> T {
        self.store.write(work).expect("the write is kept")
    }

    /// A read that must succeed.
    #[track_caller]
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T, Fault>) -> T {
        self.store.read(work).expect("the read succeeds")
    }

    /// Statements without parameters, behind the back of the program.
    #[track_caller]
    pub fn batch(&self, text: &str) {
        raw_batch(&self.store, text).expect("the statements run");
    }

    /// Takes all rows out again, which is quicker than a fresh ledger.
    pub fn wipe(&self) {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
        let mut files: Vec<_> = fs::read_dir(folder)
            .expect("the folder of the migrations is there")
            .map(|file| file.expect("it can be read").path())
            .collect();
        files.sort();
        let texts: Vec<String> =
            files.iter().map(|file| fs::read_to_string(file).expect("it can be read")).collect();
        // A table refers only to those made before it.
        let tables = texts.iter().rev().flat_map(|text| text.lines().rev()).filter_map(|line| {
            line.strip_prefix("create table ").and_then(|rest| rest.split_whitespace().next())
        });
        self.batch(&tables.map(|table| format!("delete from {table};")).collect::<String>());
    }

    /// The only value of a query.
    #[track_caller]
    pub fn value(&self, text: &str) -> String {
        let rows = raw_rows(&self.store, text).expect("the query runs");
        assert_eq!(rows.len(), 1, "{text}");
        rows[0][0].clone().unwrap_or_default()
    }
}

impl Drop for Ledger {
    fn drop(&mut self) {
        // A file goes with its folder. A failure here would only hide the one that ended the test.
        if let (None, Address::Schema { schema, .. }) = (&self.folder, self.store.address()) {
            let _ = raw_batch(
                &self.store,
                &format!("rollback; set lock_timeout = '5s'; drop schema if exists \"{schema}\" cascade"),
            );
        }
    }
}

/// The same test on a fresh ledger of each database that is there.
pub fn on_both(test: impl Fn(&Ledger)) {
    for dialect in [Ddl::Sqlite, Ddl::Postgres] {
        on(dialect, &test);
    }
}

/// A test of what only PostgreSQL does.
pub fn on_postgres(test: impl Fn(&Ledger)) {
    on(Ddl::Postgres, test);
}

fn on(dialect: Ddl, test: impl Fn(&Ledger)) {
    // Shown only when the test fails: on which database it was.
    println!("on {dialect:?}");
    if let Some(ledger) = Ledger::new(dialect) {
        test(&ledger);
    }
}

/// A schema name nobody else uses, on the server that is there for tests.
fn free_schema() -> Option<Address> {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let Ok(server) = std::env::var("SOHOC_TEST_POSTGRES") else {
        println!("PostgreSQL skipped: SOHOC_TEST_POSTGRES names no server");
        return None;
    };
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let schema = format!("sohoc_test_{}_{number}", process::id());
    Some(Address::parse(&server, &schema).expect("SOHOC_TEST_POSTGRES can be read"))
}
