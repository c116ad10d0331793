//! What programs ask for: where not to go, and whom to tell of a weakness (RFC 9116).

use std::fmt::Write as _;

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse;
use sohoc_rules::time::Instant;

use crate::failure::{Answer, Failure};
use crate::visit::Visit;

/// Pages of people are not for search engines; nor is the check of certificates, whose addresses hold serials.
const ROBOTS: &str = "User-agent: *\nDisallow: /kiem-tra/\nDisallow: /ho-so\nDisallow: /toi\nDisallow: /vao\nDisallow: /api/\n";
/// RFC 9116 advises less than a year; what is older should not be believed.
const GOOD_FOR_MICROSECONDS: i64 = 180 * 86_400 * 1_000_000;

/// `GET /robots.txt`
pub fn robots(_: &Visit<'_>) -> Answer {
    text(ROBOTS.to_owned())
}

/// `GET /.well-known/security.txt`
pub fn security(visit: &Visit<'_>) -> Answer {
    let settings = visit.counter.settings();
    let contact = settings.contact.security.as_deref().ok_or(Failure::NotFound)?;
    let contact = if contact.contains(':') { contact.to_owned() } else { format!("mailto:{contact}") };
    let expires =
        Instant::from_microseconds(visit.now.microseconds().saturating_add(GOOD_FOR_MICROSECONDS)).day();
    let mut lines =
        format!("Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: vi, en\n");
    if let Some(url) = &settings.public_url {
        let _ = writeln!(lines, "Canonical: {url}/.well-known/security.txt");
    }
    text(lines)
}

fn text(text: String) -> Answer {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600")),
    ];
    Ok((headers, text).into_response())
}
