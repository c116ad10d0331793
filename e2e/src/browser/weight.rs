//! What a page weighs on the line.

use serde::Deserialize;
use serde_json::json;

use super::visitor::Visitor;

/// What was fetched for the page that is shown, compressed, with headers.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
pub struct Weight {
    /// Over the line.
    pub bytes: u64,
    /// Requests that went over the line; what came from the cache is not counted.
    pub requests: u64,
    /// Until it can be read and used: all of it is there but what may come later.
    pub usable_ms: u64,
    /// From the first byte asked for to the end of the load event.
    pub loaded_ms: u64,
}

impl Visitor {
    /// Weighs the page that is shown.
    pub async fn weight(&self) -> Weight {
        let weighed = self.asks(include_str!("weight.js"), vec![]).await;
        serde_json::from_value(weighed).expect("the script gives a weight")
    }

    /// As on a first visit.
    pub async fn forgets_cache(&self) {
        self.tools("Network.clearBrowserCache", &json!({})).await;
    }
}
