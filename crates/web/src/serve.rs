//! Listening, until somebody asks the program to stop.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use sohoc_acts::Office;

use crate::{Counter, router};

/// Answers requests on one thread, with the ledger's work on others, until Ctrl-C or the system's
/// request to end; requests that were begun are answered first.
///
/// # Errors
/// When the system refuses what listening needs.
pub fn serve(listener: TcpListener, office: Arc<Office>) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        axum::serve(listener, router(Counter::new(office))).with_graceful_shutdown(asked_to_stop()).await
    })
}

/// Returns when somebody presses Ctrl-C or, on Unix, when the system ends the service.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut interrupt), Ok(mut terminate)) =
            (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
        {
            let (mut interrupted, mut terminated) = (Box::pin(interrupt.recv()), Box::pin(terminate.recv()));
            std::future::poll_fn(|context| {
                let stopped = interrupted.as_mut().poll(context).is_ready()
                    || terminated.as_mut().poll(context).is_ready();
                if stopped { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a way to be told, it serves until it is ended.
        std::future::pending::<()>().await;
    }
}
