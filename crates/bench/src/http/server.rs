//! The servers that are measured, each in a process of its own so that its processor time and memory can be
//! told from the driver's.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::{Arc, mpsc};
use std::thread;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::{get, post};
use sohoc_acts::Office;
use sohoc_ledger::db::{Fault, RawScores};
use sohoc_rules::access::security::SecurityRules;
use tokio::sync::oneshot;

use super::YEAR;
use crate::stage::{Error, Stage};

/// Which server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The framework by itself: a fixed page of 4 KB.
    Trivial,
    /// The framework and the engine by themselves: ten scores kept, many requests to a commit.
    Bare,
    /// The counter.
    Counter,
}

impl Kind {
    /// The word by which the program is asked to be it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trivial => "trivial",
            Self::Bare => "bare",
            Self::Counter => "counter",
        }
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        [Self::Trivial, Self::Bare, Self::Counter]
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| format!("there is no server {word:?}"))
    }
}

/// How the door serves an office.
pub type Serve<'a> = &'a dyn Fn(TcpListener, Arc<Office>) -> io::Result<()>;

/// Is such a server until it is ended; says on its first line of output where it listens. `file` is the
/// ledger, or for [`Kind::Bare`] a database of its own.
///
/// # Errors
/// When the ledger cannot be opened or the system refuses to listen.
pub fn be_server(kind: Kind, file: &Path, serve: Serve<'_>) -> Result<(), Error> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    let port = listener.local_addr()?.port();
    let say = move || writeln!(io::stdout(), "{port}").and_then(|()| io::stdout().flush());
    match kind {
        Kind::Trivial => {
            say()?;
            answer(listener, Router::new().route("/", get(|| async { "x".repeat(4_096) })))?;
        }
        Kind::Bare => {
            let router =
                Router::new().route("/", post(insert)).with_state(Keeper::begin(RawScores::open(file)?)?);
            say()?;
            answer(listener, router)?;
        }
        Kind::Counter => {
            let stage = Stage::opened(file, 8)?;
            // After all that was done when the ledger was made.
            stage.clock.set(jiff::civil::date(YEAR, 1, 15), 12);
            let office = Arc::new(stage.office.with_security_rules(patient()));
            say()?;
            serve(listener, office)?;
        }
    }
    Ok(())
}

/// The clock of the bench goes on by a millisecond at every look: within one run nobody shall fall idle.
fn patient() -> SecurityRules {
    let mut rules = SecurityRules::default();
    for limit in [
        &mut rules.session.idle_officer_s,
        &mut rules.session.idle_administrator_s,
        &mut rules.session.idle_citizen_s,
        &mut rules.session.life_s,
    ] {
        *limit = 1_000_000;
    }
    rules
}

fn answer(listener: TcpListener, router: Router) -> io::Result<()> {
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        listener.set_nonblocking(true)?;
        axum::serve(tokio::net::TcpListener::from_std(listener)?, router).await
    })
}

/// The way to the thread that keeps scores.
#[derive(Clone)]
struct Keeper(mpsc::Sender<oneshot::Sender<bool>>);

impl Keeper {
    /// A thread that takes all who wait into one commit.
    fn begin(scores: RawScores) -> io::Result<Self> {
        let (sender, waiting) = mpsc::channel::<oneshot::Sender<bool>>();
        thread::Builder::new().spawn(move || {
            let mut number = 0;
            while let Ok(first) = waiting.recv() {
                let together: Vec<_> = std::iter::once(first).chain(waiting.try_iter()).collect();
                let kept = keep(&scores, &mut number, together.len()).is_ok();
                for one in together {
                    // Who hung up meanwhile needs no answer.
                    let _ = one.send(kept);
                }
            }
        })?;
        Ok(Self(sender))
    }
}

fn keep(scores: &RawScores, number: &mut i64, people: usize) -> Result<(), Fault> {
    let rows: Vec<(i64, i64, i64)> = (0..people)
        .flat_map(|_| {
            *number += 1;
            let person = *number;
            (0..10).map(move |indicator| (person, indicator, 8))
        })
        .collect();
    scores.keep(&rows)
}

async fn insert(State(keeper): State<Keeper>) -> StatusCode {
    let (sender, kept) = oneshot::channel();
    match keeper.0.send(sender) {
        Ok(()) if kept.await.unwrap_or(false) => StatusCode::NO_CONTENT,
        _ => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// A server that was started, ended when dropped.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it says where it listens.
    ///
    /// # Errors
    /// When it cannot be started or ends before.
    pub fn start(mut command: Command) -> io::Result<Self> {
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let mut line = String::new();
        let read = BufReader::new(output).read_line(&mut line);
        let port = read.ok().and_then(|_| line.trim().parse::<u16>().ok());
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(0)));
        let server = Self { child, address };
        port.map(|_| server).ok_or_else(|| io::Error::other("the server of the bench did not start"))
    }

    /// Where it listens, and its process number.
    #[must_use]
    pub fn place(&self) -> (SocketAddr, u32) {
        (self.address, self.process())
    }

    /// Its process number.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.child.id()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
