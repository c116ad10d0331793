//! Consent: explicit, for one purpose, to one version of a text, and such that it can be shown later.

use crate::Refusal;
use crate::ids::PersonId;

use super::{Basis, Purpose};

/// The text somebody agreed to. The words stand with the pages, one file a language; here is which
/// words they were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentText {
    /// Which purpose it explains.
    pub purpose: Purpose,
    /// 1, 2, 3 …: any change of the words is a new version.
    pub version: u16,
    /// Language tag, like `vi`.
    pub language: String,
    /// SHA-256 of the words as they were shown.
    pub digest: [u8; 32],
}

/// By whose hand a consent or a request came in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hand {
    /// The person's own account.
    Own,
    /// A helper typed it.
    Helper {
        /// On whose word: `None` for the person's own, else the name of the legal representative.
        on_word_of: Option<String>,
        /// Who was there and heard or saw it; not the helper.
        witness: String,
        /// Where the signed paper lies, if there is one.
        paper: Option<String>,
    },
}

impl Hand {
    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(&self) -> i64 {
        match self {
            Self::Own => 1,
            Self::Helper { .. } => 2,
        }
    }
}

/// Whether what was typed by the account of `typist` can count as the word of `person`.
///
/// # Errors
/// When another person's account claims to be the own hand, or nobody witnessed a helper.
pub fn check_hand(hand: &Hand, typist: Option<PersonId>, person: PersonId) -> Result<(), Refusal> {
    match hand {
        Hand::Own if typist == Some(person) => Ok(()),
        Hand::Own => Err(Refusal {
            code: "privacy.not_own_hand",
            reason: "This account is not the person's own.".to_owned(),
            remedy: "Say on whose word it is typed and who witnessed it.",
        }),
        Hand::Helper { witness, .. } if witness.trim().is_empty() => Err(Refusal {
            code: "privacy.no_witness",
            reason: "Nobody is named who witnessed the word given to a helper.".to_owned(),
            remedy: "Name somebody who was there, or let the person do it by their own account.",
        }),
        Hand::Helper { .. } => Ok(()),
    }
}

/// Whether consent can be given or withdrawn for a purpose at all.
///
/// # Errors
/// For a purpose that rests on a task of the state.
pub fn check_consent(purpose: Purpose) -> Result<(), Refusal> {
    match purpose.basis() {
        Basis::Consent => Ok(()),
        Basis::StateTask { document } => Err(Refusal {
            code: "privacy.not_by_consent",
            reason: format!("The purpose {:?} rests on {document}, not on consent.", purpose.name()),
            remedy: "Ask for restriction or object: an officer answers it.",
        }),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn person(number: u128) -> PersonId {
        PersonId::from_uuid(Uuid::from_u128(number))
    }

    fn code(result: Result<(), Refusal>) -> &'static str {
        result.map_or_else(|refusal| refusal.code, |()| "yes")
    }

    #[test]
    fn own_hand_is_the_own_account_and_a_helper_needs_a_witness() {
        let helper =
            |witness: &str| Hand::Helper { on_word_of: None, witness: witness.to_owned(), paper: None };
        for (hand, typist, expected) in [
            (Hand::Own, Some(person(1)), "yes"),
            (Hand::Own, Some(person(2)), "privacy.not_own_hand"),
            (Hand::Own, None, "privacy.not_own_hand"),
            (helper("Lý Văn Mới"), None, "yes"),
            (helper("Lý Văn Mới"), Some(person(2)), "yes"),
            (helper("  "), Some(person(2)), "privacy.no_witness"),
        ] {
            assert_eq!(code(check_hand(&hand, typist, person(1))), expected, "{hand:?} by {typist:?}");
        }
    }

    #[test]
    fn what_the_state_must_do_is_not_a_matter_of_consent() {
        for purpose in Purpose::ALL {
            let expected = if purpose == Purpose::Assess { "privacy.not_by_consent" } else { "yes" };
            assert_eq!(code(check_consent(purpose)), expected, "{purpose:?}");
        }
    }
}
