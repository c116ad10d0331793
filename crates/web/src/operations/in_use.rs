//! Which sessions were used: gathered at each request, written down once a second, so that a page never
//! waits for it.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use sohoc_acts::access::session::touch;
use sohoc_acts::{Office, Result};
use uuid::Uuid;

/// Sessions that wait to be noted.
#[derive(Debug, Default)]
pub struct InUse(Mutex<BTreeSet<Uuid>>);

impl InUse {
    /// A session was used.
    pub fn add(&self, session: Uuid) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(session);
    }

    /// Writes them down.
    ///
    /// # Errors
    /// A fault of the ledger; they are forgotten then, and noted at their next request.
    pub fn write(&self, office: &Office) -> Result<()> {
        let used = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        if used.is_empty() {
            return Ok(());
        }
        touch(office, &used.into_iter().collect::<Vec<_>>())
    }
}
