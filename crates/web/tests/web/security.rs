//! Sessions, forms and what strangers try.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use sohoc_rules::access::{Role, Scope};

use crate::office::{Cast, Place};
use crate::support::Site;

#[test]
fn every_answer_forbids_code_inside_pages_and_guessing_of_types() {
    let site = Site::new();
    for path in ["/", "/giao-dien", "/khong-co", "/vao"] {
        let answer = site.guest().get(path);
        let policy = answer.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
        assert!(!answer.body.contains(" style=") && !answer.body.contains(" onclick="), "{path}");
    }
}

#[test]
fn a_form_without_its_token_or_with_somebody_elses_changes_nothing() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let other =
        site.signed_in(Cast::OTHER_OFFICER).get("/giao-dien").field("csrf").expect("a token").to_owned();
    for token in ["", "00", &other] {
        let answer = officer.post("/ra", &[("csrf", token)]);
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(officer.get("/vao/mat-khau-moi").status, StatusCode::OK, "still signed in");
    assert_eq!(officer.submit("/giao-dien", "/ra", &[]).status, StatusCode::SEE_OTHER);
    assert_eq!(officer.get("/vao/mat-khau-moi").status, StatusCode::SEE_OTHER, "sent to sign in");
}

#[test]
fn a_form_that_another_site_sends_is_refused_even_with_the_right_token() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let token = officer.get("/giao-dien").field("csrf").expect("a token").to_owned();
    let forged = Request::builder()
        .method("POST")
        .uri("/ra")
        .header("sec-fetch-site", "cross-site")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("csrf={token}")))
        .expect("a request");
    assert_eq!(officer.send(forged).status, StatusCode::FORBIDDEN);
}

#[test]
fn a_session_that_was_planted_before_signing_in_is_worth_nothing_after() {
    let site = Site::new();
    let visitor = site.signed_in(Cast::OFFICER);
    let before = visitor.cookie("phien").expect("a session");
    visitor.submit("/giao-dien", "/ra", &[]);
    let planted = site.guest();
    planted.set_cookie("phien", &before);
    assert_eq!(
        planted.get("/vao/mat-khau-moi").status,
        StatusCode::SEE_OTHER,
        "an ended session stays ended"
    );
    let answer =
        planted.submit("/vao", "/vao", &[("ten", Cast::OFFICER), ("mat-khau", crate::support::PASSWORD)]);
    assert_eq!(answer.location(), "/vao/buoc-hai?ve=", "the second factor is asked for");
    assert_ne!(planted.cookie("phien").as_deref(), Some(before.as_str()), "another token");
}

#[test]
fn a_wrong_password_and_an_unknown_name_are_told_apart_by_nobody() {
    let site = Site::new();
    drop(site.signed_in(Cast::OFFICER));
    let told = |name: &str| {
        let answer = site.guest().submit("/vao", "/vao", &[("ten", name), ("mat-khau", "sai rồi nhé")]);
        (answer.status, answer.text().replace(name, "NAME"))
    };
    let (known, unknown) = (told(Cast::OFFICER), told("khong-co-ai"));
    assert_eq!(known.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(known, unknown);
}

#[test]
fn what_was_typed_when_the_session_had_ended_is_kept_and_can_be_sent_on() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let token = officer.get("/giao-dien").field("csrf").expect("a token").to_owned();
    officer.submit("/giao-dien", "/ra", &[]);
    let answer = officer.post("/vao/mo-khoa", &[("csrf", &token), ("ly-do", "Thiếu minh chứng <chỉ số 3>")]);
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    let kept = answer.field("giu").expect("it is kept").to_owned();
    assert!(!kept.is_empty() && !kept.contains("minh"), "sealed");
    let fields = [("ten", Cast::OFFICER), ("mat-khau", crate::support::PASSWORD), ("giu", kept.as_str())];
    let answer = officer.submit("/vao", "/vao", &fields);
    assert_eq!(answer.status, StatusCode::OK, "the second factor is asked for on the same way");
    assert_eq!(answer.field("giu"), Some(kept.as_str()), "and what was typed goes along");
}

#[test]
fn nobody_is_sent_to_another_site_after_signing_in() {
    let site = Site::new();
    for path in ["//evil.example", "https://evil.example", "/\\evil.example"] {
        let page = site.guest().get(&format!("/vao?ve={path}"));
        assert_eq!(page.field("ve"), Some(""), "{path}");
    }
}

#[test]
fn a_form_beyond_its_size_is_refused_in_plain_words() {
    let site = Site::new();
    let guest = site.guest();
    let answer = guest.submit("/", "/tuy-chon", &[("tieng", &"x".repeat(70_000))]);
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.body.contains("<h1>"), "a page, not a bare status");
}

#[test]
fn an_account_of_somebody_in_the_book_signs_in_like_any_other() {
    let site = Site::new();
    let person = site.world.people(&["Lục Thị Mai"])[0];
    let officer = site.officer("mai", Role::CommuneOfficer, Scope::Unit(Place::dam_thuy()), person);
    assert_eq!(officer.get("/vao/mat-khau-moi").status, StatusCode::OK);
}
