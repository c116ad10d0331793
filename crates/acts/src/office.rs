//! The one place where acts are done: a store, its keys, a clock and chance.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};

use rand::Rng;
use sohoc_ledger::blobs::Blobs;
use sohoc_ledger::db::{Address, Reader, Store, Writer};
use sohoc_ledger::keys::Keyring;
use sohoc_ledger::{journal, migrations, settings, territory};
use sohoc_rules::Refusal;
use sohoc_rules::access::security::SecurityRules;
use sohoc_rules::criteria::CriteriaSet;
use sohoc_rules::figures::Cube;
use sohoc_rules::ids::CriteriaSetId;
use sohoc_rules::territory::{Territory, TerritoryAsOf};
use sohoc_rules::time::{Date, Instant};

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::reading::ReadingLog;

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
    /// Microseconds of the latest act done here: the clock may be set back between two seals.
    latest: AtomicI64,
    map: Mutex<Option<KnownMap>>,
    cube: RwLock<Option<KnownCube>>,
    /// Figures as everyone may see them.
    pub(crate) public: crate::figures::public::KeptFigures,
    /// Criteria sets as they were read: a set in force is never edited.
    pub(crate) sets: Mutex<BTreeMap<CriteriaSetId, Arc<CriteriaSet>>>,
    blobs: OnceLock<Blobs>,
    security: SecurityRules,
    /// Reads of personal data that wait to be written down.
    pub(crate) readings: ReadingLog,
}

/// All tallies as one version of them has it.
type KnownCube = ((i64, i64), Arc<Cube>);

/// The territory as one version of the ledger has it, with the trees of a few days.
struct KnownMap {
    version: Option<String>,
    map: Arc<Territory>,
    trees: BTreeMap<Date, Arc<TerritoryAsOf>>,
}

