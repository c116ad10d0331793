//! What every page has in hand.

use std::sync::Arc;

use sohoc_acts::Office;

use crate::access::{Providers, Spent};
use crate::assets::Assets;
use crate::failure::Failure;
use crate::operations::{Busy, Operations};
use crate::settings::Settings;
use crate::texts::{TextFault, Texts};

/// The office, the words and the settings, shared by all requests.
#[derive(Clone)]
pub struct Counter(Arc<Inner>);

struct Inner {
    operations: Arc<Operations>,
    texts: Texts,
    assets: Assets,
    spent: Spent,
    providers: Providers,
}

impl Counter {
    /// A counter of this office.
    ///
    /// # Errors
    /// When the folder of other languages cannot be used.
    pub fn new(operations: Arc<Operations>) -> Result<Self, TextFault> {
        let texts = Texts::load(operations.settings.texts_folder.as_deref())?;
        Ok(Self(Arc::new(Inner {
            operations,
            texts,
            assets: Assets::new(),
            spent: Spent::default(),
            providers: Providers::default(),
        })))
    }

    /// What runs day and night beside the pages.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        &self.0.operations
    }

    /// The office.
    #[must_use]
    pub fn office(&self) -> &Office {
        &self.0.operations.office
    }

    /// The office, to be kept.
    #[must_use]
    pub fn shared_office(&self) -> Arc<Office> {
        Arc::clone(&self.0.operations.office)
    }

    /// The words of all languages.
    #[must_use]
    pub fn texts(&self) -> &Texts {
        &self.0.texts
    }

    /// Styles, scripts and pictures.
    #[must_use]
    pub fn assets(&self) -> &Assets {
        &self.0.assets
    }

    /// What the configuration says of the counter.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.operations.settings
    }

    /// The tickets of signing in that were used.
    #[must_use]
    pub(crate) fn spent(&self) -> &Spent {
        &self.0.spent
    }

    /// What is known of the identity providers.
    #[must_use]
    pub(crate) fn providers(&self) -> &Providers {
        &self.0.providers
    }

    /// How visitors reach the counter, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        let settings = self.settings();
        let here = || format!("http://localhost:{}", settings.listen.port());
        settings.public_url.as_deref().map_or_else(here, |url| url.trim_end_matches('/').to_owned())
    }

    /// Whether visitors come by a connection that nobody can read; then cookies go by no other.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.settings().public_url.as_deref().is_some_and(|url| url.starts_with("https:"))
    }

    /// Runs work that waits for the ledger beside the threads that answer. It runs to its end even when the
    /// visitor has gone.
    ///
    /// # Errors
    /// When too much waits, or when the work broke off.
    pub async fn work<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        self.operations().gate.run(work).await.map_err(|busy| match busy {
            Busy::Full => Failure::Busy,
            Busy::BrokeOff => Failure::Fault(Box::new(busy)),
        })
    }
}
