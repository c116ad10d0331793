//! Pages for everyone: a certificate tells its least, the statements are there, and nothing needs signing in.

use axum::http::{StatusCode, header};
use sohoc_rules::recognition::DecisionKind;
use sohoc_web::{Contact, Settings};

use crate::office::Cast;
use crate::support::{Answer, Site};

/// Serials in the order of issue.
fn serials(site: &Site) -> Vec<String> {
    let rows = site.world.rows("select serial from certificate order by serial");
    rows.into_iter().map(|mut row| row.remove(0)).collect()
}

fn tag(answer: &Answer) -> &str {
    let (_, rest) = answer.body.split_once("class=\"tag tag-").expect("a state is shown");
    rest.split('"').next().unwrap_or_default()
}

#[test]
fn a_certificate_tells_its_least_and_no_whole_name() {
    let site = Site::new();
    site.world.recognised(&["Nông Thị Hà"]);
    let serial = serials(&site).remove(0);
    let answer = site.guest().get(&format!("/kiem-tra/{serial}"));
    assert_eq!((answer.status, tag(&answer)), (StatusCode::OK, "good"));
    let text = answer.text();
    assert!(text.contains("N*** T** Hà") && text.contains("01/QĐ-UBND") && text.contains("2026"), "{text}");
    assert!(!text.contains("Nông") && !text.contains("Thị"), "{text}");
    assert_eq!(site.guest().get(&format!("/kiem-tra?so={}", serial.to_lowercase())).text(), text);
}

#[test]
fn a_revoked_and_a_replaced_certificate_say_so() {
    let site = Site::new();
    let dossiers = site.world.recognised(&["Nông Thị Hà", "Lục Văn Ba"]);
    let decider = site.world.actor(Cast::DECIDER);
    site.world.change_titles(&decider, DecisionKind::Revoke, &dossiers[..1]).expect("revoked");
    site.world
        .change_titles(&site.world.actor(Cast::OFFICER), DecisionKind::Reissue, &dossiers[1..])
        .expect("issued again");
    let [first, second, third] = serials(&site).try_into().expect("two and a third");
    let guest = site.guest();
    let states = [&first, &second, &third].map(|serial| {
        let answer = guest.get(&format!("/kiem-tra/{serial}"));
        (tag(&answer).to_owned(), answer.body.contains(&format!("/kiem-tra/{third}\"")))
    });
    assert_eq!(states, [("bad".to_owned(), false), ("gone".to_owned(), true), ("good".to_owned(), false)]);
}

#[test]
fn a_number_not_given_out_and_one_that_is_none_are_told_apart_by_nobody() {
    let site = Site::new();
    site.world.recognised(&["Nông Thị Hà"]);
    let unknown =
        sohoc_rules::recognition::CertificateSerial::new(2026, "01501", 999).expect("valid").to_string();
    let told = |typed: &str| {
        let answer = site.guest().get(&format!("/kiem-tra/{typed}"));
        (answer.status, answer.body.replace(typed, "X"))
    };
    let none = told("khong-phai-so");
    assert_eq!(none.0, StatusCode::NOT_FOUND);
    assert_eq!(told(&unknown), none);
}

#[test]
fn the_check_is_one_page_for_all_guests_and_carries_nobodys_cookie() {
    let site = Site::new();
    let answer = site.guest().get("/kiem-tra");
    assert_eq!(answer.headers[header::CACHE_CONTROL], "public, max-age=60");
    assert!(answer.headers.get(header::SET_COOKIE).is_none() && answer.field("csrf").is_none());
    let signed_in = site.signed_in(Cast::OFFICER).get("/kiem-tra");
    assert_eq!(signed_in.headers[header::CACHE_CONTROL], "no-store");
    assert!(signed_in.field("csrf").is_some(), "who is signed in can sign out");
}

#[test]
fn every_page_of_the_footer_is_there_without_signing_in() {
    let site = Site::new();
    let guest = site.guest();
    let start = guest.get("/");
    let footer = start.body.split_once("bottom-links").expect("a footer").1;
    let paths: Vec<&str> =
        footer.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    assert!(paths.len() >= 7, "{paths:?}");
    // Figures by commune come with a chapter of their own.
    for path in paths.into_iter().filter(|path| *path != "/so-lieu") {
        assert_eq!(guest.get(path).status, StatusCode::OK, "{path}");
    }
}

#[test]
fn each_group_has_its_handbook_with_all_its_indicators() {
    let site = Site::new();
    let guest = site.guest();
    let forms = guest.get("/tieu-chi");
    let paths: Vec<&str> = forms
        .body
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|p| p.starts_with("/tieu-chi/"))
        .collect();
    assert!(!paths.is_empty());
    for path in paths {
        assert_eq!(guest.get(path).body.matches("<h3 id=\"c").count(), 10, "{path}");
    }
    assert_eq!(guest.get("/tieu-chi/khong-co").status, StatusCode::NOT_FOUND);
}

#[test]
fn where_weaknesses_are_told_stands_where_programs_look() {
    let silent = Site::new();
    assert_eq!(silent.guest().get("/.well-known/security.txt").status, StatusCode::NOT_FOUND);
    let contact = Contact { security: Some("an-ninh@example.vn".to_owned()), ..Contact::default() };
    let site = Site::with(Settings { contact, ..Settings::default() });
    let text = site.guest().get("/.well-known/security.txt").body;
    assert!(text.starts_with("Contact: mailto:an-ninh@example.vn\nExpires: 20"), "{text}");
    assert!(site.guest().get("/robots.txt").body.contains("Disallow: /kiem-tra/"));
}
