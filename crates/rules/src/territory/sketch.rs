//! Small countries for tests.

use jiff::civil::date;

use super::register::{Rows, Territory};
use super::share::Weight;
use super::succession::{Extent, PartRule, Succession};
use super::unit::{Level, ParentLink, Unit, day_before, id_from_key};
use crate::ids::UnitId;
use crate::time::{Date, Span};

/// The first day of the two-tier map.
pub(super) fn reform() -> Date {
    date(2025, 7, 1)
}

pub(super) fn until_reform() -> Span {
    Span { from: None, to: Some(day_before(reform())) }
}

pub(super) fn since_reform() -> Span {
    Span::since(reform())
}

pub(super) fn share(part: u32, of: u32) -> Extent {
    Extent::Part(PartRule::Share(Weight { part, of }))
}

pub(super) const UNKNOWN: Extent = Extent::Part(PartRule::Unknown);
pub(super) const BY_HAMLETS: Extent = Extent::Part(PartRule::Hamlets);

/// Rows being drawn; a unit's key is its code and name.
#[derive(Default)]
pub(crate) struct Sketch {
    pub rows: Rows,
}

impl Sketch {
    pub fn province(&mut self, key: &str) -> UnitId {
        self.unit(Level::Province, key, Span::ALWAYS, "tỉnh")
    }

    pub fn commune(&mut self, key: &str, span: Span, parent: UnitId) -> UnitId {
        let id = self.unit(Level::Commune, key, span, "xã");
        self.link(id, parent, span);
        id
    }

    pub fn hamlet(&mut self, key: &str, span: Span) -> UnitId {
        self.unit(Level::Hamlet, key, span, "xóm")
    }

    pub fn unit(&mut self, level: Level, key: &str, span: Span, kind: &str) -> UnitId {
        let mut unit = Unit::hamlet(id_from_key(key), key, kind, key, span);
        unit.level = level;
        let id = unit.id;
        self.rows.units.push(unit);
        id
    }

    pub fn link(&mut self, unit: UnitId, parent: UnitId, span: Span) {
        self.rows.links.push(ParentLink { unit, parent, span });
    }

    pub fn pass(&mut self, predecessor: UnitId, successor: UnitId, extent: Extent) -> &mut Succession {
        self.pass_on(reform(), predecessor, successor, extent)
    }

    pub fn pass_on(
        &mut self,
        effective: Date,
        predecessor: UnitId,
        successor: UnitId,
        extent: Extent,
    ) -> &mut Succession {
        let row = Succession {
            predecessor,
            successor,
            extent,
            origin: None,
            main: None,
            effective,
            resolution: None,
        };
        self.rows.successions.push(row);
        let last = self.rows.successions.len() - 1;
        &mut self.rows.successions[last]
    }

    pub fn build(self) -> Territory {
        Territory::new(self.rows).expect("the sketch is consistent")
    }
}
