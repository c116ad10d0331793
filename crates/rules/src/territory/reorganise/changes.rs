//! The rows a decree adds and ends.

use crate::ids::UnitId;
use crate::territory::inconsistency::Inconsistency;
use crate::territory::register::{Rows, Territory};
use crate::territory::succession::Succession;
use crate::territory::unit::{ClassOfArea, ParentLink, Renaming, Unit};
use crate::time::Date;

/// What must be written so that a decree is on the map.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// New units.
    pub units_opened: Vec<Unit>,
    /// Units that end.
    pub units_closed: Vec<Closing>,
    /// Parent links that end.
    pub links_closed: Vec<LinkClosing>,
    /// New parent links.
    pub links_opened: Vec<ParentLink>,
    /// Who follows whom.
    pub successions: Vec<Succession>,
    /// New names.
    pub renamings: Vec<Renaming>,
    /// New classes of areas; on a day with several classes the one that began last counts.
    pub area_classes: Vec<ClassOfArea>,
}

/// A unit's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Closing {
    /// The unit.
    pub unit: UnitId,
    /// Its last day in force.
    pub last_day: Date,
}

/// A parent link's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LinkClosing {
    /// The lower unit.
    pub unit: UnitId,
    /// The unit it belonged to.
    pub parent: UnitId,
    /// The last day of the link.
    pub last_day: Date,
}

impl Territory {
    /// The territory with changes written into it.
    ///
    /// # Errors
    /// When the result would contradict itself.
    pub fn changed(&self, changes: &Changes) -> Result<Self, Inconsistency> {
        let mut rows = self.rows();
        self.close(&mut rows, changes)?;
        rows.units.extend(changes.units_opened.iter().cloned());
        rows.links.extend(changes.links_opened.iter().copied());
        rows.successions.extend(changes.successions.iter().cloned());
        rows.renamings.extend(changes.renamings.iter().cloned());
        rows.classes.extend(changes.area_classes.iter().cloned());
        Self::new(rows)
    }

    fn close(&self, rows: &mut Rows, changes: &Changes) -> Result<(), Inconsistency> {
        for closing in &changes.units_closed {
            let unknown = Inconsistency::UnknownUnit { id: closing.unit, in_list: "closed units" };
            let place = self.place(closing.unit).ok_or(unknown)?;
            rows.units[place].span.to = Some(closing.last_day);
        }
        let mut closings = changes.links_closed.clone();
        closings.sort_unstable();
        for link in &mut rows.links {
            let of_link = (link.unit, link.parent);
            let first = closings.partition_point(|closing| (closing.unit, closing.parent) < of_link);
            let same =
                closings[first..].iter().take_while(|closing| (closing.unit, closing.parent) == of_link);
            if let Some(closing) = same.into_iter().find(|closing| link.span.holds(closing.last_day)) {
                link.span.to = Some(closing.last_day);
            }
        }
        Ok(())
    }
}
