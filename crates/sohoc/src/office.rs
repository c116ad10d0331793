//! Opening the office: the ledger of the configuration with its keys, the machine's clock and chance.

use std::fs;
use std::io::{ErrorKind, Write};
use std::ops::Deref;
use std::path::Path;
use std::sync::Arc;

use sohoc_acts::access::Actor;
use sohoc_acts::{Error as ActError, Office};
use sohoc_ledger::db::Address;
use sohoc_ledger::keys::Keyring;

use crate::clock::{MachineClock, system_chance};
use crate::config::Config;
use crate::error::{Error, Result};
use crate::output;

/// An office in use by one command. On PostgreSQL acts leave their journal entries unsealed, so that
/// writers never wait for each other; the command seals them when it ends.
pub struct OpenOffice {
    office: Arc<Office>,
    leaves_tail: bool,
}

impl OpenOffice {
    /// The same office for other threads.
    pub fn shared(&self) -> Arc<Office> {
        Arc::clone(&self.office)
    }
}

impl Deref for OpenOffice {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

impl Drop for OpenOffice {
    fn drop(&mut self) {
        if self.leaves_tail
            && let Err(error) = self.office.seal()
        {
            output::note(&format!("The last entries of the journal wait for their seal: {error}."));
        }
    }
}

/// Opens a ledger that is there. Neither a ledger nor keys are ever made here: new keys beside an old
/// ledger would open nothing.
///
/// # Errors
/// When the ledger or its keys are missing or do not belong together.
pub fn open(config: &Config) -> Result<OpenOffice> {
    let ledger = found(&config.ledger);
    let Some(keys) = read_keys(&config.keys)? else {
        return Err(missing_keys(config, ledger));
    };
    if ledger == Some(false) {
        return Err(Error::said(format!(
            "There is no ledger {}; make one with `sohoc init`, or correct its address in the configuration.",
            name(&config.ledger)
        )));
    }
    if let Address::File(path) = &config.ledger
        && fs::metadata(path).is_ok_and(|metadata| metadata.len() == 0)
    {
        return Err(Error::said(format!(
            "The ledger file {} is empty; restore it from a backup: an empty file holds no ledger.",
            path.display()
        )));
    }
    assemble(config, keys)
}

/// Opens a ledger and makes it, with its keys, when there is none.
///
/// # Errors
/// When a ledger is there without its keys, or cannot be made.
pub fn create(config: &Config) -> Result<OpenOffice> {
    if let Some(keys) = read_keys(&config.keys)? {
        return assemble(config, keys);
    }
    if found(&config.ledger) == Some(true) {
        return Err(missing_keys(config, Some(true)));
    }
    let mut chance = [0; 96];
    system_chance()?.fill_bytes(&mut chance);
    let keys = Keyring::new(&chance);
    // Before the ledger remembers them: a ledger whose keys were never written could not be used.
    write_keys(&config.keys, &keys)?;
    assemble(config, keys).inspect_err(|error| {
        if matches!(error, Error::Act(ActError::Keys(_))) {
            // The ledger belongs to other keys; these were made for nothing.
            let _ = fs::remove_file(&config.keys);
        }
    })
}

/// Who acts: an account, or the console of the machine.
///
/// # Errors
/// When there is no such account.
pub fn actor(office: &Office, sign_in: Option<&str>) -> Result<Actor> {
    let Some(sign_in) = sign_in else {
        return Ok(Actor::console());
    };
    Actor::find(office, sign_in).map_err(|error| match error {
        ActError::NotFound(_) => Error::said(format!(
            "There is no account {sign_in:?} that may act; name one that is on record and not switched off."
        )),
        other => other.into(),
    })
}

/// How messages name a ledger, without any password.
pub fn name(ledger: &Address) -> String {
    match ledger {
        Address::File(path) => path.display().to_string(),
        Address::Schema { schema, .. } => format!("schema {schema} on PostgreSQL"),
    }
}

fn assemble(config: &Config, keys: Keyring) -> Result<OpenOffice> {
    let office = Office::open(config.ledger.clone(), keys, Arc::new(MachineClock), system_chance()?)?
        .with_security_rules(config.security.clone());
    let leaves_tail = matches!(config.ledger, Address::Schema { .. });
    Ok(OpenOffice { office: Arc::new(office), leaves_tail })
}

/// Whether the ledger is there; `None` when only its server can tell.
fn found(ledger: &Address) -> Option<bool> {
    match ledger {
        Address::File(path) => Some(path.exists()),
        Address::Schema { .. } => None,
    }
}

fn missing_keys(config: &Config, ledger: Option<bool>) -> Error {
    let (keys, ledger_name) = (config.keys.display(), name(&config.ledger));
    Error::said(match ledger {
        Some(true) => format!(
            "The key file {keys} of the ledger {ledger_name} is missing; put it back from its copy: without it \
             personal numbers cannot be opened."
        ),
        Some(false) => format!("There is no ledger {ledger_name} yet; make one with `sohoc init`."),
        None => format!(
            "The key file {keys} is missing; put it back from its copy, or make a new ledger with `sohoc init`."
        ),
    })
}

fn read_keys(path: &Path) -> Result<Option<Keyring>> {
    match fs::read_to_string(path) {
        Ok(text) => Keyring::parse(&text)
            .map(Some)
            .map_err(|fault| Error::said(format!("{}: {fault}.", path.display()))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::File {
            what: format!("The key file {} cannot be read", path.display()),
            source,
            remedy: "give the account that runs sohoc the right to read it",
        }),
    }
}

/// Writes new keys for their owner alone, never over others.
fn write_keys(path: &Path, keys: &Keyring) -> Result<()> {
    let written = make_folder(path).and_then(|()| {
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(keys.to_text().as_bytes())?;
        file.sync_all()
    });
    written.map_err(|source| Error::File {
        what: format!("The key file {} cannot be made", path.display()),
        source,
        remedy: "choose a folder that can be written",
    })
}

/// A folder that is made here holds keys and people's data: nobody else looks into it.
fn make_folder(path: &Path) -> std::io::Result<()> {
    let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) else {
        return Ok(());
    };
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
