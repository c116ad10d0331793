//! Listening, until somebody asks the program to stop.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use sohoc_acts::Office;

use crate::{Counter, router};

/// Answers requests on one thread, with the ledger's work on others, until Ctrl-C or the system's
/// request to end; requests that were begun are answered first. `ready` is told once it can be stopped
/// so and answers.
///
/// # Errors
/// When the system refuses what listening needs.
pub fn serve(listener: TcpListener, office: Arc<Office>, ready: impl FnOnce()) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let stop = Stop::listen()?;
        ready();
        axum::serve(listener, router(Counter::new(office))).with_graceful_shutdown(stop.asked()).await
    })
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
