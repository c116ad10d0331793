//! All units of all times in memory.

use std::sync::Arc;

use super::check;
use super::chronicle::Chronicle;
use super::grouped::Grouped;
use super::inconsistency::Inconsistency;
use super::succession::Succession;
use super::unit::{AreaClass, ClassOfArea, Level, ParentLink, Renaming, Unit};
use crate::ids::UnitId;
use crate::time::{Date, Span};

/// The rows a territory is made of, as files and tables hold them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Every unit that is or was.
    pub units: Vec<Unit>,
    /// Who belongs to whom, when.
    pub links: Vec<ParentLink>,
    /// Who follows whom.
    pub successions: Vec<Succession>,
    /// New names of units that stay.
    pub renamings: Vec<Renaming>,
    /// Classes of areas.
    pub classes: Vec<ClassOfArea>,
}

/// Every unit of every date, checked: each unit below a province has exactly one parent, of a higher
/// level, on each day of its life; no code stands for two units on one day; every succession meets
/// both its units.
///
/// A copy costs nothing: copies share the rows.
#[derive(Clone, Debug)]
pub struct Territory(pub(super) Arc<Register>);

#[derive(Debug)]
pub(super) struct Register {
    pub chronicle: Chronicle,
    pub links: Grouped<Link>,
    pub renamings: Grouped<Renaming>,
    pub classes: Grouped<ClassOfArea>,
    /// Places of the units by level, code, first day: also the order of brothers in every tree.
    pub order: Vec<usize>,
}

/// A parent link by places.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub parent: usize,
    pub span: Span,
}

impl Territory {
    /// Indexes and checks the rows.
    ///
    /// # Errors
    /// The first contradiction found, with the units it concerns.
    pub fn new(rows: Rows) -> Result<Self, Inconsistency> {
        let Rows { units, links, successions, renamings, classes } = rows;
        let chronicle = Chronicle::new(units, successions)?;
        let links = by_place(&chronicle, &links)?;
        Self::assemble(chronicle, links, renamings, classes)
    }

    pub(super) fn assemble(
        chronicle: Chronicle,
        links: Vec<(usize, Link)>,
        renamings: Vec<Renaming>,
        classes: Vec<ClassOfArea>,
    ) -> Result<Self, Inconsistency> {
        let count = chronicle.units.len();
        let renamings = placed(renamings, |row| chronicle.known(row.unit, "renamings"))?;
        let classes = placed(classes, |row| chronicle.known(row.unit, "area classes"))?;
        let register = Register {
            links: Grouped::new(count, links, |link| link.span.from),
            renamings: Grouped::new(count, renamings, |row| row.since),
            classes: Grouped::new(count, classes, |row| row.span.from),
            order: ordered(&chronicle.units),
            chronicle,
        };
        check::check(&register)?;
        Ok(Self(Arc::new(register)))
    }

    /// The rows again, in a settled order.
    #[must_use]
    pub fn rows(&self) -> Rows {
        let register = &*self.0;
        let places = 0..register.chronicle.units.len();
        let link = |place: usize, link: &Link| ParentLink {
            unit: register.unit(place).id,
            parent: register.unit(link.parent).id,
            span: link.span,
        };
        Rows {
            links: places
                .clone()
                .flat_map(|place| register.links.of(place).iter().map(move |found| link(place, found)))
                .collect(),
            renamings: places.clone().flat_map(|place| register.renamings.of(place)).cloned().collect(),
            classes: places.flat_map(|place| register.classes.of(place)).cloned().collect(),
            units: register.chronicle.units.clone(),
            successions: register.chronicle.successions.clone(),
        }
    }

