//! Listening, until somebody asks the program to stop.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::sync::{oneshot, watch as signal};

use crate::operations::{self, Connections, Operations, last_chores, tick, watch};

/// The sockets, bound before anything else is begun, so that a taken address is told at once.
pub struct Listeners {
    /// For visitors.
    pub service: TcpListener,
    /// For whoever watches the machine.
    pub metrics: Option<TcpListener>,
}

/// Answers requests by `routes` until Ctrl-C or the system's request to end. What was begun is answered first,
/// as long as the settings give; then the journal is sealed. `ready` is told once it can be stopped so and
/// answers.
///
/// # Errors
/// When the system refuses what listening needs.
pub fn serve(
    listeners: Listeners,
    routes: Router,
    operations: &Arc<Operations>,
    ready: impl FnOnce(),
) -> io::Result<()> {
    watch::begin();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(operations.settings.workers.max(1))
        .thread_name("sohoc-web")
        .enable_all()
        .build()?;
    let served = runtime.block_on(serve_until_stopped(listeners, routes, operations, ready));
    // Work on the ledger that outlived its time is let go: the store keeps whole steps only.
    runtime.shutdown_timeout(LAST_WORK);
    last_chores(operations);
    served
}

/// After the connections have ended, what still runs behind the gate belongs to visitors who have gone.
const LAST_WORK: Duration = Duration::from_secs(5);

async fn serve_until_stopped(
    listeners: Listeners,
    routes: Router,
    operations: &Arc<Operations>,
    ready: impl FnOnce(),
) -> io::Result<()> {
    let service = asynchronous(listeners.service)?;
    let metrics = listeners.metrics.map(asynchronous).transpose()?;
    let asked = Stop::listen()?;
    let (stop, stopping) = signal::channel(false);
    let settings = &operations.settings;
    let take = |routes, proxies| Connections::new(routes, settings.connections, proxies);
    let chores = tokio::spawn(tick(Arc::clone(operations), stopping.clone()));
    if let Some(metrics) = metrics {
        tokio::spawn(take(watch::routes(operations), Vec::new()).serve(metrics, stopping.clone()));
    }
    let app = operations::around(routes, operations);
    let serving = tokio::spawn(take(app, settings.trusted_proxies.clone()).serve(service, stopping));
    let working = begin_work(operations)?;
    ready();
    asked.asked().await;
    operations.stop();
    tracing::info!("asked to stop");
    // Nobody listens any more only when all have ended already.
    let _ = stop.send(true);
    let _ = serving.await;
    // A job stops after its batch and is put back for the next start.
    let _ = tokio::time::timeout(settings.connections.farewell, working).await;
    let _ = chores.await;
    Ok(())
}

/// Starts the thread that does jobs; what is given back ends with it.
fn begin_work(operations: &Arc<Operations>) -> io::Result<oneshot::Receiver<()>> {
    let (ended, working) = oneshot::channel();
    let operations = Arc::clone(operations);
    std::thread::Builder::new().name("sohoc-jobs".to_owned()).spawn(move || {
        operations::work(&operations);
        // Nobody waits any more when the time for it is over.
        let _ = ended.send(());
    })?;
    Ok(working)
}

fn asynchronous(listener: TcpListener) -> io::Result<tokio::net::TcpListener> {
    listener.set_nonblocking(true)?;
    tokio::net::TcpListener::from_std(listener)
}

/// The requests to stop, heard from the moment it exists.
#[cfg(unix)]
struct Stop {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Stop {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    /// Returns when somebody presses Ctrl-C or the system ends the service.
    async fn asked(mut self) {
        std::future::poll_fn(|context| {
            let asked =
                self.interrupt.poll_recv(context).is_ready() || self.terminate.poll_recv(context).is_ready();
            if asked { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
        })
        .await;
    }
}

/// The requests to stop: Ctrl-C alone.
#[cfg(not(unix))]
struct Stop;

#[cfg(not(unix))]
impl Stop {
    const fn listen() -> io::Result<Self> {
        Ok(Self)
    }

    async fn asked(self) {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without a way to be told, it serves until it is ended.
            std::future::pending::<()>().await;
        }
    }
}
