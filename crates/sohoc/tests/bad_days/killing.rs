//! Programs that run beside the test, and are ended without a warning.

use std::fs;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::Duration;

/// A program at work; ended with the test, however that ends.
pub struct Running {
    child: Child,
}

/// The byte of the shared memory beside SQLite's log that the one writer holds locked; a part of the
/// file format (<https://sqlite.org/walformat.html>).
const WRITE_LOCK: u64 = 120;

impl Running {
    pub fn start(mut command: Command) -> Self {
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn();
        Self { child: child.expect("the program was built") }
    }

    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().expect("it is ours").is_some()
    }

    /// Whether it is inside a transaction that writes.
    pub fn is_writing(&self) -> bool {
        let process = self.child.id().to_string();
        let locks = fs::read_to_string("/proc/locks").expect("Linux tells who locks what");
        locks.lines().any(|line| {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [_, "POSIX", _, "WRITE", owner, _, from, to] = words[..] else { return false };
            let range = from.parse::<u64>().ok().zip(to.parse::<u64>().ok());
            owner == process && range.is_some_and(|(from, to)| (from..=to).contains(&WRITE_LOCK))
        })
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("it is ours");
        self.child.wait().expect("it is ours");
    }

    /// Kills it at the first moment of which `is_time` says so; `false` when it had ended before.
    pub fn kill_when(mut self, mut is_time: impl FnMut(&Self) -> bool) -> bool {
        while !self.has_ended() {
            if is_time(&self) {
                self.kill();
                return true;
            }
            pause();
        }
        false
    }

    pub fn wait(mut self) -> ExitStatus {
        self.child.wait().expect("it is ours")
    }
}

impl Running {
    /// What it wrote on standard error until it ended.
    pub fn said(mut self) -> String {
        let told = self.child.stderr.take().expect("it is piped");
        std::io::read_to_string(told).expect("it writes UTF-8")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Between two looks at another program.
#[expect(clippy::disallowed_methods, reason = "a program that is about to be killed tells no event")]
pub fn pause() {
    thread::sleep(Duration::from_micros(500));
}
