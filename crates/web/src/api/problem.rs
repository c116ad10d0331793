//! What went wrong, as programs read it: RFC 9457.

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sohoc_acts::Error;
use sohoc_rules::Refusal;
use sohoc_rules::access::TokenScope;
use utoipa::ToSchema;

use crate::failure::Failure;
use crate::operations::log_fault;

/// The codes of the API itself; those of the rules come beside them.
pub const CODES: [(&str, &str); 15] = [
    ("bad_input", "What was sent contradicts itself or the ledger."),
    ("bad_token", "The token is not known, was taken back, or is over."),
    ("body", "The body cannot be read, or says something that cannot be."),
    ("busy", "Too much work waits; come again after Retry-After."),
    ("fault", "Our fault. The detail names the number it is logged under."),
    ("key_used", "The Idempotency-Key belongs to another request."),
    ("media_type", "The body is not application/json."),
    ("method", "The route does not know this method."),
    ("no_token", "No token was sent."),
    ("not_found", "Nothing is here, or not for this token to know."),
    ("parameter", "A parameter is missing, unknown, or cannot be used; the field names it."),
    ("running", "The request under this Idempotency-Key is being done."),
    ("small_scope", "The token was made for less."),
    ("too_large", "The body is larger than the route takes."),
    ("too_many", "Too many requests; come again after Retry-After."),
];

/// What a program is told to wait when too much is asked at once, in seconds.
const COME_AGAIN: u32 = 5;

/// A problem on its way: what [`Told`] is made of.
#[derive(Clone, Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    remedy: Option<&'static str>,
    field: Option<String>,
    /// Seconds to wait; a header says so.
    wait: Option<u32>,
}

/// A problem, as programs read it.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct Told<'p> {
    /// Kind: the page of the API with the code.
    #[serde(rename = "type")]
    kind: String,
    /// The status in words.
    title: &'p str,
    /// The status again.
    status: u16,
    /// Stable name of what is wrong; new ones may come.
    code: &'p str,
    /// What is wrong with this request.
    detail: &'p str,
    /// What to do instead, where a rule said no.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<&'p str>,
    /// The parameter or field that is wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'p str>,
}

impl Problem {
    /// A problem.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), remedy: None, field: None, wait: None }
    }

    /// A parameter that cannot be used.
    pub fn field(name: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(name.to_owned()), ..Self::new(StatusCode::BAD_REQUEST, "parameter", detail) }
    }

    /// A field of the body that cannot be used.
    pub fn entity(name: &str, detail: impl Into<String>) -> Self {
        Self { field: Some(name.to_owned()), ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, "body", detail) }
    }

    /// Nothing is here, or not for this program to know.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "There is nothing here.")
    }

    /// Nothing is here, and everyone may know why.
    pub fn nothing(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", detail)
    }

    /// No token was shown.
    pub fn no_token() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "no_token", "Send a token as Authorization: Bearer.")
    }

    /// A token that opens nothing.
    pub fn bad_token() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "bad_token",
            "The token is not known, was taken back, or is over.",
        )
    }

    /// A token made for less.
    pub fn small_scope(scope: TokenScope) -> Self {
        let detail = format!("The token has no scope {}.", scope.code());
        Self::new(StatusCode::FORBIDDEN, "small_scope", detail)
    }

    /// More was sent than the route takes.
    pub fn too_large(most: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", format!("Send at most {most} bytes."))
    }

    /// Too much work waits.
    fn busy() -> Self {
        let told = Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "Too much work waits; come again.");
        Self { wait: Some(COME_AGAIN), ..told }
    }

    /// Our fault; it is logged.
    pub fn fault(error: &(dyn std::error::Error + 'static)) -> Self {
        let number = log_fault(error);
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "fault", format!("The fault is logged under {number}."))
    }

    /// Whether nothing is here, as far as the program may know.
    pub fn is_not_found(&self) -> bool {
        matches!(self.status, StatusCode::NOT_FOUND)
    }

    /// Whether it might go better another time.
    pub fn is_passing(&self) -> bool {
        self.status.is_server_error() || self.status == StatusCode::TOO_MANY_REQUESTS
    }

    /// The status and the body.
    pub fn written(&self) -> (StatusCode, String) {
        let told = Told {
            kind: format!("/api#{}", self.code),
            title: self.status.canonical_reason().unwrap_or("Problem"),
            status: self.status.as_u16(),
            code: self.code,
            detail: &self.detail,
            remedy: self.remedy,
            field: self.field.as_deref(),
        };
        (self.status, serde_json::to_string(&told).unwrap_or_default())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal.code {
            "access.out_of_scope" => return Self::not_found(),
            "access.not_allowed" | "access.not_on_this_day" => StatusCode::FORBIDDEN,
            "reading.cannot_note" => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::CONFLICT,
        };
        Self { remedy: Some(refusal.remedy), ..Self::new(status, refusal.code, refusal.reason) }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::NotFound(_) => Self::not_found(),
            Error::BadInput { .. } => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad_input", error.to_string())
            }
            Error::Fault(_) | Error::Keys(_) => Self::fault(&error),
        }
    }
}

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Busy => Self::busy(),
            Failure::NotFound => Self::not_found(),
            Failure::Refused(refusal) => refusal.into(),
            Failure::TooLarge(most) => Self::too_large(most),
            Failure::TooMany(too_many) => {
                let told = Self::new(StatusCode::TOO_MANY_REQUESTS, "too_many", too_many.to_string());
                Self { wait: u32::try_from(too_many.wait.as_secs()).ok(), ..told }
            }
            other => Self::fault(&other),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, body) = self.written();
        let mut response = (status, Body::from(body)).into_response();
        mark(&mut response);
        if let Some(seconds) = self.wait {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// Kind of content and what the status asks for beside it.
pub fn mark(response: &mut Response) {
    let status = response.status();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.entry(header::RETRY_AFTER).or_insert(HeaderValue::from(COME_AGAIN));
    }
}

/// The layer around all routes by which what never came to a route of the API (no such path or method, too
/// many requests, too large, too slow) is told as a problem too.
pub async fn on_every_answer(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let response = next.run(request).await;
    let status = response.status();
    let kind = response.headers().get(header::CONTENT_TYPE);
    let is_told = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"application/problem+json"));
    if !is_api || is_told || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (code, detail) = match status {
        StatusCode::NOT_FOUND => ("not_found", "There is nothing here."),
        StatusCode::METHOD_NOT_ALLOWED => ("method", "The route does not know this method."),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "Send less."),
        StatusCode::TOO_MANY_REQUESTS => ("too_many", "Too many requests; wait as Retry-After says."),
        StatusCode::SERVICE_UNAVAILABLE => ("busy", "Too much work waits; come again."),
        StatusCode::REQUEST_TIMEOUT => ("body", "The request took too long to come."),
        _ => ("fault", "It went wrong."),
    };
    let (mut parts, _) = response.into_parts();
    for of_the_page in
        [header::CONTENT_LENGTH, header::CONTENT_ENCODING, header::TRANSFER_ENCODING, header::SET_COOKIE]
    {
        parts.headers.remove(of_the_page);
    }
    let (_, body) = Problem::new(status, code, detail).written();
    let mut told = Response::from_parts(parts, Body::from(body));
    mark(&mut told);
    told
}
