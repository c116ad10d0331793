//! The province's pages: units, decrees, criteria, quality.

use axum::http::StatusCode;

use crate::office::{Cast, Place};
use crate::support::Site;

#[test]
fn a_commune_sees_the_quality_of_its_own_data_and_the_province_of_all() {
    let site = Site::new();
    site.world.enter(&site.world.people(&["Nông Thị Hà"]), 8);
    let own = site.signed_in(Cast::OFFICER).get("/chat-luong").text();
    assert!(own.contains("Đàm Thủy") && !own.contains("Trùng Khánh"), "{own}");
    let all = site.signed_in(Cast::PROVINCE).get("/chat-luong").text();
    assert!(all.contains("Đàm Thủy") && all.contains("Trùng Khánh"));
    assert!(!site.signed_in(Cast::OTHER_OFFICER).get("/chat-luong").text().contains("Đàm Thủy"));
}

#[test]
fn units_are_shown_under_the_map_of_a_day_with_what_became_of_them() {
    let site = Site::new();
    let province = site.signed_in(Cast::PROVINCE);
    assert!(province.get("/don-vi").text().contains("Đàm Thủy"));
    assert!(!province.get("/don-vi?ngay=2025-06-30").text().contains("Xã Đàm Thủy"), "districts then");
    let page = province.get(&format!("/don-vi/{}", Place::dam_thuy()));
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.matches("href=\"/don-vi/").count() > 1, "made of others");
    assert_eq!(site.signed_in(Cast::OFFICER).get("/don-vi").status, StatusCode::NOT_FOUND);
}

#[test]
fn files_that_cannot_be_read_are_refused_with_their_fault_and_change_nothing() {
    let site = Site::new();
    let province = site.signed_in(Cast::PROVINCE);
    for place in ["/don-vi/sap-xep", "/tieu-chi/bo"] {
        for text in ["", "không phải tệp"] {
            let answer = province.submit(place, place, &[("tep-chu", text), ("viec", "nap")]);
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{place} {text:?}");
            assert!(answer.body.contains("tep-fault"), "{place}");
        }
    }
}

#[test]
fn a_set_is_seen_as_citizens_will_read_it_tried_and_put_in_force() {
    let site = Site::new();
    let province = site.signed_in(Cast::PROVINCE);
    let text = sohoc_data::criteria::QD_324_2023.replace("324/QĐ-KHVN", "999/QĐ-KHVN");
    let place = "/tieu-chi/bo";
    let seen = province.submit(place, place, &[("tep-chu", &text), ("viec", "xem")]);
    assert!(seen.text().contains("999/QĐ-KHVN") && seen.body.contains("value=\"nap\""), "{}", seen.text());
    assert!(!province.get(place).text().contains("999/QĐ-KHVN"), "looking loads nothing");
    let loaded = province.submit(place, place, &[("tep-chu", &text), ("viec", "nap")]);
    assert_eq!(loaded.status, StatusCode::SEE_OTHER, "{}", loaded.text());
    let list = province.get(place).body;
    let row = list.split("<tr>").find(|row| row.contains("999/QĐ-KHVN")).expect("its row");
    let set =
        row.split("href=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("its page").to_owned();

    let tried = province.submit(&set, &set, &[("viec", "thu"), ("nam", "2026")]);
    assert!(tried.location().starts_with("/viec/"), "{}", tried.text());
    let asked = province.submit(&set, &set, &[("viec", "xem"), ("tu", "2027-01-01")]);
    assert!(asked.body.contains("value=\"ap-dung\""), "asked again first");
    let done = province.submit(&set, &set, &[("viec", "ap-dung"), ("tu", "2027-01-01")]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let early = province.submit(&set, &set, &[("viec", "ap-dung"), ("tu", "2001-01-01")]);
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    let wrong = text.replacen("maximum = 10", "maximum = \"mười\"", 1);
    let answer = province.submit(place, place, &[("tep-chu", &wrong), ("viec", "xem")]);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("maximum"), "the field is named: {}", answer.text());
}

#[test]
fn a_round_is_opened_its_days_set_and_closed_by_the_province_alone() {
    let site = Site::new();
    let province = site.signed_in(Cast::PROVINCE);
    let year = [("nam", "2027"), ("tuoi", "18"), ("tinh", "home_first"), ("nop-tu", "2027-02-01")];
    let asked = province.submit("/dot/moi", "/dot/moi", &[&year[..], &[("viec", "xem")]].concat());
    assert!(asked.body.contains("value=\"mo\""), "{}", asked.text());
    let opened = province.submit("/dot/moi", "/dot/moi", &[&year[..], &[("viec", "mo")]].concat());
    assert!(opened.location().starts_with("/dot/2027"), "{}", opened.text());
    let again = province.submit("/dot/moi", "/dot/moi", &[&year[..], &[("viec", "mo")]].concat());
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);

    let place = "/dot/2027";
    let days = [("viec", "ngay"), ("nop-tu", "2027-03-01"), ("nop-den", "2027-02-01")];
    assert_eq!(province.submit(place, place, &days).status, StatusCode::UNPROCESSABLE_ENTITY);
    let days = [("viec", "ngay"), ("nop-tu", "2027-03-01"), ("nop-den", "2027-04-01")];
    assert_eq!(province.submit(place, place, &days).status, StatusCode::SEE_OTHER);
    assert!(province.get(place).body.contains("2027-04-01"));
    let asked = province.submit(place, place, &[("viec", "khoa")]);
    assert!(asked.body.contains("value=\"khoa-that\"") && !site.office.round(2027).expect("open").closed);
    let sure = [("viec", "khoa-that"), ("mat-khau", crate::support::PASSWORD)];
    let closed = province.submit(place, place, &sure);
    assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
    assert!(site.office.round(2027).expect("there").closed);
    assert_eq!(site.signed_in(Cast::OFFICER).get(place).status, StatusCode::NOT_FOUND);
}

#[test]
fn each_number_of_the_quality_leads_to_its_list_within_ones_scope() {
    let site = Site::new();
    site.world.enter(&site.world.people(&["Nông Thị Hà"]), 8);
    let officer = site.signed_in(Cast::OFFICER);
    let place = format!("/chat-luong/{}", Place::dam_thuy());
    for list in ["tre", "trung", "mo-coi", "vuot"] {
        let answer = officer.get(&format!("{place}?loai={list}"));
        assert_eq!(answer.status, StatusCode::OK, "{list}");
    }
    let page = officer.get("/chat-luong").body;
    assert!(page.contains(&format!("{place}?loai=vuot")), "{page}");
    let over = officer.get(&format!("{place}?loai=vuot")).text();
    assert!(over.contains("Nà Lù"), "{over}");
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&place).status, StatusCode::NOT_FOUND);
    assert_eq!(officer.get("/chat-luong/khong-noi-o").status, StatusCode::NOT_FOUND);
    assert_eq!(site.signed_in(Cast::INSPECTOR).get("/chat-luong/khong-noi-o").status, StatusCode::OK);
}

#[test]
fn finding_without_a_name_shows_all_that_one_inspects() {
    let site = Site::new();
    site.world.recognised(&["Nông Thị Hà"]);
    let inspector = site.signed_in(Cast::INSPECTOR);
    assert!(!inspector.get("/thanh-tra").text().contains("Nông Thị Hà"), "nothing was asked yet");
    let found = inspector.get("/thanh-tra?don_vi=&ten=&tt=recognised").text();
    assert!(found.contains("Nông Thị Hà"), "{found}");
}
