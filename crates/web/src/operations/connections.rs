//! Taking connections: so many in all and from one address, and none that sends its first line a letter an
//! hour.

use std::collections::HashMap;
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{AcquireError, OwnedSemaphorePermit, Semaphore, watch};
use tower::ServiceExt;

use super::address::ClientAddress;
use super::stopped;
use crate::settings::{ConnectionLimits, Network};

/// How long nothing is accepted after the system refused a connection, most likely for want of open files.
const OUT_OF_FILES: Duration = Duration::from_millis(50);

/// Takes connections and answers them by `app`.
pub struct Connections {
    app: Router,
    limits: ConnectionLimits,
    proxies: Vec<Network>,
    /// How many each address holds.
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
    places: Arc<Semaphore>,
}

impl Connections {
    /// Nobody has come yet.
    #[must_use]
    pub fn new(app: Router, limits: ConnectionLimits, proxies: Vec<Network>) -> Self {
        let places = Arc::new(Semaphore::new(limits.at_once));
        Self { app, limits, proxies, held: Arc::default(), places }
    }

    /// Takes connections until `stop` turns true; then ends those that wait for a request, lets the others
    /// answer theirs, and leaves the rest to themselves after the time that the limits give.
    pub async fn serve(self, listener: TcpListener, mut stop: watch::Receiver<bool>) {
        let stopping = stop.clone();
        loop {
            let next = async {
                // Before accepting: who finds no place waits in the system's queue.
                let place = Arc::clone(&self.places).acquire_owned().await;
                (place, listener.accept().await)
            };
            tokio::select! {
                (place, accepted) = next => match accepted {
                    Ok((stream, peer)) => self.take(stream, peer, (place, stopping.clone())),
                    // Too many files are open, or the visitor has gone already.
                    Err(_) => tokio::time::sleep(OUT_OF_FILES).await,
                },
                () = stopped(&mut stop) => break,
            }
        }
        drop(listener);
        let all = u32::try_from(self.limits.at_once).unwrap_or(u32::MAX);
        let _ = tokio::time::timeout(self.limits.farewell, self.places.acquire_many(all)).await;
    }

    fn take(&self, stream: TcpStream, peer: SocketAddr, (place, mut stop): Held) {
        let Some(seat) = self.seat(peer.ip().to_canonical()) else {
            metrics::counter!("sohoc_connections_refused_total").increment(1);
            return;
        };
        // An answer is sent when it is whole; waiting for more to send with it only delays it.
        let _ = stream.set_nodelay(true);
        let app = self.app.clone();
        let answer = service_fn(move |request: Request<Incoming>| {
            let mut request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(peer));
            let app = app.clone();
            async move { Ok::<_, Infallible>(app.oneshot(request).await.unwrap_or_else(|never| match never {})) }
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(self.limits.head);
        let connection = builder.serve_connection(TokioIo::new(stream), answer);
        tokio::spawn(async move {
            let _held = (place, seat);
            let mut connection = pin!(connection);
            tokio::select! {
                // How a connection ends is the visitor's matter.
                _ = connection.as_mut() => return,
                () = stopped(&mut stop) => connection.as_mut().graceful_shutdown(),
            }
            let _ = connection.await;
        });
    }

    fn seat(&self, address: IpAddr) -> Option<Seat> {
        let most = if self.proxies.iter().any(|network| network.holds(address)) {
            usize::MAX
        } else {
            self.limits.per_address
        };
        let address = ClientAddress(address).household();
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.entry(address).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        metrics::gauge!("sohoc_connections").increment(1);
        Some(Seat { held: Arc::clone(&self.held), address })
    }
}

/// The place of a connection among all, and what it ends by.
type Held = (Result<OwnedSemaphorePermit, AcquireError>, watch::Receiver<bool>);

/// One connection of an address.
struct Seat {
    held: Arc<Mutex<HashMap<IpAddr, usize>>>,
    address: IpAddr,
}

impl Drop for Seat {
    fn drop(&mut self) {
        metrics::gauge!("sohoc_connections").decrement(1);
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = held.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                held.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream as Client;

    use axum::routing::{get, post};

    use super::*;

    /// A counter that answers on a port of its own while `visit` runs, and must then end by itself.
    fn visited(limits: ConnectionLimits, visit: impl FnOnce(SocketAddr) + Send + 'static) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.expect("threads can be made");
        runtime.block_on(async {
            let app = Router::new()
                .route("/", get(|| async { "here" }))
                .route("/", post(|body: String| async move { body }));
            let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
            let address = listener.local_addr().expect("it is bound");
            let (stop, stopping) = watch::channel(false);
            let serving = tokio::spawn(Connections::new(app, limits, Vec::new()).serve(listener, stopping));
            tokio::task::spawn_blocking(move || visit(address)).await.expect("the visit succeeds");
            stop.send(true).expect("it serves");
            serving.await.expect("it ends");
        });
    }

    fn limits() -> ConnectionLimits {
        ConnectionLimits { farewell: Duration::from_millis(100), ..ConnectionLimits::default() }
    }

    fn begun(address: SocketAddr, text: &str) -> Client {
        let mut client = Client::connect(address).expect("it listens");
        client.write_all(text.as_bytes()).expect("it reads");
        client
    }

    fn rest(mut client: Client) -> String {
        let mut answer = Vec::new();
        // Whether the end comes as an end or as a refusal is all the same here.
        let _ = client.read_to_end(&mut answer);
        String::from_utf8(answer).expect("text")
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

    #[test]
    fn five_hundred_clients_that_never_end_their_request_keep_nobody_waiting() {
        visited(limits(), |address| {
            let half = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc";
            let bodies: Vec<Client> = (0..250).map(|_| begun(address, half)).collect();
            let heads: Vec<Client> = (0..250).map(|_| begun(address, "GET / HTTP/1.1\r\nHo")).collect();
            assert!(rest(begun(address, WHOLE)).ends_with("\r\n\r\nhere"));
            drop((bodies, heads));
            assert!(rest(begun(address, WHOLE)).ends_with("\r\n\r\nhere"));
        });
    }

    #[test]
    fn who_does_not_end_the_first_lines_in_time_is_cut_off() {
        let limits = ConnectionLimits { head: Duration::from_millis(20), ..limits() };
        visited(limits, |address| {
            let answer = rest(begun(address, "GET / HTTP/1.1\r\nHo"));
            assert!(!answer.contains("here"), "{answer}");
        });
    }

    #[test]
    fn one_address_holds_no_more_than_its_share() {
        let limits = ConnectionLimits { per_address: 2, ..limits() };
        visited(limits, |address| {
            let held = [begun(address, "GET"), begun(address, "GET")];
            assert_eq!(rest(begun(address, WHOLE)), "");
            drop(held);
            // The places are given back once the ends are seen; each try is a visit of its own.
            let answered = (0..10_000).any(|_| rest(begun_or_refused(address)).contains("here"));
            assert!(answered);
        });
    }

    fn begun_or_refused(address: SocketAddr) -> Client {
        let mut client = Client::connect(address).expect("it listens");
        let _ = client.write_all(WHOLE.as_bytes());
        client
    }
}
