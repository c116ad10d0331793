//! A file as it was brought: never shown as a page of ours.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use sohoc_acts::evidence::open;
use sohoc_rules::ids::EvidenceId;

use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// What a browser may do with it: nothing but show the picture or the paper itself.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// `GET /tep/{minh_chung}`: an attachment of its own, without scripts and without our cookies' rights, so
/// that what somebody uploaded can do nothing in our name.
pub fn file(visit: &Visit<'_>) -> Answer {
    let opened = open(visit.office(), visit.actor()?, visit.id::<EvidenceId>("minh_chung")?)?;
    let name = format!("attachment; filename=\"minh-chung.{}\"", opened.media_type.extension());
    let name = HeaderValue::from_str(&name).map_err(|error| Failure::Fault(Box::new(error)))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(opened.media_type.name())),
        (header::CONTENT_DISPOSITION, name),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, opened.bytes).into_response())
}
