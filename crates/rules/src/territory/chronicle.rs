//! All units with who followed whom, found by number; the ground on which links and maps are laid.

use std::collections::HashMap;

use super::grouped::Grouped;
use super::inconsistency::{Inconsistency, label};
use super::succession::{Extent, Succession};
use super::unit::{Unit, common_days, day_after};
use crate::ids::UnitId;
use crate::time::{Date, Span};

/// Units and successions, each unit known by its place in `units`.
#[derive(Clone, Debug)]
pub(super) struct Chronicle {
    pub units: Vec<Unit>,
    pub successions: Vec<Succession>,
    places: HashMap<UnitId, usize>,
    outgoing: Grouped<Edge>,
    incoming: Grouped<Edge>,
}

/// One succession seen from one of its ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The unit at the other end.
    pub other: usize,
    pub effective: Date,
    /// Place of the succession in `successions`.
    pub row: usize,
}

impl Chronicle {
    pub fn new(units: Vec<Unit>, successions: Vec<Succession>) -> Result<Self, Inconsistency> {
        let mut places = HashMap::with_capacity(units.len());
        for (place, unit) in units.iter().enumerate() {
            if let Some(earlier) = places.insert(unit.id, place) {
                return Err(Inconsistency::SameId { first: label(&units[earlier]), second: label(unit) });
            }
        }
        let mut outgoing = Vec::with_capacity(successions.len());
        let mut incoming = Vec::with_capacity(successions.len());
        for (row, succession) in successions.iter().enumerate() {
            let place = |id| {
                places.get(&id).copied().ok_or(Inconsistency::UnknownUnit { id, in_list: "successions" })
            };
            let (from, to) = (place(succession.predecessor)?, place(succession.successor)?);
            let effective = succession.effective;
            outgoing.push((from, Edge { other: to, effective, row }));
            incoming.push((to, Edge { other: from, effective, row }));
        }
        let order = |edge: &Edge| (edge.effective, edge.row);
        Ok(Self {
            outgoing: Grouped::new(units.len(), outgoing, order),
            incoming: Grouped::new(units.len(), incoming, order),
            units,
            successions,
            places,
        })
    }

    pub fn place(&self, id: UnitId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// The place, or which list names a unit that does not exist.
    pub fn known(&self, id: UnitId, in_list: &'static str) -> Result<usize, Inconsistency> {
        self.place(id).ok_or(Inconsistency::UnknownUnit { id, in_list })
    }

    /// What the unit hands on, by day.
    pub fn outgoing(&self, place: usize) -> &[Edge] {
        self.outgoing.of(place)
    }

    /// What the unit received, by day.
    pub fn incoming(&self, place: usize) -> &[Edge] {
        self.incoming.of(place)
    }

    /// The parents of a unit that lives during `span`, worked out from one of them: forward as long
    /// as a parent passes whole into one successor, back as long as it came from one predecessor.
    pub fn parents_through(&self, span: Span, parent: usize) -> Result<Vec<(usize, Span)>, ParentGap> {
        let mut chain = vec![parent];
        while self.units[chain[0]].span.from > span.from {
            let earlier = self.only_predecessor(chain[0]).ok_or(ParentGap::Before { parent: chain[0] })?;
            chain.insert(0, earlier);
        }
        let mut last = parent;
        while ends_before(self.units[last].span, span) {
            last = self.only_successor(last).ok_or(ParentGap::After { parent: last })?;
            chain.push(last);
        }
        let links = chain.into_iter();
        Ok(links.filter_map(|place| Some((place, common_days(self.units[place].span, span)?))).collect())
    }

    /// Who takes over all of a unit when it closes; `None` when it stays, is split or ends without one.
    pub fn only_successor(&self, place: usize) -> Option<usize> {
        let opening = day_after(self.units[place].span.to?);
        let mut heirs = self.outgoing(place).iter().filter(|edge| edge.effective == opening);
        let heir = heirs.next()?;
        let whole = self.successions[heir.row].extent == Extent::Whole;
        (whole && heirs.next().is_none()).then_some(heir.other)
    }

    fn only_predecessor(&self, place: usize) -> Option<usize> {
        let opening = self.units[place].span.from?;
        let mut origins = self.incoming(place).iter().filter(|edge| edge.effective == opening);
        let origin = origins.next()?;
        origins.next().is_none().then_some(origin.other)
    }
}

/// Why the parents of a unit cannot be worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ParentGap {
    /// This parent opened later than the unit and was made of several units.
    Before { parent: usize },
    /// This parent closed earlier than the unit and was split or has no successor.
    After { parent: usize },
}

/// Whether `a` ends while `b` still runs.
fn ends_before(a: Span, b: Span) -> bool {
    a.to.is_some_and(|end| b.to.is_none_or(|other| end < other))
}
