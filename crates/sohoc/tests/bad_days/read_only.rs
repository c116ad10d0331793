//! The ledger, its folder or both may be read but not written.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::book::ledger_file;
use crate::installation::{Installation, Said, this_year};
use crate::province::{import, with_list};

/// Who runs the program: rights bind everybody but root.
struct Somebody {
    program: PathBuf,
    is_root: bool,
}

impl Somebody {
    /// The account of the test, or `nobody` when that is root; `None` where nobody cannot be borrowed.
    fn new(installation: &Installation) -> Option<Self> {
        let program = PathBuf::from(installation.command(&[]).get_program());
        let is_root = rustix::process::geteuid().is_root();
        if !is_root {
            return Some(Self { program, is_root });
        }
        let here = installation.path("program");
        fs::copy(&program, &here).expect("there is room for a copy");
        let somebody = Self { program: here, is_root };
        let given = Command::new("chown").args(["-R", "nobody"]).arg(installation.folder()).status();
        if given.is_ok_and(|status| status.success()) && somebody.run(installation, &["--help"]).code == 0 {
            return Some(somebody);
        }
        println!("skipped: root may write everywhere, and the account nobody is not to be had");
        None
    }

    fn run(&self, installation: &Installation, args: &[&str]) -> Said {
        let mut command = Command::new(&self.program);
        if self.is_root {
            command = Command::new("runuser");
            command.args(["-u", "nobody", "--"]).arg(&self.program);
        }
        command.args(args).current_dir(installation.folder()).env_remove("RUST_BACKTRACE");
        match command.output() {
            Err(error) => Said { code: -1, out: String::new(), err: error.to_string() },
            Ok(done) => Said {
                code: done.status.code().unwrap_or(-1),
                out: String::from_utf8(done.stdout).expect("it writes UTF-8"),
                err: String::from_utf8(done.stderr).expect("it writes UTF-8"),
            },
        }
    }

    #[track_caller]
    fn is_refused(&self, installation: &Installation, args: &[&str]) {
        let said = self.run(installation, args);
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{args:?}: {}", said.err);
        assert!(said.err.ends_with(&format!("{SENTENCE}\n")), "{args:?}: {}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
}

const SENTENCE: &str = "the ledger cannot be written (read-only disk or missing permission); nothing was changed; \
    give the account that runs this program the right to write the ledger, the files beside it and their folder, or \
    work on a copy: even reading needs a folder that can be written";

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("it is ours");
}

#[test]
fn a_ledger_file_that_may_only_be_read_answers_questions_and_refuses_acts() {
    let installation = with_list(500);
    let Some(somebody) = Somebody::new(&installation) else { return };
    assert_eq!(somebody.run(&installation, &import("people.csv")).code, 0);
    let file = ledger_file(&installation);
    set_mode(&file, 0o444);
    let year = this_year().to_string();
    let figures = ["figures", "--measure", "adults", "--year", &year, "--by", "province"];
    let said = somebody.run(&installation, &figures);
    assert_eq!(said.code, 0, "{}", said.err);
    somebody.is_refused(&installation, &import("people.csv"));
    somebody.is_refused(&installation, &["find", "nong"]);
    let doctor = somebody.run(&installation, &["doctor"]);
    assert!(
        doctor.code == 1 && doctor.out.contains("writing        UNSAFE  the ledger cannot be written"),
        "{}",
        doctor.out
    );
    // The log and its index took over the rights of the ledger.
    for name in ["ledger.db", "ledger.db-wal", "ledger.db-shm"] {
        set_mode(&file.with_file_name(name), 0o600);
    }
    let said = somebody.run(&installation, &import("people.csv"));
    assert_eq!(said.code, 0, "works again: {}", said.err);
}

#[test]
fn in_a_folder_that_may_only_be_read_even_reading_is_refused_with_the_remedy() {
    let installation = with_list(500);
    let Some(somebody) = Somebody::new(&installation) else { return };
    let folder = installation.path("sohoc-data");
    set_mode(&folder, 0o500);
    let year = this_year().to_string();
    let figures = ["figures", "--measure", "adults", "--year", &year, "--by", "province"];
    for command in [&figures[..], &import("people.csv"), &["round", "status"]] {
        somebody.is_refused(&installation, command);
    }
    let doctor = somebody.run(&installation, &["doctor"]);
    assert!(doctor.code == 1 && doctor.out.contains("even reading needs a folder"), "{}", doctor.out);
    set_mode(&folder, 0o700);
    assert_eq!(somebody.run(&installation, &figures).code, 0, "works again");
}
