//! The figures of a run.

use std::collections::BTreeMap;

/// Flat names with their unit as suffix.
#[derive(Clone, Debug, Default)]
pub struct Report {
    figures: BTreeMap<&'static str, f64>,
    order: Vec<&'static str>,
}

impl Report {
    pub(crate) fn set(&mut self, name: &'static str, value: f64) {
        if self.figures.insert(name, value).is_none() {
            self.order.push(name);
        }
    }

    /// The figures in the order they were measured.
    pub fn figures(&self) -> impl Iterator<Item = (&'static str, f64)> {
        self.order.iter().map(|name| (*name, self.figures[name]))
    }
}
