//! A line that shows how far long work has come, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};
use sohoc_sample::years::Watch;

/// Counts rows on standard error; shows nothing when nobody watches, and leaves nothing behind.
pub struct Progress(ProgressBar);

impl Progress {
    /// Begins to count; `doing` says what is being done, like `Importing people`.
    pub fn counting(doing: String) -> Self {
        let bar = ProgressBar::new_spinner().with_message(doing);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}: {human_pos} rows in {elapsed}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    /// So many rows are done.
    pub fn at(&self, rows: u64) {
        self.0.set_position(rows);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}

/// The steps of a long piece of work, each with how far it has come.
pub struct Steps(ProgressBar);

impl Steps {
    /// Nothing has begun.
    pub fn new() -> Self {
        Self(ProgressBar::new(0))
    }
}

impl Watch for Steps {
    fn step(&self, what: &str, people: u64) {
        let template = if people == 0 {
            "{spinner} {msg} ({elapsed})"
        } else {
            "{spinner} {msg}: {human_pos} of {human_len} [{bar:30}] {elapsed}"
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.0.set_style(style);
        }
        self.0.set_position(0);
        self.0.set_length(people);
        self.0.set_message(what.to_owned());
        self.0.tick();
    }

    fn done(&self, people: u64) {
        self.0.inc(people);
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
