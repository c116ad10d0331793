//! The program is killed in the middle of a decision about a whole ward.

use std::fmt::Write;

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

use crate::book::{Book, assert_sound, log_bytes};
use crate::installation::{Installation, this_year};
use crate::killing::Running;

const HAMLETS: &str = "Tên đơn vị,Mã đơn vị cấp trên\nXóm Bản Chang,01267\nXóm Nà Mạ,01696\n";
const WORDS: [&str; 12] =
    ["An", "Bình", "Chi", "Dung", "Giang", "Hà", "Khánh", "Lan", "Minh", "Nga", "Oanh", "Phúc"];
/// All names of three of the words: a hundred and forty-four of each given name.
const PEOPLE: i64 = 1_728;
/// Lines of the decision that is hit.
const LINES: i64 = 1_500;

/// Where in its work the program is hit.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// Seen writing in so many looks one after the other.
    Writing(u32),
    /// The decision is on its way to the disk.
    Committing,
}

#[test]
fn a_killed_decision_is_made_whole_or_not_at_all_and_leaves_no_gap_in_the_numbers() {
    let installation = appraised();
    let mut moments = [5, 20, 40].map(Moment::Writing).into_iter().chain([Moment::Committing; 4]);
    let mut nothing = 0;
    let made = loop {
        let Some(moment) = moments.next() else { break false };
        if !kill_at(&installation, moment) {
            break true;
        }
        println!("killed at {moment:?}: {} decisions", decisions(&installation));
        if decisions(&installation) > 0 {
            break true;
        }
        nothing += 1;
        assert_nothing_of_it_is_there(&installation);
    };
    assert!(nothing > 0, "no kill was in time");
    if !made {
        assert_eq!(decide(&installation, &["--limit", &LINES.to_string()]), "01/QĐ-UBND");
    }
    assert_whole(&installation, 1, LINES);
    assert_eq!(decide(&installation, &[]), "02/QĐ-UBND", "no gap after so many kills");
    assert_whole(&installation, 2, PEOPLE);
    let serials = Book::of(&installation).texts("select serial from certificate order by decision_id, line");
    let mut sorted = serials.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(serials, sorted, "serials go on from decision to decision");
}

/// Whether it was killed; `false` when it came to its end before.
fn kill_at(installation: &Installation, moment: Moment) -> bool {
    let (limit, year) = (LINES.to_string(), this_year().to_string());
    let args = [&decision(&year)[..], &["--limit", &limit]].concat();
    let before = log_bytes(installation);
    let mut looks = 0;
    Running::start(installation.command(&args)).kill_when(|program| match moment {
        Moment::Writing(enough) => {
            looks = if program.is_writing() { looks + 1 } else { 0 };
            looks == enough
        }
        Moment::Committing => log_bytes(installation) != before,
    })
}

fn decision(year: &str) -> [&str; 9] {
    ["decide", "--issuer", "01273", "--year", year, "--signer", "Chủ tịch", "--as", "chu-tich"]
}

/// Gives the number.
fn decide(installation: &Installation, more: &[&str]) -> String {
    let year = this_year().to_string();
    let decided = installation.json(&[&decision(&year)[..], more].concat());
    decided["number"].as_str().expect("a number").to_owned()
}

fn decisions(installation: &Installation) -> i64 {
    Book::of(installation).count("select count(*) from decision")
}

#[track_caller]
fn assert_nothing_of_it_is_there(installation: &Installation) {
    let book = Book::of(installation);
    for table in ["decision", "decision_line", "certificate", "decision_counter", "certificate_counter"] {
        assert_eq!(book.count(&format!("select count(*) from {table}")), 0, "{table}");
    }
    let state = State::Appraised.code();
    assert_eq!(book.count(&format!("select count(*) from dossier where state = {state}")), PEOPLE);
    drop(book);
    assert_sound(installation);
}

/// So many decisions with so many lines, one certificate for each title, and every tally in its place.
#[track_caller]
fn assert_whole(installation: &Installation, decisions: i64, lines: i64) {
    let book = Book::of(installation);
    let state =
        |state: State| book.count(&format!("select count(*) from dossier where state = {}", state.code()));
    assert_eq!(book.count("select count(*) from decision"), decisions);
    assert_eq!(book.count("select count(*) from decision_line"), lines);
    let granted = book.count("select count(*) from decision_line where title_state is not null");
    assert_eq!(book.count("select count(distinct serial) from certificate"), granted);
    assert_eq!((state(State::Recognised), state(State::Appraised)), (granted, PEOPLE - lines));
    drop(book);
    assert_sound(installation);
    let year = this_year().to_string();
    let figures = ["figures", "--measure", "recognised", "--year", &year, "--by", "province"];
    assert_eq!(installation.json(&figures)["total"], granted);
}

