//! An installation in a folder of its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::Value;
use sohoc_acts::{Clock, Office};
use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;
use sohoc_rules::time::Instant;
use tempfile::TempDir;

/// The folder in which the program is run.
pub struct Installation {
    folder: TempDir,
}

/// What one run of the program said.
#[derive(Debug)]
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Installation {
    /// Nothing there yet.
    pub fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder can be made") }
    }

    /// After `sohoc init`.
    pub fn made() -> Self {
        let installation = Self::empty();
        installation.does(&["init"]);
        installation
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the folder.
    pub fn file(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("the folder can be written");
    }

    /// The program with the folder as its working folder.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sohoc"));
        command.args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        // One sentence is expected, whatever the tests themselves are to print.
        command.env_remove("RUST_BACKTRACE");
        command
    }

    pub fn run(&self, args: &[&str]) -> Said {
        let done = self.command(args).output().expect("the program was built");
        Said {
            code: done.status.code().expect("it ended by itself"),
            out: String::from_utf8(done.stdout).expect("it writes UTF-8"),
            err: String::from_utf8(done.stderr).expect("it writes UTF-8"),
        }
    }

    /// A run that must succeed; gives what it printed.
    #[track_caller]
    pub fn does(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
        said.out
    }

    /// A run with `--json` that must succeed.
    #[track_caller]
    pub fn json(&self, args: &[&str]) -> Value {
        let out = self.does(&[args, &["--json"]].concat());
        serde_json::from_str(&out).expect("it prints one JSON value")
    }

    /// A run that must fail with code 1, nothing on standard output and one sentence on standard error,
    /// which is given back.
    #[track_caller]
    pub fn refuses(&self, args: &[&str]) -> String {
        let said = self.run(args);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{args:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1, "one line: {}", said.err);
        let sentence = said.err.strip_prefix("sohoc: ").expect("it says who speaks");
        sentence.trim_end().to_owned()
    }

    /// The same ledger through the acts, for steps that have no command.
    pub fn office(&self) -> Office {
        let folder = self.path("sohoc-data");
        let text = fs::read_to_string(folder.join("keys.toml")).expect("init made the keys");
        let keys = Keyring::parse(&text).expect("a key file");
        let (clock, chance) = machine_clock();
        Office::open(Address::File(folder.join("ledger.db")), keys, clock, chance).expect("it opens")
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// The clock by which the program itself goes.
struct Now;

impl Clock for Now {
    #[expect(clippy::disallowed_methods, reason = "the program under test goes by the machine's clock")]
    fn now(&self) -> Instant {
        Instant::from_timestamp(jiff::Timestamp::now())
    }
}

/// That clock, and chance of the test's own, to open an office with.
pub fn machine_clock() -> (Arc<dyn Clock>, Box<StdRng>) {
    (Arc::new(Now), Box::new(StdRng::from_seed([7; 32])))
}

/// The year of that clock: rounds are open in their own year.
pub fn this_year() -> i16 {
    Now.now().day().year()
}
