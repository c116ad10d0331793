//! Requests that change something, sent twice and done once: `Idempotency-Key`.

use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use sohoc_acts::access::tokens::{Begun, begin_request, end_request, forget_request};

use super::call::{ApiAnswer, ApiPage, Call, written};
use super::problem::{Problem, mark};

/// The header with the key.
const KEY: &str = "idempotency-key";
/// Longest key, in bytes.
const LONGEST: usize = 255;

/// Answers a request; one that changes something and carries a key is done once in 24 hours.
pub fn once(call: &Call<'_>, page: ApiPage) -> ApiAnswer {
    let Some(key) = call.request.headers.get(KEY).filter(|_| call.request.method == Method::POST) else {
        return page(call);
    };
    let key = key.to_str().ok().filter(|key| (1..=LONGEST).contains(&key.len()));
    let key = key.ok_or_else(|| Problem::field("Idempotency-Key", "Expected 1 to 255 plain letters."))?;
    let service = call.service()?;
    let asked = [call.request.path.as_bytes(), call.request.question.as_bytes(), call.body];
    match begin_request(call.office(), service, key, &asked)? {
        Begun::New => first(call, page, key),
        Begun::Answered(status, body) => Ok(again(status, body)),
        Begun::Running => {
            Err(Problem::new(StatusCode::CONFLICT, "running", "The request under this key is being done."))
        }
        Begun::OtherRequest => {
            let detail = "The key belongs to another request; choose a new one.";
            Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "key_used", detail))
        }
    }
}

fn first(call: &Call<'_>, page: ApiPage, key: &str) -> ApiAnswer {
    let service = call.service()?;
    match page(call) {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            let bytes = whole(body)?;
            let text = String::from_utf8_lossy(&bytes).into_owned();
            end_request(call.office(), service, key, parts.status.as_u16(), &text)?;
            Ok(Response::from_parts(parts, Body::from(text)))
        }
        Err(problem) if problem.is_passing() => {
            forget_request(call.office(), service, key)?;
            Err(problem)
        }
        Err(problem) => {
            let (status, body) = problem.written();
            end_request(call.office(), service, key, status.as_u16(), &body)?;
            Err(problem)
        }
    }
}

/// The bytes of an answer that was made in one piece.
fn whole(body: Body) -> Result<axum::body::Bytes, Problem> {
    let read = Box::pin(axum::body::to_bytes(body, usize::MAX));
    futures_util::FutureExt::now_or_never(read).and_then(Result::ok).ok_or_else(|| {
        Problem::fault(&std::io::Error::other("an answer that changes something came in pieces"))
    })
}

fn again(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let mut response = if status.is_success() {
        written(status, body.into())
    } else {
        let mut told = (status, Body::from(body)).into_response();
        mark(&mut told);
        told
    };
    response.headers_mut().insert("idempotency-replayed", HeaderValue::from_static("true"));
    response
}
