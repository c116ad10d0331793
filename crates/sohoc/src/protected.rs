//! Files that a command must never write over, whatever it is told: the ledger, its keys, the
//! configuration, the lists that are being read.

use std::fs;
use std::path::{Path, PathBuf};

use sohoc_ledger::db::Address;

use crate::config::Config;
use crate::error::{Error, Result};

/// Endings of the files that stand beside a ledger file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Refuses to write to `out` when that is one of these files, by whatever name.
///
/// # Errors
/// A sentence that names both.
pub fn check(config: &Config, out: &Path, sources: &[PathBuf]) -> Result<()> {
    let mut kept: Vec<(&str, PathBuf)> = vec![("the key file", config.keys.clone())];
    if let Address::File(ledger) = &config.ledger {
        kept.push(("the ledger", ledger.clone()));
        kept.extend(BESIDE.map(|ending| ("a part of the ledger", beside(ledger, ending))));
    }
    kept.extend(config.file.iter().map(|file| ("the configuration", file.clone())));
    kept.extend(sources.iter().map(|file| ("the list that is read", file.clone())));
    match kept.into_iter().find(|(_, file)| are_same(out, file)) {
        None => Ok(()),
        Some((what, _)) => Err(Error::said(format!(
            "{} is {what} and would be written over; name another file.",
            out.display()
        ))),
    }
}

fn beside(ledger: &Path, ending: &str) -> PathBuf {
    let mut name = ledger.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// Whether two names lead to one file, through links too. A file that is not there yet is known by its
/// folder and name.
fn are_same(one: &Path, other: &Path) -> bool {
    match (fs::metadata(one), fs::metadata(other)) {
        (Ok(one), Ok(other)) if is_same_node(&one, &other) => true,
        _ => match (whole(one), whole(other)) {
            (Some(one), Some(other)) => one == other,
            _ => false,
        },
    }
}

#[cfg(unix)]
fn is_same_node(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Elsewhere names alone tell.
#[cfg(not(unix))]
const fn is_same_node(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

fn whole(path: &Path) -> Option<PathBuf> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(fs::canonicalize(folder).ok()?.join(path.file_name()?))
}
