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
    let died = officer.submit(&place, &place, &[("viec", "mat"), ("ngay-mat", &today)]);
    assert_eq!(died.status, StatusCode::SEE_OTHER, "{}", died.text());
    assert!(officer.get(&place).body.contains("value=\"co-mat\""), "and can be taken back");
}

/// What one types to register Hà in the second hamlet.
fn typed<'t>(home: &'t str, today: &'t str) -> Vec<(&'t str, &'t str)> {
    vec![("ten", "Nông Thị Hà"), ("sinh", "1980"), ("gioi", "2"), ("so", ""), ("noi", home), ("tu", today)]
}

#[test]
fn whoever_may_be_the_same_is_shown_before_somebody_is_registered() {
    let site = Site::new();
    let known = site.world.people(&["Nông Thị Hà"])[0];
    let officer = site.signed_in(Cast::OFFICER);
    let (home, today) = (Place::hamlet(1).to_string(), site.office.now().day().to_string());
    let fields = typed(&home, &today);
    let wrong = officer.submit("/nguoi/moi", "/nguoi/moi", &[("ten", "Nông Thị Hà"), ("sinh", "hôm qua")]);
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        wrong.body.contains("Nông Thị Hà") && wrong.body.contains("sinh-fault"),
        "what was typed is kept"
    );

    let shown = officer.submit("/nguoi/moi", "/nguoi/moi", &fields);
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.text());
    assert!(shown.body.contains(&format!("value=\"{known}\"")), "side by side");
    let blind = officer.submit("/nguoi/moi", "/nguoi/moi", &[&fields[..], &[("quyet", "moi")]].concat());
    assert_eq!(blind.status, StatusCode::OK, "nobody is registered unseen");
    let ids = known.to_string();
    let seen = [&fields[..], &[("quyet", "moi"), ("da-thay", &ids)]].concat();
    let done = officer.submit("/nguoi/moi", "/nguoi/moi", &seen);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_ne!(done.location().split('?').next(), Some(format!("/nguoi/{known}").as_str()));
    let page = officer.get(done.location());
    assert!(page.body.contains(&format!("/nguoi/{known}")), "kept apart, with the way back");

    let same = officer.submit("/nguoi/moi", "/nguoi/moi", &[&fields[..], &[("quyet", &ids)]].concat());
    assert!(same.location().starts_with(&format!("/nguoi/{known}")), "{}", same.text());
    assert!(officer.get(same.location()).text().contains("Bản Nưa"), "moved to where he was registered");
}

#[test]
fn nobody_is_registered_outside_ones_own_commune() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OTHER_OFFICER);
    let (home, today) = (Place::hamlet(1).to_string(), site.office.now().day().to_string());
    let answer = officer.submit("/nguoi/moi", "/nguoi/moi", &typed(&home, &today));
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("noi-fault"));
}

#[test]
fn a_record_is_put_right_with_a_reason_only() {
    let site = Site::new();
    let id = site.world.people(&["Hoàng Thị Sáy"])[0];
    let place = format!("/nguoi/{id}/sua");
    let officer = site.signed_in(Cast::OFFICER);
    let facts = [("ten", "Hoàng Thị Say"), ("sinh", "08/03/1980"), ("gioi", "2"), ("so", "")];
    let without = officer.submit(&place, &place, &facts);
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = officer.submit(&place, &place, &[&facts[..], &[("ly-do", "theo thẻ")]].concat());
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = officer.get(&format!("/nguoi/{id}")).text();
    assert!(page.contains("Hoàng Thị Say") && page.contains("08/03/1980"), "{page}");
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&place).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_pair_that_is_kept_apart_leaves_the_list_and_comes_back_when_that_is_undone() {
    let site = Site::new();
    let [one, other] = twins(&site);
    // Alike without a birth date: only the same hamlet makes them suspects.
    let officer = site.signed_in(Cast::OFFICER);
    let to = Place::hamlet(0).to_string();
    let today = site.office.now().day().to_string();
    let page = format!("/nguoi/{other}");
    officer.submit(&page, &page, &[("viec", "chuyen"), ("noi", &to), ("ngay", &today)]);
    let list = "/nguoi/trung";
    let is_listed = || officer.get(list).body.contains("name=\"rieng\"");
    assert!(is_listed());
    let (pair, back) = (format!("{one}:{other}"), format!("{other}:{one}"));
    let done = officer.submit(list, list, &[("rieng", &pair), ("ly-do", "hai chị em")]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(officer.get(done.location()).body.contains("name=\"nghi-lai\""), "undone at once, if need be");
    assert!(!is_listed());
    assert!(officer.get(&page).text().contains("hai chị em"));
    officer.submit(list, list, &[("nghi-lai", &back)]);
    assert!(is_listed());
}
