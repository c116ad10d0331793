//! Running invented years through the ordinary acts.
//!
//! Nothing here writes to the ledger by itself: people are registered, scored, endorsed, appraised and
//! recognised by the accounts whose work that is, on days of a clock of the sample's own.

mod cast;
mod clock;
mod everyone;
mod models;
mod people;
mod procedure;
mod review;
mod waiting;

use std::sync::Arc;

use jiff::civil::date;
use sohoc_acts::access::Actor;
use sohoc_acts::{Office, Result, figures, rounds, targets, territory};
use sohoc_rules::dossier::{CountingRule, RoundRules};
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::{LearningModelId, PersonId};
use sohoc_rules::models::ModelKind;
use sohoc_rules::territory::CsvText;
use sohoc_rules::time::Date;

use crate::Sample;

pub use cast::{Cast, RoleAccount};
pub use clock::SteppedClock;

/// What is told while the years run.
pub trait Watch {
    /// A step begins: what, and over how many people; 0 when that is not known.
    fn step(&self, what: &str, people: u64);
    /// So many more people are done.
    fn done(&self, people: u64);
}

/// The counts of a year when it is through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct YearCounts {
    /// The year.
    pub year: i16,
    /// Registered.
    pub registered: i64,
    /// Self-assessed.
    pub assessed: i64,
    /// Recognised.
    pub recognised: i64,
}

/// A sample at work in a ledger.
pub struct Years<'a> {
    pub(crate) sample: &'a Sample,
    pub(crate) office: &'a Office,
    pub(crate) clock: Arc<SteppedClock>,
    pub(crate) watch: &'a dyn Watch,
    pub(crate) cast: Cast,
    /// The id of each person of the sample.
    pub(crate) ids: Vec<Option<PersonId>>,
    /// The hamlet in which the ledger has each person now.
    pub(crate) homes: Vec<usize>,
    /// The second record of a person: index, id.
    pub(crate) doubles: Vec<(u32, PersonId)>,
    /// Whether families, clans and communities take part.
    pub with_models: bool,
    /// Learning models: id, hamlet, kind.
    pub(crate) models: Vec<(LearningModelId, usize, ModelKind)>,
}

/// The first day of everything: lists are taken in, the first accounts are made.
const FIRST_DAY: Date = date(2023, 1, 4);

/// Puts units, hamlets, classes of area, criteria sets and organizations on record.
///
/// # Errors
/// Whatever an act returns.
pub fn lay_out(sample: &Sample, office: &Office) -> Result<()> {
    let console = Actor::console();
    territory::load(
        office,
        &console,
        CsvText { name: "admin-units.csv", text: sohoc_data::territory::CAO_BANG_UNITS },
        CsvText { name: "unit-successions.csv", text: sohoc_data::territory::CAO_BANG_SUCCESSIONS },
    )?;
    territory::add_hamlets(office, &console, &sample.new_hamlets())?;
    territory::add_area_classes(office, &console, sample.area_classes())?;
    for (file, text) in sohoc_data::criteria::ALL {
        rounds::load_criteria(office, &console, file, text)?;
    }
    targets::load_targets(office, &console, "targets.toml", sohoc_data::plan::CAO_BANG_TARGETS)?;
    cast::add_organizations(sample, office)
}

impl<'a> Years<'a> {
    /// Makes units, criteria, organizations and accounts, and registers everyone.
    ///
    /// # Errors
    /// Whatever an act returns: the sample has then met a rule it should keep.
    pub fn begin(
        sample: &'a Sample,
        office: &'a Office,
        clock: Arc<SteppedClock>,
        watch: &'a dyn Watch,
    ) -> Result<Self> {
        clock.set(FIRST_DAY, 8);
        watch.step("units, criteria, accounts", 0);
        lay_out(sample, office)?;
        let cast = Cast::make(sample, office, FIRST_DAY)?;
        let people = sample.size() as usize;
        let mut years = Self {
            sample,
            office,
            clock,
            watch,
            cast,
            ids: vec![None; people],
            homes: vec![0; people],
            doubles: Vec::new(),
            with_models: true,
            models: Vec::new(),
        };
        years.register_everyone()?;
        Ok(years)
    }

    /// Runs one year from its first day to its last decision; closes its round when `closes`, and otherwise
    /// leaves work on every desk of the accounts to show around with.
    ///
    /// # Errors
    /// As [`Years::begin`].
    pub fn run(&mut self, year: i16, closes: bool) -> Result<YearCounts> {
        self.clock.set(date(year, 1, 5), 8);
        self.live_on(year - 1)?;
        self.clock.set(date(year, 1, 15), 8);
        self.watch.step(&format!("{year}: round opened"), 0);
        let rules = RoundRules { counting: CountingRule::ByForm, ..RoundRules::usual(year) };
        rounds::open(self.office, &Actor::console(), &rules)?;
        self.merge_doubles(year)?;
        self.run_procedure(year, !closes)?;
        if closes {
            self.clock.set(date(year, 12, 20), 8);
            rounds::close(self.office, &Actor::console(), year)?;
        }
        figures::fold(self.office)?;
        self.office.seal()?;
        self.counts(year)
    }

    fn counts(&self, year: i16) -> Result<YearCounts> {
        let cube = self.office.cube()?;
        Ok(YearCounts {
            year,
            registered: cube.total(year, Counter::Registered),
            assessed: cube.total(year, Counter::SelfAssessed),
            recognised: cube.total(year, Counter::Recognised),
        })
    }

    /// Everyone on record, in the order of the sample; second records left out.
    pub fn people(&self) -> impl Iterator<Item = PersonId> + '_ {
        self.ids.iter().flatten().copied()
    }

    /// Accounts to show around with, one for each role.
    #[must_use]
    pub fn accounts(&self) -> &[RoleAccount] {
        &self.cast.shown
    }
}
