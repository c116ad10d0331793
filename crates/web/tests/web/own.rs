//! A citizen fills in a dossier and follows it, with nothing but a browser without scripts.

use std::io::Write as _;

use axum::http::StatusCode;
use sohoc_acts::dossier::{Own, own, send_back};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::PersonId;

use crate::office::{Cast, FORM};
use crate::support::{Answer, Site, Visitor};

fn person(site: &Site) -> PersonId {
    site.world.people(&["Nông Thị Hà"])[0]
}

fn begin(citizen: &Visitor<'_>) {
    let answer = citizen.submit("/ho-so/2026/nhom", "/ho-so/2026/nhom", &[("nhom", FORM)]);
    assert_eq!(
        (answer.status, answer.location()),
        (StatusCode::SEE_OTHER, "/ho-so?da=own-form"),
        "{}",
        answer.text()
    );
}

/// Answers the question of a page as it stands.
fn answer(citizen: &Visitor<'_>, path: &str, fields: &[(&str, &str)]) -> Answer {
    let page = citizen.get(path);
    let of = |name: &str| page.field(name).unwrap_or_default().to_owned();
    let (csrf, version, form) = (of("csrf"), of("ban"), of("nhom"));
    citizen.post(path, &[&[("csrf", csrf.as_str()), ("ban", &version), ("nhom", &form)], fields].concat())
}

/// Answers all, each page leading to the next.
fn answer_all(citizen: &Visitor<'_>, score: &str) {
    let mut path = "/ho-so/2026/cau/1.1".to_owned();
    for _ in 0..20 {
        let saved = answer(citizen, &path, &[("diem", score), ("di", "tiep")]);
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{path}: {}", saved.text());
        path = saved.location().split('?').next().expect("a path").to_owned();
        if path.ends_with("/xem-lai") {
            return;
        }
    }
    panic!("the questions do not end");
}

fn hand_in(citizen: &Visitor<'_>) -> (Answer, String) {
    let page = citizen.get("/ho-so/2026/xem-lai");
    let (key, version) =
        (page.field("khoa").expect("a key").to_owned(), page.field("ban").expect("a version").to_owned());
    let fields = [("khoa", key.as_str()), ("ban", &version), ("cam-doan", "1")];
    (citizen.submit("/ho-so/2026/xem-lai", "/ho-so/2026/xem-lai", &fields), key)
}

fn stored(site: &Site, person: PersonId) -> Own {
    let actor = sohoc_acts::access::Actor::find(&site.office, &sign_in(site, person)).expect("the account");
    own(&site.office, &actor, &site.world.round, None).expect("a read").expect("a dossier")
}

fn sign_in(site: &Site, person: PersonId) -> String {
    let accounts = site.office.read(sohoc_acts::access::list).expect("accounts");
    accounts.into_iter().find(|one| one.person == Some(person.uuid())).expect("an account").sign_in
}

#[test]
fn ten_questions_are_answered_checked_and_handed_in_once() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    begin(&citizen);
    answer_all(&citizen, "8");
    let undeclared =
        citizen.submit("/ho-so/2026/xem-lai", "/ho-so/2026/xem-lai", &[("khoa", "0123456789abcdef")]);
    assert_eq!(undeclared.status, StatusCode::UNPROCESSABLE_ENTITY);
    let (done, key) = hand_in(&citizen);
    assert_eq!(
        (done.status, done.location()),
        (StatusCode::SEE_OTHER, "/ho-so/2026/bien-nhan"),
        "{}",
        done.text()
    );
    let own = stored(&site, person);
    assert_eq!((own.draft.state, own.total()), (State::Submitted, 80));
    let number = own.receipt.expect("a receipt").number.to_string();
    assert!(citizen.get("/ho-so/2026/bien-nhan").text().contains(&number));
    // The button pressed twice, or the page sent again after a lost answer.
    let again = citizen.submit(
        "/giao-dien",
        "/ho-so/2026/xem-lai",
        &[("khoa", &key), ("ban", "1"), ("cam-doan", "1")],
    );
    assert_eq!(again.location(), "/ho-so/2026/bien-nhan", "{}", again.text());
    assert_eq!(stored(&site, person).receipt.expect("a receipt").number.to_string(), number);
    // What was handed in is shown and not written.
    assert_eq!(citizen.get("/ho-so/2026/cau/1.1").location(), "/ho-so/2026/theo-doi");
    assert_eq!(citizen.get("/ho-so/2026/theo-doi").status, StatusCode::OK);
    assert!(!citizen.get("/ho-so").body.contains("/cau/"));
}

