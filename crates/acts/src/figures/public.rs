//! The figures that everyone may see, worked out at most once an hour.
//!
//! Who could look before and after each act would see by subtraction whom it counted; an hour gathers many. And the
//! whole tree is covered at once, which no page should wait for.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use sohoc_ledger::settings;
use sohoc_rules::figures::{LEAST_SHOWN, PublicTable};
use sohoc_rules::ids::UnitId;
use sohoc_rules::territory::{Gazetteer, Level, Resolution, TerritoryAsOf, Wanted};
use sohoc_rules::time::{Date, Instant};
use sohoc_rules::vietnamese::{NameQuery, text_sort_key};

use crate::error::Result;
use crate::office::Office;

/// So long a table is kept.
const KEPT_MICROSECONDS: i64 = 3_600 * 1_000_000;
/// Most units that an answer to a name names.
const MOST_FOUND: usize = 40;

/// A year as everyone may see it.
pub struct PublicFigures {
    /// The assessed year.
    pub year: i16,
    /// The counts.
    pub table: PublicTable,
    /// The map they stand under: that of the day they were taken.
    pub map: Arc<TerritoryAsOf>,
    /// When they were taken from the ledger.
    pub taken_at: Instant,
    /// The day on which adults were counted, where it is on record.
    pub adults_on: Option<Date>,
    names: OnceLock<Gazetteer>,
}

/// The tables that are kept, by year.
#[derive(Default)]
pub(crate) struct KeptFigures(Mutex<BTreeMap<i16, Arc<PublicFigures>>>);

/// What somebody who typed a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// This unit.
    One(UnitId),
    /// One of these, the likeliest first; empty when nothing is called so.
    Several(Vec<UnitId>),
}

/// The figures of a year. A year without a round has empty ones.
///
/// # Errors
/// A fault of the store.
pub fn public_figures(office: &Office, year: i16) -> Result<Arc<PublicFigures>> {
    let now = office.now();
    let age = |kept: &PublicFigures| now.microseconds() - kept.taken_at.microseconds();
    let fresh = |kept: &Arc<PublicFigures>| (0..KEPT_MICROSECONDS).contains(&age(kept));
    // Who comes while they are worked out waits for them rather than doing the same again.
    let mut all = office.public.0.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(kept) = all.get(&year).filter(|kept| fresh(kept)) {
        return Ok(Arc::clone(kept));
    }
    let map = office.map_on(now.day())?;
    let table = PublicTable::new(&*office.cube()?, &map, year, LEAST_SHOWN);
    let adults_on = office.read(|reader| Ok(settings::find(reader, &format!("adults.{year}"))?))?;
    let adults_on = adults_on.and_then(|day| day.parse().ok());
    let figures =
        Arc::new(PublicFigures { year, table, map, taken_at: now, adults_on, names: OnceLock::new() });
    all.retain(|_, kept| fresh(kept));
    all.insert(year, Arc::clone(&figures));
    Ok(figures)
}

impl PublicFigures {
    /// The units somebody may mean: by code or name as people write them, also a name of before; else all whose
    /// name holds what was typed, the last word perhaps only begun.
    #[must_use]
    pub fn find(&self, typed: &str) -> Found {
        let names = self.names.get_or_init(|| Gazetteer::new((*self.map).clone()));
        let (text, within) = typed.split_once(',').map_or((typed, None), |(text, home)| (text, Some(home)));
        match names.resolve(&Wanted { text, within, level: None }) {
            Resolution::One(unit) => Found::One(unit),
            Resolution::Several(units) => Found::Several(units.into_iter().take(MOST_FOUND).collect()),
            Resolution::None => Found::Several(self.holding(typed)),
        }
    }

    fn holding(&self, typed: &str) -> Vec<UnitId> {
        let query = NameQuery::new(typed);
        let ranked = self.map.units().filter_map(|unit| Some((query.rank(self.map.name(unit.id))?, unit)));
        let mut ranked: Vec<_> = ranked.collect();
        ranked.sort_by_cached_key(|(rank, unit)| {
            (unit.level, *rank, text_sort_key(self.map.short_name(unit.id)))
        });
        ranked.into_iter().take(MOST_FOUND).map(|(_, unit)| unit.id).collect()
    }

    /// The unit of this map that a unit is or has become as a whole; `None` for what is unknown or was split.
    #[must_use]
    pub fn present(&self, unit: UnitId) -> Option<UnitId> {
        if self.map.is_in_force(unit) {
            return Some(unit);
        }
        let level = self.map.territory().find(unit)?.level;
        let from = Level::ALL.iter().rev().filter(|other| **other <= level);
        from.copied().find_map(|level| self.map.place(unit, level))
    }
}
