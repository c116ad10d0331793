//! Styles, scripts and pictures, carried in the program: each under a path that holds its digest, so that a
//! browser keeps it for good, and compressed once at the start.

use std::io::Write as _;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use crate::state::Counter;

/// Name, type, content.
const FILES: &[(&str, &str, &[u8])] = &[
    ("soho.css", "text/css; charset=utf-8", include_bytes!("../assets/soho.css")),
    ("soho.js", "text/javascript; charset=utf-8", include_bytes!("../assets/soho.js")),
    ("upload.js", "text/javascript; charset=utf-8", include_bytes!("../assets/upload.js")),
    ("passkey.js", "text/javascript; charset=utf-8", include_bytes!("../assets/passkey.js")),
    ("icon.svg", "image/svg+xml", include_bytes!("../assets/icon.svg")),
];

/// All assets, ready to be sent.
pub struct Assets(Vec<Asset>);

struct Asset {
    name: &'static str,
    path: String,
    kind: &'static str,
    plain: &'static [u8],
    brotli: Bytes,
}

impl Assets {
    /// Digests and compresses everything.
    #[must_use]
    pub fn new() -> Self {
        Self(FILES.iter().map(|&(name, kind, plain)| Asset::new(name, kind, plain)).collect())
    }

    /// Where a page finds it; the empty path for a name that is none.
    #[must_use]
    pub fn path(&self, name: &str) -> &str {
        self.0.iter().find(|asset| asset.name == name).map_or("", |asset| &asset.path)
    }
}

impl Default for Assets {
    fn default() -> Self {
        Self::new()
    }
}

impl Asset {
    fn new(name: &'static str, kind: &'static str, plain: &'static [u8]) -> Self {
        let digest: String = Sha256::digest(plain).iter().take(6).map(|byte| format!("{byte:02x}")).collect();
        let mut brotli = Vec::new();
        // Writing into memory does not fail; were it to, what is sent plain is right all the same.
        let squeezed = brotli::CompressorWriter::new(&mut brotli, 4096, 11, 22).write_all(plain);
        let brotli = if squeezed.is_ok() { Bytes::from(brotli) } else { Bytes::new() };
        Self { name, path: format!("/t/{digest}/{name}"), kind, plain, brotli }
    }
}

/// `GET /t/{digest}/{name}`
pub async fn serve(
    State(counter): State<Counter>,
    Path((_, name)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let Some(asset) = counter.assets().0.iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let accepts =
        headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let squeezed = !asset.brotli.is_empty() && accepts.split(',').any(|one| one.trim().starts_with("br"));
    let body = if squeezed { asset.brotli.clone() } else { Bytes::from_static(asset.plain) };
    let mut response = body.into_response();
    let sent = response.headers_mut();
    sent.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.kind));
    sent.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));
    sent.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if squeezed {
        sent.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response
}
