//! What goes wrong in the middle of a list.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;

use sohoc_acts::access::Actor;
use sohoc_intake::{Error, Options, people};
use sohoc_ledger::db::{Fault, HasFault};
use sohoc_ledger::imports;

use crate::support::{World, numbers, on_both, on_sqlite, sent};

/// One whole batch and a rest.
const PEOPLE: u64 = 10_300;
/// Every hundredth row has no sex.
const REJECTED: u64 = 103;
/// Rows of a batch.
const BATCH: u64 = 10_000;

fn long_list(world: &World, last: Option<&str>) -> PathBuf {
    const WORDS: [&str; 6] = ["An", "Bình", "Chi", "Dung", "Giang", "Hà"];
    let mut lines = vec!["Họ và tên,Năm sinh,Giới tính,Xóm,Xã".to_owned()];
    for at in 0..usize::try_from(PEOPLE).expect("small") {
        let sex = if at % 100 == 7 { "" } else { "Nữ" };
        let year = 1950 + at % 50;
        let [first, second, third] = [at / 1_800 % 6, at / 300 % 6, at / 50 % 6].map(|word| WORDS[word]);
        lines.push(format!("{first} {second} {third},{year},{sex},Nà Mạ,Hạ Lang"));
    }
    lines.extend(last.map(str::to_owned));
    world.list("dai.csv", &lines.iter().map(String::as_str).collect::<Vec<_>>())
}

fn unfinished(world: &World) -> Vec<i64> {
    let runs = world.office.read(|reader| Ok(imports::unfinished(reader)?)).expect("runs");
    runs.into_iter().map(|(_, _, counts)| counts.read).collect()
}

/// The first batch is in and nothing of the second; the same list again brings the rest.
#[track_caller]
fn assert_resumes(world: &World, list: &std::path::Path) {
    assert_eq!(world.count("select count(*) from person"), 10_000);
    assert_eq!(world.count("select count(*) from residence"), 10_000);
    assert_eq!(unfinished(world), [10_000]);
    world.assert_sound();
    let resumed = world.take(people, list);
    assert_eq!(numbers(&resumed), [PEOPLE, PEOPLE - REJECTED - BATCH, 0, BATCH, REJECTED]);
    let runs = "select read, added, unchanged, rejected from import_run where finished_at is not null";
    assert_eq!(world.rows(runs), ["10300|197|10000|103"]);
    assert_eq!(unfinished(world), [10_000], "the run that was cut off stays on record");
}

#[test]
fn on_a_full_disk_whole_batches_stay_and_the_same_list_goes_on_when_there_is_room() {
    on_sqlite(|world| {
        let list = long_list(world, None);
        let fill = |_| {
            let pages = world.count("pragma page_count");
            world.batch(&format!("pragma max_page_count = {}", pages + 2));
        };
        let options = Options { progress: &fill, ..world.options() };
        let failed = people(&world.office, &Actor::console(), &list, &options).expect_err("no room");
        assert!(matches!(failed.fault(), Some(Fault::DiskFull)), "{failed}");
        world.batch("pragma max_page_count = 1073741823");
        assert_resumes(world, &list);
    });
}

#[test]
fn a_crash_between_batches_keeps_those_before_it() {
    on_both(|world| {
        let list = long_list(world, None);
        let told = Cell::new(0);
        let progress = |rows| {
            told.set(rows);
            panic!("a crash after the first batch");
        };
        let options = Options { progress: &progress, ..world.options() };
        let console = Actor::console();
        let crashed = catch_unwind(AssertUnwindSafe(|| people(&world.office, &console, &list, &options)));
        assert!(crashed.is_err());
        assert_eq!(told.get(), BATCH);
        assert_resumes(world, &list);
    });
}

#[test]
fn a_file_that_breaks_off_is_an_error_and_its_whole_batches_stay() {
    on_sqlite(|world| {
        let wide = "x,".repeat(2_000);
        let list = long_list(world, Some(&wide));
        let failed = people(&world.office, &Actor::console(), &list, &world.options());
        assert!(matches!(failed, Err(Error::Table(_))), "{failed:?}");
        assert_resumes(world, &long_list(world, None));
    });
}

#[test]
fn a_file_that_is_broken_from_its_beginning_leaves_no_run() {
    on_sqlite(|world| {
        let list = sent("cut-off-sheet.xlsx");
        let failed = people(&world.office, &Actor::console(), &list, &world.options());
        assert!(matches!(failed, Err(Error::Table(_))), "{failed:?}");
        assert_eq!(world.count("select count(*) from person"), 0);
        assert_eq!(unfinished(world).len(), 0);
    });
}
