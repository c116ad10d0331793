//! The log: lines on standard error, for whoever runs the service.

use std::io;

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSettings};

/// The environment's word goes before the configuration's.
const FILTER: &str = "SOHOC_LOG";

/// Begins to write; a second call changes nothing.
pub fn begin(settings: &LogSettings) {
    let filter = std::env::var(FILTER).unwrap_or_else(|_| settings.filter.clone());
    let filter = EnvFilter::builder().parse_lossy(filter);
    // A log that nobody reads any more must not end the program.
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(false)
        .log_internal_errors(false);
    let _ = match settings.format {
        LogFormat::Text => lines.try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
}
