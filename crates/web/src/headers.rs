//! What every answer says to the browser besides its page.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use crate::csrf;
use crate::state::Counter;
use crate::visit::cookie;

/// Nothing from elsewhere, no code or style inside pages, no page inside others.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; \
                      connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; manifest-src 'self'";

/// Headers with one value for all answers.
const HEADERS: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(self), geolocation=(), microphone=()"),
];

/// Puts the headers on, and gives every visitor the cookie that guards forms before signing in.
pub async fn on_every_answer(State(counter): State<Counter>, mut request: Request, next: Next) -> Response {
    let guest = new_guest(&counter, &mut request);
    let mut response = next.run(request).await;
    let sent = response.headers_mut();
    for (name, value) in HEADERS {
        sent.entry(name).or_insert(HeaderValue::from_static(value));
    }
    sent.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    if counter.is_secure() {
        let always = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        sent.insert(header::STRICT_TRANSPORT_SECURITY, always);
    }
    let is_page =
        sent.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    // What is kept on its way goes to others: it must not carry one visitor's cookie.
    let is_for_all =
        sent.get(header::CACHE_CONTROL).is_some_and(|kept| kept.as_bytes().starts_with(b"public"));
    if let Some(guest) = guest.filter(|_| is_page && !is_for_all)
        && let Ok(cookie) = HeaderValue::from_str(&guest)
    {
        sent.append(header::SET_COOKIE, cookie);
    }
    response
}

/// Who has no cookie yet gets one, and the request looks as if it had come with it: so the forms of the very
/// first page are good already. Gives the line that sets it.
fn new_guest(counter: &Counter, request: &mut Request) -> Option<String> {
    if cookie(request.headers(), csrf::GUEST).is_some() {
        return None;
    }
    let name: String = counter.office().chance::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
    let pair = format!("{}={name}", csrf::GUEST);
    request.headers_mut().append(header::COOKIE, HeaderValue::from_str(&pair).ok()?);
    let secure = if counter.is_secure() { "; Secure" } else { "" };
    Some(format!("{pair}; Path=/; SameSite=Lax; HttpOnly{secure}"))
}
