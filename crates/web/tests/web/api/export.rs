//! Whole lists, in pieces.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use futures_util::StreamExt;
use serde_json::Value;
use sohoc_acts::people::register;
use sohoc_rules::access::{Role, Scope, TokenScope};
use tower::ServiceExt;

use super::{get, request, token, token_of};
use crate::office::{Cast, Place, person};
use crate::support::Site;

/// People enough for several pieces, in all hamlets, each with a name of their own.
fn crowd(site: &Site) -> usize {
    const WORDS: [&str; 11] =
        ["An", "Bình", "Cúc", "Dung", "Giang", "Hà", "Lan", "Mai", "Nga", "Oanh", "Páo"];
    let word = |at: usize| WORDS[at % WORDS.len()];
    let name = |at: usize| format!("Nông {} {} {}", word(at / 121), word(at / 11), word(at));
    let (here, there): (Vec<usize>, Vec<usize>) = (0..1_250).partition(|at| at % 5 < 3);
    for (sign_in, places) in [(Cast::OFFICER, here), (Cast::OTHER_OFFICER, there)] {
        let people: Vec<_> = places.iter().map(|at| person(&name(*at), Place::hamlet(at % 5))).collect();
        let officer = site.world.actor(sign_in);
        register(&site.office, &officer, &site.world.prepared(&people)).expect("they are registered");
    }
    1_250
}

fn of_the_province(site: &Site) -> String {
    token_of(site, (Role::ProvinceOfficer, Scope::Everything), &[TokenScope::Export])
}

#[test]
fn a_list_holds_every_row_once_and_is_journalled() {
    let site = Site::new();
    let people = crowd(&site);
    let token = of_the_province(&site);
    let lines = get(&site, "/api/v1/export/people.ndjson", &token);
    assert_eq!(lines.headers["content-type"], "application/x-ndjson");
    let mut ids: Vec<String> = Vec::new();
    for line in lines.body.lines() {
        let row: Value = serde_json::from_str(line).expect("an object a line");
        assert_eq!(row["birth_year"], 1980);
        ids.push(row["person"].as_str().expect("an id").to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), people);
    let csv = get(&site, "/api/v1/export/people.csv", &token);
    assert_eq!(csv.body.lines().next(), Some("person,name,birth_year,unit,employer"));
    assert_eq!(csv.body.lines().count(), people + 1);
    let taken = site.world.count("select count(*) from journal_entry where act = 'export.take'");
    assert_eq!(taken, 2);
}

#[test]
fn a_list_that_has_ended_may_be_asked_again_as_servers_do() {
    let site = Site::new();
    let token = of_the_province(&site);
    let asked = request(&Method::GET, "/api/v1/export/people.csv", "", Some(&token));
    let asked = asked.body(Body::empty()).expect("a request");
    site.runtime().block_on(async {
        let answer = site.router().oneshot(asked).await.expect("always");
        let mut pieces = answer.into_body().into_data_stream();
        while let Some(piece) = pieces.next().await {
            assert!(!piece.expect("a good one").is_empty());
        }
        assert!(pieces.next().await.is_none());
    });
}

#[test]
fn scores_stand_in_the_list_of_dossiers() {
    let site = Site::new();
    let people = site.world.people(&["Nông Thị Hà", "Triệu Văn An"]);
    site.world.enter(&people, 8);
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Export]);
    let lines = get(&site, "/api/v1/export/dossiers.ndjson?year=2026", &token);
    let rows: Vec<Value> =
        lines.body.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
    assert_eq!(rows.len(), 2, "{}", lines.body);
    assert!(rows.iter().all(|row| row["state"] == "submitted" && row["review_scores"].is_null()));
    assert!(rows[0]["self_scores"].as_str().is_some_and(|scores| scores.starts_with("8 ")), "{}", rows[0]);
    assert_eq!(get(&site, "/api/v1/export/dossiers.ndjson?year=2050", &token).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_listener_who_hangs_up_ends_the_reading_and_what_was_taken_is_journalled() {
    let site = Site::new();
    let people = crowd(&site);
    let token = of_the_province(&site);
    let asked = request(&Method::GET, "/api/v1/export/people.ndjson", "", Some(&token));
    let asked = asked.body(Body::empty()).expect("a request");
    let journalled = || site.world.rows("select body from journal_entry where act = 'export.take'");
    let listener = site.runtime().block_on(async {
        let answer = site.router().oneshot(asked).await.expect("always");
        let mut pieces = answer.into_body().into_data_stream();
        let first = pieces.next().await.expect("a first piece").expect("a good one");
        assert!(!first.is_empty());
        pieces
    });
    assert!(journalled().is_empty(), "the list is not at its end");
    // Nobody reads, and no place is held by the list meanwhile.
    assert_eq!(get(&site, "/api/v1/export/people.csv", &token).status, StatusCode::OK);
    assert_eq!(site.operations.gate.running(), 0);
    drop(listener);
    let noted = (0..1_000_000).any(|_| {
        site.runtime().block_on(tokio::task::yield_now());
        std::thread::yield_now();
        site.operations.gate.running() == 0 && journalled().len() == 2
    });
    assert!(noted, "the end of the list was never noted");
    let rows = |entry: &[String]| -> usize {
        let body: Value = serde_json::from_str(&entry[0]).expect("JSON");
        body["rows"].as_u64().and_then(|rows| usize::try_from(rows).ok()).expect("a count")
    };
    let mut counts: Vec<usize> = journalled().iter().map(|entry| rows(entry)).collect();
    counts.sort_unstable();
    assert!(0 < counts[0] && counts[0] < people, "{counts:?}");
    assert_eq!(counts[1], people);
}
