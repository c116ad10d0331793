//! A line that shows how far long work has come, on a terminal only.

use indicatif::{ProgressBar, ProgressStyle};

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
