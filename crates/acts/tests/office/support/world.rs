//! A fresh ledger for each test, ready for the year 2026.

use std::process;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::civil::date;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sohoc_acts::access::Actor;
use sohoc_acts::{Office, figures, rounds};
use sohoc_ledger::db::{Address, Ddl, raw_batch, raw_rows};
use sohoc_ledger::journal;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::dossier::RoundRules;
use tempfile::TempDir;

use super::{Cast, Place, SteppedClock};

/// An open office with the territory, the criteria, the round of 2026 and one account of each role.
pub struct World {
    pub office: Office,
    pub clock: Arc<SteppedClock>,
    pub round: rounds::Round,
    pub address: Address,
    seed: u64,
    folder: Option<TempDir>,
}

pub fn keys() -> Keyring {
    Keyring::new(&[7; 96])
}

/// Chance that is the same in every run.
pub fn chance(seed: u64) -> Box<ChaCha8Rng> {
    Box::new(ChaCha8Rng::seed_from_u64(seed))
}

impl World {
    /// `None` where the database is not there.
    pub fn new(dialect: Ddl) -> Option<Self> {
        let (address, folder) = match dialect {
            Ddl::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder can be made");
                (Address::File(folder.path().join("ledger.sqlite")), Some(folder))
            }
            Ddl::Postgres => (free_schema()?, None),
        };
        let clock = Arc::new(SteppedClock::new(date(2026, 3, 2)));
        let office =
            Office::open(address.clone(), keys(), clock.clone(), chance(1)).expect("a fresh ledger opens");
        Place::load_all(&office);
        let console = Actor::console();
        let (file, text) = ("qd-324-2023.toml", sohoc_data::criteria::QD_324_2023);
        assert!(rounds::load_criteria(&office, &console, file, text).expect("criteria load"));
        rounds::open(&office, &console, &RoundRules::usual(2026)).expect("the round opens");
        Cast::make_all(&office);
        let round = office.read(|reader| rounds::find(reader, 2026)).expect("the round is there");
        Some(Self { office, clock, round, address, seed: 1, folder })
    }

    /// Another program on the same ledger.
    pub fn opened_again(&self, seed: u64) -> Office {
        assert_ne!(seed, self.seed, "two programs never share their chance");
        Office::open(self.address.clone(), keys(), self.clock.clone(), chance(seed)).expect("it opens twice")
    }

    pub fn actor(&self, sign_in: &str) -> Actor {
        Actor::find(&self.office, sign_in).expect("the account is there")
    }

    /// Tallies equal a recount and the journal is whole.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert_eq!(figures::recount_check(&self.office).expect("a recount"), []);
        assert_eq!(sohoc_acts::dossier::recheck_flags(&self.office).expect("a recount"), []);
        self.office.seal().expect("the journal is sealed");
        let report = self
            .office
            .read(|reader| Ok(journal::verify(reader, self.office.keys(), None)?))
            .expect("the journal is read");
        assert_eq!((report.findings, report.unsealed), (vec![], 0));
    }

    /// What a query finds, as text.
    #[track_caller]
    pub fn rows(&self, query: &str) -> Vec<Vec<String>> {
        let rows = raw_rows(self.office.store(), query).expect("the query runs");
        rows.into_iter().map(|row| row.into_iter().map(Option::unwrap_or_default).collect()).collect()
    }

    /// The only number a query finds.
    #[track_caller]
    pub fn count(&self, query: &str) -> i64 {
        self.rows(query)[0][0].parse().expect("a number")
    }

    /// Statements behind the back of the program.
    #[track_caller]
    pub fn batch(&self, text: &str) {
        raw_batch(self.office.store(), text).expect("the statements run");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A file goes with its folder. A failure here would only hide the one that ended the test.
        if let (None, Address::Schema { schema, .. }) = (&self.folder, &self.address) {
            let _ = raw_batch(
                self.office.store(),
                &format!("rollback; set lock_timeout = '5s'; drop schema if exists \"{schema}\" cascade"),
            );
        }
    }
}

/// The same test on a fresh ledger of each database that is there; sound at its end.
pub fn on_both(test: impl Fn(&World)) {
    on(Ddl::Sqlite, &test);
    on(Ddl::Postgres, &test);
}

/// A test of what only SQLite does, or of what the database has no part in.
pub fn on_sqlite(test: impl Fn(&World)) {
    on(Ddl::Sqlite, test);
}

fn on(dialect: Ddl, test: impl Fn(&World)) {
    // Shown only when the test fails: on which database it was.
    println!("on {dialect:?}");
    if let Some(world) = World::new(dialect) {
        test(&world);
        world.assert_sound();
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
    let schema = format!("sohoc_office_{}_{number}", process::id());
    Some(Address::parse(&server, &schema).expect("SOHOC_TEST_POSTGRES can be read"))
}
