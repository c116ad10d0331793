//! What the sender's account may bring in, asked row by row: what lies outside goes back with its
//! reason and the rest goes in.

use std::collections::HashMap;
use std::sync::Arc;

use sohoc_acts::Office;
use sohoc_acts::access::{Actor, Place, permit_on};
use sohoc_rules::access::ActKind;
use sohoc_rules::territory::TerritoryAsOf;

use crate::Error;
use crate::rejects::Refused;

/// Answers once for each distinct place.
pub(crate) struct Rights<'a> {
    actor: &'a Actor,
    act: ActKind,
    /// The map of today: rights go by it whatever the date of the list.
    map: Arc<TerritoryAsOf>,
    known: HashMap<Place, bool>,
}

impl<'a> Rights<'a> {
    pub fn new(office: &Office, actor: &'a Actor, act: ActKind) -> Result<Self, Error> {
        let map = office.map_on(office.now().day())?;
        Ok(Self { actor, act, map, known: HashMap::new() })
    }

    /// Whether the actor may do the act there.
    pub fn may(&mut self, place: Place) -> bool {
        let (actor, act, map) = (self.actor, self.act, &self.map);
        *self.known.entry(place).or_insert_with(|| permit_on(actor, act, Some(place), map).is_ok())
    }

    /// The refusal of the row when the actor may not.
    pub fn check(&mut self, place: Place) -> Result<(), Refused> {
        if self.may(place) {
            return Ok(());
        }
        let name = place.unit.map_or("nơi này", |unit| self.map.name(unit));
        let name = if name.is_empty() { "nơi này" } else { name };
        Err(Refused::row(format!(
            "Tài khoản này không được nhập danh sách của {name}; hãy chuyển dòng này cho cán bộ nơi đó."
        )))
    }
}