/// A ward whose dossiers wait for a decision.
fn appraised() -> Installation {
    let year = this_year();
    let installation = Installation::made();
    installation.file("hamlets.csv", HAMLETS);
    let (people, scores) = lists();
    installation.file("people.csv", &people);
    installation.file("scores.csv", &scores);
    let day = ["--date", "2024-12-31"];
    installation.does(&[&["import", "units", "hamlets.csv"], &day[..]].concat());
    installation.does(&[&["import", "people", "people.csv"], &day[..]].concat());
    installation.does(&["round", "open", "--year", &year.to_string()]);
    let office = installation.office();
    let map = office.map_on(office.now().day()).expect("the units fit together");
    let ward = map.find_by_code(Level::Commune, "01273").expect("the new ward").id;
    hire(&office, ward);
    let year_text = year.to_string();
    let import = ["import", "assessments", "scores.csv", "--year", &year_text, "--as", "can-bo"];
    assert_eq!(installation.json(&[&import[..], &day].concat())["added"], json!(PEOPLE));
    review(&office, ward, year);
    installation
}

/// People with their scores; one in ten does not reach the mark.
fn lists() -> (String, String) {
    let mut people = "Họ và tên,Ngày sinh,Giới tính,Xóm,Xã".to_owned();
    let mut scores = "Họ và tên,Ngày sinh,Xóm,Xã,Nhóm đối tượng".to_owned();
    (1..=10).for_each(|indicator| scores.push_str(&format!(",Chỉ số {indicator}")));
    let names =
        WORDS.iter().flat_map(|a| WORDS.iter().flat_map(move |b| WORDS.iter().map(move |c| [a, b, c])));
    for (at, [first, middle, last]) in names.enumerate() {
        let home = if at % 2 == 0 { "Xóm Bản Chang,01267" } else { "Xóm Nà Mạ,01696" };
        let (year, score) = (1950 + at % 50, if at % 10 == 0 { 4 } else { 8 });
        let written = write!(people, "\n{first} {middle} {last},{year},Nam,{home}").and_then(|()| {
            let points = format!(",{score}").repeat(10);
            write!(scores, "\n{first} {middle} {last},{year},{home},nguoi-dan-trong-xa{points}")
        });
        written.expect("a string takes it");
    }
    (people, scores)
}

/// One account for each step: nobody reviews what they typed or endorsed.
fn hire(office: &Office, ward: UnitId) {
    let roles = [
        ("can-bo", Role::CommuneOfficer),
        ("chi-hoi", Role::UnitCommittee),
        ("tham-dinh", Role::CommuneOfficer),
        ("chu-tich", Role::CommuneDecider),
    ];
    let accounts = roles.map(|(sign_in, role)| NewAccount {
        sign_in: sign_in.to_owned(),
        display_name: sign_in.to_owned(),
        person: None,
        role,
        scope: Scope::Unit(ward),
        from: Date::constant(2020, 1, 1),
    });
    add_accounts(office, &Actor::console(), &accounts).expect("the console may");
}

fn review(office: &Office, ward: UnitId, year: i16) {
    let round = office.read(|reader| rounds::find(reader, year)).expect("it is open");
    let map = office.map_on(office.now().day()).expect("a map");
    let at = |state: State| -> Vec<DossierId> {
        let queue = |unit| office.read(|reader| Ok(dossier::queue(reader, round.id, unit, state.code())?));
        map.subtree(ward).flat_map(|unit| queue(unit.id).expect("it reads")).collect()
    };
    let actor = |sign_in| Actor::find(office, sign_in).expect("it was hired");
    let endorsed = endorse(office, &actor("chi-hoi"), &round, &at(State::Submitted)).expect("it may");
    assert!(endorsed.iter().all(Result::is_ok));
    let appraisals: Vec<Appraisal> =
        at(State::Endorsed).into_iter().map(|dossier| Appraisal { dossier, changes: Vec::new() }).collect();
    let appraised = appraise(office, &actor("tham-dinh"), &round, &appraisals).expect("it may");
    assert!(appraised.len() == usize::try_from(PEOPLE).expect("few") && appraised.iter().all(Result::is_ok));
}
