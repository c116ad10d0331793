//! How an import can end other than well.

use std::io;
use std::path::PathBuf;

use sohoc_ledger::db::{Fault, HasFault};
use sohoc_papers::tables::TableError;
use sohoc_papers::workbook::WriteError;

/// What went wrong with a whole import; single rows are rejected, not errors.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file cannot be read as a list.
    #[error(transparent)]
    Table(#[from] TableError),
    /// The report of rejected rows cannot be written.
    #[error("the report of rejected rows cannot be written: {0}")]
    Report(#[from] WriteError),
    /// A list cannot be written.
    #[error(transparent)]
    List(WriteError),
    /// The name of a file that tells none of the kinds that are written.
    #[error("{}: lists are written as .xlsx or .csv; name such a file.", .0.display())]
    Ending(PathBuf),
    /// A finished list cannot have its name.
    #[error("The list {} cannot be put in place: {source}; close the old file where it is open and export again",
        .out.display())]
    Place {
        /// Its name.
        out: PathBuf,
        /// What the system answered.
        source: io::Error,
    },
    /// A year without a round.
    #[error("The year {0} has no round, so there is nothing to export.")]
    NoRound(i16),
    /// Whoever ordered it wants it no more, or the program is asked to stop.
    #[error("the work was stopped; what was brought in before stays")]
    Stopped,
    /// An act refused or failed.
    #[error(transparent)]
    Act(#[from] sohoc_acts::Error),
}

impl From<Fault> for Error {
    fn from(fault: Fault) -> Self {
        Self::Act(fault.into())
    }
}

impl HasFault for Error {
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Act(error) => error.fault(),
            Self::Table(_)
            | Self::Report(_)
            | Self::List(_)
            | Self::Ending(_)
            | Self::Place { .. }
            | Self::NoRound(_)
            | Self::Stopped => None,
        }
    }
}
