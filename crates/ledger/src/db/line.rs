//! Who writes next: writers stand in a line, and the connection goes from hand to hand.
//!
//! On SQLite those who stand in line may share one commit, and so one wait for the disk. Each does its own
//! work on its own thread, the connection being handed over with the transaction still open; whoever
//! finds nobody behind that may join, or the group big or old enough, commits for all. Nobody
//! leaves with an answer before that commit, so that a group is as good as each by itself: in the order
//! of the line, each sees what those before it wrote, and no reader sees any of it too early.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::store::Handle;
use super::{Fault, store::lock};

/// A group takes no more than this: the memory of what may have to be taken back stays small.
const MOST_MEMBERS: u32 = 64;
/// A group takes nobody more after this time: who came first waits for a commit no longer than this
/// and the work of one other.
const LONGEST: Duration = Duration::from_millis(5);

/// The line of one store.
pub(super) struct Line(Mutex<Standing>);

struct Standing {
    /// There when nobody writes; then nobody waits either.
    seat: Option<Seat>,
    waiting: VecDeque<Arc<Waiting>>,
}

/// What is handed on. There is one, and who has it may write.
#[derive(Default)]
pub(super) struct Seat {
    /// `None` when the last one was lost.
    pub handle: Option<Handle>,
    /// The group whose transaction is open on the connection.
    pub group: Option<Group>,
}

/// Writers that share a transaction.
pub(super) struct Group {
    members: u32,
    begun: Instant,
    /// See [`Writer::reached`](super::Writer::reached).
    pub reached: i64,
    pub fate: Arc<Fate>,
}

struct Waiting {
    joins: bool,
    seat: Mutex<Option<Seat>>,
    called: Condvar,
}

/// What became of a group, told to all its members at once.
#[derive(Default)]
pub(super) struct Fate {
    verdict: Mutex<Option<Result<(), Fault>>>,
    told: Condvar,
}

impl Line {
    pub(super) fn new(handle: Handle) -> Self {
        let seat = Some(Seat { handle: Some(handle), group: None });
        Self(Mutex::new(Standing { seat, waiting: VecDeque::new() }))
    }

    /// Waits for one's turn. `joins` says whether one may come into an open group.
    pub(super) fn take(&self, joins: bool) -> Turn<'_> {
        let mut standing = lock(&self.0);
        if let Some(seat) = standing.seat.take() {
            return Turn { line: self, seat: Some(seat) };
        }
        let waiting = Arc::new(Waiting { joins, seat: Mutex::default(), called: Condvar::new() });
        standing.waiting.push_back(Arc::clone(&waiting));
        drop(standing);
        Turn { line: self, seat: Some(waiting.wait()) }
    }

    /// How many wait for their turn.
    pub(super) fn waiting(&self) -> usize {
        lock(&self.0).waiting.len()
    }

    /// Whether somebody comes next that may join a group. It stays so for whoever has the seat.
    fn next_joins(&self) -> bool {
        lock(&self.0).waiting.front().is_some_and(|next| next.joins)
    }

    fn pass(&self, seat: Seat) {
        let mut standing = lock(&self.0);
        match standing.waiting.pop_front() {
            Some(next) => {
                drop(standing);
                next.call(seat);
            }
            None => standing.seat = Some(seat),
        }
    }
}

impl Waiting {
    fn call(&self, seat: Seat) {
        *lock(&self.seat) = Some(seat);
        self.called.notify_one();
    }

    fn wait(&self) -> Seat {
        let mut place = lock(&self.seat);
        loop {
            match place.take() {
                Some(seat) => return seat,
                None => place = self.called.wait(place).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

impl Group {
    /// A group whose transaction was just begun.
    #[expect(clippy::disallowed_methods, reason = "how long others waited decides when, never what is kept")]
    pub(super) fn begin() -> Self {
        Self { members: 0, begun: Instant::now(), reached: i64::MIN, fate: Arc::default() }
    }

    /// Takes in a member whose work is to be kept.
    pub(super) fn add(&mut self, reached: i64) {
        self.members += 1;
        self.reached = self.reached.max(reached);
    }

    fn is_full(&self) -> bool {
        self.members >= MOST_MEMBERS || self.begun.elapsed() >= LONGEST
    }
}

impl Fate {
    /// Ends the waiting of all members.
    pub(super) fn settle(&self, verdict: Result<(), Fault>) {
        *lock(&self.verdict) = Some(verdict);
        self.told.notify_all();
    }

    /// Waits until the group is kept, or gives the fault that it was not.
    pub(super) fn wait(&self) -> Result<(), Fault> {
        let mut verdict = lock(&self.verdict);
        loop {
            match verdict.as_ref() {
                Some(Ok(())) => return Ok(()),
                Some(Err(fault)) => return Err(fault.again()),
                None => verdict = self.told.wait(verdict).unwrap_or_else(PoisonError::into_inner),
            }
        }
    }
}

/// The seat in one's hand. Dropped with an open group, as by a panic, the connection is dropped too, which
/// rolls back, and the members that had done their work are told to do it again.
pub(super) struct Turn<'l> {
    line: &'l Line,
    seat: Option<Seat>,
}

impl Turn<'_> {
    /// What is in hand.
    pub(super) fn seat(&mut self) -> &mut Seat {
        self.seat.get_or_insert_default()
    }

    /// Whether the group must be committed now.
    pub(super) fn closes(&self) -> bool {
        let full = |seat: &Seat| seat.group.as_ref().is_none_or(Group::is_full);
        self.seat.as_ref().is_none_or(full) || !self.line.next_joins()
    }

    /// Hands on to the next, with the group as it is.
    pub(super) fn pass(mut self) {
        if let Some(seat) = self.seat.take() {
            self.line.pass(seat);
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let Some(seat) = self.seat.take() else { return };
        let Seat { handle, group } = seat;
        // First the connection, so that nothing of the group is there when its members begin anew.
        drop(handle);
        if let Some(group) = group {
            group.fate.settle(Err(Fault::Conflict));
        }
        self.line.pass(Seat::default());
    }
}
