//! How much work on the ledger is taken on at once.
//!
//! Work runs on threads of its own, for it waits for disk and database. Who comes when the room and the
//! benches before it are full is told to come again: a queue that grows without end serves nobody. Work that
//! was begun runs to its end even when the visitor has gone, and gives its place back then.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;

use crate::settings::WorkLimits;

/// The door to the ledger's threads.
#[derive(Clone)]
pub struct Gate {
    places: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    limits: WorkLimits,
}

/// Why no answer came from behind the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Busy {
    /// Too much waits already, or it waited too long.
    #[error("too much work waits")]
    Full,
    /// The work broke off; the panic was told where it happened.
    #[error("the work broke off")]
    BrokeOff,
}

/// What a visitor is told to wait, in seconds.
pub const COME_AGAIN_SECONDS: u64 = 2;

impl Gate {
    /// A gate with these limits.
    #[must_use]
    pub fn new(limits: WorkLimits) -> Self {
        Self { places: Arc::new(Semaphore::new(limits.at_once)), waiting: Arc::default(), limits }
    }

    /// Runs work on a thread of its own, when its turn comes.
    ///
    /// # Errors
    /// [`Busy`].
    pub async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Busy> {
        let place = match Arc::clone(&self.places).try_acquire_owned() {
            Ok(place) => place,
            Err(_) => {
                let _bench = Bench::take(&self.waiting, self.limits.waiting).ok_or(Busy::Full)?;
                let place = Arc::clone(&self.places).acquire_owned();
                match tokio::time::timeout(self.limits.patience, place).await {
                    Ok(Ok(place)) => place,
                    Ok(Err(_)) | Err(_) => return Err(Busy::Full),
                }
            }
        };
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            // Held by the work, not by who waits for it: given back when the work ends.
            let _place = place;
            span.in_scope(work)
        });
        done.await.map_err(|_| Busy::BrokeOff)
    }

    /// How many pieces of work run.
    #[must_use]
    pub fn running(&self) -> usize {
        self.limits.at_once.saturating_sub(self.places.available_permits())
    }

    /// How many wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

/// A seat before the gate, given back when who waits gives up or goes away.
struct Bench<'a>(&'a AtomicUsize);

impl<'a> Bench<'a> {
    fn take(waiting: &'a AtomicUsize, most: usize) -> Option<Self> {
        let room = |now: usize| (now < most).then_some(now + 1);
        waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, room).ok().map(|_| Self(waiting))
    }
}

impl Drop for Bench<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl IntoResponse for Busy {
    /// For routes without a page of their own.
    fn into_response(self) -> Response {
        metrics::counter!("sohoc_work_refused_total").increment(1);
        let status = match self {
            Self::Full => StatusCode::SERVICE_UNAVAILABLE,
            Self::BrokeOff => StatusCode::INTERNAL_SERVER_ERROR,
        };
        (status, [(header::RETRY_AFTER, COME_AGAIN_SECONDS.to_string())]).into_response()
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::sync::mpsc;
    use std::task::{Context, Poll, Waker};
    use std::time::Duration;

    use super::*;

    fn gate(at_once: usize, waiting: usize) -> Gate {
        Gate::new(WorkLimits { at_once, waiting, patience: Duration::from_secs(60) })
    }

    fn begun<F: Future>(future: std::pin::Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[tokio::test]
    async fn one_more_than_the_room_and_the_benches_hold_is_told_to_come_again() {
        let gate = gate(1, 1);
        let (end, wait) = mpsc::channel::<()>();
        let mut first = Box::pin(gate.run(move || wait.recv().is_ok()));
        assert!(begun(first.as_mut()).is_pending());
        let mut second = Box::pin(gate.run(|| true));
        assert!(begun(second.as_mut()).is_pending());
        assert_eq!((gate.running(), gate.waiting()), (1, 1));
        assert_eq!(gate.run(|| true).await, Err(Busy::Full));
        end.send(()).expect("the first waits");
        assert_eq!((first.await, second.await), (Ok(true), Ok(true)));
        assert_eq!((gate.running(), gate.waiting()), (0, 0));
    }

    #[tokio::test]
    async fn work_of_somebody_who_has_gone_runs_to_its_end_and_frees_its_place() {
        let gate = gate(1, 8);
        let (end, wait) = mpsc::channel::<()>();
        let (tell, told) = mpsc::channel();
        let mut gone = Box::pin(gate.run(move || tell.send(wait.recv().is_ok())));
        assert!(begun(gone.as_mut()).is_pending());
        drop(gone);
        let mut impatient = Box::pin(gate.run(|| ()));
        assert!(begun(impatient.as_mut()).is_pending());
        drop(impatient);
        assert_eq!((gate.running(), gate.waiting()), (1, 0));
        end.send(()).expect("the work waits");
        assert_eq!(gate.run(|| 7).await, Ok(7));
        assert_eq!(told.recv(), Ok(true));
    }

    #[tokio::test]
    async fn work_that_breaks_off_frees_its_place_too() {
        let gate = gate(1, 1);
        let broken = gate.run(|| assert!(std::hint::black_box(false), "on purpose")).await;
        assert_eq!(broken, Err(Busy::BrokeOff));
        assert_eq!(gate.run(|| 7).await, Ok(7));
        assert_eq!((gate.running(), gate.waiting()), (0, 0));
    }
}
