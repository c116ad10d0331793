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
