//! A browser without scripts: cookies, forms, and nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;

use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, header};
use tower::ServiceExt;

use super::{Answer, Site};

/// A browser.
pub struct Visitor<'s> {
    site: &'s Site,
    cookies: RefCell<BTreeMap<String, String>>,
}

impl<'s> Visitor<'s> {
    pub(super) fn new(site: &'s Site) -> Self {
        Self { site, cookies: RefCell::default() }
    }

    pub(super) fn with_cookie(self, name: &str, value: &str) -> Self {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        self
    }

    pub fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.borrow().get(name).cloned()
    }

    pub fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
    }

    /// Asks for a page.
    pub fn get(&self, path: &str) -> Answer {
        self.send(Request::builder().method(Method::GET).uri(path).body(Body::empty()).expect("a request"))
    }

    /// Fills in the form of a page and sends it: asks for `page` first, for the token of its forms.
    pub fn submit(&self, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get(page).field("csrf").unwrap_or_default().to_owned();
        self.post(path, &[&[("csrf", token.as_str())], fields].concat())
    }

    /// Sends fields as they are.
    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.finish()));
        self.send(request.expect("a request"))
    }

    /// Sends any request with the cookies of this browser and keeps those that come back.
    pub fn send(&self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(header::COOKIE, cookies.join("; ").parse().expect("a header"));
        }
        let (parts, body) = self.site.runtime().block_on(async {
            let response = self.site.router().oneshot(request).await.expect("a router always answers");
            let (parts, body) = response.into_parts();
            (parts, to_bytes(body, usize::MAX).await.expect("a body"))
        });
        for line in parts.headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().expect("a cookie");
            let (name, rest) = line.split_once('=').expect("a cookie has a name");
            let value = rest.split(';').next().unwrap_or_default();
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }
}
