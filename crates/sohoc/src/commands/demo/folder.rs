//! The folder of a demonstration: made fresh each time, and never anything else deleted.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;

use crate::error::{Error, Result};

/// A folder that holds a demonstration and nothing else.
pub struct DemoFolder(PathBuf);

/// Says that the folder may be made anew.
const MARK: &str = "this-is-a-demo.txt";
const MARK_TEXT: &str = "Everything in this folder is invented. `sohoc demo` deletes it and makes it anew.\n";

impl DemoFolder {
    /// Makes the folder; an older demonstration in it is replaced.
    ///
    /// # Errors
    /// When the folder holds anything that is not a demonstration.
    pub fn fresh(folder: &Path) -> Result<Self> {
        let failed = |source| Error::File {
            what: format!("The folder {} cannot be made anew", folder.display()),
            source,
            remedy: "name another with --dir",
        };
        match fs::read_dir(folder) {
            Ok(mut entries) => {
                if folder.join(MARK).exists() {
                    fs::remove_dir_all(folder).map_err(failed)?;
                } else if entries.next().is_some() {
                    return Err(Error::said(format!(
                        "The folder {} holds something that is not a demonstration; nothing was touched, name \
                         another with --dir.",
                        folder.display()
                    )));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder.join("out")).map_err(failed)?;
        fs::write(folder.join(MARK), MARK_TEXT).map_err(failed)?;
        Ok(Self(folder.to_owned()))
    }

    /// Writes the key file and the configuration by which other commands find the ledger.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn write(&self, keys: &Keyring) -> Result<()> {
        let failed = |source| Error::File {
            what: format!("The folder {} cannot be written", self.0.display()),
            source,
            remedy: "name another with --dir",
        };
        let config = "[ledger]\naddress = \"ledger.db\"\nkeys = \"keys.toml\"\n";
        fs::write(self.config(), config).map_err(failed)?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(self.0.join("keys.toml")).map_err(failed)?;
        file.write_all(keys.to_text().as_bytes()).map_err(failed)
    }

    /// The configuration file.
    pub fn config(&self) -> PathBuf {
        self.0.join("sohoc.toml")
    }

    /// The ledger.
    pub fn ledger(&self) -> Address {
        Address::File(self.0.join("ledger.db"))
    }

    /// A file under `out`.
    pub fn out(&self, name: &str) -> PathBuf {
        self.0.join("out").join(name)
    }

    /// As messages name it.
    pub fn name(&self) -> String {
        self.0.display().to_string()
    }
}
