//! Lists in and out.

use std::fs;

use serde_json::json;

use crate::installation::Installation;

const HAMLETS: &str = "Tên đơn vị,Mã đơn vị cấp trên\nTổ dân phố 1,01267\nXóm Nà Mạ,01696\n";
const PEOPLE: &str = "Họ và tên,Ngày sinh,Giới tính,Số định danh cá nhân,Dân tộc,Xóm,Xã\n\
    Nông Thị Hà,15/03/1975,Nữ,004175000123,Tày,Xóm Nà Mạ,01696\n\
    Triệu Văn An,1980,Nam,,Dao,Xóm Nà Mạ,01696\n\
    Đàm Đức,01/02/1990,Nam,,,Tổ dân phố 1,01267\n";

/// Lists of the day before the communes were merged.
fn installation() -> Installation {
    let installation = Installation::made();
    installation.file("hamlets.csv", HAMLETS);
    installation.file("people.csv", PEOPLE);
    let hamlets = installation.json(&["import", "units", "hamlets.csv", "--date", "2024-12-31"]);
    assert_eq!(hamlets, json!({ "read": 2, "added": 2, "updated": 0, "unchanged": 0, "rejected": 0 }));
    installation
}

fn import(installation: &Installation, more: &[&str]) -> serde_json::Value {
    let list = ["import", "people", "people.csv", "--date", "2024-12-31", "--ethnic-basis", "phiếu đồng ý"];
    installation.json(&[&list[..], more].concat())
}

#[test]
fn a_list_taken_in_twice_changes_nothing_and_a_trial_keeps_nothing() {
    let installation = installation();
    let counts = |added: u8, unchanged: u8| json!({ "read": 3, "added": added, "updated": 0, "unchanged": unchanged, "rejected": 0 });
    assert_eq!(import(&installation, &["--dry-run"]), counts(3, 0));
    assert_eq!(import(&installation, &[]), counts(3, 0));
    assert_eq!(import(&installation, &[]), counts(0, 3));
}

#[test]
fn rejected_rows_come_back_in_a_workbook() {
    let installation = installation();
    installation.file("people.csv", &PEOPLE.replace("1980", "tháng ba"));
    let taken = import(&installation, &["--report", "back.xlsx"]);
    let expected = json!({ "read": 3, "added": 2, "updated": 0, "unchanged": 0, "rejected": 1,
        "report": "back.xlsx" });
    assert_eq!(taken, expected);
    assert!(installation.path("back.xlsx").exists());
}

#[test]
fn a_name_without_accents_finds_the_person_and_the_journal_says_who_looked() {
    let installation = installation();
    import(&installation, &[]);
    let found = installation.json(&["find", "nong thi ha"]);
    let person = &found["people"][0];
    assert_eq!((&person["name"], &person["birth_year"]), (&json!("Nông Thị Hà"), &json!(1975)));
    assert_eq!(person["unit"]["name"], "Xóm Nà Mạ");
    let by_number = installation.json(&["find", "--number", "004175000123"]);
    assert_eq!(by_number["people"][0]["id"], person["id"]);
    let body = &installation.json(&["journal", "show", "--last", "1"])["entries"][0]["body"];
    let id = person["id"].as_str().expect("an id").replace('-', "");
    assert_eq!((&body["by"], &body["found"]), (&json!("number"), &json!([id])));
}

#[test]
fn people_are_found_within_a_unit_of_today_and_of_before() {
    let installation = installation();
    import(&installation, &[]);
    let found = |unit: &str| {
        let found = installation.json(&["find", "a", "--within", unit]);
        let people = found["people"].as_array().expect("people").clone();
        people.iter().map(|person| person["name"].as_str().expect("a name").to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("01696@2024-12-31"), ["Triệu Văn An"]);
    assert_eq!(found("01273"), ["Triệu Văn An"]);
    assert_eq!(found("01267@2024-12-31"), Vec::<String>::new());
}

#[test]
fn an_exported_list_reads_back_unchanged() {
    let installation = installation();
    import(&installation, &[]);
    for out in ["all.csv", "all.xlsx"] {
        let args = ["export", "people", "--out", out, "--with-numbers", "--with-ethnic-groups"];
        let exported = installation.json(&args);
        assert_eq!(exported, json!({ "kind": "people", "rows": 3, "out": out }));
        let again = installation.json(&["import", "people", out, "--ethnic-basis", "phiếu đồng ý"]);
        let unchanged = json!({ "read": 3, "added": 0, "updated": 0, "unchanged": 3, "rejected": 0 });
        assert_eq!(again, unchanged, "{out}");
    }
    let files = fs::read_dir(installation.folder()).expect("a folder");
    let partial =
        files.filter_map(Result::ok).any(|file| file.file_name().to_string_lossy().contains("partial"));
    assert!(!partial, "nothing half written is left");
}

#[test]
fn a_list_holds_numbers_and_ethnic_groups_only_when_asked_and_the_journal_knows() {
    let installation = installation();
    import(&installation, &[]);
    installation.does(&["export", "people", "--out", "plain.csv", "--within", "01696@2024-12-31"]);
    let plain = fs::read_to_string(installation.path("plain.csv")).expect("written");
    assert!(plain.contains("Nông Thị Hà") && !plain.contains("Đàm Đức"), "{plain}");
    assert!(!plain.contains("004175000123") && !plain.contains("Tày"), "{plain}");
    installation.does(&["export", "people", "--out", "full.csv", "--with-numbers"]);
    let entries = installation.json(&["journal", "show", "--last", "2"])["entries"].clone();
    let told =
        |entry: usize| (entries[entry]["body"]["rows"].clone(), entries[entry]["body"]["numbers"].clone());
    assert_eq!(told(0), (json!(3), json!(true)));
    assert_eq!(told(1), (json!(2), json!(false)));
}

#[test]
fn a_list_that_cannot_be_read_or_written_is_told_with_its_file() {
    let installation = installation();
    let missing = installation.refuses(&["import", "people", "no.xlsx"]);
    assert!(missing.starts_with("no.xlsx: "), "{missing}");
    let form = installation.refuses(&["export", "people", "--out", "list.pdf"]);
    assert!(form.contains(".xlsx or .csv"), "{form}");
    let nowhere = installation.run(&["export", "people", "--out", "no/list.csv"]);
    assert_eq!(nowhere.code, 1, "{}", nowhere.err);
}

#[test]
fn criteria_are_loaded_once() {
    let installation = Installation::made();
    installation.file("set.toml", sohoc_data::criteria::QD_324_2023);
    let known = json!({ "read": 1, "added": 0, "updated": 0, "unchanged": 1, "rejected": 0 });
    assert_eq!(installation.json(&["import", "criteria", "set.toml"]), known);
    let broken = sohoc_data::criteria::QD_324_2023.replacen("status =", "statuz =", 1);
    installation.file("set.toml", &broken);
    let fault = installation.refuses(&["import", "criteria", "set.toml"]);
    assert!(fault.starts_with("set.toml") && fault.contains("line "), "{fault}");
}
