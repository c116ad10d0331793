//! What a set of criteria is made of.

use crate::territory::AreaClass;
use crate::time::{Date, Span};

/// One version of the official criteria.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriteriaSet {
    /// Stable name, like `qd-324-2023`.
    pub code: String,
    /// Title of the set, for people.
    pub name: String,
    /// The decision that issued it.
    pub decision: DecisionReference,
    /// Days in force, by the decision.
    pub in_force: Span,
    /// Whether the wording is the decision's own.
    pub status: CriteriaStatus,
    /// Where the content comes from and what of it is not confirmed.
    pub source: String,
    /// The forms, one for each group of citizens; at least one.
    pub forms: Vec<GroupForm>,
    /// Pass marks; together they cover every area class once.
    pub pass_rules: Vec<PassRule>,
}

/// The number and day of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionReference {
    /// As printed: `324/QĐ-KHVN`.
    pub number: String,
    /// Day of signing.
    pub date: Date,
    /// Who issued it.
    pub issuer: String,
}

/// Whether a text may be quoted as the decision's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CriteriaStatus {
    /// Taken from the signed annex.
    Official,
    /// Our words for what is known; to be replaced by the annex before real use.
    Placeholder,
}

impl CriteriaStatus {
    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::Placeholder => "placeholder",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Official, Self::Placeholder].into_iter().find(|status| status.code() == code)
    }
}

/// The form for one group of citizens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupForm {
    /// Stable name, unique within the set: `nguoi-dan-trong-xa`.
    pub code: String,
    /// Name of the group.
    pub name: String,
    /// Who fills it in, in plain words.
    pub who: String,
    /// Forms of earlier sets whose people fill in this one, by code; used by the what-if.
    pub replaces: Vec<String>,
    /// Who reviews.
    pub route: Route,
    /// The three competences.
    pub competences: Vec<Competence>,
}

/// Which line of review a form follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Route {
    /// Hamlet, then the commune's council.
    Territory,
    /// Committee of the unit, then its head.
    Organization,
}

impl Route {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Territory, Self::Organization];

    /// Stable name.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Territory => "territory",
            Self::Organization => "organization",
        }
    }

    /// From the stable name.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|route| route.code() == code)
    }
}

/// A core competence (năng lực cốt lõi).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Competence {
    /// `1`, `2` or `3`.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Plain words.
    pub help: String,
    /// Its indicators, in order.
    pub indicators: Vec<Indicator>,
}

/// One of the ten things that are scored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// `1.1`, unique within the form.
    pub code: String,
    /// What is asked.
    pub text: String,
    /// Plain words, as one would explain it at the door.
    pub help: String,
    /// Light evidence that would do; not an official list.
    pub examples: Vec<String>,
    /// Most points.
    pub maximum: u8,
    /// Fewest points with which the title can be granted.
    pub floor: u8,
    /// The clause of the annex; `None` while it has not been seen.
    pub clause: Option<String>,
}

/// The total that some area classes need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassRule {
    /// For which classes.
    pub areas: Vec<AreaClass>,
    /// Fewest points in total.
    pub total: u16,
    /// Where it is stated.
    pub source: String,
    /// Whether it is confirmed for this very decision.
    pub confirmed: bool,
}

impl CriteriaSet {
    /// The form of that code.
    #[must_use]
    pub fn form(&self, code: &str) -> Option<&GroupForm> {
        self.forms.iter().find(|form| form.code == code)
    }

    /// The form that people fill in who filled in `code` before: the form of that code or the one that
    /// replaces it.
    #[must_use]
    pub fn successor_form(&self, code: &str) -> Option<&GroupForm> {
        self.form(code).or_else(|| self.forms.iter().find(|form| form.replaces.iter().any(|old| old == code)))
    }

    /// The pass rule of an area class; a set that was read has one for each.
    #[must_use]
    pub fn pass_rule(&self, area: AreaClass) -> Option<&PassRule> {
        self.pass_rules.iter().find(|rule| rule.areas.contains(&area))
    }
}

impl GroupForm {
    /// The indicators in the order of the form, which is the order of scores.
    pub fn indicators(&self) -> impl Iterator<Item = &Indicator> {
        self.competences.iter().flat_map(|competence| &competence.indicators)
    }

    /// How many indicators.
    #[must_use]
    pub fn indicator_count(&self) -> usize {
        self.competences.iter().map(|competence| competence.indicators.len()).sum()
    }

    /// The place of an indicator in the order of scores.
    #[must_use]
    pub fn position(&self, indicator: &str) -> Option<usize> {
        self.indicators().position(|candidate| candidate.code == indicator)
    }
}
