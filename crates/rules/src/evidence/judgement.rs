//! Accepting and refusing evidence: never one's own, never what one brought in oneself.

use crate::Refusal;
use crate::dossier::Actor;
use crate::ids::{AccountId, PersonId};

use super::EvidenceState;

/// What a reviewer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It shows what it is meant to show.
    Accept,
    /// It does not.
    Refuse,
}

impl Verdict {
    /// The state it leads to.
    #[must_use]
    pub const fn state(self) -> EvidenceState {
        match self {
            Self::Accept => EvidenceState::Accepted,
            Self::Refuse => EvidenceState::Refused,
        }
    }
}

/// What the rules ask of a piece of evidence that is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged {
    /// Whose it is.
    pub person: PersonId,
    /// The account that brought it in; `None` for the program itself.
    pub added_by: Option<AccountId>,
}

/// Checks that this reviewer may judge this piece.
///
/// # Errors
/// `evidence.own` for one's own, `evidence.own_entry` for what one brought in for another.
pub fn may_judge(reviewer: Actor, judged: &Judged) -> Result<(), Refusal> {
    if reviewer.person == Some(judged.person) {
        return Err(Refusal {
            code: "evidence.own",
            reason: "Nobody judges their own evidence.".to_owned(),
            remedy: "Leave it to another reviewer.",
        });
    }
    if judged.added_by == Some(reviewer.account) {
        return Err(Refusal {
            code: "evidence.own_entry",
            reason: "You brought this evidence in for the person.".to_owned(),
            remedy: "Leave it to another reviewer.",
        });
    }
    Ok(())
}

/// The reason of a verdict, which the person reads: refusing needs one.
///
/// # Errors
/// `evidence.no_reason`, or `evidence.long_text` past 1,000 letters.
pub fn reason(verdict: Verdict, typed: &str) -> Result<Option<String>, Refusal> {
    match (verdict, typed.trim().is_empty()) {
        (Verdict::Accept, true) => Ok(None),
        (Verdict::Refuse, true) => Err(Refusal {
            code: "evidence.no_reason",
            reason: "Evidence is refused only with a reason.".to_owned(),
            remedy: "Write what is missing, in words the person understands.",
        }),
        (_, false) => super::note(typed).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;

    #[test]
    fn nobody_judges_what_is_theirs_or_what_they_brought_in() {
        let at = Instant::from_microseconds(1_700_000_000_000_000);
        let (mine, yours) = (PersonId::new(at, [1; 10]), PersonId::new(at, [2; 10]));
        let (reviewer, helper) = (AccountId::new(at, [3; 10]), AccountId::new(at, [4; 10]));
        let actor = Actor { account: reviewer, person: Some(mine) };
        let said = |person, added_by| {
            may_judge(actor, &Judged { person, added_by }).map_or_else(|refusal| refusal.code, |()| "may")
        };
        assert_eq!(said(mine, Some(helper)), "evidence.own");
        assert_eq!(said(yours, Some(reviewer)), "evidence.own_entry");
        assert_eq!(said(yours, Some(helper)), "may");
        assert_eq!(said(yours, None), "may");
    }

    #[test]
    fn refusing_needs_a_reason_and_accepting_none() {
        assert_eq!(reason(Verdict::Accept, " "), Ok(None));
        assert_eq!(reason(Verdict::Refuse, " \n").map_err(|refusal| refusal.code), Err("evidence.no_reason"));
        assert_eq!(reason(Verdict::Refuse, " ảnh mờ\n"), Ok(Some("ảnh mờ".to_owned())));
    }
}
