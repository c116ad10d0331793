//! Who may sign a decision, and when.
//!
//! Whose signature the title carries in a commune or a unit is not stated in what has been seen, so the
//! signing office is data: a chair of a People's Committee, a head of unit, a chapter of the Association.

use super::Issuer;
use crate::Refusal;
use crate::ids::PersonId;
use crate::time::{Date, Span};

/// An office that signs, held by somebody for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signer {
    /// Name as printed under the decision.
    pub name: String,
    /// The person, when in the book.
    pub person: Option<PersonId>,
    /// The office as printed: `CHỦ TỊCH`, `KT. CHỦ TỊCH`…
    pub office: String,
    /// The body whose decisions the office signs.
    pub issuer: Issuer,
    /// Days on which this person holds the office.
    pub authority: Span,
}

/// Checks that `signer` may sign for `issuer` on `on`.
///
/// # Errors
/// `recognition.signer_without_authority` when the office was not held that day, and
/// `recognition.signer_of_other_body` when it signs for another body.
pub fn authorised(signer: &Signer, issuer: Issuer, on: Date) -> Result<(), Refusal> {
    if signer.issuer != issuer {
        return Err(Refusal {
            code: "recognition.signer_of_other_body",
            reason: format!("{} signs for another body.", signer.name),
            remedy: "Choose the signer of the issuing body.",
        });
    }
    if !signer.authority.holds(on) {
        return Err(Refusal {
            code: "recognition.signer_without_authority",
            reason: format!("{} did not hold the office {} on {on}.", signer.name, signer.office),
            remedy: "Choose who held the office that day, or put its dates right.",
        });
    }
    Ok(())
}
