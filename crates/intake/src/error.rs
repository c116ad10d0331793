//! How an import can end other than well.

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
            Self::Table(_) | Self::Report(_) => None,
        }
    }
}
