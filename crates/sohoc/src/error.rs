//! How a command can end other than well. Whatever it is, the user gets one sentence and exit code 1.

use std::io;

use sohoc_ledger::db::Fault;
use sohoc_papers::workbook::WriteError;

/// Why a command did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An act refused or failed.
    #[error(transparent)]
    Act(#[from] sohoc_acts::Error),
    /// The store failed.
    #[error(transparent)]
    Ledger(#[from] Fault),
    /// A list could not be taken in.
    #[error(transparent)]
    Intake(#[from] sohoc_intake::Error),
    /// A list could not be written.
    #[error(transparent)]
    List(#[from] WriteError),
    /// A file could not be read or written.
    #[error("{what}: {source}; {remedy}")]
    File {
        /// What was being done, with the file.
        what: String,
        /// What the system answered.
        source: io::Error,
        /// What to do.
        remedy: &'static str,
    },
    /// Standard output could not be written.
    #[error("the answer cannot be written: {0}")]
    Output(io::Error),
    /// Anything that one sentence says best, with its remedy.
    #[error("{0}")]
    Said(String),
}

/// The result of a command.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// One sentence of its own.
    pub fn said(sentence: impl Into<String>) -> Self {
        Self::Said(sentence.into())
    }
}
