//! A small ledger for lists: the province, a few hamlets, the round of 2026, accounts; and the files.

mod clock;
mod files;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::civil::date;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sohoc_acts::access::{Actor, NewAccount, add_accounts};
use sohoc_acts::{Office, figures, rounds, territory};
use sohoc_data::territory::{CAO_BANG_SUCCESSIONS, CAO_BANG_UNITS};
use sohoc_intake::{Error, Options, Summary};
use sohoc_ledger::db::{Address, Ddl, raw_batch, raw_rows};
use sohoc_ledger::journal;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::RoundRules;
use sohoc_rules::territory::{CsvText, NewHamlet, Unit, id_from_key};
use sohoc_rules::time::{Date, Span};
use tempfile::TempDir;

pub use clock::SteppedClock;
pub use files::{sent, sheets_of, workbook};

/// Any of the importers.
pub type Import = fn(&Office, &Actor, &Path, &Options<'_>) -> Result<Summary, Error>;

/// The day of the lists.
pub const DAY: Date = date(2026, 3, 2);

/// Hamlets by code, kind, name and commune. The Nà Lù lay in two wards that are one now.
const HAMLETS: [(&str, &str, &str, &str); 8] = [
    ("HL-1", "xóm", "Nà Mạ", "C2-01558"),
    ("HL-2", "xóm", "Lũng Đẩy", "C2-01558"),
    ("DT-1", "xóm", "Bản Giốc", "C2-01501"),
    ("TC-1", "xóm", "Khuổi Ngọa", "C2-01777"),
    ("TP-5", "tổ dân phố", "5", "C2-01273"),
    ("TP-6", "tổ dân phố", "6", "C2-01273"),
    ("HG-1", "xóm", "Nà Lù", "C3-01273"),
    ("SH-1", "xóm", "Nà Lù", "C3-01267"),
];

/// An open office; `folder` holds the lists and reports, on SQLite the ledger too.
pub struct World {
    pub office: Office,
    folder: TempDir,
    schema: Option<Address>,
}

impl World {
    /// `None` where the database is not there.
    pub fn new(dialect: Ddl) -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let address = match dialect {
            Ddl::Sqlite => Address::File(folder.path().join("ledger.sqlite")),
            Ddl::Postgres => free_schema()?,
        };
        let schema = matches!(dialect, Ddl::Postgres).then(|| address.clone());
        let clock = Arc::new(SteppedClock::new(DAY));
        let chance = Box::new(ChaCha8Rng::seed_from_u64(1));
        let office = Office::open(address, Keyring::new(&[7; 96]), clock, chance).expect("it opens");
        lay_out(&office);
        Some(Self { office, folder, schema })
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a list as text; gives its path.
    pub fn list(&self, name: &str, lines: &[&str]) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, lines.join("\n")).expect("a list can be written");
        path
    }

    /// Takes a list in from the console.
    #[track_caller]
    pub fn take(&self, import: Import, list: &Path) -> Summary {
        self.take_by(import, &Actor::console(), list)
    }

    /// Takes a list in; rejected rows go to `can-sua.xlsx`.
    #[track_caller]
    pub fn take_by(&self, import: Import, actor: &Actor, list: &Path) -> Summary {
        import(&self.office, actor, list, &self.options()).expect("the list is taken in")
    }

    /// Of the day of the lists, with a report.
    pub fn options(&self) -> Options<'static> {
        let report = Some(self.path("can-sua.xlsx"));
        Options {
            date: DAY,
            year: None,
            dry_run: false,
            report,
            reason: None,
            ethnic_basis: None,
            staff_of: None,
            progress: &|_| (),
            stop: &|| false,
        }
    }

    /// The rejected rows: sheet and cells of each row of the report, without its heading.
    #[track_caller]
    pub fn report(&self) -> Vec<String> {
        sheets_of(&self.path("can-sua.xlsx"))
    }

    pub fn actor(&self, role: Role, scope: Scope) -> Actor {
        let sign_in = format!("{}-{}", role.code(), self.count("select count(*) from account"));
        let (display_name, from) = (sign_in.clone(), date(2026, 1, 1));
        let new = NewAccount { sign_in, display_name, person: None, role, scope, from };
        add_accounts(&self.office, &Actor::console(), std::slice::from_ref(&new)).expect("an account");
        Actor::find(&self.office, &new.sign_in).expect("the account is there")
    }

    /// Tallies equal a recount and the journal is whole.
    #[track_caller]
    pub fn assert_sound(&self) {
        assert_eq!(figures::recount_check(&self.office).expect("a recount"), []);
        self.office.seal().expect("the journal is sealed");
        let report = self
            .office
            .read(|reader| Ok(journal::verify(reader, self.office.keys(), None)?))
            .expect("the journal is read");
        assert_eq!((report.findings, report.unsealed), (vec![], 0));
    }

    /// What a query finds, as text, cells parted by bars.
    #[track_caller]
    pub fn rows(&self, query: &str) -> Vec<String> {
        let rows = raw_rows(self.office.store(), query).expect("the query runs");
        let text =
            |row: Vec<Option<String>>| row.into_iter().map(Option::unwrap_or_default).collect::<Vec<_>>();
        rows.into_iter().map(|row| text(row).join("|")).collect()
    }

    /// The only number a query finds.
    #[track_caller]
    pub fn count(&self, query: &str) -> i64 {
        self.rows(query)[0].parse().expect("a number")
    }

    /// Statements behind the back of the program.
    #[track_caller]
    pub fn batch(&self, text: &str) {
        raw_batch(self.office.store(), text).expect("the statements run");
    }
}

