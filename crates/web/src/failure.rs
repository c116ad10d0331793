//! How a page can end other than well, and what the visitor is shown then.

use axum::http::StatusCode;
use axum::response::Response;
use sohoc_acts::Error;
use sohoc_ledger::db::Fault;
use sohoc_rules::Refusal;

use crate::operations::TooMany;

/// What a page gives back.
pub type Answer = Result<Response, Failure>;

/// A page that could not be given.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Nothing is here, or not for this visitor to know.
    #[error("not found")]
    NotFound,
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// What was sent cannot be used.
    #[error("{0}")]
    BadInput(String),
    /// A program sent what no form of ours sends.
    #[error("{0}")]
    Malformed(&'static str),
    /// One must sign in first.
    #[error("signing in is needed")]
    SignIn,
    /// The form was not made for this visitor, or too long ago.
    #[error("the form is not of this session")]
    Forged,
    /// More was sent than the route takes.
    #[error("more than {0} bytes were sent")]
    TooLarge(usize),
    /// The visitor asks too often.
    #[error(transparent)]
    TooMany(#[from] TooMany),
    /// Too much work waits; come again.
    #[error("busy")]
    Busy,
    /// Ours.
    #[error(transparent)]
    Fault(Box<dyn std::error::Error + Send + Sync>),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => Self::Refused(refusal),
            Error::NotFound(_) => Self::NotFound,
            Error::BadInput { .. } => Self::BadInput(error.to_string()),
            Error::Fault(_) | Error::Keys(_) => Self::Fault(Box::new(error)),
        }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::Fault(Box::new(error))
    }
}

impl Failure {
    /// The status that says so.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Refused(refusal) if refusal.code == "access.not_allowed" => StatusCode::FORBIDDEN,
            Self::Refused(_) => StatusCode::CONFLICT,
            Self::BadInput(_) | Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::Forged => StatusCode::FORBIDDEN,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// The name its words stand under: `failure-NAME-title`, `-text`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Refused(_) => "refused",
            Self::BadInput(_) | Self::Malformed(_) => "bad-input",
            Self::SignIn => "sign-in",
            Self::Forged => "forged",
            Self::TooLarge(_) => "too-large",
            Self::TooMany(_) => "too-many",
            Self::Busy => "busy",
            Self::Fault(_) => "fault",
        }
    }
}
