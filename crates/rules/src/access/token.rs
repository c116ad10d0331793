//! What the token of a program may be used for, beside the role of its account.

use super::ActKind;

/// A word on a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TokenScope {
    /// Ask for records, one page at a time.
    Read,
    /// Hand in self-assessments on people's word.
    Write,
    /// Take out whole lists.
    Export,
}

impl TokenScope {
    /// All words.
    pub const ALL: [Self; 3] = [Self::Read, Self::Write, Self::Export];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Export => "export",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.code() == code)
    }

    /// The acts it allows, as far as the role does too. No program approves anything, sees a personal number
    /// or an ethnic group, or gives rights.
    #[must_use]
    pub const fn acts(self) -> &'static [ActKind] {
        match self {
            Self::Read => &[ActKind::ReadPerson, ActKind::ReadFigures],
            Self::Write => &[ActKind::EnterForOther],
            Self::Export => &[ActKind::Export, ActKind::ReadPerson, ActKind::ReadFigures],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_program_approves_sees_numbers_or_gives_rights() {
        let forbidden = [ActKind::ReadNumber, ActKind::ReadEthnicGroup, ActKind::GrantRole, ActKind::Operate];
        for scope in TokenScope::ALL {
            assert!(scope.acts().iter().all(|act| !act.approves() && !forbidden.contains(act)), "{scope:?}");
            assert_eq!(TokenScope::from_code(scope.code()), Some(scope));
        }
    }
}
