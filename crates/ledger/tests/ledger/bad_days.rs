//! Days on which the disk, the folder or the file is not as it should be.

use std::fs;
use std::io::Write;
use std::path::Path;

use sohoc_ledger::db::{Address, Ddl, Fault, Store};
use sohoc_ledger::migrations::migrate;
use sohoc_ledger::{imports, settings, sql};
use sohoc_rules::ids::ImportId;

use crate::support::{Ledger, id, moment};

fn open(path: &Path) -> Result<Store, Fault> {
    let store = Store::open(Address::File(path.to_owned()))?;
    migrate(&store, moment(0))?;
    Ok(store)
}

fn sqlite() -> Ledger {
    Ledger::new(Ddl::Sqlite).expect("SQLite is always there")
}

fn path(ledger: &Ledger) -> &Path {
    match ledger.store.address() {
        Address::File(path) => path,
        Address::Schema { .. } => panic!("these tests are about files"),
    }
}

#[test]
fn a_file_that_is_no_ledger_is_called_damaged_and_left_alone() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("ledger.sqlite");
    let text = "Danh sách công dân học tập\n".repeat(400);
    fs::write(&path, &text).expect("the folder is ours");
    assert!(matches!(open(&path), Err(Fault::Damaged)));
    assert_eq!(fs::read_to_string(&path).expect("still text"), text);
}

#[test]
fn a_ledger_with_overwritten_pages_is_called_damaged() {
    let ledger = sqlite();
    ledger.write(|writer| settings::set(writer, "name", "value"));
    let copy = path(&ledger).with_extension("copy");
    ledger.batch(&format!("vacuum into '{}'", copy.display()));
    let mut bytes = fs::read(&copy).expect("the copy is there");
    // The first page tells what tables there are; all others are made unreadable.
    bytes[4096..].fill(0xaa);
    fs::write(&copy, bytes).expect("the folder is ours");
    let read = |store: Store| store.read(|reader| settings::find(reader, "name"));
    let result = Store::open(Address::File(copy)).and_then(read);
    assert!(matches!(result, Err(Fault::Damaged)), "{result:?}");
}

#[test]
fn a_missing_folder_is_made() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("so/hoc/ledger.sqlite");
    open(&path).expect("it is made");
    assert!(path.is_file());
}

#[test]
fn where_no_file_can_be_the_message_names_the_place() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let file = folder.path().join("file");
    fs::write(&file, "").expect("the folder is ours");
    for path in [file.join("ledger.sqlite"), folder.path().to_owned()] {
        let Err(Fault::Unreachable { address, reason }) = open(&path) else {
            panic!("{} cannot hold a ledger", path.display());
        };
        assert_eq!(address, path.display().to_string());
        assert!(!reason.is_empty());
    }
}

#[test]
fn without_permission_nothing_is_changed_and_the_fault_says_so() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("so/ledger.sqlite");
    drop(open(&path).expect("it is made"));
    for place in [&path, folder.path().join("so").as_path()] {
        let writable = forbid_writing(place);
        if fs::OpenOptions::new().append(true).open(&path).is_ok() {
            println!("skipped: this account may write where writing is forbidden");
            return;
        }
        let write = |store: Store| store.write(|writer| settings::set(writer, "name", "other"));
        let result = Store::open(Address::File(path.clone())).and_then(write);
        assert!(matches!(result, Err(Fault::ReadOnly)), "{}: {result:?}", place.display());
        if place != path {
            fs::set_permissions(place, writable).expect("the folder is ours");
        }
    }
}

fn forbid_writing(place: &Path) -> fs::Permissions {
    let before = fs::metadata(place).expect("it is there").permissions();
    let mut after = before.clone();
    after.set_readonly(true);
    fs::set_permissions(place, after).expect("it is ours");
    before
}

/// A quota of pages stands for the end of the disk: SQLite reports both alike.
#[test]
fn on_a_full_disk_the_whole_step_is_refused_and_goes_through_once_there_is_room() {
    let ledger = sqlite();
    ledger.batch("pragma max_page_count = 200");
    let run = ImportId::from_uuid(id(1));
    ledger.write(|writer| imports::begin(writer, run, "people", "a.xlsx", Ledger::at(0)));
    let step = |rows: u32| {
        let rows: Vec<(String, String)> =
            (0..rows).map(|number| (format!("{number}"), "x".repeat(1_000))).collect();
        ledger.store.write(|writer| {
            writer.change_each(sql!("insert into setting (name, value) values ($1, $2)"), &rows, |row| {
                [&row.0, &row.1]
            })
        })
    };
    let refused = step(2_000);
    assert!(matches!(refused, Err(Fault::DiskFull)), "{refused:?}");
    assert_eq!(ledger.value("select count(*) from setting"), "0");
    assert_eq!(ledger.value("pragma integrity_check"), "ok");
    // What needs little room still goes through, on this connection and on a fresh one.
    ledger.write(|writer| settings::set(writer, "small", "change"));
    open(path(&ledger)).expect("the ledger still opens");
    assert_eq!(ledger.read(imports::unfinished).len(), 1);
    ledger.batch("pragma max_page_count = 1000000");
    step(2_000).expect("now there is room");
    assert_eq!(ledger.value("select count(*) from setting"), "2001");
}

/// Whoever copies the file alone, with no program at work, then has all of it.
#[test]
fn when_the_last_program_has_closed_the_ledger_it_is_one_file_again() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let path = folder.path().join("ledger.sqlite");
    let store = open(&path).expect("it is made");
    store.write(|writer| settings::set(writer, "name", "value")).expect("it is kept");
    assert_eq!(
        store.read(|reader| settings::find(reader, "name")).expect("it reads").as_deref(),
        Some("value")
    );
    drop(store);
    let files: Vec<_> = fs::read_dir(folder.path()).expect("it is there").collect();
    assert_eq!(files.len(), 1, "{files:?}");
}

/// As after a power cut: the last page of the log was written in part.
#[test]
fn a_log_that_was_cut_off_keeps_every_whole_commit_before_it() {
    let ledger = sqlite();
    ledger.write(|writer| settings::set(writer, "first", "kept"));
    ledger.write(|writer| settings::set(writer, "second", "lost"));
    let place = path(&ledger).with_extension("after");
    let log =
        |path: &Path| path.with_file_name(format!("{}-wal", path.file_name().unwrap().to_string_lossy()));
    fs::copy(path(&ledger), &place).expect("the folder is ours");
    let mut bytes = fs::read(log(path(&ledger))).expect("a log is kept while the ledger is open");
    bytes.truncate(bytes.len() - 100);
    fs::File::create(log(&place)).and_then(|mut file| file.write_all(&bytes)).expect("the folder is ours");
    let store = open(&place).expect("it opens");
    let kept = |name: &str| store.read(|reader| settings::find(reader, name)).expect("it reads");
    assert_eq!((kept("first").as_deref(), kept("second")), (Some("kept"), None));
}
