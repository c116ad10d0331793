//! One request of a program: its token, its question, its body.

use std::ops::RangeInclusive;
use std::str::FromStr;
use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::State;
use axum::http::{self, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sohoc_acts::Office;
use sohoc_acts::access::tokens::{self, Service};
use sohoc_rules::ids::UnitId;
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::Date;

use crate::failure::Failure;
use crate::guard::receive_head;
use crate::route::Who;
use crate::state::Counter;
use crate::visit::Request;

use super::problem::Problem;
use super::replay;

/// Years that a program may ask for; few of them have a round.
pub const YEARS: RangeInclusive<i16> = 2000..=2100;

/// What a function of the API gives back.
pub type ApiAnswer = Result<Response, Problem>;

/// A function of the API: synchronous, on a thread where it may wait for the ledger.
pub type ApiPage = fn(&Call<'_>) -> ApiAnswer;

/// A request with the program behind it.
pub struct Call<'r> {
    /// The counter.
    pub counter: &'r Counter,
    /// What came.
    pub request: &'r Request,
    /// The program; `None` where everyone may come.
    service: Option<Arc<Service>>,
    /// The body.
    pub body: &'r [u8],
}

/// The handler of a row of the table. Cookies are not looked at: a browser that is signed in has no more
/// rights here than anybody, so there is nothing to forge.
pub fn handler(method: &Method, who: Who, most_bytes: usize, page: ApiPage) -> MethodRouter<Counter> {
    let filter = if *method == Method::POST { MethodFilter::POST } else { MethodFilter::GET };
    on(filter, move |State(counter): State<Counter>, request: http::Request<Body>| async move {
        answer(counter, request, who, (most_bytes, page)).await.unwrap_or_else(IntoResponse::into_response)
    })
}

async fn answer(
    counter: Counter,
    request: http::Request<Body>,
    who: Who,
    (most_bytes, page): (usize, ApiPage),
) -> ApiAnswer {
    let (request, body) = receive_head(request).await;
    let working = counter.clone();
    let asked = Arc::new(request);
    let known = Arc::clone(&asked);
    let service = counter.work(move || identify(&working, &known, who)).await??;
    let body = if most_bytes == 0 { Bytes::new() } else { read(&asked, body, most_bytes).await? };
    let working = counter.clone();
    counter
        .work(move || {
            let call = Call { counter: &working, request: &asked, service, body: &body };
            replay::once(&call, page)
        })
        .await?
}

/// Who shows a token that is good for what the route asks.
fn identify(counter: &Counter, request: &Request, who: Who) -> Result<Option<Arc<Service>>, Problem> {
    let Who::Token(scope) = who else { return Ok(None) };
    let shown = request.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = shown.and_then(|value| {
        let (kind, secret) = value.split_once(' ')?;
        kind.eq_ignore_ascii_case("bearer").then_some(secret.trim())
    });
    let secret = secret.ok_or_else(Problem::no_token)?;
    let service = tokens::find(counter.office(), secret)?.ok_or_else(Problem::bad_token)?;
    if !service.scopes.contains(&scope) {
        return Err(Problem::small_scope(scope));
    }
    if !request.method.is_safe() {
        counter.operations().rates.write(service.token).map_err(Failure::from)?;
    }
    Ok(Some(Arc::new(service)))
}

async fn read(request: &Request, body: Body, most_bytes: usize) -> Result<Bytes, Problem> {
    let kind =
        request.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type", "Send application/json."));
    }
    let said =
        request.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if said.is_some_and(|length: usize| length > most_bytes) {
        return Err(Problem::too_large(most_bytes));
    }
    to_bytes(body, most_bytes).await.map_err(|_| Problem::too_large(most_bytes))
}

