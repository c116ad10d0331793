//! Files, permissions and room on the disk.

use std::fs;
use std::path::Path;

use sohoc_ledger::db::Address;

use super::Finding;
use crate::config::Config;

/// Below this little room a day of imports may fill the disk.
const LITTLE_ROOM_BYTES: u64 = 2 << 30;
/// The alarm of the security level (rules.md 3.2).
#[cfg(unix)]
const FULL_PERCENT: u64 = 80;
/// A log of changes this long was not folded into the ledger for a long while.
const LONG_LOG_BYTES: u64 = 256 << 20;

pub fn examine(config: &Config) -> Vec<Finding> {
    let mut findings = vec![configuration(config), keys(&config.keys)];
    if let Address::File(path) = &config.ledger
        && path.exists()
    {
        findings.extend([privacy(path), log(path), room(path)]);
    }
    findings
}

fn configuration(config: &Config) -> Finding {
    match &config.file {
        Some(file) => Finding::good("configuration", format!("{} is read.", file.display())),
        None => Finding::good("configuration", "There is no sohoc.toml; the usual settings hold."),
    }
}

fn keys(path: &Path) -> Finding {
    match fs::metadata(path) {
        Err(error) => Finding::bad(
            "keys",
            format!("The key file {} cannot be found ({error}).", path.display()),
            "Put it back from its copy; for a new ledger run `sohoc init`.",
        ),
        Ok(metadata) if others_may_read(&metadata) => Finding::bad(
            "keys",
            format!("Others on this machine may read the key file {}.", path.display()),
            "Take their rights away: chmod 600 on the file.",
        ),
        Ok(_) => Finding::good("keys", format!("{} is for its owner alone.", path.display())),
    }
}

/// Names are not encrypted in the ledger: its file, or else its folder, must be closed to others.
fn privacy(path: &Path) -> Finding {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let open = |path: &Path| fs::metadata(path).is_ok_and(|metadata| others_may_read(&metadata));
    if open(path) && open(folder) {
        return Finding::bad(
            "privacy",
            format!("Others on this machine may read the ledger {}.", path.display()),
            "Close its folder to them: chmod 700.",
        );
    }
    Finding::good("privacy", format!("{} is closed to others.", path.display()))
}

#[cfg(unix)]
fn others_may_read(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o077 != 0
}

/// Elsewhere rights are kept in lists that the standard library does not read.
#[cfg(not(unix))]
const fn others_may_read(_: &fs::Metadata) -> bool {
    false
}

fn log(ledger: &Path) -> Finding {
    let mut name = ledger.as_os_str().to_owned();
    name.push("-wal");
    let bytes = fs::metadata(Path::new(&name)).map_or(0, |metadata| metadata.len());
    if bytes > LONG_LOG_BYTES {
        return Finding::note(
            "log",
            format!("The log of changes beside the ledger has {} MB.", bytes >> 20),
            "Stop all programs that use the ledger once; the last one folds it in.",
        );
    }
    Finding::good("log", format!("The log of changes beside the ledger has {} MB.", bytes >> 20))
}

#[cfg(unix)]
fn room(ledger: &Path) -> Finding {
    match rustix::fs::statvfs(ledger) {
        Err(error) => Finding::note(
            "disk",
            format!("The room on the disk is not known ({error})."),
            "Look it up by hand.",
        ),
        Ok(disk) => {
            let free = disk.f_bavail.saturating_mul(disk.f_frsize);
            let what = format!("{} MB are free on the disk of the ledger.", free >> 20);
            let used =
                100 - disk.f_bavail.saturating_mul(100).checked_div(disk.f_blocks).unwrap_or(100).min(100);
            if free >= LITTLE_ROOM_BYTES && used >= FULL_PERCENT {
                let what = format!("{what} It is {used} % full.");
                return Finding::note("disk", what, "Make room before it is full.");
            }
            if free < LITTLE_ROOM_BYTES {
                return Finding::bad("disk", what, "Make room: an act on a full disk is refused as a whole.");
            }
            Finding::good("disk", what)
        }
    }
}

#[cfg(not(unix))]
fn room(_: &Path) -> Finding {
    Finding::note("disk", "The room on the disk is not known on this system.", "Look it up by hand.")
}
