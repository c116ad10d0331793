//! Finding people and keeping their records right.

use axum::http::StatusCode;
use sohoc_rules::ids::PersonId;

use crate::office::{Cast, Place, person};
use crate::support::Site;

/// Two records of one name, of homes in the same commune.
fn twins(site: &Site) -> [PersonId; 2] {
    let list = [person("Nông Thị Hà", Place::hamlet(0)), person("Nông Thị Hà", Place::hamlet(1))];
    let ids: Vec<_> = site.world.register(&list).iter().map(sohoc_acts::people::Registered::person).collect();
    [ids[0], ids[1]]
}

#[test]
fn somebody_is_found_without_accents_within_ones_own_scope_only() {
    let site = Site::new();
    let id = site.world.people(&["Hoàng Thị Sáy"])[0];
    let look = |sign_in: &str| site.signed_in(sign_in).submit("/nguoi", "/nguoi", &[("ten", "say")]);
    assert!(look(Cast::OFFICER).body.contains(&format!("/nguoi/{id}")));
    assert!(!look(Cast::OTHER_OFFICER).body.contains(&format!("/nguoi/{id}")));
    assert_eq!(
        site.signed_in(Cast::OTHER_OFFICER).get(&format!("/nguoi/{id}")).status,
        StatusCode::NOT_FOUND
    );
    assert!(site.office.waiting_readings() > 0, "the try is noted");
}

#[test]
fn a_merge_is_undone_from_the_page_of_the_record_that_went() {
    let site = Site::new();
    let [kept, gone] = twins(&site);
    let officer = site.signed_in(Cast::OFFICER);
    let merged = officer.submit("/nguoi", "/nguoi/trung", &[("gop", &format!("{kept}:{gone}"))]);
    assert_eq!(merged.status, StatusCode::SEE_OTHER, "{}", merged.text());
    let place = format!("/nguoi/{gone}");
    assert!(officer.get(&place).body.contains("value=\"tach\""));
    let apart = officer.submit(&place, &place, &[("viec", "tach")]);
    assert_eq!(apart.status, StatusCode::SEE_OTHER, "{}", apart.text());
    assert!(!officer.get(&place).body.contains("value=\"tach\""));
    let other = site.signed_in(Cast::OTHER_OFFICER);
    assert_ne!(
        other.submit("/nguoi", "/nguoi/trung", &[("gop", &format!("{kept}:{gone}"))]).status,
        StatusCode::SEE_OTHER
    );
}

#[test]
fn a_move_and_a_death_are_noted_on_a_day_that_has_come() {
    let site = Site::new();
    let id = site.world.people(&["Hoàng Thị Sáy"])[0];
    let place = format!("/nguoi/{id}");
    let officer = site.signed_in(Cast::OFFICER);
    let today = site.office.now().day().to_string();
    let to = Place::hamlet(1).to_string();
    let ahead = officer.submit(&place, &place, &[("viec", "chuyen"), ("noi", &to), ("ngay", "2199-01-01")]);
    assert_eq!(ahead.status, StatusCode::UNPROCESSABLE_ENTITY);
    let moved = officer.submit(&place, &place, &[("viec", "chuyen"), ("noi", &to), ("ngay", &today)]);
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    assert!(officer.get(&place).text().contains("Bản Nưa"));
    let died = officer.submit(&place, &place, &[("viec", "mat"), ("ngay", &today)]);
    assert_eq!(died.status, StatusCode::SEE_OTHER, "{}", died.text());
    assert!(officer.get(&place).body.contains("value=\"co-mat\""), "and can be taken back");
}
