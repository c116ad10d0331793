//! What several answers show alike.

use serde::Serialize;
use sohoc_rules::territory::{TerritoryAsOf, Unit};
use utoipa::ToSchema;

/// A page of a list.
#[derive(Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Give it as `after` for the rows that follow; not there on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// A unit on a day.
#[derive(Serialize, ToSchema)]
pub struct UnitShown {
    /// Id.
    id: String,
    /// Official code; hamlets often have none.
    code: String,
    /// Name on that day, kind first.
    name: String,
    /// `province`, `district`, `commune` or `hamlet`.
    level: &'static str,
    /// Class of the area: `ordinary`, `remote`, …
    area_class: String,
    /// The unit it belongs to on that day.
    parent: Option<String>,
}

impl UnitShown {
    /// The unit under a map.
    pub fn new(map: &TerritoryAsOf, unit: &Unit) -> Self {
        Self {
            id: unit.id.to_string(),
            code: unit.code.to_string(),
            name: map.name(unit.id).to_owned(),
            level: unit.level.code(),
            area_class: map.area_class(unit.id).code().to_owned(),
            parent: map.parent(unit.id).map(|parent| parent.id.to_string()),
        }
    }
}
