//! Why a file is not taken.

/// What every refusal tells.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{reason} {remedy}")]
pub struct Refused {
    /// Stable name for programs and translations, like `evidence.bomb`.
    pub code: &'static str,
    /// One sentence: what was found.
    pub reason: String,
    /// One sentence: what to do instead.
    pub remedy: &'static str,
}

impl Refused {
    pub(crate) fn new(code: &'static str, reason: impl Into<String>, remedy: &'static str) -> Self {
        Self { code, reason: reason.into(), remedy }
    }

    /// The file claims to be something and cannot be read as that.
    pub(crate) fn broken(what: &str) -> Self {
        Self::new(
            "evidence.broken_file",
            format!("The {what} is damaged or cut off."),
            "Open it on your device; if it opens there, save it anew and send that, or send a photograph of it.",
        )
    }
}
