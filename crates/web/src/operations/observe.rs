//! One line in the log and one count for each request.
//!
//! The line names the route as the table does, never the path that was asked for: that may hold ids and
//! words that somebody searched for. A visitor who goes before the answer is ready is noted too (status 499).

use std::sync::Arc;
use std::time::Duration;

use axum::body::HttpBody;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::Instant;
use tracing::Instrument;

use super::fault::REQUEST;
use super::{Operations, address, request_number};

/// What a visitor who went away is noted as.
const GONE: u16 = 499;

/// The outermost layer.
pub async fn observe(
    State(operations): State<Arc<Operations>>,
    mut request: Request,
    next: Next,
) -> Response {
    let proxies = &operations.settings.trusted_proxies;
    let client = address::client(request.headers(), request.extensions(), proxies);
    request.extensions_mut().insert(client);
    let route = request.extensions().get::<MatchedPath>().cloned();
    let line = Line {
        method: known(request.method()),
        route: route.map_or_else(|| "-".to_owned(), |route| route.as_str().to_owned()),
        begun: Instant::now(),
        answered: None,
    };
    REQUEST
        .scope(operations.office.chance(), async move {
            let number = request_number();
            let span = tracing::info_span!(
                "request",
                request.id = %number,
                request.method = line.method,
                request.route = %line.route,
            );
            let mut line = line;
            async move {
                let mut response = next.run(request).await;
                let bytes = response.body().size_hint().exact();
                line.answer(response.status().as_u16(), bytes);
                if let Ok(number) = HeaderValue::try_from(number.to_string()) {
                    response.headers_mut().insert("x-request-id", number);
                }
                response
            }
            .instrument(span)
            .await
        })
        .await
}

/// Methods that somebody invented would make a new series of figures each.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// What is told of a request once it is over, however it ends.
struct Line {
    method: &'static str,
    route: String,
    begun: Instant,
    answered: Option<(u16, Option<u64>)>,
}

impl Line {
    const fn answer(&mut self, status: u16, bytes: Option<u64>) {
        self.answered = Some((status, bytes));
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let took = self.begun.elapsed();
        let (status, bytes) = self.answered.unwrap_or((GONE, None));
        let route = std::mem::take(&mut self.route);
        tracing::info!(
            response.status = status,
            response.bytes = bytes,
            duration_ms = milliseconds(took),
            "answered"
        );
        let labels =
            [("method", self.method.to_owned()), ("route", route.clone()), ("status", status.to_string())];
        metrics::counter!("sohoc_requests_total", &labels).increment(1);
        metrics::histogram!("sohoc_request_seconds", "route" => route).record(took.as_secs_f64());
    }
}

/// With three digits behind the point.
fn milliseconds(took: Duration) -> f64 {
    f64::from(u32::try_from(took.as_micros()).unwrap_or(u32::MAX)) / 1_000.0
}
