//! The page on which tokens are made and taken back.

use axum::http::{Method, StatusCode};
use sohoc_rules::access::TokenScope;

use super::{ask, get, read, token};
use crate::office::{Cast, Place};
use crate::support::{Answer, PASSWORD, Site, Visitor};

const PAGE: &str = "/tai-khoan/khoa-api";

fn make(officer: &Visitor<'_>, more: &[(&str, &str)]) -> Answer {
    let place = format!("u{}", Place::hamlet(0));
    let fields = [("ten", "Trường học"), ("vai", "volunteer"), ("noi", place.as_str()), ("ngay", "30")];
    let given = fields.iter().filter(|(name, _)| !more.iter().any(|(other, _)| other == name));
    officer.submit(PAGE, PAGE, &given.chain(more).copied().collect::<Vec<_>>())
}

fn secret(answer: &Answer) -> String {
    let (_, rest) = answer.body.split_once("sohoc_").expect("the secret is shown");
    format!("sohoc_{}", rest.split('<').next().unwrap_or_default())
}

#[test]
fn a_token_is_shown_once_kept_as_its_hash_and_ends_when_it_is_taken_back() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let made = make(&officer, &[("pham-vi", "read")]);
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    let secret = secret(&made);
    let listed = officer.get(PAGE);
    assert!(listed.body.contains("Trường học") && !listed.body.contains(&secret));
    let kept = site.world.rows("select hex(token_hash), label, scopes from api_token").concat().join(" ");
    assert!(!kept.contains(&secret), "{kept}");
    let me = read(&get(&site, "/api/v1/me", &secret));
    assert_eq!((&me["label"], &me["scopes"][0]), (&"Trường học".into(), &"read".into()), "{me}");
    assert_eq!(me["roles"][0]["unit"], Place::hamlet(0).to_string());
    let id = listed.field("khoa").expect("it can be taken back").to_owned();
    let elsewhere = site.signed_in(Cast::OTHER_OFFICER);
    let revoke =
        |visitor: &Visitor<'_>| visitor.submit(PAGE, "/tai-khoan/khoa-api/thu-hoi", &[("khoa", &id)]);
    assert_eq!(revoke(&elsewhere).status, StatusCode::NOT_FOUND);
    assert_eq!(get(&site, "/api/v1/me", &secret).status, StatusCode::OK);
    assert_eq!(revoke(&officer).status, StatusCode::SEE_OTHER);
    assert_eq!(get(&site, "/api/v1/me", &secret).status, StatusCode::UNAUTHORIZED);
    assert_eq!(
        site.world.count(
            "select count(*) from journal_entry where act in ('access.make_token', 'access.revoke_token')"
        ),
        2
    );
}

#[test]
fn a_token_gives_nobody_more_than_they_may_give_and_asks_for_the_password() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let elsewhere = format!("u{}", Place::trung_khanh());
    for wrong in [
        vec![("ten", "x"), ("pham-vi", "read")],
        vec![],
        vec![("pham-vi", "read"), ("ngay", "366")],
        vec![("pham-vi", "read"), ("vai", "citizen")],
        vec![("pham-vi", "read"), ("vai", "commune_decider")],
        vec![("pham-vi", "read"), ("noi", elsewhere.as_str())],
    ] {
        assert_eq!(make(&officer, &wrong).status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong:?}");
    }
    site.world.clock.move_by(6 * 60 * 1_000_000);
    let refused = make(&officer, &[("pham-vi", "read")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "no password");
    assert_eq!(site.world.count("select count(*) from api_token"), 0);
    let made = make(&officer, &[("pham-vi", "read"), ("mat-khau", PASSWORD)]);
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
}

#[test]
fn a_token_ends_with_its_days_and_does_no_more_than_its_role() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let volunteer = secret(&make(&officer, &[("pham-vi", "read"), ("pham-vi", "export")]));
    let export = get(&site, "/api/v1/export/people.csv", &volunteer);
    assert!(!export.status.is_success(), "a volunteer takes out no lists");
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Read]);
    assert_eq!(get(&site, "/api/v1/me", &token).status, StatusCode::OK);
    site.world.clock.move_by(31 * 24 * 3_600 * 1_000_000);
    let late = ask(&site, &Method::GET, "/api/v1/me", "", Some(&token));
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
}
