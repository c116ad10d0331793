//! A small year: registered, assessed, reviewed, decided, counted, closed.

use serde_json::json;
use sohoc_acts::access::{Actor, NewAccount, add_accounts};
use sohoc_acts::dossier::{Appraisal, appraise, endorse};
use sohoc_acts::{Office, rounds};
use sohoc_ledger::dossier;
use sohoc_rules::access::{Role, Scope};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, UnitId};
use sohoc_rules::territory::Level;
use sohoc_rules::time::Date;

use crate::installation::{Installation, this_year};

const HAMLETS: &str = "Tên đơn vị,Mã đơn vị cấp trên\nXóm Bản Chang,01267\nXóm Nà Mạ,01696\n";
const PEOPLE: &str = "Họ và tên,Ngày sinh,Giới tính,Xóm,Xã\n\
    Nông Thị Hà,15/03/1975,Nữ,Xóm Nà Mạ,01696\n\
    Triệu Văn An,1980,Nam,Xóm Nà Mạ,01696\n\
    Đàm Đức,01/02/1990,Nam,Xóm Bản Chang,01267\n";

/// Two reach the mark, the last does not.
fn scores() -> String {
    let mut list = "Họ và tên,Ngày sinh,Xóm,Xã,Nhóm đối tượng".to_owned();
    (1..=10).for_each(|indicator| list.push_str(&format!(",Chỉ số {indicator}")));
    for (row, score) in PEOPLE.lines().skip(1).zip([9, 8, 4]) {
        let cells: Vec<&str> = row.split(',').collect();
        let [name, birth, _, hamlet, commune] = cells[..] else { panic!("five cells in {row}") };
        let scores = format!(",{score}").repeat(10);
        list.push_str(&format!("\n{name},{birth},{hamlet},{commune},nguoi-dan-trong-xa{scores}"));
    }
    list
}

#[test]
fn a_year_goes_from_lists_to_one_numbered_decision_and_final_figures() {
    let year = this_year();
    let text = year.to_string();
    let installation = Installation::made();
    installation.file("hamlets.csv", HAMLETS);
    installation.file("people.csv", PEOPLE);
    installation.file("scores.csv", &scores());
    installation.does(&["import", "units", "hamlets.csv", "--date", "2024-12-31"]);
    installation.does(&["import", "people", "people.csv", "--date", "2024-12-31"]);
    installation.does(&["round", "open", "--year", &text]);
    let office = installation.office();
    let commune = commune(&office);
    hire(&office, commune);
    let import = ["import", "assessments", "scores.csv", "--date", "2024-12-31", "--year", &text];
    let taken = installation.json(&[&import[..], &["--as", "can-bo"]].concat());
    let all = json!({ "read": 3, "added": 3, "updated": 0, "unchanged": 0, "rejected": 0 });
    assert_eq!(taken, all);
    let waiting = installation.refuses(&["decide", "--issuer", "01273", "--year", &text, "--preview"]);
    assert!(waiting.contains("waits for a decision"), "{waiting}");
    review(&office, commune, year);
    drop(office);
    decides(&installation, &text);
    counts(&installation, &text);
    takes_lists(&installation, &text);
    installation.does(&["recount", "--check"]);
    installation.does(&["journal", "verify"]);
    installation.does(&["doctor"]);
}

fn commune(office: &Office) -> UnitId {
    let map = office.map_on(office.now().day()).expect("the units fit together");
    map.find_by_code(Level::Commune, "01273").expect("the new ward").id
}

/// One account for each step: nobody reviews what they typed or endorsed.
fn hire(office: &Office, commune: UnitId) {
    let account = |sign_in: &str, role| NewAccount {
        sign_in: sign_in.to_owned(),
        display_name: sign_in.to_owned(),
        person: None,
        role,
        scope: Scope::Unit(commune),
        from: Date::constant(2020, 1, 1),
    };
    let accounts = [
        account("can-bo", Role::CommuneOfficer),
        account("chi-hoi", Role::UnitCommittee),
        account("tham-dinh", Role::CommuneOfficer),
        account("chu-tich", Role::CommuneDecider),
    ];
    add_accounts(office, &Actor::console(), &accounts).expect("the console may");
}

