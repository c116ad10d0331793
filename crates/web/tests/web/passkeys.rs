//! Passkeys without a device: what is asked, and what proves nothing. The browser's journey has a device.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::Value;

use crate::office::Cast;
use crate::support::{Answer, Site, Visitor};

fn begin(visitor: &Visitor<'_>, page: &str, path: &str) -> Answer {
    let token = visitor.get(page).field("csrf").unwrap_or_default().to_owned();
    let request = Request::builder().method("POST").uri(path).header("x-csrf", token).body(Body::empty());
    visitor.send(request.expect("a request"))
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).expect("JSON")
}

const MADE_UP: &str = r#"{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA",
    "authenticatorData":"AAAA","signature":"AAAA","userHandle":"AAAA"},"extensions":{}}"#;

#[test]
fn a_guest_is_asked_for_any_passkey_of_this_place_with_a_new_challenge_each_time() {
    let site = Site::new();
    let guest = site.guest();
    let (one, other) = (
        read(&begin(&guest, "/vao", "/vao/khoa/bat-dau")),
        read(&begin(&guest, "/vao", "/vao/khoa/bat-dau")),
    );
    assert_eq!(one["publicKey"]["rpId"], "localhost");
    assert_eq!(one["publicKey"]["userVerification"], "required");
    assert_eq!(one["publicKey"]["allowCredentials"], Value::Array(Vec::new()));
    assert_ne!(one["publicKey"]["challenge"], other["publicKey"]["challenge"]);
}

#[test]
fn what_no_device_signed_lets_nobody_in() {
    let site = Site::new();
    for shown in ["", "{}", MADE_UP] {
        let guest = site.guest();
        begin(&guest, "/vao", "/vao/khoa/bat-dau");
        let answer = guest.submit("/vao", "/vao/khoa", &[("khoa", shown)]);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{shown}");
        assert_eq!(guest.get("/vao/mat-khau-moi").status, StatusCode::SEE_OTHER, "not signed in");
    }
}

#[test]
fn a_passkey_is_made_for_the_own_account_only_and_what_no_device_made_is_not_kept() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let asked = read(&begin(&officer, "/toi/khoa", "/toi/khoa/bat-dau"));
    assert_eq!(asked["publicKey"]["authenticatorSelection"]["residentKey"], "preferred");
    assert_eq!(asked["publicKey"]["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(asked["publicKey"]["user"]["name"], Cast::OFFICER);
    let answer = officer.submit("/toi/khoa", "/toi/khoa", &[("khoa", MADE_UP), ("goi-la", "Máy của tôi")]);
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.body.contains("Máy của tôi"), "what was typed is kept");
    assert_eq!(site.world.count("select count(*) from passkey"), 0);
    assert_eq!(site.guest().get("/toi/khoa").status, StatusCode::SEE_OTHER);
}

#[test]
fn whoever_tries_too_often_is_told_to_wait_and_for_how_long() {
    let site = Site::new();
    let guest = site.guest();
    let try_once = |_| guest.submit("/vao", "/vao/phieu", &[("ma", "ABCD-EFGH-JKMN")]);
    let answers: Vec<Answer> = (0..12).map(try_once).collect();
    let last = answers.last().expect("twelve");
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    let wait: u64 = last.headers["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=61).contains(&wait) && last.text().contains(&wait.to_string()), "{}", last.text());
    let other = site.guest().submit("/vao", "/vao/phieu", &[("ma", "ABCD-EFGH-JKMP")]);
    assert_ne!(other.status, StatusCode::TOO_MANY_REQUESTS, "another slip is tried by somebody else");
}
