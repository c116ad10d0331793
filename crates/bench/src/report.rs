//! The figures of a run.

use std::collections::BTreeMap;

/// Flat names with their unit as suffix.
#[derive(Clone, Debug, Default)]
pub struct Report {
    figures: BTreeMap<String, f64>,
    order: Vec<String>,
}

impl Report {
    pub(crate) fn set(&mut self, name: impl Into<String>, value: f64) {
        let name = name.into();
        if self.figures.insert(name.clone(), value).is_none() {
            self.order.push(name);
        }
    }

    /// The figures in the order they were measured.
    pub fn figures(&self) -> impl Iterator<Item = (&str, f64)> {
        self.order.iter().map(|name| (name.as_str(), self.figures[name]))
    }
}
