//! Public figures: a place is found by its name of today or of before, its numbers are those of the ledger, and
//! what is small is told to nobody.

use axum::http::{StatusCode, header};

use crate::office::Place;
use crate::support::Site;

/// So many people of one hamlet hand in.
fn enter(site: &Site, count: usize) {
    let names = [
        "Nông Thị Hà",
        "Lục Văn Ba",
        "Hoàng Thị Mai",
        "Triệu Văn Sơn",
        "Đàm Thị Sen",
        "Bế Văn Lâm",
        "Mã Thị Hoa",
    ];
    let people = site.world.people(&names[..count]);
    site.world.enter(&people, 8);
}

/// The cells of the line of that name in the list.
fn row(list: &str, name: &str) -> Vec<String> {
    let line = list.lines().find(|line| line.contains(name)).unwrap_or_else(|| panic!("no {name} in {list}"));
    line.split(',').map(|cell| cell.trim_matches('"').to_owned()).collect()
}

#[test]
fn numbers_are_those_of_the_ledger_and_the_list_has_them_too() {
    let site = Site::new();
    enter(&site, 7);
    let path = format!("/so-lieu/{}", Place::dam_thuy());
    let answer = site.guest().get(&format!("{path}?nam=2026"));
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("<dd>7</dd>"), "{}", answer.text());
    let list = site.guest().get(&format!("{path}/csv?nam=2026"));
    assert!(list.headers[header::CONTENT_TYPE].to_str().is_ok_and(|kind| kind.starts_with("text/csv")));
    assert_eq!(row(&list.body, "Đàm Thủy")[3..], ["7", "7", "0"]);
}

#[test]
fn a_small_number_is_shown_nowhere_not_even_by_its_sums() {
    let site = Site::new();
    enter(&site, 3);
    let commune = format!("/so-lieu/{}", Place::dam_thuy());
    for path in ["/so-lieu", "/", &commune, &format!("{commune}/csv")] {
        let answer = site.guest().get(path);
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let shown = answer.body.contains(">3<") || answer.body.contains("\"3\"");
        assert!(!shown, "{path}: {}", answer.text());
    }
}

#[test]
fn a_place_is_found_without_accents_by_old_names_and_by_half_a_name() {
    let site = Site::new();
    let guest = site.guest();
    let own = format!("/so-lieu/{}?nam=2026", Place::dam_thuy());
    assert_eq!(guest.get("/so-lieu?ten=xa+dam+thuy").location(), own);
    let half = guest.get("/so-lieu?ten=dam+thu");
    assert_eq!(half.status, StatusCode::OK);
    assert!(half.body.contains(&own), "{}", half.text());
    let old = guest.get("/so-lieu?ten=phong+chau");
    assert!(old.location() == own || old.body.contains(&own), "{} {}", old.location(), old.text());
    assert_eq!(guest.get("/so-lieu?ten=khong+dau+ca").status, StatusCode::NOT_FOUND);
}

#[test]
fn every_guest_is_given_the_same_page_which_may_be_kept() {
    let site = Site::new();
    enter(&site, 7);
    let answer = site.guest().get("/so-lieu");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=60");
    assert_eq!(answer.field("csrf"), None);
    let other = site.guest().get("/so-lieu");
    assert_eq!(answer.body, other.body);
}
