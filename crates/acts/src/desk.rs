//! What an act has in hand inside its transaction.

use std::cell::{Cell as Slot, OnceCell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::ops::Deref;
use std::sync::Arc;

use serde::Serialize;
use sohoc_ledger::db::Writer;
use sohoc_ledger::{figures, journal};
use sohoc_rules::access::ActKind;
use sohoc_rules::figures::Cell;
use sohoc_rules::ids::{EntryId, UnitId};
use sohoc_rules::journal::Entry;
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::time::{Date, Instant};
use uuid::Uuid;

use crate::access::{Actor, Place};
use crate::error::{Error, Result};
use crate::office::Office;

/// A writer with the moment, the actor, and what has yet to be journalled and tallied.
pub struct Desk<'a> {
    writer: &'a Writer<'a>,
    /// The office.
    pub office: &'a Office,
    /// Who acts.
    pub actor: &'a Actor,
    /// The moment of the act, the same for all it writes.
    pub at: Instant,
    entries: RefCell<Vec<Entry>>,
    shifts: RefCell<BTreeMap<Cell, i64>>,
    ids: Slot<u32>,
    chance: [u8; 5],
    map: OnceCell<Arc<TerritoryAsOf>>,
    /// What was found allowed where, so that a batch asks once for each place.
    pub(crate) allowed: RefCell<HashSet<(ActKind, Place)>>,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(writer: &'a Writer<'a>, office: &'a Office, actor: &'a Actor, at: Instant) -> Self {
        Self {
            writer,
            office,
            actor,
            at,
            entries: RefCell::default(),
            shifts: RefCell::default(),
            ids: Slot::new(0),
            chance: office.chance(),
            map: OnceCell::new(),
            allowed: RefCell::default(),
        }
    }

    /// The day of the act in Viet Nam.
    #[must_use]
    pub fn day(&self) -> Date {
        self.at.day()
    }

    /// The map of the day of the act.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn map(&self) -> Result<&TerritoryAsOf> {
        if let Some(map) = self.map.get() {
            return Ok(map);
        }
        let map = self.office.map_in(self, self.day())?;
        Ok(self.map.get_or_init(|| map))
    }

    /// Ten bytes for a new id, different each time: the microsecond of the act and a count before
    /// unpredictable bytes, so that ids stand in the order of the acts and, within one, of their making.
    ///
    /// A UUID of version 7 holds the millisecond before these bytes and loses the upper half of the
    /// first and two bits of the third. 4 million ids fit into one act.
    #[must_use]
    pub fn id_bytes(&self) -> [u8; 10] {
        let count = self.ids.get();
        self.ids.set(count + 1);
        let byte = |value: i64| u8::try_from(value & 0xff).unwrap_or(0);
        let microsecond = self.at.microseconds().rem_euclid(1_000);
        let [_, high, middle, low] = count.to_be_bytes();
        let mut bytes = [0; 10];
        bytes[..5].copy_from_slice(&[byte(microsecond >> 8), byte(microsecond), high, middle, low]);
        bytes[5..].copy_from_slice(&self.chance);
        bytes
    }

    /// Journals what is done to `subjects` subjects; gives the entry that rows point to.
    ///
    /// # Errors
    /// When the body cannot be written as JSON.
    pub fn record(
        &self,
        act: &str,
        unit: Option<UnitId>,
        subjects: usize,
        body: &impl Serialize,
    ) -> Result<EntryId> {
        let id = EntryId::new(self.at, self.id_bytes());
        let body = serde_json::to_string(body).map_err(|error| {
            Error::bad_input("the journal", error.to_string(), "Report this: the program is at fault.")
        })?;
        self.entries.borrow_mut().push(Entry {
            id,
            at: self.at,
            actor_id: self.actor.account(),
            actor: self.actor.sign_in().to_owned(),
            act: act.to_owned(),
            unit,
            subjects: u32::try_from(subjects).unwrap_or(u32::MAX),
            body,
        });
        Ok(id)
    }

    /// Moves a tally.
    pub fn shift(&self, cell: Cell, people: i64) {
        *self.shifts.borrow_mut().entry(cell).or_default() += people;
    }

    /// Writes what was journalled and tallied.
    pub(crate) fn close(self) -> Result<()> {
        let shifts: Vec<_> = self.shifts.take().into_iter().filter(|(_, people)| *people != 0).collect();
        figures::shift(self.writer, &shifts, || self.uuid())?;
        journal::append(self.writer, &self.entries.take())?;
        Ok(())
    }

    /// A new id for a row whose kind has no type of its own.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        EntryId::new(self.at, self.id_bytes()).uuid()
    }
}

impl<'a> Deref for Desk<'a> {
    type Target = Writer<'a>;

    fn deref(&self) -> &Self::Target {
        self.writer
    }
}
