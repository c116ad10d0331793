//! Each commune manages its own accounts.

use axum::http::StatusCode;
use sohoc_ledger::access;

use crate::office::{Cast, Place};
use crate::support::{PASSWORD, Site};

fn id(site: &Site, sign_in: &str) -> String {
    let found = site.office.read(|reader| Ok(access::find(reader, sign_in)?)).expect("a read");
    found.expect("the account is there").id.to_string()
}

#[test]
fn a_new_account_gets_its_code_once_and_its_role_here_only() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let make = |sign_in: &str, role: &str, place: String| {
        let fields = [("ten", "Nông Thị Hà"), ("ten-vao", sign_in), ("vai", role), ("noi", place.as_str())];
        officer.submit("/tai-khoan/moi", "/tai-khoan/moi", &fields)
    };
    let here = || format!("u{}", Place::hamlet(0));
    let made = make("ha-na-lu", "volunteer", here());
    assert_eq!(made.status, StatusCode::OK, "{}", made.text());
    assert!(made.body.contains("<strong>") && officer.get("/tai-khoan").body.contains("ha-na-lu"));
    for (sign_in, role, place) in [
        ("ha-na-lu", "volunteer", here()),
        ("x", "volunteer", here()),
        ("ha-2", "commune_decider", here()),
        ("ha-3", "volunteer", format!("u{}", Place::trung_khanh())),
    ] {
        assert_eq!(make(sign_in, role, place).status, StatusCode::UNPROCESSABLE_ENTITY, "{sign_in} {role}");
    }
    assert!(!site.signed_in(Cast::OTHER_OFFICER).get("/tai-khoan").body.contains("ha-na-lu"));
}

#[test]
fn an_account_is_switched_off_and_on_by_its_own_commune_with_the_password_given_lately() {
    let site = Site::new();
    let account = format!("/tai-khoan/{}", id(&site, Cast::VOLUNTEER));
    let officer = site.signed_in(Cast::OFFICER);
    site.world.clock.move_by(6 * 60 * 1_000_000);
    let refused = officer.submit(&account, &account, &[("viec", "tat")]);
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "no password");
    let done = officer.submit(&account, &account, &[("viec", "tat"), ("mat-khau", PASSWORD)]);
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(officer.get(&account).body.contains("value=\"bat\""));
    assert_eq!(officer.submit(&account, &account, &[("viec", "bat")]).status, StatusCode::SEE_OTHER);
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&account).status, StatusCode::NOT_FOUND);
}

#[test]
fn reading_through_the_list_is_noted_and_the_log_is_for_those_who_read_the_journal() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let due = "action=\"/tai-khoan\"";
    assert!(officer.get("/tai-khoan").body.contains(due));
    assert_eq!(officer.submit("/tai-khoan", "/tai-khoan", &[]).status, StatusCode::SEE_OTHER);
    assert!(!officer.get("/tai-khoan").body.contains(due));
    assert_eq!(officer.get("/tai-khoan/canh-bao").status, StatusCode::NOT_FOUND);
    assert_eq!(site.signed_in(Cast::PROVINCE).get("/tai-khoan/canh-bao").status, StatusCode::OK);
}
