//! What people see and ask of their own data, and the officers who answer.

use axum::http::{StatusCode, header};
use sohoc_acts::privacy::{Purpose, consents_of};
use sohoc_acts::reading::{Subject, What};
use sohoc_rules::ids::PersonId;

use crate::office::Cast;
use crate::support::Site;

fn person(site: &Site) -> PersonId {
    site.world.people(&["Nông Thị Hà"])[0]
}

fn agreed(site: &Site, person: PersonId) -> Vec<Purpose> {
    let officer = site.world.actor(Cast::OFFICER);
    let standings = consents_of(&site.office, &officer, person).expect("the officer may");
    standings.into_iter().filter(|one| one.is_given).map(|one| one.purpose).collect()
}

#[test]
fn consent_is_given_purpose_by_purpose_and_nothing_is_ticked_beforehand() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    let page = citizen.get("/ho-so/2026/dong-y");
    assert_eq!(page.status, StatusCode::OK);
    assert!(!page.body.contains(" checked"));
    let nothing = citizen.submit("/ho-so/2026/dong-y", "/ho-so/2026/dong-y", &[]);
    assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
    let said = [("contact", "co"), ("ethnic_group", "khong")];
    let done = citizen.submit("/ho-so/2026/dong-y", "/ho-so/2026/dong-y", &said);
    assert_eq!(done.location(), "/ho-so?da=personal-consent", "{}", done.text());
    assert_eq!(agreed(&site, person), [Purpose::Contact]);
    citizen.submit("/toi/dong-y", "/toi/dong-y", &[("contact", "khong")]);
    assert_eq!(agreed(&site, person), []);
}

#[test]
fn a_request_is_asked_answered_by_the_commune_and_never_by_another() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    let unsaid = citizen.submit("/toi/yeu-cau", "/toi/yeu-cau", &[("loai", "correct")]);
    assert_eq!(unsaid.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wish = "Ngày sinh đúng là 09/03/1971";
    let asked = citizen.submit("/toi/yeu-cau", "/toi/yeu-cau", &[("loai", "correct"), ("mong-muon", wish)]);
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let officer = site.signed_in(Cast::OFFICER);
    let list = officer.get("/yeu-cau");
    let (_, rest) = list.body.split_once("href=\"/yeu-cau/").expect("the request is in the inbox");
    let path = format!("/yeu-cau/{}", rest.split('"').next().expect("an id"));
    assert!(officer.get(&path).text().contains(wish));
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&path).status, StatusCode::NOT_FOUND);
    let silent = officer.submit(&path, &path, &[("viec", "tra-loi")]);
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "an answer has words");
    let wrong = officer.submit(&path, &path, &[("viec", "sua"), ("sinh", "40/40"), ("loi", "Đã sửa")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = officer.submit(&path, &path, &[("viec", "sua"), ("sinh", "09/03/1971"), ("loi", "Đã sửa")]);
    assert_eq!(done.location(), "/yeu-cau?da=personal-answered", "{}", done.text());
    assert!(citizen.get("/toi").text().contains("09/03/1971"));
    assert!(citizen.get("/toi/yeu-cau").text().contains("Đã sửa"));
    assert_eq!(officer.get(&path).status, StatusCode::NOT_FOUND, "it has ended");
}

#[test]
fn who_looked_is_shown_with_what_and_in_which_office() {
    let site = Site::new();
    let person = person(&site);
    let citizen = site.citizen(person);
    let officer = site.world.actor(Cast::OFFICER);
    site.office.note_reading(&officer, What::Dossier, Subject::Person(person)).expect("a note");
    site.office.flush_readings().expect("written");
    let page = citizen.get("/toi/ai-da-xem");
    assert_eq!(page.status, StatusCode::OK);
    let words = page.text();
    assert!(words.contains("Hồ sơ và điểm") && words.contains("cán bộ xã"), "{words}");
}

#[test]
fn a_copy_is_handed_over_only_by_a_form_and_is_not_kept_by_browsers() {
    let site = Site::new();
    let citizen = site.citizen(person(&site));
    let copy = citizen.submit("/toi", "/toi/ban-sao", &[]);
    assert_eq!(copy.status, StatusCode::OK);
    let told = |name: header::HeaderName| {
        copy.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    };
    assert!(told(header::CONTENT_DISPOSITION).starts_with("attachment"));
    assert_eq!(told(header::CACHE_CONTROL), "no-store");
    let read: serde_json::Value = serde_json::from_str(&copy.body).expect("JSON");
    assert_eq!(read["record"]["name"], "Nông Thị Hà");
    assert_eq!(citizen.get("/toi/ban-sao").status, StatusCode::METHOD_NOT_ALLOWED);
}
