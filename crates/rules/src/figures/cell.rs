//! The smallest group of people that figures know.

use crate::ids::{OrganizationId, UnitId};
use crate::people::{EthnicClass, Sex};
use crate::territory::AreaClass;

use super::{AgeBand, Counter};

/// People counted alike. All facts are those of the day of registration: a later move, birthday or
/// change of area class does not move an old result.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The assessed year.
    pub year: i16,
    /// What is counted.
    pub counter: Counter,
    /// Where, usually a hamlet.
    pub unit: UnitId,
    /// The organization on whose track the dossier is, for staff.
    pub organization: Option<OrganizationId>,
    /// Code of the group form; empty where none applies (adults).
    pub group: Box<str>,
    /// Sex.
    pub sex: Sex,
    /// Age band.
    pub age: AgeBand,
    /// Ethnic class.
    pub ethnic: EthnicClass,
    /// Class of the area.
    pub area: AreaClass,
}
