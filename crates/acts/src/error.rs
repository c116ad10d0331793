//! How an act can end other than well.

use sohoc_ledger::db::{Fault, HasFault};
use sohoc_ledger::keys::KeyFault;
use sohoc_rules::Refusal;

/// A refusal, bad input or a fault: three kinds that are never mixed, because one does something else
/// about each.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was given cannot be used.
    #[error("{place}: {what}. {remedy}")]
    BadInput {
        /// File, line, column or field.
        place: String,
        /// What is wrong with it.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// What was asked for is not there, or not to be known.
    #[error("there is no {0} here")]
    NotFound(&'static str),
    /// The store failed.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The keys do not fit.
    #[error(transparent)]
    Keys(#[from] KeyFault),
}

/// The result of an act.
pub type Result<T> = std::result::Result<T, Error>;

impl HasFault for Error {
    fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Fault(fault) => Some(fault),
            Self::Refused(_) | Self::BadInput { .. } | Self::NotFound(_) | Self::Keys(_) => None,
        }
    }
}

impl Error {
    /// Bad input with its place and remedy.
    #[must_use]
    pub fn bad_input(place: impl Into<String>, what: impl Into<String>, remedy: impl Into<String>) -> Self {
        let what: String = what.into();
        // What others report ends in a full stop of its own.
        let what = what.trim_end_matches('.').to_owned();
        Self::BadInput { place: place.into(), what, remedy: remedy.into() }
    }
}
