//! Files of evidence, kept under the SHA-256 of their bytes: in a folder beside the ledger, or in a
//! bucket that speaks S3.
//!
//! A file is written under another name, brought to the disk and then renamed, so that whatever stands
//! under a hash is whole; every reading holds the bytes against their hash. The library behind is
//! asynchronous; a small runtime runs only while a call waits, as with PostgreSQL. Files on their way in
//! wait in the [`Spool`], which is always a folder of this machine.

mod address;
mod spool;

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use object_store::local::LocalFileSystem;
use object_store::path::Path as Name;
use object_store::{ObjectStore, ObjectStoreExt as _, PutPayload};
use sha2::{Digest, Sha256};
use tokio::runtime::{Builder, Runtime};

pub use address::{S3Address, S3Keys};
pub use spool::{Appended, Spool};

use crate::db::Fault;

/// SHA-256 of the bytes of a file.
pub type ContentHash = [u8; 32];

/// The hash of bytes, as [`Blobs::put`] gives it.
#[must_use]
pub fn hash(bytes: &[u8]) -> ContentHash {
    Sha256::digest(bytes).into()
}

/// The files of a ledger.
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// Where they lie, for messages.
    address: String,
    prefix: String,
    runtime: Runtime,
    spool: Spool,
    /// Held for reading from before bytes are put until their row is kept, and for writing while bytes
    /// that no row names are taken away: else the second could take what the first found already there.
    taking_away: RwLock<()>,
}

impl Blobs {
    /// In a folder of this machine, which is made when it is not there.
    ///
    /// # Errors
    /// [`Fault::Blobs`] when the folder cannot be made.
    pub fn in_folder(folder: &Path) -> Result<Self, Fault> {
        let address = folder.display().to_string();
        let failed = |reason: String| Fault::Blobs { address: address.clone(), reason };
        let files = folder.join("files");
        make_folder(&files).map_err(|error| failed(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(&files).map_err(|error| failed(error.to_string()))?;
        let spool = Spool::open(&folder.join("spool"))?;
        Self::new(Arc::new(store.with_fsync(true)), address.clone(), String::new(), spool)
    }

    /// In a bucket; uploads wait in `spool`, a folder of this machine.
    ///
    /// # Errors
    /// [`Fault::Blobs`] when the address or the keys cannot be used; that the bucket answers shows only
    /// with the first file.
    pub fn in_bucket(address: &S3Address, keys: &S3Keys, spool: &Path) -> Result<Self, Fault> {
        let store = address.open(keys)?;
        Self::new(store, address.to_string(), address.prefix.clone(), Spool::open(spool)?)
    }

    fn new(
        store: Arc<dyn ObjectStore>,
        address: String,
        prefix: String,
        spool: Spool,
    ) -> Result<Self, Fault> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(4)
            .build()
            .map_err(|error| Fault::Blobs { address: address.clone(), reason: error.to_string() })?;
        Ok(Self { store, address, prefix, runtime, spool, taking_away: RwLock::new(()) })
    }

    /// Where uploads wait.
    #[must_use]
    pub const fn spool(&self) -> &Spool {
        &self.spool
    }

    /// Where the files lie, without any key.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Keeps bytes and gives their hash. When this returns they survive a power cut; keeping the same
    /// bytes again changes nothing.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn put(&self, bytes: &[u8]) -> Result<ContentHash, Fault> {
        let hash = hash(bytes);
        if !self.exists(&hash)? {
            let payload = PutPayload::from(bytes.to_vec());
            self.runtime
                .block_on(self.store.put(&self.name(&hash), payload))
                .map_err(|error| self.failed(&error))?;
        }
        Ok(hash)
    }

    /// The bytes of a hash; `None` when they are not here.
    ///
    /// # Errors
    /// [`Fault::Unreadable`] when what lies there has another hash, [`Fault::Blobs`].
    pub fn get(&self, hash: &ContentHash) -> Result<Option<Vec<u8>>, Fault> {
        let found = self.runtime.block_on(async {
            match self.store.get(&self.name(hash)).await {
                Ok(found) => found.bytes().await.map(Some),
                Err(object_store::Error::NotFound { .. }) => Ok(None),
                Err(error) => Err(error),
            }
        });
        let Some(bytes) = found.map_err(|error| self.failed(&error))? else { return Ok(None) };
        if self::hash(&bytes) == *hash {
            return Ok(Some(bytes.to_vec()));
        }
        Err(Fault::Unreadable {
            column: format!("{} {}", self.address, self.name(hash)),
            reason: "its bytes have another hash; restore the file from a backup".to_owned(),
        })
    }

    /// Whether there are bytes under a hash; they are not read.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn exists(&self, hash: &ContentHash) -> Result<bool, Fault> {
        match self.runtime.block_on(self.store.head(&self.name(hash))) {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Takes the bytes of a hash away; nothing happens when they are gone already.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn delete(&self, hash: &ContentHash) -> Result<(), Fault> {
        match self.runtime.block_on(self.store.delete(&self.name(hash))) {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Held while bytes are put and their row is written.
    pub fn while_bringing(&self) -> RwLockReadGuard<'_, ()> {
        self.taking_away.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held while bytes that no row names are looked for and taken away.
    pub fn while_taking_away(&self) -> RwLockWriteGuard<'_, ()> {
        self.taking_away.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Two levels of folders, so that none holds more than a few hundred of a million files.
    fn name(&self, hash: &ContentHash) -> Name {
        let text: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let parts = self.prefix.split('/').filter(|part| !part.is_empty());
        Name::from_iter(parts.chain([&text[..2], &text[2..4], &text[..]]))
    }

    fn failed(&self, error: &object_store::Error) -> Fault {
        Fault::Blobs { address: self.address.clone(), reason: error.to_string() }
    }
}

impl std::fmt::Debug for Blobs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Blobs").field("address", &self.address).finish_non_exhaustive()
    }
}

/// Only the account that runs the program reads what people brought.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