impl Call<'_> {
    /// The office.
    pub fn office(&self) -> &Office {
        self.counter.office()
    }

    /// Today in Viet Nam.
    pub fn today(&self) -> Date {
        self.office().now().day()
    }

    /// The program; where the route asks for a token there is always one.
    ///
    /// # Errors
    /// 401 without one.
    pub fn service(&self) -> Result<&Arc<Service>, Problem> {
        self.service.as_ref().ok_or_else(Problem::no_token)
    }

    /// Notes a try at a list of people of a unit that is not for this program, and says what is said then.
    pub fn not_theirs(&self, unit: UnitId) -> Problem {
        let subject = Subject::List { unit: Some(unit), organization: None, page: 1 };
        let note = |service: &Arc<Service>| {
            Ok(self.office().note_reading(&service.actor, What::RefusedOutsideScope, subject)?)
        };
        self.service().and_then(note).err().unwrap_or_else(Problem::not_found)
    }

    /// Refuses a question with names that the route does not know, or one name twice.
    ///
    /// # Errors
    /// 400 with the name.
    pub fn only(&self, known: &[&str]) -> Result<(), Problem> {
        let pairs = self.request.query.pairs();
        for (at, (name, _)) in pairs.iter().enumerate() {
            if !known.contains(&name.as_str()) {
                return Err(Problem::field(name, "This route has no such parameter."));
            }
            if pairs.iter().take(at).any(|(before, _)| before == name) {
                return Err(Problem::field(name, "The parameter stands twice."));
            }
        }
        Ok(())
    }

    /// The parameter's text; `None` when it is not there.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.request.query.find(name)
    }

    /// The parameter read as `T`; `None` when it is not there.
    ///
    /// # Errors
    /// 400 when it is no `T`.
    pub fn read<T: FromStr>(&self, name: &str, expected: &str) -> Result<Option<T>, Problem> {
        let wrong = |_| Problem::field(name, format!("Expected {expected}."));
        self.text(name).map(str::parse).transpose().map_err(wrong)
    }

    /// As [`Call::read`], for a parameter that must be there.
    ///
    /// # Errors
    /// 400 when it is not there or no `T`.
    pub fn need<T: FromStr>(&self, name: &str, expected: &str) -> Result<T, Problem> {
        let missing = || Problem::field(name, format!("Expected {expected}, but the parameter is missing."));
        self.read(name, expected)?.ok_or_else(missing)
    }

    /// The assessed year.
    ///
    /// # Errors
    /// 400 when it is missing or not in [`YEARS`].
    pub fn year(&self) -> Result<i16, Problem> {
        let year = self.need("year", "a year like 2026")?;
        if YEARS.contains(&year) {
            Ok(year)
        } else {
            Err(Problem::field("year", "Expected a year like 2026."))
        }
    }

    /// The day of a parameter; `None` when it is not there.
    ///
    /// # Errors
    /// 400 when it is no day as `2026-07-01`.
    pub fn day(&self, name: &str) -> Result<Option<Date>, Problem> {
        let day: Option<Date> = self.read(name, "a day like 2026-07-01")?;
        let is_plain = |day: &Date| self.text(name).is_some_and(|text| *text == day.to_string());
        if day.as_ref().is_none_or(is_plain) {
            return Ok(day);
        }
        Err(Problem::field(name, "Expected a day like 2026-07-01."))
    }

    /// How many rows at most.
    ///
    /// # Errors
    /// 400 when it is not 1 to `most`.
    pub fn limit(&self, most: usize) -> Result<usize, Problem> {
        let expected = format!("a whole number from 1 to {most}");
        let limit = self.read("limit", &expected)?.unwrap_or(most);
        let fits = (1..=most).contains(&limit);
        if fits { Ok(limit) } else { Err(Problem::field("limit", format!("Expected {expected}."))) }
    }

    /// The id that stands in the path under `name`.
    ///
    /// # Errors
    /// 404 when it is no such id.
    pub fn id<T: FromStr>(&self, name: &str) -> Result<T, Problem> {
        let known = self.request.params.iter().find(|(known, _)| known == name);
        known.and_then(|(_, value)| value.parse().ok()).ok_or_else(Problem::not_found)
    }

    /// The body, which holds nothing but what `T` names.
    ///
    /// # Errors
    /// 400 when it is not JSON, 422 when it is another thing.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Problem> {
        serde_json::from_slice(self.body).map_err(|error| {
            let status =
                if error.is_data() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::BAD_REQUEST };
            Problem::new(status, "body", error.to_string())
        })
    }
}

/// JSON that nobody keeps.
///
/// # Errors
/// When it cannot be written.
pub fn json(body: &impl Serialize) -> ApiAnswer {
    let body = serde_json::to_vec(body).map_err(|error| Problem::fault(&error))?;
    Ok(written(StatusCode::OK, body.into()))
}

/// JSON as it was written.
pub fn written(status: StatusCode, body: Bytes) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, Body::from(body)).into_response()
}
