//! A ledger with invented people, made once for each build of the program and copied for each journey.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::UNIX_EPOCH;

use serde::Deserialize;

use super::Machine;

/// Enough that lists have a second page and every unit has somebody.
const PEOPLE: &str = "2000";

/// How one role of the sample signs in.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// As `sohoc demo --json` names it.
    pub role: String,
    /// The name to sign in with.
    pub sign_in: String,
    /// The code of its first slip.
    pub activation_code: String,
    /// What the program says beside: fields a later program adds.
    #[serde(flatten)]
    pub more: serde_json::Map<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct Made {
    accounts: Vec<Account>,
}

/// The folder of the ready ledger of this build; the first to ask makes it, others wait for that.
pub fn ready(machine: &Machine) -> PathBuf {
    let built = fs::metadata(&machine.program).expect("the program is a file");
    let moment = built.modified().expect("files have times").duration_since(UNIX_EPOCH).expect("after 1970");
    let name = format!("ledger-{}-{}", built.len(), moment.as_nanos());
    let folder = machine.folder.join(name);
    let lock = File::create(machine.folder.join("ledger.lock")).expect("target can be written");
    lock.lock().expect("files can be locked");
    if !folder.join("made.json").is_file() {
        forget_older(machine);
        make(machine, &folder);
    }
    folder
}

/// The accounts of a ready ledger.
pub fn accounts(folder: &Path) -> Vec<Account> {
    let told = fs::read(folder.join("made.json")).expect("a ready ledger has its list of accounts");
    serde_json::from_slice::<Made>(&told).expect("the demo tells its accounts").accounts
}

/// Copies the ledger and what belongs to it, but not the lists that were printed.
pub fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from.join("demo")).expect("the demo has a folder") {
        let entry = entry.expect("it can be listed");
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("there is room for a copy");
        }
    }
}

fn make(machine: &Machine, folder: &Path) {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).expect("target can be written");
    let demo = folder.join("demo");
    let mut command = Command::new(&machine.program);
    command.args(["demo", "--people", PEOPLE, "--no-serve", "--json", "--dir"]).arg(&demo);
    let output = command.output().expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "the demo was not made: {said}");
    fs::write(folder.join("made.json"), output.stdout).expect("target can be written");
}

fn forget_older(machine: &Machine) {
    for entry in fs::read_dir(&machine.folder).expect("it was made").flatten() {
        if entry.file_name().to_string_lossy().starts_with("ledger-") {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
