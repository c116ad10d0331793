//! Writing: alone in a transaction, or in one that several share.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;
use std::{process, thread};

use super::line::{Fate, Group, Seat, Turn};
use super::store::{Handle, open_writer};
use super::{Address, Fault, HasFault, Store, Writer};

/// How often a write is run before it is given up: a crowd at one row loses to one another many times.
const ATTEMPTS: u32 = 30;

/// What is written last into a transaction, once for all who share it.
type Closing<'a> = &'a dyn Fn(&Writer<'_>) -> Result<(), Fault>;

/// What a member's work left, and the group it waits for before it may say so.
struct Done<T, E> {
    result: Result<T, E>,
    fate: Option<Arc<Fate>>,
}

impl Store {
    /// Runs queries and changes that are kept together or not at all, in a transaction of their own.
    /// `work` may run more than once: it must have no effect but on the writer.
    ///
    /// # Errors
    /// Whatever `work` returns, or a [`Fault`]; nothing is kept then.
    pub fn write<T, E: HasFault>(&self, mut work: impl FnMut(&Writer<'_>) -> Result<T, E>) -> Result<T, E> {
        self.write_again_and_again(false, &mut work, &|_| Ok(()))
    }

    /// The same, but on SQLite those who wait for their turn together share one transaction and one wait
    /// for the disk. What one of them does wrong is taken back for that one alone; when the commit fails,
    /// all are told. `closing` runs once for all, by whoever comes last, just before the commit;
    /// all callers of one store must mean the same by it.
    ///
    /// # Errors
    /// As [`Store::write`], and a [`Fault`] of `closing`.
    pub fn write_together<T, E: HasFault>(
        &self,
        mut work: impl FnMut(&Writer<'_>) -> Result<T, E>,
        closing: impl Fn(&Writer<'_>) -> Result<(), Fault>,
    ) -> Result<T, E> {
        let shares = matches!(self.address, Address::File(_));
        self.write_again_and_again(shares, &mut work, &closing)
    }

    /// How many writers of this program wait for their turn, for those who watch the machine.
    #[must_use]
    pub fn writers_waiting(&self) -> usize {
        self.line.waiting()
    }

    fn write_again_and_again<T, E: HasFault>(
        &self,
        shares: bool,
        work: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
        closing: Closing<'_>,
    ) -> Result<T, E> {
        let mut attempt = 0;
        loop {
            attempt += 1;
            // Who lost a group to another's mishap runs alone, so that it cannot happen again.
            match self.write_once(shares && attempt == 1, work, closing) {
                Err(error) if attempt < ATTEMPTS && error.fault().is_some_and(Fault::may_retry) => {
                    if matches!(self.address, Address::Schema { .. }) {
                        pause(attempt);
                    }
                }
                result => return result,
            }
        }
    }

    fn write_once<T, E: HasFault>(
        &self,
        joins: bool,
        work: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
        closing: Closing<'_>,
    ) -> Result<T, E> {
        let turn = self.line.take(joins);
        let done = self.work_in_turn(turn, joins, work, closing)?;
        if let Some(fate) = done.fate {
            // Also who was refused waits: the refusal may rest on what others of the group wrote.
            fate.wait()?;
        }
        done.result
    }

    /// From the moment one's turn comes to the moment it is handed on.
    fn work_in_turn<T, E: HasFault>(
        &self,
        mut turn: Turn<'_>,
        joins: bool,
        work: &mut impl FnMut(&Writer<'_>) -> Result<T, E>,
        closing: Closing<'_>,
    ) -> Result<Done<T, E>, E> {
        let joined = turn.seat().group.is_some();
        let handle = match self.begin(&mut turn, joined) {
            Ok(handle) => handle,
            Err(fault) => {
                turn.pass();
                return Err(fault.into());
            }
        };
        let before = turn.seat().group.as_ref().map_or(i64::MIN, |group| group.reached);
        let writer = Writer::new(handle.connection(), before);
        let result = work(&writer);
        let (kept, reached) = (result.is_ok() && !writer.has_failed(), writer.reached());
        let result = if result.is_ok() && !kept { Err(Fault::passed_over().into()) } else { result };
        let fate = match end_work(&handle, &mut turn, joined, kept.then_some(reached)) {
            Ok(fate) => fate,
            Err(fault) => {
                let _ = handle.batch("rollback");
                break_up(handle, turn);
                // The error of the work tells more than what it led to.
                return Ok(Done { result: result.and(Err(fault.into())), fate: None });
            }
        };
        let verdict = if !joins || turn.closes() { commit(&handle, &mut turn, closing) } else { None };
        turn.seat().handle = Some(handle);
        // The next one's turn begins before the members wake.
        turn.pass();
        if let Some((fate, verdict)) = verdict {
            fate.settle(verdict);
        }
        Ok(Done { result, fate })
    }

    /// Opens the transaction, or one's own part of the one that is open.
    fn begin(&self, turn: &mut Turn<'_>, joined: bool) -> Result<Handle, Fault> {
        let seat = turn.seat();
        if joined && let Some(handle) = seat.handle.take() {
            return match handle.batch("savepoint member") {
                Ok(()) => Ok(handle),
                Err(fault) => {
                    let _ = handle.batch("rollback");
                    if let Some(group) = seat.group.take() {
                        group.fate.settle(Err(fault.again()));
                    }
                    seat.handle = Some(handle);
                    Err(fault)
                }
            };
        }
        let handle = self.begin_write(seat)?;
        seat.group = Some(Group::begin());
        Ok(handle)
    }

    /// The writing connection inside a fresh transaction. A server may have closed the waiting one
    /// meanwhile, which shows only now; nothing was asked of it yet, so another takes its place.
    fn begin_write(&self, seat: &mut Seat) -> Result<Handle, Fault> {
        if let Some(handle) = seat.handle.take() {
            match handle.batch(handle.begin_write()) {
                Ok(()) => return Ok(handle),
                Err(fault) if !handle.is_lost() => {
                    seat.handle = Some(handle);
                    return Err(fault);
                }
                Err(_) => (),
            }
        }
        let handle = open_writer(&self.address)?;
        handle.batch(handle.begin_write())?;
        Ok(handle)
    }
}

/// Keeps or takes back what one member wrote; `kept` is the moment its work reached. Gives the group whose
/// commit the member has to wait for.
///
/// # Errors
/// When the whole transaction cannot go on.
fn end_work(
    handle: &Handle,
    turn: &mut Turn<'_>,
    joined: bool,
    kept: Option<i64>,
) -> Result<Option<Arc<Fate>>, Fault> {
    if handle.has_given_up() {
        return Err(Fault::Conflict);
    }
    if !joined && kept.is_none() {
        // Nobody else is in it yet.
        turn.seat().group = None;
        handle.batch("rollback")?;
        return Ok(None);
    }
    if joined {
        handle.batch(if kept.is_some() { "release member" } else { "rollback to member; release member" })?;
    }
    Ok(turn.seat().group.as_mut().map(|group| {
        if let Some(reached) = kept {
            group.add(reached);
        }
        Arc::clone(&group.fate)
    }))
}

/// The transaction is gone with what all its members wrote: they run again, each by itself.
fn break_up(handle: Handle, mut turn: Turn<'_>) {
    let group = turn.seat().group.take();
    turn.seat().handle = Some(handle);
    turn.pass();
    if let Some(group) = group {
        group.fate.settle(Err(Fault::Conflict));
    }
}

/// Keeps what the group wrote, if there is one; gives what its members are to be told.
fn commit(
    handle: &Handle,
    turn: &mut Turn<'_>,
    closing: Closing<'_>,
) -> Option<(Arc<Fate>, Result<(), Fault>)> {
    // It stays in the seat until all is done, so that its members are told of a panic too.
    let reached = turn.seat().group.as_ref()?.reached;
    let writer = Writer::new(handle.connection(), reached);
    let closed = closing(&writer);
    let passed_over = closed.is_ok() && writer.has_failed();
    let ended = if passed_over { Err(Fault::passed_over()) } else { closed };
    let ended = ended.and_then(|()| handle.batch("commit"));
    if ended.is_err() {
        // A failed commit leaves SQLite inside the transaction; the error of this call adds nothing.
        let _ = handle.batch("rollback");
    }
    turn.seat().group.take().map(|group| (group.fate, ended))
}

/// Longer with every attempt, and for each thread another time: one commit makes all fail that wait for
/// the same row, and they would meet again.
#[expect(clippy::disallowed_methods, reason = "the database tells no event for a lost race")]
fn pause(attempt: u32) {
    let mut hasher = DefaultHasher::new();
    (process::id(), thread::current().id(), attempt).hash(&mut hasher);
    let longest_us = 10_000 << attempt.min(5);
    thread::sleep(Duration::from_micros(hasher.finish() % longest_us));
}