    /// Every unit that is or was, in the order of the rows.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.0.chronicle.units
    }

    /// The unit with this id.
    #[must_use]
    pub fn find(&self, id: UnitId) -> Option<&Unit> {
        self.place(id).map(|place| self.0.unit(place))
    }

    /// The unit of a level that carried a code on a day. Hamlet codes are not unique in a province: the first in order.
    #[must_use]
    pub fn find_by_code(&self, level: Level, code: &str, day: Date) -> Option<&Unit> {
        let places = self.0.with_code(level, code).iter();
        places.map(|place| self.0.unit(*place)).find(|unit| unit.span.holds(day))
    }

    /// Successions out of a unit, earliest first.
    pub fn successors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        let register = &*self.0;
        let edges = self.place(id).map_or(&[][..], |place| register.chronicle.outgoing(place));
        edges.iter().map(|edge| &register.chronicle.successions[edge.row])
    }

    /// Successions into a unit, earliest first.
    pub fn predecessors(&self, id: UnitId) -> impl Iterator<Item = &Succession> {
        let register = &*self.0;
        let edges = self.place(id).map_or(&[][..], |place| register.chronicle.incoming(place));
        edges.iter().map(|edge| &register.chronicle.successions[edge.row])
    }

    /// The full name on a day; the first or last one before and after its life. `None` for an unknown unit.
    #[must_use]
    pub fn name_on(&self, id: UnitId, day: Date) -> Option<&str> {
        self.place(id).map(|place| self.0.names_on(place, day).0)
    }

    /// The class of a unit's own on a day, without what it inherits.
    #[must_use]
    pub fn own_area_class(&self, id: UnitId, day: Date) -> Option<AreaClass> {
        self.place(id).and_then(|place| self.0.own_class(place, day))
    }

    pub(super) fn place(&self, id: UnitId) -> Option<usize> {
        self.0.chronicle.place(id)
    }
}

impl PartialEq for Territory {
    /// Copies are equal without a look at the rows.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.rows() == other.rows()
    }
}

impl Eq for Territory {}

impl Register {
    pub fn unit(&self, place: usize) -> &Unit {
        &self.chronicle.units[place]
    }

    pub fn parent_on(&self, place: usize, day: Date) -> Option<usize> {
        self.links.of(place).iter().find(|link| link.span.holds(day)).map(|link| link.parent)
    }

    /// Full and short name on a day.
    pub fn names_on(&self, place: usize, day: Date) -> (&str, &str) {
        let renamings = self.renamings.of(place).iter();
        let unit = self.unit(place);
        renamings
            .rev()
            .find(|row| row.since <= day)
            .map_or((&unit.name, &unit.short_name), |row| (&row.name, &row.short_name))
    }

    pub fn own_class(&self, place: usize, day: Date) -> Option<AreaClass> {
        self.classes.of(place).iter().rev().find(|row| row.span.holds(day)).map(|row| row.class)
    }

    /// Places of the units of a level that ever carried a code, earliest first.
    pub fn with_code(&self, level: Level, code: &str) -> &[usize] {
        let key = |place: &usize| (self.unit(*place).level, &*self.unit(*place).code);
        let start = self.order.partition_point(|place| key(place) < (level, code));
        let length = self.order[start..].partition_point(|place| key(place) == (level, code));
        &self.order[start..start + length]
    }
}

fn by_place(chronicle: &Chronicle, links: &[ParentLink]) -> Result<Vec<(usize, Link)>, Inconsistency> {
    let place = |id| chronicle.known(id, "parent links");
    links
        .iter()
        .map(|link| Ok((place(link.unit)?, Link { parent: place(link.parent)?, span: link.span })))
        .collect()
}

fn placed<T>(
    rows: Vec<T>,
    place: impl Fn(&T) -> Result<usize, Inconsistency>,
) -> Result<Vec<(usize, T)>, Inconsistency> {
    rows.into_iter().map(|row| Ok((place(&row)?, row))).collect()
}

fn ordered(units: &[Unit]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..units.len()).collect();
    let key = |place: &usize| {
        let unit = &units[*place];
        (unit.level, &*unit.code, unit.span.from, unit.id)
    };
    order.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    order
}
