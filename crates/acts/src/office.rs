//! The one place where acts are done: a store, its keys, a clock and chance.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use rand::Rng;
use sohoc_ledger::db::{Address, Reader, Store};
use sohoc_ledger::keys::Keyring;
use sohoc_ledger::{journal, migrations, settings, territory};
use sohoc_rules::Refusal;
use sohoc_rules::figures::Cube;
use sohoc_rules::territory::{Territory, TerritoryAsOf};
use sohoc_rules::time::{Date, Instant};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};

/// Tells the time. The door passes the machine's clock, tests and samples one of their own.
pub trait Clock: Send + Sync {
    /// The present moment.
    fn now(&self) -> Instant;
}

/// A ledger that is open for acts.
pub struct Office {
    store: Store,
    keys: Keyring,
    clock: Arc<dyn Clock>,
    chance: Mutex<Box<dyn Rng + Send>>,
    map: RwLock<Option<Arc<Territory>>>,
    as_of: RwLock<BTreeMap<Date, Arc<TerritoryAsOf>>>,
    cube: RwLock<Option<((i64, i64), Arc<Cube>)>>,
}

/// How far the clock may stand behind the journal before acts are refused: networks' time services
/// correct by less, a dead battery by more.
const CLOCK_SLACK_MICROSECONDS: i64 = 5 * 60 * 1_000_000;
/// Trees of this many days are kept: today, the days of the rounds, the days figures are asked for.
const KEPT_TREES: usize = 32;
const KEY_MARK: &str = "key_mark";

impl Office {
    /// Opens a ledger, making or migrating its tables.
    ///
    /// # Errors
    /// When the store cannot be opened, was changed by a newer program, or belongs to other keys.
    pub fn open(
        address: Address,
        keys: Keyring,
        clock: Arc<dyn Clock>,
        chance: Box<dyn Rng + Send>,
    ) -> Result<Self> {
        let store = Store::open(address)?;
        migrations::migrate(&store, clock.now())?;
        let office = Self {
            store,
            keys,
            clock,
            chance: Mutex::new(chance),
            map: RwLock::default(),
            as_of: RwLock::default(),
            cube: RwLock::default(),
        };
        office.check_keys()?;
        Ok(office)
    }

    /// A ledger remembers a mark of its keys; with other keys nothing could be found or opened.
    fn check_keys(&self) -> Result<()> {
        let mark = self.keys.mark();
        match self.store.read(|reader| settings::find(reader, KEY_MARK))? {
            Some(known) if known == mark => Ok(()),
            Some(_) => Err(sohoc_ledger::keys::KeyFault::WrongKey.into()),
            None => Ok(self.store.write(|writer| settings::set(writer, KEY_MARK, &mark))?),
        }
    }

    /// Runs queries on one moment of the ledger.
    ///
    /// # Errors
    /// Whatever `work` returns, or a fault of the store.
    pub fn read<T>(&self, work: impl FnOnce(&Reader<'_>) -> Result<T>) -> Result<T> {
        self.store.read(work)
    }

    /// Does an act: everything `work` writes, its journal entries and its tallies are kept together
    /// or not at all. On PostgreSQL `work` may run more than once.
    ///
    /// # Errors
    /// Whatever `work` returns, a fault of the store, or a refusal when the clock was set back.
    pub fn perform<T>(&self, actor: &Actor, mut work: impl FnMut(&Desk<'_>) -> Result<T>) -> Result<T> {
        let seals_at_once = matches!(self.store.address(), Address::File(_));
        let result = self.store.write(|writer| {
            let at = self.now_after(writer)?;
            let desk = Desk::new(writer, self, actor, at);
            let value = work(&desk)?;
            desk.close()?;
            if seals_at_once {
                journal::seal(writer, &self.keys, at)?;
            }
            Ok::<_, Error>(value)
        })?;
        Ok(result)
    }

    /// Seals what waits for a seal: only PostgreSQL leaves anything waiting.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn seal(&self) -> Result<usize> {
        let sealed = self.store.write(|writer| journal::seal(writer, &self.keys, self.clock.now()))?;
        Ok(sealed)
    }

    fn now_after(&self, reader: &Reader<'_>) -> Result<Instant> {
        let now = self.clock.now();
        let Some(seal) = journal::last_seal(reader)? else {
            return Ok(now);
        };
        let behind = seal.sealed_at.microseconds() - now.microseconds();
        if behind > CLOCK_SLACK_MICROSECONDS {
            return Err(Refusal {
                code: "journal.clock_set_back",
                reason: format!("The clock says {now}, but the journal already reaches {}.", seal.sealed_at),
                remedy: "Set the clock of this machine right and try again.",
            }
            .into());
        }
        Ok(if behind >= 0 { Instant::from_microseconds(seal.sealed_at.microseconds() + 1) } else { now })
    }

    /// The territory, read once and kept until an act changes it.
    ///
    /// # Errors
    /// A fault of the store, or stored units that contradict each other.
    pub fn map(&self) -> Result<Arc<Territory>> {
        if let Some(map) = self.map.read().unwrap_or_else(PoisonError::into_inner).as_ref() {
            return Ok(Arc::clone(map));
        }
        let map = Arc::new(self.read(load_map)?);
        *self.map.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&map));
        Ok(map)
    }

    /// The tree of a day; the trees of a few days are kept.
    ///
    /// # Errors
    /// As [`Office::map`].
    pub fn map_on(&self, day: Date) -> Result<Arc<TerritoryAsOf>> {
        if let Some(tree) = self.as_of.read().unwrap_or_else(PoisonError::into_inner).get(&day) {
            return Ok(Arc::clone(tree));
        }
        let tree = Arc::new(self.map()?.as_of(day));
        let mut kept = self.as_of.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_TREES {
            kept.clear();
        }
        kept.insert(day, Arc::clone(&tree));
        Ok(tree)
    }

    /// Makes the next reader of the territory read it anew.
    pub(crate) fn forget_map(&self) {
        *self.map.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.as_of.write().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// All tallies in memory, read anew when they have moved.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn cube(&self) -> Result<Arc<Cube>> {
        use sohoc_ledger::figures;
        self.read(|reader| {
            let version = figures::version(reader)?;
            if let Some((known, cube)) = self.cube.read().unwrap_or_else(PoisonError::into_inner).as_ref()
                && *known == version
            {
                return Ok(Arc::clone(cube));
            }
            let cube = Arc::new(Cube::new(figures::cells(reader)?));
            *self.cube.write().unwrap_or_else(PoisonError::into_inner) = Some((version, Arc::clone(&cube)));
            Ok(cube)
        })
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Unpredictable bytes.
    #[must_use]
    pub fn chance<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}

/// Reads the territory and checks that its rows fit together.
pub(crate) fn load_map(reader: &Reader<'_>) -> Result<Territory> {
    Territory::new(territory::load(reader)?).map_err(|inconsistency| {
        Error::bad_input("the units of the ledger", inconsistency.to_string(), "Restore them from a backup.")
    })
}
