//! What personal data are used for, by whom and on what ground.

/// A purpose of processing. Each stands alone: agreeing to one is never agreeing to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// Assess the person and recognise the title: register, score, review, decide.
    Assess,
    /// Show the name of somebody recognised on public lists (Law 91/2025, Article 16).
    PublishName,
    /// Count by ethnic group. Ethnic origin is sensitive (Decree 356/2025, Article 4).
    EthnicGroup,
    /// Write or call to remind of open tasks.
    Contact,
}

/// Who answers for the processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Controller {
    /// The People's Committee of the commune, a state agency.
    CommuneCommittee,
    /// The Association for Promoting Education: no state agency, so that it needs consent.
    Association,
}

/// What allows the processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Basis {
    /// The person agreed, and may take it back.
    Consent,
    /// A task of a state agency (Law 91/2025, Article 19): no consent is asked, none can be taken back.
    StateTask {
        /// The document that gives the task.
        document: &'static str,
    },
}

impl Purpose {
    /// All purposes, in the order in which they are shown.
    pub const ALL: [Self; 4] = [Self::Assess, Self::PublishName, Self::EthnicGroup, Self::Contact];

    /// Stable name, for texts and programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Assess => "assess",
            Self::PublishName => "publish_name",
            Self::EthnicGroup => "ethnic_group",
            Self::Contact => "contact",
        }
    }

    /// As it is stored; never renumbered.
    #[must_use]
    pub const fn code(self) -> i64 {
        match self {
            Self::Assess => 1,
            Self::PublishName => 2,
            Self::EthnicGroup => 3,
            Self::Contact => 4,
        }
    }

    /// From the stored code.
    #[must_use]
    pub fn from_code(code: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// From the stable name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.name() == name)
    }

    /// Who answers for it.
    #[must_use]
    pub const fn controller(self) -> Controller {
        match self {
            Self::Assess | Self::PublishName | Self::EthnicGroup => Controller::CommuneCommittee,
            Self::Contact => Controller::Association,
        }
    }

    /// What allows it.
    #[must_use]
    pub const fn basis(self) -> Basis {
        match self {
            Self::Assess => Basis::StateTask { document: "677/QĐ-TTg" },
            Self::PublishName | Self::EthnicGroup | Self::Contact => Basis::Consent,
        }
    }

    /// Whether the data are sensitive: the person must be told so where consent is asked.
    #[must_use]
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Self::EthnicGroup)
    }

    /// Whether a person can say yes or no.
    #[must_use]
    pub const fn asks_consent(self) -> bool {
        matches!(self.basis(), Basis::Consent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_names_lead_back_to_their_purpose() {
        for purpose in Purpose::ALL {
            assert_eq!(Purpose::from_code(purpose.code()), Some(purpose));
            assert_eq!(Purpose::from_name(purpose.name()), Some(purpose));
        }
        assert_eq!(Purpose::from_code(0), None);
        assert_eq!(Purpose::from_name("marketing"), None);
    }

    #[test]
    fn the_association_processes_nothing_without_consent() {
        for purpose in Purpose::ALL {
            assert!(
                purpose.controller() != Controller::Association || purpose.asks_consent(),
                "{purpose:?}: an association is no state agency"
            );
            assert!(!purpose.is_sensitive() || purpose.asks_consent(), "{purpose:?}: own consent");
        }
    }
}
