//! Uploads in parts by the tus protocol 1.0 (core, creation, expiration, termination): what has come when the
//! network breaks is kept, and the next request goes on behind it.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{self, HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use sohoc_acts::evidence::{self as acts, NewUpload, UploadState};
use sohoc_ledger::dossier as book;
use sohoc_rules::dossier::Channel;
use sohoc_rules::ids::{DossierId, PersonId, RoundId, UploadId};

use super::BRINGERS;
use crate::failure::Failure;
use crate::guard;
use crate::state::Counter;
use crate::visit::{Request, Visit};

const VERSION: &str = "1.0.0";
const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
/// So much is gathered before it is written and waited for.
const GATHERED_BYTES: usize = 256 * 1024;

/// `OPTIONS /tai-len`: what this server can.
pub async fn tell() -> Response {
    let headers = [
        (RESUMABLE, VERSION),
        (HeaderName::from_static("tus-version"), VERSION),
        (HeaderName::from_static("tus-extension"), "creation,expiration,termination"),
        (HeaderName::from_static("tus-max-size"), "20971520"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// `POST /tai-len`: begins an upload for an indicator of a dossier, both named in the metadata.
pub async fn begin(State(counter): State<Counter>, request: http::Request<Body>) -> Response {
    let (request, _) = guard::receive_head(request).await;
    answer(&counter, Arc::new(request), |visit| {
        let size_bytes = number(&visit.request.headers, &LENGTH).ok_or(bad("Upload-Length is missing"))?;
        let told = metadata(&visit.request.headers);
        let find = |name: &str| told.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
        let dossier: DossierId =
            find("ho_so").and_then(|id| id.parse().ok()).ok_or(bad("Upload-Metadata names no ho_so"))?;
        let row = visit.office().read(|reader| {
            let row = book::load(reader, &[dossier])?.into_iter().next().flatten();
            row.ok_or(sohoc_acts::Error::NotFound("dossier"))
        })?;
        let (person, round) = (PersonId::from_uuid(row.person), RoundId::from_uuid(row.round));
        let year = visit.office().round_of(round)?.rules.year;
        let own = visit.actor()?.person() == Some(person);
        let named = find("ten-goi").filter(|title| !title.trim().is_empty());
        let new = NewUpload {
            person,
            year,
            title: named.map_or_else(|| visit.words.get("evidence-unnamed").into_owned(), str::to_owned),
            media_hint: find("filetype").map(str::to_owned),
            size_bytes,
            channel: if own { Channel::Web } else { Channel::Assisted },
        };
        let upload = acts::begin_upload(visit.office(), visit.actor()?, &new)?;
        let state = acts::upload_state(visit.office(), visit.actor()?, upload)?;
        let mut response = told_state(StatusCode::CREATED, &state);
        let place = HeaderValue::from_str(&format!("/tai-len/{upload}"));
        response
            .headers_mut()
            .insert(header::LOCATION, place.map_err(|error| Failure::Fault(Box::new(error)))?);
        Ok(response)
    })
    .await
}

/// `HEAD /tai-len/{tai_len}`: how far it has come.
pub async fn state(State(counter): State<Counter>, request: http::Request<Body>) -> Response {
    let (request, _) = guard::receive_head(request).await;
    answer(&counter, Arc::new(request), |visit| {
        let state = acts::upload_state(visit.office(), visit.actor()?, visit.id("tai_len")?)?;
        Ok(told_state(StatusCode::OK, &state))
    })
    .await
}

/// `DELETE /tai-len/{tai_len}`: it is not wanted any more.
pub async fn abandon(State(counter): State<Counter>, request: http::Request<Body>) -> Response {
    let (request, _) = guard::receive_head(request).await;
    answer(&counter, Arc::new(request), |visit| {
        acts::abandon(visit.office(), visit.actor()?, visit.id("tai_len")?)?;
        Ok((StatusCode::NO_CONTENT, [(RESUMABLE, VERSION)]).into_response())
    })
    .await
}

/// `PATCH /tai-len/{tai_len}`: the next part. What came before the connection broke is kept.
pub async fn append(State(counter): State<Counter>, request: http::Request<Body>) -> Response {
    let (request, body) = guard::receive_head(request).await;
    let request = Arc::new(request);
    let kind = request.headers.get(header::CONTENT_TYPE).map(HeaderValue::as_bytes);
    if kind != Some(b"application/offset+octet-stream") {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, [(RESUMABLE, VERSION)]).into_response();
    }
    let Some(mut offset) = number(&request.headers, &OFFSET) else {
        return (StatusCode::BAD_REQUEST, [(RESUMABLE, VERSION)]).into_response();
    };
    let mut body = body.into_data_stream();
    let mut gathered = Vec::with_capacity(GATHERED_BYTES);
    let mut over = false;
    while !over {
        match body.next().await {
            Some(Ok(part)) => gathered.extend_from_slice(&part),
            // Cut off or ended: what is here is written all the same.
            Some(Err(_)) | None => over = true,
        }
        if over || gathered.len() >= GATHERED_BYTES {
            let part = std::mem::replace(&mut gathered, Vec::with_capacity(GATHERED_BYTES));
            match keep(&counter, &request, offset, part).await {
                Ok(reached) => offset = reached,
                Err(response) => return response,
            }
        }
    }
    (StatusCode::NO_CONTENT, [(RESUMABLE, VERSION.to_owned()), (OFFSET, offset.to_string())]).into_response()
}

/// Writes one part; the response says why not.
async fn keep(
    counter: &Counter,
    request: &Arc<Request>,
    offset: u64,
    part: Vec<u8>,
) -> Result<u64, Response> {
    let response = answer(counter, Arc::clone(request), move |visit| {
        let upload: UploadId = visit.id("tai_len")?;
        let reached = acts::append(visit.office(), visit.actor()?, upload, offset, &part)?;
        Ok((StatusCode::NO_CONTENT, [(OFFSET, reached.to_string())]).into_response())
    })
    .await;
    let reached =
        if response.status() == StatusCode::NO_CONTENT { number(response.headers(), &OFFSET) } else { None };
    reached.ok_or(response)
}

/// Runs one step with the checks of every route; failures are statuses, for a program asks.
async fn answer(
    counter: &Counter,
    request: Arc<Request>,
    step: impl FnOnce(&Visit<'_>) -> Result<Response, Failure> + Send + 'static,
) -> Response {
    if request.headers.get(&RESUMABLE).map(HeaderValue::as_bytes) != Some(VERSION.as_bytes()) {
        let headers = [(HeaderName::from_static("tus-version"), VERSION)];
        return (StatusCode::PRECONDITION_FAILED, headers).into_response();
    }
    let answered = guard::admitted(counter, request, BRINGERS, step).await;
    let mut response = answered.unwrap_or_else(|failure| {
        let status = match &failure {
            Failure::Refused(refusal) if refusal.code.ends_with("too_large") => StatusCode::PAYLOAD_TOO_LARGE,
            other => other.status(),
        };
        (status, failure.to_string()).into_response()
    });
    response.headers_mut().insert(RESUMABLE, HeaderValue::from_static(VERSION));
    response
}

fn told_state(status: StatusCode, state: &UploadState) -> Response {
    let headers = [
        (OFFSET, state.offset.to_string()),
        (LENGTH, state.size_bytes.to_string()),
        (EXPIRES, http_date(state.expires_at)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (status, headers).into_response()
}

/// A moment as HTTP writes it.
fn http_date(at: sohoc_rules::time::Instant) -> String {
    let seconds = u64::try_from(at.microseconds() / 1_000_000).unwrap_or(0);
    httpdate::fmt_http_date(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// `name base64, name base64`
fn metadata(headers: &HeaderMap) -> Vec<(String, String)> {
    let text = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let pair = |pair: &str| {
        let (name, value) = pair.trim().split_once(' ')?;
        let bytes = base64(value.trim())?;
        Some((name.to_owned(), String::from_utf8(bytes).ok()?))
    };
    text.split(',').filter_map(pair).collect()
}

fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

const fn bad(what: &'static str) -> Failure {
    Failure::Malformed(what)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn metadata_are_pairs_in_base64_and_what_is_none_is_left_out() {
        let mut headers = HeaderMap::new();
        headers.insert(METADATA, HeaderValue::from_static("ten-goi R2nhuqV5IGtoZW4=, hong !!!, trong"));
        assert_eq!(metadata(&headers), [("ten-goi".to_owned(), "Giấy khen".to_owned())]);
    }
}