fn review(office: &Office, commune: UnitId, year: i16) {
    let round = office.read(|reader| rounds::find(reader, year)).expect("it is open");
    let map = office.map_on(office.now().day()).expect("a map");
    let at = |state: State| -> Vec<DossierId> {
        let queue = |unit| office.read(|reader| Ok(dossier::queue(reader, round.id, unit, state.code())?));
        map.subtree(commune).flat_map(|unit| queue(unit.id).expect("it reads")).collect()
    };
    let actor = |sign_in| Actor::find(office, sign_in).expect("it was hired");
    let endorsed = endorse(office, &actor("chi-hoi"), &round, &at(State::Submitted)).expect("it may");
    assert!(endorsed.len() == 3 && endorsed.iter().all(Result::is_ok), "{endorsed:?}");
    let appraisals: Vec<Appraisal> =
        at(State::Endorsed).into_iter().map(|dossier| Appraisal { dossier, changes: Vec::new() }).collect();
    let appraised = appraise(office, &actor("tham-dinh"), &round, &appraisals).expect("it may");
    assert!(appraised.len() == 3 && appraised.iter().all(Result::is_ok), "{appraised:?}");
}

fn decides(installation: &Installation, year: &str) {
    let decide = ["decide", "--issuer", "01273", "--year", year];
    let preview = installation.json(&[&decide[..], &["--preview"]].concat());
    let told = (&preview["preview"], &preview["granted"], &preview["declined"]);
    assert_eq!(told, (&json!(true), &json!(2), &json!(1)));
    let sign = ["--signer", "Chủ tịch", "--as"];
    let officer = installation.refuses(&[&decide[..], &sign, &["can-bo"]].concat());
    assert!(officer.starts_with("None of your roles allows to decide"), "{officer}");
    let decided = installation.json(&[&decide[..], &sign, &["chu-tich"]].concat());
    assert_eq!(decided["number"], "01/QĐ-UBND");
    assert_eq!((&decided["granted"], &decided["declined"]), (&json!(2), &json!(1)));
    assert!(decided["serials"]["first"].as_str().is_some_and(|serial| serial.contains("01273")), "{decided}");
    let again = installation.refuses(&[&decide[..], &sign, &["chu-tich"]].concat());
    assert!(again.contains("waits for a decision"), "{again}");
}

/// The same people under the new map and the old one.
fn counts(installation: &Installation, year: &str) {
    let ask = |more: &[&str]| {
        let args = ["figures", "--measure", "recognised", "--year", year];
        installation.json(&[&args[..], more].concat())
    };
    let value = |answer: &serde_json::Value, code: &str| {
        let rows = answer["rows"].as_array().expect("rows").clone();
        rows.iter().find(|row| row["code"] == code).map(|row| row["value"].clone())
    };
    let new = ask(&["--by", "commune"]);
    assert_eq!((value(&new, "01273"), &new["total"]), (Some(json!(2)), &json!(2)));
    let old = ask(&["--by", "commune", "--map", "2024-12-31"]);
    assert_eq!((value(&old, "01696"), value(&old, "01267")), (Some(json!(2)), Some(json!(0))));
    assert_eq!(old["total"], 2);
    let sexes = ask(&["--by", "sex", "--within", "01696@2024-12-31"]);
    assert_eq!((value(&sexes, "Nữ"), value(&sexes, "Nam")), (Some(json!(1)), Some(json!(1))));
    assert_eq!(ask(&["--by", "sex", "--within", "01267@2024-12-31"])["total"], 0);
    let share = ["figures", "--ratio", "recognised-of-adults", "--year", year, "--by", "province"];
    let total = &installation.json(&share)["total"];
    assert_eq!((&total["numerator"], &total["denominator"]), (&json!(2), &json!(3)));
    let hamlets = ask(&["--by", "hamlet"]);
    let parents: Vec<&str> =
        hamlets["rows"].as_array().expect("rows").iter().filter_map(|row| row["parent"].as_str()).collect();
    assert_eq!(parents, ["Phường Thục Phán"; 2]);
}

fn takes_lists(installation: &Installation, year: &str) {
    for kind in ["dossiers", "central"] {
        let out = format!("{kind}.csv");
        let exported = installation.json(&["export", kind, "--year", year, "--out", &out]);
        assert_eq!(exported["rows"], 3, "{kind}");
        let list = std::fs::read_to_string(installation.path(&out)).expect("written");
        assert!(list.contains("Triệu Văn An"), "{list}");
    }
    let central = std::fs::read_to_string(installation.path("central.csv")).expect("written");
    let line = central.lines().find(|line| line.contains("Nông Thị Hà")).expect("her line");
    assert!(
        line.contains(",Nữ,1975,,,Tỉnh Cao Bằng,Phường Thục Phán,") && line.ends_with(",90,Đạt"),
        "{line}"
    );
    let figures = ["export", "figures", "--measure", "recognised", "--year", year, "--by", "commune"];
    let exported = installation.json(&[&figures[..], &["--out", "figures.xlsx"]].concat());
    assert_eq!(exported["rows"], 58);
    installation.does(&["round", "close", "--year", year]);
    let closed = ["figures", "--measure", "recognised", "--year", year, "--by", "sex", "--final"];
    assert_eq!(installation.json(&closed)["counter"], "final");
}
