//! From the wire to a page: the body is read, the visitor found, the right asked, and only then the page
//! answers, on a thread where it may wait for the ledger.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, RawPathParams, State};
use axum::http::{self, HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::csrf;
use crate::failure::{Answer, Failure};
use crate::fields::{Fields, File};
use crate::frame::failed;
use crate::operations::address::ClientAddress;
use crate::operations::request_number;
use crate::route::{Page, Route, Who};
use crate::session;
use crate::state::Counter;
use crate::visit::{Request, Visit};

/// The handler of a row of the table.
pub fn handler(route: &Route, page: Page) -> MethodRouter<Counter> {
    let (who, most_bytes) = (route.who, route.most_bytes);
    let filter = if route.method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
    on(filter, move |State(counter): State<Counter>, request: http::Request<Body>| async move {
        answer(counter, request, who, most_bytes, page).await
    })
}

/// Where no route is: the page that says so.
pub async fn nothing(State(counter): State<Counter>, request: http::Request<Body>) -> Response {
    answer(counter, request, Who::Anyone, 0, |_| Err(Failure::NotFound)).await
}

async fn answer(
    counter: Counter,
    request: http::Request<Body>,
    who: Who,
    most_bytes: usize,
    page: Page,
) -> Response {
    let (request, received) = receive(request, most_bytes).await;
    let request = Arc::new(request);
    let asked = Arc::clone(&request);
    let working = counter.clone();
    let answered = counter
        .work(move || {
            let visit = session::visit(&working, &asked);
            let answer = match (received, &visit) {
                (Ok(()), Ok(visit)) => on_page(visit, who, page),
                (Err(failure), _) => Err(failure),
                (Ok(()), Err(_)) => Err(Failure::Busy),
            };
            match (answer, visit) {
                (Ok(response), _) => response,
                (Err(failure), Ok(visit)) => failed::page(&visit, &failure),
                (Err(_), Err(failure)) => failed::bare(&working, &asked, &failure),
            }
        })
        .await;
    answered.unwrap_or_else(|failure| failed::bare(&counter, &request, &failure))
}

/// Runs a step of a raw handler with the checks that every page has before it.
///
/// # Errors
/// Whatever the checks or the step say.
pub async fn admitted<T: Send + 'static>(
    counter: &Counter,
    request: Arc<Request>,
    who: Who,
    step: impl FnOnce(&Visit<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let working = counter.clone();
    counter
        .work(move || {
            let visit = session::visit(&working, &request)?;
            checked(&visit, who)?;
            step(&visit)
        })
        .await?
}

/// The checks before the page, and the page.
fn on_page(visit: &Visit<'_>, who: Who, page: Page) -> Answer {
    checked(visit, who)?;
    page(visit)
}

fn checked(visit: &Visit<'_>, who: Who) -> Result<(), Failure> {
    if !visit.request.method.is_safe() {
        csrf::check(visit, who)?;
        if let Some(session) = &visit.session {
            visit.counter.operations().rates.write(session.account.uuid())?;
        }
    }
    if !visit.passes(who) {
        let is_open = visit.session.as_ref().is_some_and(session::is_open);
        return Err(if is_open { Failure::NotFound } else { Failure::SignIn });
    }
    Ok(())
}

/// Reads the whole request; what was wrong with it is told beside it, so that the page that says so knows
/// the visitor's language.
async fn receive(request: http::Request<Body>, most_bytes: usize) -> (Request, Result<(), Failure>) {
    let (mut request, body) = receive_head(request).await;
    match read_form(&request.headers, body, most_bytes).await {
        Ok(form) => {
            request.form = form;
            (request, Ok(()))
        }
        Err(failure) => (request, Err(failure)),
    }
}

/// The request without its body, and the body.
pub async fn receive_head(request: http::Request<Body>) -> (Request, Body) {
    let (mut parts, body) = request.into_parts();
    let params = match RawPathParams::from_request_parts(&mut parts, &()).await {
        Ok(params) => params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        Err(_) => Vec::new(),
    };
    let address = parts.extensions.get::<ClientAddress>();
    let address = address.map_or(IpAddr::V6(Ipv6Addr::UNSPECIFIED), |ClientAddress(address)| *address);
    let question = parts.uri.query().unwrap_or_default().to_owned();
    let request = Request {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: Fields::parse(question.as_bytes()),
        question,
        params,
        form: Fields::default(),
        headers: parts.headers,
        address,
        number: request_number(),
    };
    (request, body)
}

async fn read_form(headers: &HeaderMap, body: Body, most_bytes: usize) -> Result<Fields, Failure> {
    if most_bytes == 0 {
        return Ok(Fields::default());
    }
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let bytes = to_bytes(body, most_bytes).await.map_err(|error| too_large_or_cut(&error, most_bytes))?;
    if let Ok(boundary) = multer::parse_boundary(kind) {
        return read_parts(bytes, boundary).await;
    }
    Ok(Fields::parse(&bytes))
}

fn too_large_or_cut(error: &axum::Error, most_bytes: usize) -> Failure {
    let mut source: Option<&dyn std::error::Error> = Some(error);
    while let Some(inner) = source {
        if inner.to_string().contains("length limit exceeded") {
            return Failure::TooLarge(most_bytes);
        }
        source = inner.source();
    }
    Failure::BadInput(error.to_string())
}

async fn read_parts(bytes: axum::body::Bytes, boundary: String) -> Result<Fields, Failure> {
    let unreadable = |error: multer::Error| Failure::BadInput(error.to_string());
    let whole = async move { Ok::<_, std::convert::Infallible>(bytes) };
    let mut parts = multer::Multipart::new(futures_util::stream::once(Box::pin(whole)), boundary);
    let (mut pairs, mut files) = (Vec::new(), Vec::new());
    while let Some(part) = parts.next_field().await.map_err(unreadable)? {
        let field = part.name().unwrap_or_default().to_owned();
        match part.file_name().map(str::to_owned) {
            Some(name) => files.push(File { field, name, bytes: part.bytes().await.map_err(unreadable)? }),
            None => pairs.push((field, part.text().await.map_err(unreadable)?)),
        }
    }
    Ok(Fields::new(pairs, files))
}

/// What stands for a response when even the page of failures cannot be made.
pub fn plain(status: http::StatusCode, text: &'static str) -> Response {
    (status, text).into_response()
}