#[test]
fn an_answer_without_points_is_shown_again_with_what_was_typed() {
    let site = Site::new();
    let citizen = site.citizen(person(&site));
    begin(&citizen);
    let shown = answer(&citizen, "/ho-so/2026/cau/1.2", &[("ghi-chu", "Lớp xóa mù chữ"), ("di", "tiep")]);
    assert_eq!(shown.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(shown.body.contains("Lớp xóa mù chữ") && shown.body.contains("href=\"#diem\""));
    let back = answer(&citizen, "/ho-so/2026/cau/1.2", &[("ghi-chu", "Lớp xóa mù chữ"), ("di", "ve")]);
    assert_eq!(back.location(), "/ho-so?da=own-saved", "a note is kept before the points are");
    assert!(citizen.get("/ho-so/2026/cau/1.2").body.contains("Lớp xóa mù chữ"));
    let away = answer(&citizen, "/ho-so/2026/cau/1.2", &[("diem", "7"), ("di", "minh-chung")]);
    assert!(
        away.location().starts_with("/ho-so/2026/cau/1.2/minh-chung"),
        "points are saved before evidence is added"
    );
    assert!(citizen.get("/ho-so").text().contains("7 điểm"));
}

#[test]
fn two_devices_are_told_of_each_other_only_where_they_answered_the_same_question() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    begin(&citizen);
    let page = citizen.get("/ho-so/2026/cau/1.1");
    let old = page.field("ban").expect("a version").to_owned();
    let late = |path: &str, score: &str| {
        let fields = [("ban", old.as_str()), ("nhom", FORM), ("diem", score), ("di", "tiep")];
        citizen.submit("/giao-dien", path, &fields)
    };
    assert_eq!(
        answer(&citizen, "/ho-so/2026/cau/1.1", &[("diem", "9"), ("di", "tiep")]).status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(late("/ho-so/2026/cau/1.2", "5").status, StatusCode::SEE_OTHER, "another question");
    assert_eq!(late("/ho-so/2026/cau/1.1", "9").status, StatusCode::SEE_OTHER, "the same answer");
    let both = late("/ho-so/2026/cau/1.1", "3");
    assert_eq!(both.status, StatusCode::CONFLICT);
    assert_eq!(stored(&site, person).draft.answers[0].score, Some(9), "nothing is written before the choice");
    let fresh = both.field("ban").expect("the version to go on from").to_owned();
    let fields = [("ban", fresh.as_str()), ("nhom", FORM), ("diem", "3"), ("di", "tiep")];
    assert_eq!(citizen.submit("/giao-dien", "/ho-so/2026/cau/1.1", &fields).status, StatusCode::SEE_OTHER);
    let scores: Vec<Option<u8>> =
        stored(&site, person).draft.answers.iter().map(|one| one.score).take(2).collect();
    assert_eq!(scores, [Some(3), Some(5)]);
}

#[test]
fn another_group_takes_the_answers_back_only_when_that_is_confirmed() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    begin(&citizen);
    answer(&citizen, "/ho-so/2026/cau/1.1", &[("diem", "9"), ("di", "tiep")]);
    let other =
        site.world.round.set.forms.iter().find(|form| form.code != FORM).expect("another form").code.clone();
    let change = |more: &[(&str, &str)]| {
        let version = citizen.get("/ho-so/2026/nhom").field("ban").expect("a version").to_owned();
        let fields = [&[("nhom", other.as_str()), ("ban", version.as_str())], more].concat();
        citizen.submit("/ho-so/2026/nhom", "/ho-so/2026/nhom", &fields)
    };
    assert_eq!(change(&[]).status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(stored(&site, person).draft.group, FORM);
    let page = citizen.get("/ho-so/2026/cau/1.1");
    let version = page.field("ban").expect("a version").to_owned();
    assert_eq!(change(&[("doi", "1")]).status, StatusCode::SEE_OTHER);
    assert_eq!(stored(&site, person).answered(), 0);
    // A page of the old form must not answer a question of the new one.
    let stale = [("ban", version.as_str()), ("nhom", FORM), ("diem", "7"), ("di", "tiep")];
    assert_eq!(
        citizen.submit("/giao-dien", "/ho-so/2026/cau/1.1", &stale).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(stored(&site, person).answered(), 0);
}

#[test]
fn what_comes_back_shows_why_and_can_be_handed_in_again_or_withdrawn() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    begin(&citizen);
    answer_all(&citizen, "8");
    hand_in(&citizen);
    let own = stored(&site, person);
    let committee = site.world.actor(Cast::COMMITTEE);
    let back = send_back(&site.office, &committee, &site.world.round, &[own.id], "Câu 1 chưa rõ lớp nào");
    back.expect("an act").remove(0).expect("sent back");
    assert!(citizen.get("/ho-so").text().contains("Câu 1 chưa rõ lớp nào"));
    answer(&citizen, "/ho-so/2026/cau/1.1", &[("diem", "6"), ("di", "ve")]);
    let (again, _) = hand_in(&citizen);
    assert_eq!(again.location(), "/ho-so/2026/bien-nhan", "{}", again.text());
    assert_eq!(stored(&site, person).total(), 78);
    assert!(citizen.get("/ho-so/2026/theo-doi").text().contains("Câu 1 chưa rõ lớp nào"));
    assert_eq!(
        citizen.submit("/ho-so/2026/rut", "/ho-so/2026/rut", &[]).status,
        StatusCode::UNPROCESSABLE_ENTITY
    );
    assert_eq!(
        citizen.submit("/ho-so/2026/rut", "/ho-so/2026/rut", &[("chac", "1")]).status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(stored(&site, person).draft.state, State::Withdrawn);
}

#[test]
fn who_has_no_record_is_told_how_to_get_one_and_sees_no_dossier() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let page = officer.get("/ho-so");
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("/lien-he") && !page.body.contains("/nhom"));
    assert_eq!(officer.get("/ho-so/2026/nhom").status, StatusCode::NOT_FOUND);
}

#[test]
fn pages_of_a_citizen_weigh_at_most_eight_kilobytes() {
    let site = Site::new();
    let citizen = site.citizen(person(&site));
    begin(&citizen);
    for path in
        ["/ho-so", "/ho-so/2026/cau/1.1", "/ho-so/2026/nhom", "/ho-so/2026/xem-lai", "/toi", "/toi/dong-y"]
    {
        let page = citizen.get(path);
        assert_eq!(page.status, StatusCode::OK, "{path}");
        let mut squeezed = Vec::new();
        brotli::CompressorWriter::new(&mut squeezed, 4096, 4, 22)
            .write_all(page.body.as_bytes())
            .expect("memory");
        println!("{path}: {} bytes, {} compressed", page.body.len(), squeezed.len());
        assert!(squeezed.len() <= 8 * 1024, "{path}: {} bytes", squeezed.len());
    }
}
