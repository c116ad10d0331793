//! A file that is to be written is named wrongly.

use std::fs;

use crate::book::assert_sound;
use crate::installation::Installation;
use crate::province::{import, with_list};

/// A list with one row that cannot be taken.
fn with_bad_row() -> Installation {
    let installation = with_list(500);
    installation.does(&import("people.csv"));
    let headings = "Họ và tên,Ngày sinh,Giới tính,Xóm,Xã";
    installation.file("bad.csv", &format!("{headings}\nNông Thị Hà,hôm qua,Nữ,,\n"));
    installation
}

#[test]
fn a_report_is_never_written_over_the_ledger_its_keys_the_configuration_or_the_list() {
    let installation = with_bad_row();
    installation.file("sohoc.toml", "");
    fs::hard_link(installation.path("sohoc-data/keys.toml"), installation.path("link.xlsx")).expect("a link");
    std::os::unix::fs::symlink("sohoc-data", installation.path("book")).expect("a link");
    for (out, what) in [
        ("sohoc-data/ledger.db", "the ledger"),
        ("book/../sohoc-data/./ledger.db", "the ledger"),
        ("book/ledger.db-wal", "a part of the ledger"),
        ("link.xlsx", "the key file"),
        ("sohoc.toml", "the configuration"),
        ("bad.csv", "the list that is read"),
    ] {
        let before = fs::read(installation.path(out)).ok();
        let args = [&import("bad.csv")[..], &["--report", out]].concat();
        let refused = installation.refuses(&args);
        assert_eq!(refused, format!("{out} is {what} and would be written over; name another file."));
        assert_eq!(fs::read(installation.path(out)).ok(), before, "{out}");
    }
    let export = installation.refuses(&["export", "people", "--out", "link.xlsx"]);
    assert_eq!(export, "link.xlsx is the key file and would be written over; name another file.");
    assert_sound(&installation);
}

#[test]
fn a_report_is_written_where_it_was_told_and_nowhere_else() {
    let installation = with_bad_row();
    fs::create_dir_all(installation.path("inside/deeper")).expect("the folder can be written");
    let before = names(&installation, ".");
    let out = "inside/deeper/../report.xlsx";
    let taken = installation.json(&[&import("bad.csv")[..], &["--report", out]].concat());
    assert_eq!((&taken["rejected"], &taken["report"]), (&1.into(), &out.into()));
    assert_eq!(names(&installation, "."), before);
    assert_eq!(names(&installation, "inside"), ["deeper", "report.xlsx"]);
    assert!(names(&installation, "inside/deeper").is_empty());
    let nowhere =
        installation.refuses(&[&import("bad.csv")[..], &["--report", "nowhere/report.xlsx"]].concat());
    assert!(nowhere.contains("the report of rejected rows cannot be written"), "{nowhere}");
}

fn names(installation: &Installation, folder: &str) -> Vec<String> {
    let files = fs::read_dir(installation.path(folder)).expect("it is there");
    let name = |file: std::io::Result<fs::DirEntry>| file.expect("it can be read").file_name();
    let mut names: Vec<String> = files.map(|file| name(file).to_string_lossy().into_owned()).collect();
    names.sort();
    names
}
