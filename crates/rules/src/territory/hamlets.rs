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

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::territory::cao_bang::{AFTER, BEFORE, CAO_BANG, coded};
    use crate::territory::id_from_key;
    use crate::territory::sketch::{Sketch, UNKNOWN, since_reform, until_reform};

    fn hamlet(key: &str, span: Span, communes: &[UnitId]) -> NewHamlet {
        let unit = Unit::hamlet(id_from_key(key), "", "xóm", key, span);
        NewHamlet { unit, communes: communes.to_vec() }
    }

    #[test]
    fn a_hamlet_of_an_old_commune_moves_with_it() {
        let old = coded(&CAO_BANG, Level::Commune, "01273", BEFORE);
        let territory = CAO_BANG.with_hamlets(&[hamlet("Nà Lù", Span::ALWAYS, &[old])]).unwrap();
        let id = id_from_key("Nà Lù");
        assert_eq!(territory.find(id).map(|unit| &*unit.name), Some("Xóm Nà Lù"));
        assert_eq!(territory.as_of(BEFORE).parent(id).map(|unit| &*unit.name), Some("Phường Hợp Giang"));
        assert_eq!(territory.as_of(AFTER).parent(id).map(|unit| &*unit.name), Some("Phường Thục Phán"));
        assert_eq!(territory.as_of(BEFORE).path(id).len(), 4);
        assert_eq!(territory.as_of(AFTER).path(id).len(), 3);
    }

    #[test]
    fn a_hamlet_older_than_a_merged_commune_needs_the_old_one() {
        let new = coded(&CAO_BANG, Level::Commune, "01273", AFTER);
        let problem = CAO_BANG.with_hamlets(&[hamlet("h", Span::ALWAYS, &[new])]).unwrap_err();
        assert!(matches!(problem, HamletProblem::WhichBefore { .. }), "{problem}");
        let later = CAO_BANG.with_hamlets(&[hamlet("h", Span::since(AFTER), &[new])]).unwrap();
        assert_eq!(later.as_of(AFTER).parent(id_from_key("h")).map(|unit| unit.id), Some(new));
        assert!(!later.as_of(BEFORE).is_in_force(id_from_key("h")));
    }

    #[test]
    fn a_hamlet_of_a_split_commune_needs_both() {
        let mut sketch = Sketch::default();
        let province = sketch.province("P");
        let old = sketch.commune("old", until_reform(), province);
        let [a, b] = ["a", "b"].map(|key| sketch.commune(key, since_reform(), province));
        sketch.pass(old, a, UNKNOWN);
        sketch.pass(old, b, UNKNOWN);
        let territory = sketch.build();
        let problem = territory.with_hamlets(&[hamlet("h", Span::ALWAYS, &[old])]).unwrap_err();
        assert!(matches!(problem, HamletProblem::WhichAfter { .. }), "{problem}");
        let both = territory.with_hamlets(&[hamlet("h", Span::ALWAYS, &[old, b])]).unwrap();
        let parent = |day| both.as_of(day).parent(id_from_key("h")).map(|unit| unit.id);
        assert_eq!([parent(date(2025, 6, 30)), parent(date(2025, 7, 1))], [Some(old), Some(b)]);
    }

    #[test]
    fn an_unknown_commune_is_named() {
        let problem = CAO_BANG.with_hamlets(&[hamlet("h", Span::ALWAYS, &[])]).unwrap_err();
        assert!(problem.to_string().contains("(none)"));
        let stranger = id_from_key("stranger");
        let problem = CAO_BANG.with_hamlets(&[hamlet("h", Span::ALWAYS, &[stranger])]).unwrap_err();
        assert!(problem.to_string().contains(&stranger.to_string()));
    }
}
