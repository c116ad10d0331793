//! Where one is signed in, seen and ended by oneself alone.

use axum::http::StatusCode;

use crate::office::Cast;
use crate::support::{Answer, Site};

/// The sessions that can be ended on the page.
fn others(page: &Answer) -> Vec<String> {
    let fields = page.body.split("name=\"phien\" value=\"").skip(1);
    fields.filter_map(|rest| rest.split('"').next().map(str::to_owned)).collect()
}

#[test]
fn a_session_is_ended_from_another_of_the_same_account_and_by_nobody_else() {
    let site = Site::new();
    let (office, phone) = (site.signed_in(Cast::OFFICER), site.signed_in(Cast::OFFICER));
    let other = others(&office.get("/toi/bao-mat"));
    assert_eq!(other.len(), 1, "the own session cannot be ended here");
    let stranger = site.signed_in(Cast::OTHER_OFFICER);
    assert!(others(&stranger.get("/toi/bao-mat")).is_empty());
    let tried = stranger.submit("/toi/bao-mat", "/toi/bao-mat", &[("phien", &other[0])]);
    assert_eq!(tried.status, StatusCode::NOT_FOUND);
    assert_eq!(phone.get("/toi").status, StatusCode::OK);
    let ended = office.submit("/toi/bao-mat", "/toi/bao-mat", &[("phien", &other[0])]);
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    assert_eq!(phone.get("/toi").status, StatusCode::SEE_OTHER, "the phone is signed out");
    assert_eq!(office.get("/toi").status, StatusCode::OK);
}

#[test]
fn all_other_sessions_end_at_once() {
    let site = Site::new();
    let (office, one, two) =
        (site.signed_in(Cast::OFFICER), site.signed_in(Cast::OFFICER), site.signed_in(Cast::OFFICER));
    let ended = office.submit("/toi/bao-mat", "/toi/bao-mat", &[("viec", "het")]);
    assert_eq!(ended.status, StatusCode::SEE_OTHER, "{}", ended.text());
    for gone in [one, two] {
        assert_eq!(gone.get("/toi").status, StatusCode::SEE_OTHER);
    }
    assert_eq!(office.get("/toi").status, StatusCode::OK);
}
