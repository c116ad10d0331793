//! Accessibility, as axe-core judges it by WCAG 2.2 AA.

use std::fs;
use std::sync::LazyLock;

use serde_json::json;

use super::visitor::Visitor;
use crate::house::Machine;

static AXE: LazyLock<String> =
    LazyLock::new(|| fs::read_to_string(&Machine::look().axe).expect("axe-core can be read"));

impl Visitor {
    /// Every violation on this page: rule, where, what to do.
    pub async fn axe(&self) -> Vec<String> {
        if self.asks("return typeof axe === 'undefined'", vec![]).await == json!(true) {
            // Given by the driver, it is not held back by the page's content security policy.
            self.asks(&AXE, vec![]).await;
        }
        let found = self.client.execute_async(include_str!("axe.js"), vec![]).await;
        let found = found.unwrap_or_else(|error| panic!("axe-core did not run: {error}"));
        let lines = found.as_array().unwrap_or_else(|| panic!("axe-core: {found}"));
        lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
    }
}
