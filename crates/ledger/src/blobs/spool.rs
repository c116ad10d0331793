//! Files on their way in, one a piece, longer with each part that came.
//!
//! How much of an upload is here is the length of its file and nothing else: a part counts once it is on
//! the disk, so that a program that was killed, or a machine that lost its power, knows where to go on.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use sohoc_rules::ids::UploadId;

use crate::db::Fault;

/// A folder with one file for each upload.
#[derive(Debug)]
pub struct Spool {
    folder: PathBuf,
}

/// What became of a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// It is on the disk; so many bytes are there now.
    To(u64),
    /// It does not follow on what is there: so many bytes.
    NotThere(u64),
    /// Another part of the same upload is being written at this moment.
    Busy,
}

impl Spool {
    pub(super) fn open(folder: &Path) -> Result<Self, Fault> {
        let spool = Self { folder: folder.to_owned() };
        super::make_folder(folder).map_err(|error| spool.failed(&error))?;
        Ok(spool)
    }

    /// Bytes that have come; 0 for an upload of which nothing has.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn length(&self, upload: UploadId) -> Result<u64, Fault> {
        match std::fs::metadata(self.path(upload)) {
            Ok(metadata) => Ok(metadata.len()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(0),
            Err(error) => Err(self.failed(&error)),
        }
    }

    /// Writes a part behind the `offset` bytes that are there.
    ///
    /// # Errors
    /// [`Fault::Blobs`]; what of the part was written then counts, and the sender is told by
    /// [`Spool::length`].
    pub fn append(&self, upload: UploadId, offset: u64, part: &[u8]) -> Result<Appended, Fault> {
        let failed = |error: std::io::Error| self.failed(&error);
        let path = self.path(upload);
        let is_new = !path.exists();
        let mut file = OpenOptions::new().append(true).create(true).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => (),
            Err(TryLockError::WouldBlock) => return Ok(Appended::Busy),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let length = file.metadata().map_err(failed)?.len();
        if length != offset {
            return Ok(Appended::NotThere(length));
        }
        file.write_all(part).map_err(failed)?;
        file.sync_all().map_err(failed)?;
        if is_new {
            // Else the name itself may be lost with the power.
            File::open(&self.folder).and_then(|folder| folder.sync_all()).map_err(failed)?;
        }
        Ok(Appended::To(file.metadata().map_err(failed)?.len()))
    }

    /// All that has come.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn read(&self, upload: UploadId) -> Result<Vec<u8>, Fault> {
        match std::fs::read(self.path(upload)) {
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
            read => read.map_err(|error| self.failed(&error)),
        }
    }

    /// Throws away what has come; nothing happens when there is nothing.
    ///
    /// # Errors
    /// [`Fault::Blobs`].
    pub fn remove(&self, upload: UploadId) -> Result<(), Fault> {
        match std::fs::remove_file(self.path(upload)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.failed(&error)),
            _ => Ok(()),
        }
    }

    /// The name is the id alone: nothing that a sender chose becomes part of a path.
    fn path(&self, upload: UploadId) -> PathBuf {
        self.folder.join(format!("{}.part", upload.uuid().simple()))
    }

    fn failed(&self, error: &std::io::Error) -> Fault {
        Fault::Blobs { address: self.folder.display().to_string(), reason: error.to_string() }
    }
}
