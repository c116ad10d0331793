//! What every page has in hand.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sohoc_acts::Office;

use crate::page;

/// The office, shared by all requests.
#[derive(Clone)]
pub struct Counter(Arc<Office>);

impl Counter {
    /// A counter of this office.
    #[must_use]
    pub const fn new(office: Arc<Office>) -> Self {
        Self(office)
    }

    /// Runs work on the ledger beside the thread that answers, for it waits for disk and database.
    ///
    /// # Errors
    /// When the work failed; nothing of its cause is shown to the visitor.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Office) -> sohoc_acts::Result<T> + Send + 'static,
    ) -> Result<T, Failed> {
        let office = Arc::clone(&self.0);
        match tokio::task::spawn_blocking(move || work(&office)).await {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(_)) | Err(_) => Err(Failed),
        }
    }
}

/// The ledger could not answer.
#[derive(Clone, Copy, Debug)]
pub struct Failed;

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let page = page::html("Tạm thời không trả lời được", "<p>Xin thử lại sau ít phút.</p>");
        (StatusCode::SERVICE_UNAVAILABLE, page).into_response()
    }
}
