//! There is no room left, or no more may be written.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::book::{Book, assert_sound, doctor_on};
use crate::installation::{Installation, Said};
use crate::province::{BATCH, SEVERAL_BATCHES, import, with_list};

const PEOPLE: u32 = SEVERAL_BATCHES;
/// Room for one batch with its indexes and its log, and not for all of the list.
const ROOM_KB: u64 = 9_000;

/// A small disk inside an installation; taken away with the test.
struct SmallDisk {
    place: PathBuf,
}

impl SmallDisk {
    /// `None` where this account may not mount.
    fn new(installation: &Installation, name: &str) -> Option<Self> {
        let place = installation.path(name);
        fs::create_dir(&place).expect("the folder can be written");
        let disk = Self { place };
        if disk.mount("size=64m") {
            return Some(disk);
        }
        println!("skipped: this account may not mount a small disk");
        None
    }

    fn mount(&self, options: &str) -> bool {
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&self.place).stderr(Stdio::null());
        mount.status().is_ok_and(|status| status.success())
    }

    /// Leaves so much room beside what is there.
    fn leave_kilobytes(&self, room: u64) {
        let used: u64 = fs::read_dir(&self.place)
            .expect("it is there")
            .map(|file| {
                file.and_then(|file| file.metadata()).expect("it can be read").len().div_ceil(4096) * 4
            })
            .sum();
        assert!(self.mount(&format!("remount,size={}k", used + room)), "what was mounted can be changed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.place).status();
    }
}

#[test]
fn on_a_full_disk_an_import_says_so_keeps_whole_batches_and_goes_on_when_there_is_room() {
    let installation = with_list(PEOPLE);
    let Some(disk) = SmallDisk::new(&installation, "disk") else { return };
    for file in ["keys.toml", "ledger.db"] {
        fs::copy(installation.path("sohoc-data").join(file), disk.place.join(file)).expect("there is room");
    }
    let config = "[ledger]\naddress = \"disk/ledger.db\"\n";
    installation.file("sohoc.toml", config);
    disk.leave_kilobytes(ROOM_KB);
    let full = installation.refuses(&import("people.csv"));
    assert_eq!(
        full,
        "people.csv: the disk of the ledger is full; nothing of this step was kept; make room and run it again"
    );
    let people = people_on(&disk);
    assert!(people > 0 && people < i64::from(PEOPLE) && people % BATCH == 0, "{people} people are in");
    assert_sound(&installation);
    let (state, sentence) = doctor_on(&installation, "disk");
    assert!(state == "unsafe" && sentence.contains("Make room"), "{sentence}");
    assert_eq!(doctor_on(&installation, "imports").0, "note");
    disk.leave_kilobytes(200_000);
    let taken = installation.json(&import("people.csv"));
    assert_eq!((&taken["unchanged"], &taken["read"]), (&people.into(), &PEOPLE.into()));
    assert_sound(&installation);
}

fn people_on(disk: &SmallDisk) -> i64 {
    Book::at(sohoc_ledger::db::Address::File(disk.place.join("ledger.db"))).people()
}

#[test]
fn a_report_or_a_list_on_a_full_disk_is_not_left_half_written() {
    let installation = with_list(3_000);
    let Some(disk) = SmallDisk::new(&installation, "disk") else { return };
    installation.does(&import("people.csv"));
    disk.leave_kilobytes(64);
    let export = installation.refuses(&["export", "people", "--out", "disk/people.csv"]);
    assert!(export.contains("No space left on device"), "{export}");
    let wrong =
        fs::read_to_string(installation.path("people.csv")).expect("it is there").replace(",Nam,", ",?,");
    installation.file("wrong.csv", &wrong);
    let args = [&import("wrong.csv")[..], &["--report", "disk/report.xlsx"]].concat();
    let report = installation.refuses(&args);
    assert!(report.contains("No space left on device"), "{report}");
    let left: Vec<_> = fs::read_dir(&disk.place).expect("it is there").collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A limit on the size of files stands for a quota: the system refuses the write with another word than
/// that the disk is full.
#[test]
fn a_disk_that_refuses_to_write_is_named_and_whole_batches_are_kept() {
    let installation = with_list(PEOPLE);
    let said = limited(&installation, ROOM_KB, &import("people.csv"));
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    let sentence = "sohoc: people.csv: the disk of the ledger refuses to work (disk I/O error); nothing of this step \
        was kept; check the disk, its quota and the limit on the size of files, and run it again\n";
    assert_eq!(said.err, sentence);
    let people = Book::of(&installation).people();
    assert!(people > 0 && people < i64::from(PEOPLE) && people % BATCH == 0, "{people} people are in");
    assert_sound(&installation);
    assert_eq!(installation.json(&import("people.csv"))["unchanged"], people);
    assert_sound(&installation);
}

/// Runs the program where no file may grow beyond so many kilobytes.
fn limited(installation: &Installation, kilobytes: u64, args: &[&str]) -> Said {
    let program = installation.command(args);
    let mut shell = Command::new("bash");
    shell.args(["-c", "trap '' XFSZ; ulimit -f \"$0\"; exec \"$@\"", &kilobytes.to_string()]);
    shell.arg(program.get_program()).args(program.get_args()).current_dir(installation.folder());
    let done = shell.output().expect("there is a shell");
    Said {
        code: done.status.code().expect("it ended by itself"),
        out: String::from_utf8(done.stdout).expect("it writes UTF-8"),
        err: String::from_utf8(done.stderr).expect("it writes UTF-8"),
    }
}
