//! What opens one's own account is seen and changed by its holder; an officer is never without a second factor, and
//! the secret of a code device stays the same until it is proved.

use axum::http::StatusCode;

use crate::office::Cast;
use crate::support::Site;

const PAGE: &str = "/toi/bao-mat";

/// The secret that the page of a code device shows.
fn secret(body: &str) -> String {
    let (_, rest) = body.rsplit_once("<span class=\"code\">").expect("a secret is shown");
    rest.split('<').next().unwrap_or_default().to_owned()
}

#[test]
fn an_officer_keeps_the_second_factor_and_makes_recovery_codes_anew() {
    let site = Site::new();
    let officer = site.signed_in(Cast::OFFICER);
    let answer = officer.submit(PAGE, "/toi/bao-mat/bo-buoc-hai", &[]);
    assert_eq!(answer.status, StatusCode::CONFLICT, "{}", answer.text());
    assert!(officer.get(PAGE).body.contains("/toi/bao-mat/bo-buoc-hai"), "it is still on");
    let first = officer.submit(PAGE, "/toi/bao-mat/ma-du-phong", &[]);
    let second = officer.submit(PAGE, "/toi/bao-mat/ma-du-phong", &[]);
    assert_eq!(first.body.matches("<li class=\"code\">").count(), 10, "{}", first.text());
    assert_ne!(first.body, second.body);
    assert_eq!(officer.get(PAGE).body.matches("<li class=\"code\">").count(), 0, "codes are shown once");
}

#[test]
fn a_citizen_turns_the_second_factor_on_with_one_secret_however_often_the_page_is_opened() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let (phone, desktop) = (site.citizen(person), site.citizen(person));
    let first = secret(&desktop.get("/vao/dat-buoc-hai").body);
    assert_eq!(secret(&desktop.get("/vao/dat-buoc-hai").body), first);
    let wrong = desktop.submit("/vao/dat-buoc-hai", "/vao/dat-buoc-hai", &[("ma", "000000")]);
    assert_eq!(secret(&wrong.body), first, "a mistyped code does not ask for another device");
    let other = phone.get("/vao/dat-buoc-hai");
    assert!(
        other.status != StatusCode::OK || secret(&other.body) != first,
        "another session never learns it"
    );
    assert_eq!(desktop.submit(PAGE, "/toi/bao-mat/ma-du-phong", &[]).status, StatusCode::NOT_FOUND);
}

#[test]
fn the_last_sign_ins_are_told_in_words() {
    let site = Site::new();
    let answer = site.signed_in(Cast::OFFICER).get(PAGE);
    assert_eq!(answer.status, StatusCode::OK);
    assert!(!answer.body.contains("access-login-"), "{}", answer.text());
}
