//! A fresh ledger to measure on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use sohoc_acts::Office;
use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;
use sohoc_sample::years::{SteppedClock, Watch};

/// Why a run ended early.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// An act failed.
    #[error(transparent)]
    Act(#[from] sohoc_acts::Error),
    /// An import failed.
    #[error(transparent)]
    Intake(#[from] sohoc_intake::Error),
    /// The sample could not be made.
    #[error(transparent)]
    Sample(#[from] sohoc_sample::SampleError),
    /// A file of the run.
    #[error("the files of the bench: {0}")]
    Files(#[from] std::io::Error),
    /// A workbook of the run.
    #[error("the workbooks of the bench: {0}")]
    Workbook(#[from] sohoc_papers::workbook::WriteError),
    /// The territory could not be read.
    #[error("the units of the nation: {0}")]
    Units(#[from] sohoc_rules::territory::LoadError),
    /// The raw engine.
    #[error(transparent)]
    Engine(#[from] sohoc_ledger::db::Fault),
}

/// A ledger file with its office.
pub struct Stage {
    pub office: Office,
    pub clock: Arc<SteppedClock>,
    pub path: PathBuf,
}

impl Stage {
    /// A ledger of that name in the folder.
    pub fn new(folder: &Path, name: &str) -> Result<Self, Error> {
        Self::opened(&folder.join(name), 7)
    }

    /// The ledger at that place, made if there is none. Two programs on one ledger take two seeds, or they
    /// would give the same ids.
    pub fn opened(path: &Path, seed: u8) -> Result<Self, Error> {
        let path = path.to_owned();
        let clock = Arc::new(SteppedClock::new(jiff::civil::date(2023, 1, 2)));
        let office = Office::open(
            Address::File(path.clone()),
            Keyring::new(&[7; 96]),
            Arc::clone(&clock) as Arc<dyn sohoc_acts::Clock>,
            Box::new(ChaCha20Rng::from_seed([seed; 32])),
        )?;
        Ok(Self { office, clock, path })
    }

    pub fn size_mib(&self) -> f64 {
        let bytes = std::fs::metadata(&self.path).map_or(0, |data| data.len());
        bytes as f64 / 1_048_576.0
    }

    /// Deletes the ledger.
    pub fn remove(self) -> Result<(), Error> {
        let Self { office, path, .. } = self;
        drop(office);
        remove(&path)
    }
}

/// Deletes a ledger file and what lies beside it.
pub fn remove(path: &Path) -> Result<(), Error> {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        match std::fs::remove_file(PathBuf::from(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}

/// Nobody looks.
pub struct Quiet;

impl Watch for Quiet {
    fn step(&self, _: &str, _: u64) {}
    fn done(&self, _: u64) {}
}
