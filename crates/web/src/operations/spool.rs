//! Files of jobs: lists that were sent, workbooks of rejected rows, lists that were taken out.
//!
//! They lie in a folder beside the ledger, which only the program's own account may enter, under names that
//! nobody can guess; who may open one, `acts::jobs::find` says. They go a week after the job has ended.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use sohoc_acts::jobs::KEPT_DAYS;
use sohoc_rules::time::Instant;

/// The folder.
#[derive(Clone, Debug)]
pub struct Spool(PathBuf);

/// Endings that a file may have; what is none of them is kept as `list`.
const ENDINGS: [&str; 5] = ["xlsx", "xls", "ods", "csv", "list"];

impl Spool {
    /// The folder is made when the first file is.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self(folder.to_owned())
    }

    /// A name for a new file; `named` is how its sender named it, of which only a known ending stays.
    #[must_use]
    pub fn name(&self, chance: [u8; 16], named: &str) -> String {
        let name: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
        let ending = Path::new(named).extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        let ending = ENDINGS.into_iter().find(|known| known.eq_ignore_ascii_case(ending));
        format!("{name}.{}", ending.unwrap_or("list"))
    }

    /// A new file of a name that [`name`](Self::name) gave, for this account alone.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(&self, name: &str) -> io::Result<File> {
        self.make_folder()?;
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(self.path(name)?)
    }

    /// Opens a file to be read.
    ///
    /// # Errors
    /// When it is not there any more.
    pub fn open(&self, name: &str) -> io::Result<File> {
        File::open(self.path(name)?)
    }

    /// Where a file lies; names that lead elsewhere are refused.
    ///
    /// # Errors
    /// [`io::ErrorKind::InvalidInput`].
    pub fn path(&self, name: &str) -> io::Result<PathBuf> {
        let own = name.split_once('.').is_some_and(|(stem, ending)| {
            stem.len() == 32 && stem.bytes().all(|sign| sign.is_ascii_hexdigit()) && ENDINGS.contains(&ending)
        });
        if own { Ok(self.0.join(name)) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    /// Takes a file away; one that is gone already is no matter.
    pub fn remove(&self, name: &str) {
        if let Ok(path) = self.path(name) {
            let _ = fs::remove_file(path);
        }
    }

    /// Takes away what no job knows of any more: uploads that were never asked for, lists cut off in the middle.
    pub fn sweep(&self, now: Instant) {
        let oldest = now.microseconds() - (KEPT_DAYS + 1) * 86_400 * 1_000_000;
        let Ok(entries) = fs::read_dir(&self.0) else { return };
        for entry in entries.flatten() {
            let modified = entry.metadata().and_then(|metadata| metadata.modified());
            let age = modified.ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
            if age.is_some_and(|age| i64::try_from(age.as_micros()).is_ok_and(|at| at < oldest)) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }

    pub(super) fn make_folder(&self) -> io::Result<()> {
        let mut builder = fs::DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn names_keep_a_known_ending_and_never_lead_out_of_the_folder() {
        let spool = Spool::new(Path::new("/spool"));
        let name = spool.name([0xab; 16], "../Danh sách.XLSX");
        assert_eq!(name, format!("{}.xlsx", "ab".repeat(16)));
        assert!(spool.name([0; 16], "x.sh").ends_with(".list"));
        assert!(spool.path(&name).is_ok_and(|path| path.starts_with("/spool")));
        for wrong in ["../ledger.db", "", "ab.xlsx", &format!("{}.sh", "ab".repeat(16)), "/etc/passwd"] {
            assert!(spool.path(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_file_is_made_once_and_goes_when_nobody_asked_for_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let spool = Spool::new(&folder.path().join("spool"));
        let name = spool.name([1; 16], "a.csv");
        spool.create(&name).expect("a new file").write_all(b"a").expect("it is written");
        assert!(spool.create(&name).is_err());
        spool.sweep(Instant::from_microseconds(0));
        assert!(spool.open(&name).is_ok(), "it is young");
        spool.sweep(Instant::from_microseconds(i64::MAX));
        assert!(spool.open(&name).is_err());
    }
}
