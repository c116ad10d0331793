//! Where one is signed in, seen and ended by oneself alone.

use axum::http::StatusCode;

use crate::support::{Answer, PASSWORD, Site, Visitor};

/// The sessions that can be ended on the page.
fn others(page: &Answer) -> Vec<String> {
    let fields = page.body.split("name=\"phien\" value=\"").skip(1);
    fields.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
}

/// The same account once more, by its password.
fn again<'s>(site: &'s Site, of: &Visitor<'_>) -> Visitor<'s> {
    let page = of.get("/vao/mat-khau-moi").body;
    let name = page.split("<strong class=\"code\">").nth(1).and_then(|rest| rest.split('<').next());
    let visitor = site.guest();
    let fields = [("ten", name.expect("the page says the name")), ("mat-khau", PASSWORD)];
    assert_eq!(visitor.submit("/vao", "/vao", &fields).status, StatusCode::SEE_OTHER);
    visitor
}

#[test]
fn a_session_is_ended_from_another_of_the_same_account_and_by_nobody_else() {
    let site = Site::new();
    let people = site.world.people(&["Nông Thị Hà", "Hoàng Văn Páo"]);
    let phone = site.citizen(people[0]);
    let desktop = again(&site, &phone);
    let other = others(&desktop.get("/toi/bao-mat"));
    assert_eq!(other.len(), 1, "the own session cannot be ended here");
    let stranger = site.citizen(people[1]);
    assert!(others(&stranger.get("/toi/bao-mat")).is_empty());
    let tried = stranger.submit("/toi/bao-mat", "/toi/bao-mat", &[("phien", &other[0])]);
    assert_eq!(tried.status, StatusCode::NOT_FOUND);
    assert_eq!(phone.get("/toi").status, StatusCode::OK);
    let ended = desktop.submit("/toi/bao-mat", "/toi/bao-mat", &[("phien", &other[0])]);
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    assert_eq!(phone.get("/toi").status, StatusCode::SEE_OTHER, "the phone is signed out");
    assert_eq!(desktop.get("/toi").status, StatusCode::OK);
}

#[test]
fn all_other_sessions_end_at_once() {
    let site = Site::new();
    let phone = site.citizen(site.world.people(&["Nông Thị Hà"])[0]);
    let (one, two) = (again(&site, &phone), again(&site, &phone));
    let ended = phone.submit("/toi/bao-mat", "/toi/bao-mat", &[("viec", "het")]);
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    for gone in [one, two] {
        assert_eq!(gone.get("/toi").status, StatusCode::SEE_OTHER);
    }
    assert_eq!(phone.get("/toi").status, StatusCode::OK);
}
