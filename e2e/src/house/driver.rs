//! `chromedriver`, one for all journeys that run at the same time in one process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use super::Machine;

/// A running driver; it ends with the last journey that uses it.
pub struct Driver {
    child: Child,
    /// Held open: it must not find it closed when it writes.
    _told: BufReader<ChildStdout>,
    port: u16,
    /// What browsers leave lying about.
    _litter: TempDir,
}

static SHARED: Mutex<Weak<Driver>> = Mutex::new(Weak::new());

impl Driver {
    /// The one that runs, or a new one.
    pub fn shared(machine: &Machine) -> Arc<Self> {
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let driver = Arc::new((0..3).find_map(|_| Self::start(machine)).expect("chromedriver listens"));
            *shared = Arc::downgrade(&driver);
            driver
        })
    }

    /// Where it takes commands.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// `None` when another took the port between its being chosen and its being listened on.
    fn start(machine: &Machine) -> Option<Self> {
        let mut command = Command::new(&machine.chromedriver);
        let litter = TempDir::with_prefix("sohoc-e2e-").expect("there is a folder for temporary files");
        command.env("TMPDIR", litter.path());
        command.args(["--port=0", "--log-level=SEVERE"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("chromedriver starts");
        let mut told = BufReader::new(child.stdout.take().expect("it is piped"));
        let port =
            told.by_ref().lines().map_while(Result::ok).find_map(|line| {
                line.split("successfully on port ").nth(1)?.trim_end_matches('.').parse().ok()
            });
        let Some(port) = port else {
            let _ = child.kill();
            let _ = child.wait();
            return None;
        };
        Some(Self { child, _told: told, port, _litter: litter })
    }
}

impl Drop for Driver {
    /// Asked to shut down it ends its browsers too; killed it would leave them behind.
    fn drop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ =
                stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n");
            let _ = stream.read_to_end(&mut Vec::new());
        } else {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}
