//! What a decision line may do to a title.

use crate::Refusal;

/// What a decision is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DecisionKind {
    /// Grants titles of a year.
    Recognise,
    /// Takes titles away, for false papers or merit that was not there.
    Revoke,
    /// Puts right what an earlier decision wrote wrongly, such as a name; the title goes over to the new
    /// line.
    Correct,
    /// Gives a new certificate for a lost or spoilt one; the title stays.
    Reissue,
}

impl DecisionKind {
    /// All kinds.
    pub const ALL: [Self; 4] = [Self::Recognise, Self::Revoke, Self::Correct, Self::Reissue];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Recognise => 1,
            Self::Revoke => 2,
            Self::Correct => 3,
            Self::Reissue => 4,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    const fn verb(self) -> &'static str {
        match self {
            Self::Recognise => "granted again",
            Self::Revoke => "revoked",
            Self::Correct => "corrected",
            Self::Reissue => "given a new certificate",
        }
    }
}

/// Whether a title, as granted by one decision line, holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TitleState {
    /// Hiệu lực.
    Valid,
    /// Thu hồi.
    Revoked,
    /// Thay thế: a correcting line carries the title now.
    Replaced,
}

impl TitleState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Valid, Self::Revoked, Self::Replaced];

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Valid => 1,
            Self::Revoked => 2,
            Self::Replaced => 3,
        }
    }

    /// From the stored form.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// The state of a person's title of the year after a line of a decision; `None` before means that there is
/// none yet.
///
/// For a correction this is the state of the **old** line; the new line starts as valid.
///
/// # Errors
/// When a decision of that kind has nothing to do with such a title.
pub fn after(kind: DecisionKind, title: Option<TitleState>) -> Result<TitleState, Refusal> {
    match (kind, title) {
        // After a revocation the person may earn the title of the same year anew.
        (DecisionKind::Recognise, None | Some(TitleState::Revoked))
        | (DecisionKind::Reissue, Some(TitleState::Valid)) => Ok(TitleState::Valid),
        (DecisionKind::Revoke, Some(TitleState::Valid)) => Ok(TitleState::Revoked),
        (DecisionKind::Correct, Some(TitleState::Valid)) => Ok(TitleState::Replaced),
        (DecisionKind::Recognise, Some(TitleState::Valid | TitleState::Replaced)) => Err(Refusal {
            code: "recognition.title_exists",
            reason: "The person holds a title of this year already.".into(),
            remedy: "Take the person off the list; a mistake in the earlier line needs a correcting decision.",
        }),
        (kind, None) => Err(Refusal {
            code: "recognition.no_title",
            reason: format!("There is no title of this year that could be {}.", kind.verb()),
            remedy: "Check the person and the year.",
        }),
        (kind, Some(TitleState::Revoked)) => Err(Refusal {
            code: "recognition.title_revoked",
            reason: format!("The title was revoked; it cannot be {}.", kind.verb()),
            remedy: "Only a new recognition can grant it again.",
        }),
        (kind, Some(TitleState::Replaced)) => Err(Refusal {
            code: "recognition.title_replaced",
            reason: format!("A correcting line replaced this one; it cannot be {}.", kind.verb()),
            remedy: "Use the line that replaced it.",
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_lines_and_titles_is_this_one() {
        use DecisionKind::{Correct, Recognise, Reissue, Revoke};
        use TitleState::{Replaced, Revoked, Valid};
        for (kind, title, expected) in [
            (Recognise, None, Ok(Valid)),
            (Recognise, Some(Valid), Err("recognition.title_exists")),
            (Recognise, Some(Revoked), Ok(Valid)),
            (Recognise, Some(Replaced), Err("recognition.title_exists")),
            (Revoke, None, Err("recognition.no_title")),
            (Revoke, Some(Valid), Ok(Revoked)),
            (Revoke, Some(Revoked), Err("recognition.title_revoked")),
            (Revoke, Some(Replaced), Err("recognition.title_replaced")),
            (Correct, None, Err("recognition.no_title")),
            (Correct, Some(Valid), Ok(Replaced)),
            (Correct, Some(Revoked), Err("recognition.title_revoked")),
            (Correct, Some(Replaced), Err("recognition.title_replaced")),
            (Reissue, None, Err("recognition.no_title")),
            (Reissue, Some(Valid), Ok(Valid)),
            (Reissue, Some(Revoked), Err("recognition.title_revoked")),
            (Reissue, Some(Replaced), Err("recognition.title_replaced")),
        ] {
            assert_eq!(after(kind, title).map_err(|r| r.code), expected, "{kind:?} on {title:?}");
        }
    }

    #[test]
    fn stored_codes_read_back() {
        for kind in DecisionKind::ALL {
            assert_eq!(DecisionKind::from_code(kind.code()), Some(kind));
        }
        for state in TitleState::ALL {
            assert_eq!(TitleState::from_code(state.code()), Some(state));
        }
    }
}
