//! Adding hamlets: the one level no official list gives, so that files and people bring it.
//!
//! A hamlet that existed before a merger belongs to the old commune until the day before and to its
//! successor from the day on. Whoever brings the list names one commune; the rest follows from the successions.

use super::chronicle::ParentGap;
use super::inconsistency::{Inconsistency, label};
use super::register::Territory;
use super::unit::{Level, ParentLink, Unit, day_before};
use crate::ids::UnitId;
use crate::time::Span;

/// A hamlet to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewHamlet {
    /// The hamlet itself, with the days on which it exists.
    pub unit: Unit,
    /// The commune it lies in at some time, or several, earliest first, when the successions between
    /// them leave a choice (a split commune).
    pub communes: Vec<UnitId>,
}

/// Why hamlets cannot be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HamletProblem {
    /// No such commune, or none named.
    #[error("{hamlet}: the commune {commune} is not known. Name a commune of the territory.")]
    UnknownCommune {
        /// The hamlet.
        hamlet: String,
        /// What was named.
        commune: String,
    },
    /// The hamlet is older than the commune, which was made of several.
    #[error(
        "{hamlet} is older than {commune}, which was made of several units. Name the older commune first."
    )]
    WhichBefore {
        /// The hamlet.
        hamlet: String,
        /// The merged commune.
        commune: String,
    },
    /// The hamlet outlives the commune, which was split or ended.
    #[error("{hamlet} outlives {commune}, which has no single successor. Name the later commune as well.")]
    WhichAfter {
        /// The hamlet.
        hamlet: String,
        /// The split commune.
        commune: String,
    },
    /// The hamlets contradict the territory.
    #[error(transparent)]
    Contradiction(#[from] Inconsistency),
}

impl Territory {
    /// The parents of a unit that exists during `span`, worked out from one of them, or from several
    /// when the successions leave a choice (earliest first).
    ///
    /// # Errors
    /// When a parent is not known or the successions leave a choice; `hamlet` names the unit in the message.
    pub fn parents_through(
        &self,
        hamlet: &str,
        span: Span,
        named: &[UnitId],
    ) -> Result<Vec<(UnitId, Span)>, HamletProblem> {
        let chronicle = &self.0.chronicle;
        let mut parents = Vec::with_capacity(named.len());
        for id in named {
            let known = self.place(*id);
            let commune = || id.to_string();
            parents.push(known.ok_or_else(|| HamletProblem::UnknownCommune {
                hamlet: hamlet.to_owned(),
                commune: commune(),
            })?);
        }
        if parents.is_empty() {
            return Err(HamletProblem::UnknownCommune {
                hamlet: hamlet.to_owned(),
                commune: "(none)".to_owned(),
            });
        }
        let mut links = Vec::new();
        let mut from = span.from;
        for (at, parent) in parents.iter().enumerate() {
            let next = parents.get(at + 1).and_then(|next| chronicle.units[*next].span.from);
            let part = Span { from, to: next.map(day_before).or(span.to) };
            let chain = chronicle.parents_through(part, *parent);
            links.extend(chain.map_err(|gap| self.which(hamlet, gap))?);
            from = next;
        }
        Ok(links.into_iter().map(|(place, span)| (self.0.unit(place).id, span)).collect())
    }

    /// The links of new hamlets.
    ///
    /// # Errors
    /// The first hamlet whose communes cannot be worked out.
    pub fn hamlet_links(&self, hamlets: &[NewHamlet]) -> Result<Vec<ParentLink>, HamletProblem> {
        let mut links = Vec::with_capacity(hamlets.len());
        for hamlet in hamlets {
            let parents = self.parents_through(&hamlet.unit.name, hamlet.unit.span, &hamlet.communes)?;
            let unit = hamlet.unit.id;
            links.extend(parents.into_iter().map(|(parent, span)| ParentLink { unit, parent, span }));
        }
        Ok(links)
    }

    /// The territory with hamlets added.
    ///
    /// # Errors
    /// The first hamlet whose communes cannot be worked out or that contradicts the territory.
    pub fn with_hamlets(&self, hamlets: &[NewHamlet]) -> Result<Self, HamletProblem> {
        let mut rows = self.rows();
        rows.links.extend(self.hamlet_links(hamlets)?);
        rows.units.extend(hamlets.iter().map(|hamlet| hamlet.unit.clone()));
        Ok(Self::new(rows)?)
    }

    fn which(&self, hamlet: &str, gap: ParentGap) -> HamletProblem {
        let hamlet = hamlet.to_owned();
        match gap {
            ParentGap::Before { parent } => {
                HamletProblem::WhichBefore { hamlet, commune: label(self.0.unit(parent)) }
            }
            ParentGap::After { parent } => {
                HamletProblem::WhichAfter { hamlet, commune: label(self.0.unit(parent)) }
            }
        }
    }
}

impl Unit {
    /// A hamlet, from its name without the kind: `Nà Lù` of kind `xóm` is called `Xóm Nà Lù`.
    #[must_use]
    pub fn hamlet(id: UnitId, code: &str, kind: &str, short_name: &str, span: Span) -> Self {
        let mut letters = kind.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        let name: String = first.chain(letters).chain([' ']).chain(short_name.chars()).collect();
        Self {
            id,
            code: code.into(),
            name: name.into(),
            short_name: short_name.into(),
            kind: kind.into(),
            level: Level::Hamlet,
            span,
            resolution: None,
        }
    }
}