/// How far the clock may stand behind the journal before acts are refused: networks' time services
/// correct by less, a dead battery by more.
const CLOCK_SLACK_MICROSECONDS: i64 = 5 * 60 * 1_000_000;
/// Trees of this many days are kept: today, the days of the rounds, the days figures are asked for.
const KEPT_TREES: usize = 32;
const KEY_MARK: &str = "key_mark";
/// Changes with every change of the territory, so that other programs on the same ledger notice.
const MAP_VERSION: &str = "territory.version";

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
            latest: AtomicI64::new(i64::MIN),
            map: Mutex::default(),
            cube: RwLock::default(),
            public: crate::figures::public::KeptFigures::default(),
            sets: Mutex::default(),
            blobs: OnceLock::new(),
            security: SecurityRules::default(),
            readings: ReadingLog::default(),
        };
        office.check_keys()?;
        Ok(office)
    }

    /// Keeps files of evidence there.
    #[must_use]
    pub fn with_blobs(mut self, blobs: Blobs) -> Self {
        self.blobs = OnceLock::from(blobs);
        self
    }

    /// The files of evidence. Unless [`Office::with_blobs`] named another place, those of a ledger that is
    /// one file lie in the folder `evidence` beside it, under the file's own name: two ledgers may share
    /// a folder, and what one throws away the other may need.
    ///
    /// # Errors
    /// `evidence.no_store` for a ledger on a server without a place for files; a fault when the folder
    /// cannot be made.
    pub fn blobs(&self) -> Result<&Blobs> {
        if let Some(blobs) = self.blobs.get() {
            return Ok(blobs);
        }
        let Address::File(ledger) = self.store.address() else {
            return Err(Refusal {
                code: "evidence.no_store",
                reason: "This ledger has no place for files of evidence.".to_owned(),
                remedy: "Name a folder or a bucket for evidence in the configuration.",
            }
            .into());
        };
        let name = ledger.file_stem().unwrap_or(ledger.as_os_str());
        let blobs = Blobs::in_folder(&ledger.with_file_name("evidence").join(name))?;
        Ok(self.blobs.get_or_init(|| blobs))
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
    /// or not at all. `work` may run more than once. On SQLite acts that come at once share a commit
    /// and a seal; each answer comes after them.
    ///
    /// # Errors
    /// Whatever `work` returns, a fault of the store, or a refusal when the clock was set back.
    pub fn perform<T>(&self, actor: &Actor, mut work: impl FnMut(&Desk<'_>) -> Result<T>) -> Result<T> {
        let seals_at_once = matches!(self.store.address(), Address::File(_));
        let act = |writer: &Writer<'_>| {
            let at = self.now_after(writer)?;
            let desk = Desk::new(writer, self, actor, at);
            let value = work(&desk)?;
            desk.close()?;
            writer.reach(at.microseconds());
            Ok::<_, Error>((value, at))
        };
        let (value, at) = self.store.write_together(act, |writer| {
            if seals_at_once {
                journal::seal(writer, &self.keys, Instant::from_microseconds(writer.reached()))?;
            }
            Ok(())
        })?;
        self.latest.fetch_max(at.microseconds(), Ordering::Relaxed);
        Ok(value)
    }

    /// Seals what waits for a seal: only PostgreSQL leaves anything waiting.
    ///
    /// # Errors
    /// A fault of the store, or a refusal when the clock was set back.
    pub fn seal(&self) -> Result<usize> {
        self.store.write(|writer| {
            let at = self.now_after(writer)?;
            Ok(journal::seal(writer, &self.keys, at)?)
        })
    }

    /// The present moment, moved to just after what the journal holds where the clock stands a little
    /// behind it, and after the acts that share the transaction.
    fn now_after(&self, writer: &Writer<'_>) -> Result<Instant> {
        let now = self.clock.now();
        // Who joins others comes after an act that has looked at the seal.
        let joins = writer.reached() > i64::MIN;
        let sealed = if joins { None } else { journal::last_seal(writer)? };
        let sealed = sealed.map(|seal| seal.sealed_at.microseconds());
        let done = self.latest.load(Ordering::Relaxed).max(writer.reached());
        let reached = sealed.unwrap_or(i64::MIN).max(done);
        if reached < now.microseconds() {
            return Ok(now);
        }
        let reached = Instant::from_microseconds(reached);
        if reached.microseconds() - now.microseconds() > CLOCK_SLACK_MICROSECONDS {
            return Err(Refusal {
                code: "journal.clock_set_back",
                reason: format!("The clock says {now}, but the journal already reaches {reached}."),
                remedy: "Set the clock of this machine right and try again.",
            }
            .into());
        }
        Ok(Instant::from_microseconds(reached.microseconds() + 1))
    }

    /// The territory; kept, and read anew when any program changed it.
    ///
    /// # Errors
    /// A fault of the store, or stored units that contradict each other.
    pub fn map(&self) -> Result<Arc<Territory>> {
        self.read(|reader| self.known_map(reader, |known| Arc::clone(&known.map)))
    }

    /// The tree of a day; the trees of a few days are kept.
    ///
    /// # Errors
    /// As [`Office::map`].
    pub fn map_on(&self, day: Date) -> Result<Arc<TerritoryAsOf>> {
        self.read(|reader| self.map_in(reader, day))
    }

    /// The tree of a day as the transaction of the reader sees it.
    pub(crate) fn map_in(&self, reader: &Reader<'_>, day: Date) -> Result<Arc<TerritoryAsOf>> {
        self.known_map(reader, |known| {
            if known.trees.len() >= KEPT_TREES && !known.trees.contains_key(&day) {
                known.trees.clear();
            }
            let tree = known.trees.entry(day).or_insert_with(|| Arc::new(known.map.as_of(day)));
            Arc::clone(tree)
        })
    }

    fn known_map<T>(&self, reader: &Reader<'_>, take: impl FnOnce(&mut KnownMap) -> T) -> Result<T> {
        let version = settings::find(reader, MAP_VERSION)?;
        let mut place = self.map.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = place.as_mut().filter(|known| known.version == version) {
            return Ok(take(known));
        }
        let map = Arc::new(load_map(reader)?);
        Ok(take(place.insert(KnownMap { version, map, trees: BTreeMap::new() })))
    }

    /// All tallies in memory, read anew when they have moved.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn cube(&self) -> Result<Arc<Cube>> {
        use sohoc_ledger::figures;
        self.read(|reader| {
            let version = figures::version(reader)?;
            let of_version = |known: &Option<KnownCube>| {
                known.as_ref().filter(|(known, _)| *known == version).map(|(_, cube)| Arc::clone(cube))
            };
            if let Some(cube) = of_version(&self.cube.read().unwrap_or_else(PoisonError::into_inner)) {
                return Ok(cube);
            }
            // One reads, the others wait for it: a crowd that read all tallies each for itself would need the
            // room for all of them.
            let mut place = self.cube.write().unwrap_or_else(PoisonError::into_inner);
            if let Some(cube) = of_version(&place) {
                return Ok(cube);
            }
            let cube = Arc::new(Cube::new(figures::cells(reader)?));
            *place = Some((version, Arc::clone(&cube)));
            Ok(cube)
        })
    }

    /// The store itself, for backups and for tests that do it harm. Acts never go by it.
    #[must_use]
    pub const fn store(&self) -> &Store {
        &self.store
    }

    /// The keys.
    #[must_use]
    pub const fn keys(&self) -> &Keyring {
        &self.keys
    }

    /// The same office under rules of sign-in that an installation has set.
    #[must_use]
    pub fn with_security_rules(mut self, rules: SecurityRules) -> Self {
        self.security = rules;
        self
    }

    /// The rules of signing in.
    #[must_use]
    pub const fn security_rules(&self) -> &SecurityRules {
        &self.security
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

impl std::fmt::Debug for Office {
    /// Where it is, never its keys.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Office").field("dialect", &self.store.address().dialect()).finish_non_exhaustive()
    }
}

/// Makes everyone read the territory anew once the act is kept. The version is one that no other
/// transaction can have, so that what an act saw that was not kept is never taken for the truth.
pub(crate) fn renew_map(desk: &Desk<'_>) -> Result<()> {
    Ok(settings::set(desk, MAP_VERSION, &desk.uuid().to_string())?)
}

/// Reads the territory and checks that its rows fit together.
pub(crate) fn load_map(reader: &Reader<'_>) -> Result<Territory> {
    Territory::new(territory::load(reader)?).map_err(|inconsistency| {
        Error::bad_input("the units of the ledger", inconsistency.to_string(), "Restore them from a backup.")
    })
}
