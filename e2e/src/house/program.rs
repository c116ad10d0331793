//! `sohoc serve` on a free port, over a ledger of its own.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;

use tempfile::TempDir;

use super::Machine;
use super::template::{self, Account};

/// The running program; it ends with this value.
pub struct Program {
    child: Child,
    /// Where it listens: host and port.
    address: String,
    accounts: Vec<Account>,
    /// What it wrote since it began.
    log: Arc<Mutex<String>>,
    folder: TempDir,
}

impl Program {
    /// Starts it over a fresh copy of the sample's ledger.
    pub fn start(machine: &Machine) -> Self {
        let template = template::ready(machine);
        let folder = TempDir::with_prefix("sohoc-e2e-").expect("there is a folder for temporary files");
        template::copy(&template, folder.path());
        let (child, address, log) = serve(machine, folder.path());
        Self { child, address, accounts: template::accounts(&template), log, folder }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        // By name: passkeys have no home at a number.
        let port = self.address.rsplit(':').next().unwrap_or_default();
        format!("http://localhost:{port}{path}")
    }

    /// How the sample's first account of a role signs in, with the role as `sohoc demo --json` names it.
    pub fn account(&self, role: &str) -> &Account {
        let found = self.accounts.iter().find(|account| account.role == role);
        found.unwrap_or_else(|| panic!("the demo has no account of the role {role}"))
    }

    /// Runs another command of the program on this ledger, and gives what it printed.
    pub fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(&Machine::look().program);
        command.arg("--config").arg(self.folder.path().join("sohoc.toml")).args(arguments);
        let output = command.output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "sohoc {}: {said}", arguments.join(" "));
        String::from_utf8(output.stdout).expect("it prints text")
    }

    /// A file of this journey, for uploads.
    pub fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, content).expect("there is room for a file");
        path
    }

    /// What it wrote so far.
    pub fn log(&self) -> String {
        self.log.lock().expect("nobody panics while writing it").clone()
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn serve(machine: &Machine, folder: &Path) -> (Child, String, Arc<Mutex<String>>) {
    let mut command = Command::new(&machine.program);
    command.arg("--config").arg(folder.join("sohoc.toml")).args(["serve", "--listen", "127.0.0.1:0"]);
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let mut told = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut before = String::new();
    let address = loop {
        let mut line = String::new();
        let read = told.read_line(&mut line).expect("it writes text");
        assert!(read > 0, "the program ended before it listened: {before}");
        let address = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        if let Some(address) = address {
            break address.to_owned();
        }
        before.push_str(&line);
    };
    let log = Arc::new(Mutex::new(before));
    let kept = Arc::clone(&log);
    // Read to its end, so that the program never waits for somebody to read.
    thread::spawn(move || {
        for line in told.lines().map_while(Result::ok) {
            let _ = writeln!(kept.lock().expect("nobody panics while reading it"), "{line}");
        }
    });
    (child, address, log)
}