impl Drop for World {
    fn drop(&mut self) {
        // A failure here would only hide the one that ended the test.
        if let Some(Address::Schema { schema, .. }) = &self.schema {
            let drop = format!("rollback; drop schema if exists \"{schema}\" cascade");
            let _ = raw_batch(self.office.store(), &drop);
        }
    }
}

fn lay_out(office: &Office) {
    let console = Actor::console();
    let units = CsvText { name: "admin-units.csv", text: CAO_BANG_UNITS };
    let successions = CsvText { name: "unit-successions.csv", text: CAO_BANG_SUCCESSIONS };
    territory::load(office, &console, units, successions).expect("units load");
    let hamlet = |(code, kind, name, commune): (&str, &str, &str, &str)| {
        let span = if commune.starts_with("C2") { Span::since(date(2025, 7, 1)) } else { Span::ALWAYS };
        let unit = Unit::hamlet(id_from_key(code), code, kind, name, span);
        NewHamlet { unit, communes: vec![id_from_key(commune)] }
    };
    let hamlets: Vec<NewHamlet> = HAMLETS.into_iter().map(hamlet).collect();
    territory::add_hamlets(office, &console, &hamlets).expect("hamlets are added");
    let (file, text) = ("qd-324-2023.toml", sohoc_data::criteria::QD_324_2023);
    rounds::load_criteria(office, &console, file, text).expect("criteria load");
    rounds::open(office, &console, &RoundRules::usual(2026)).expect("the round opens");
}

/// The same test on a fresh ledger of each database that is there; sound at its end.
pub fn on_both(test: impl Fn(&World)) {
    for dialect in [Ddl::Sqlite, Ddl::Postgres] {
        on(dialect, &test);
    }
}

/// A test of what the database has no part in, or of what only SQLite does.
pub fn on_sqlite(test: impl Fn(&World)) {
    on(Ddl::Sqlite, &test);
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
    let schema = format!("sohoc_intake_{}_{number}", std::process::id());
    Some(Address::parse(&server, &schema).expect("SOHOC_TEST_POSTGRES can be read"))
}

/// What an import did, as five numbers: read, added, updated, unchanged, rejected.
pub fn numbers(summary: &Summary) -> [u64; 5] {
    [summary.read, summary.added, summary.updated, summary.unchanged, summary.rejected]
}
