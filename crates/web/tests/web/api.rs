//! Every route of the API: without a token, with too small a one, with one of elsewhere, with the right one.

mod again;
mod export;
mod tokens;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use serde_json::{Value, json};
use sohoc_acts::access::Actor;
use sohoc_acts::access::tokens::{NewToken, make};
use sohoc_rules::access::{Role, Scope, TokenScope};
use sohoc_rules::ids::{PersonId, UnitId};
use sohoc_web::{Rate, Route, Settings, Who, WorkLimits, api, table};

use crate::office::{Place, World};
use crate::support::{Answer, Site};

const PROBLEM: &str = "application/problem+json";

/// A token of a commune officer there.
fn token(site: &Site, unit: UnitId, scopes: &[TokenScope]) -> String {
    token_of(site, (Role::CommuneOfficer, Scope::Unit(unit)), scopes)
}

fn token_of(site: &Site, (role, place): (Role, Scope), scopes: &[TokenScope]) -> String {
    let new =
        NewToken { label: "Phần mềm thử".to_owned(), role, place, scopes: scopes.to_vec(), days: 30 };
    make(&site.office, &Actor::console(), &new).expect("the console gives the role").secret
}

/// A request as a program sends it.
fn request(method: &Method, path: &str, body: &str, token: Option<&str>) -> axum::http::request::Builder {
    let mut request = Request::builder().method(method.clone()).uri(path);
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if !body.is_empty() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request
}

fn ask(site: &Site, method: &Method, path: &str, body: &str, token: Option<&str>) -> Answer {
    let request = request(method, path, body, token).body(Body::from(body.to_owned()));
    site.guest().send(request.expect("a request"))
}

fn get(site: &Site, path: &str, token: &str) -> Answer {
    ask(site, &Method::GET, path, "", Some(token))
}

fn read(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {}", answer.body))
}

/// A batch with one self-assessment of a person.
fn batch(world: &World, person: PersonId, points: u8) -> Value {
    let submission = world.submission(person, points);
    let form = world.round.set.form(&submission.group).expect("the form is there");
    let scores = form.indicators().zip(submission.scores.iter());
    let scores: serde_json::Map<String, Value> =
        scores.map(|(indicator, score)| (indicator.code.clone(), json!(score))).collect();
    json!({ "year": world.round.rules.year, "items": [
        { "person": person.to_string(), "group": submission.group, "scores": scores } ] })
}

fn of_tokens() -> impl Iterator<Item = (Route, TokenScope)> {
    table().into_iter().filter_map(|route| match route.who {
        Who::Token(scope) => Some((route, scope)),
        _ => None,
    })
}

fn assert_problem(answer: &Answer, status: StatusCode, code: &str, what: &str) {
    assert_eq!(answer.status, status, "{what}: {}", answer.body);
    assert_eq!(answer.headers[header::CONTENT_TYPE], PROBLEM, "{what}");
    assert!(!answer.headers.contains_key(header::SET_COOKIE), "{what}");
    let told = read(answer);
    assert!(
        api::CODES.iter().any(|(known, _)| *known == code) || code.contains('.'),
        "{code} is not explained"
    );
    assert_eq!((&told["code"], &told["status"]), (&json!(code), &json!(status.as_u16())), "{what}");
}

#[test]
fn every_route_asks_for_a_token_of_its_scope() {
    let site = Site::new();
    for (route, scope) in of_tokens() {
        let others: Vec<TokenScope> = TokenScope::ALL.into_iter().filter(|other| *other != scope).collect();
        let small = token(&site, Place::dam_thuy(), &others);
        let tried = [
            (None, StatusCode::UNAUTHORIZED, "no_token"),
            (Some("sohoc_unknown"), StatusCode::UNAUTHORIZED, "bad_token"),
            (Some(small.as_str()), StatusCode::FORBIDDEN, "small_scope"),
        ];
        for (shown, status, code) in tried {
            let answer = ask(&site, &route.method, route.path, "", shown);
            assert_problem(&answer, status, code, route.path);
            assert_eq!(
                answer.headers.contains_key(header::WWW_AUTHENTICATE),
                status == StatusCode::UNAUTHORIZED
            );
        }
    }
}

#[test]
fn a_browser_that_is_signed_in_has_no_rights_here() {
    let site = Site::new();
    let officer = site.signed_in(crate::office::Cast::OFFICER);
    for (route, _) in of_tokens().filter(|(route, _)| route.method == Method::GET) {
        assert_problem(&officer.get(route.path), StatusCode::UNAUTHORIZED, "no_token", route.path);
    }
}

#[test]
fn the_document_holds_exactly_the_routes_of_the_table() {
    let document = api::document::document();
    let (mut told, mut names) = (BTreeSet::new(), BTreeSet::new());
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("methods") {
            told.insert(format!("{method} {path}"));
            let name = operation["operationId"].as_str().expect("each has a name");
            assert!(names.insert(name.to_owned()), "{name} stands for two");
            assert!(operation["summary"].as_str().is_some_and(|words| words.ends_with('.')), "{name}");
        }
    }
    let known = table().into_iter().filter(|route| route.path.starts_with("/api/v1/"));
    let known: BTreeSet<String> =
        known.map(|route| format!("{} {}", route.method.as_str().to_ascii_lowercase(), route.path)).collect();
    assert_eq!(told, known);
    assert!(document["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
    let site = Site::new();
    let served = site.guest().get("/api/v1/openapi.json");
    assert_eq!(read(&served), document);
    let page = site.guest().get("/api");
    assert!(known.iter().all(|route| page.body.contains(route.split(' ').nth(1).expect("a path"))));
}

#[test]
fn people_dossiers_and_lists_of_elsewhere_are_not_found_and_the_try_is_noted() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let dossier = site.world.enter(&[person], 8)[0];
    let (here, all) = (Place::dam_thuy(), TokenScope::ALL);
    let own = token(&site, here, &all);
    let other = token(&site, Place::trung_khanh(), &all);
    for path in [
        format!("people/{person}"),
        format!("dossiers/{dossier}"),
        format!("dossiers?year=2026&state=submitted&unit={here}"),
        format!("export/people.csv?unit={here}"),
        format!("export/dossiers.ndjson?year=2026&unit={here}"),
    ] {
        let path = format!("/api/v1/{path}");
        assert_eq!(get(&site, &path, &own).status, StatusCode::OK, "{path}");
        site.office.flush_readings().expect("kept");
        let refused = || site.world.count("select count(*) from reading where what = 20");
        let before = refused();
        assert_problem(&get(&site, &path, &other), StatusCode::NOT_FOUND, "not_found", &path);
        site.office.flush_readings().expect("kept");
        assert_eq!(refused(), before + 1, "{path}");
    }
    let there = format!("/api/v1/figures?measure=adults&year=2026&by=hamlet&within={here}");
    assert_problem(&get(&site, &there, &other), StatusCode::NOT_FOUND, "not_found", "figures");
    assert_eq!(get(&site, &there, &own).status, StatusCode::OK);
}

#[test]
fn what_cannot_be_asked_is_told_with_the_field() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &TokenScope::ALL);
    for (path, field) in [
        ("people", "q"),
        ("people?q=a", "q"),
        ("people?q=ha&q=ha", "q"),
        ("people?q=ha&limit=51", "limit"),
        ("people?q=ha&colour=red", "colour"),
        ("units?on=31-12-2025", "on"),
        ("units?level=village", "level"),
        ("figures?measure=adults&by=commune&year=1999", "year"),
        ("figures?measure=adult&by=commune&year=2026", "measure"),
        ("export/dossiers.csv", "year"),
    ] {
        let answer = get(&site, &format!("/api/v1/{path}"), &token);
        assert_problem(&answer, StatusCode::BAD_REQUEST, "parameter", path);
        assert_eq!(read(&answer)["field"], field, "{path}");
    }
}

#[test]
fn what_never_comes_to_a_route_is_a_problem_too() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &TokenScope::ALL);
    let answer = get(&site, "/api/v1/nothing", &token);
    assert_problem(&answer, StatusCode::NOT_FOUND, "not_found", "an unknown route");
    let answer = ask(&site, &Method::DELETE, "/api/v1/me", "", Some(&token));
    assert_problem(&answer, StatusCode::METHOD_NOT_ALLOWED, "method", "a method");
    assert_eq!(answer.headers[header::ALLOW], "GET,HEAD");
    let post = |body: &str| ask(&site, &Method::POST, "/api/v1/assessments", body, Some(&token));
    assert_problem(&post(""), StatusCode::UNSUPPORTED_MEDIA_TYPE, "media_type", "no kind");
    assert_problem(&post("{"), StatusCode::BAD_REQUEST, "body", "no JSON");
    assert_problem(&post("{}"), StatusCode::UNPROCESSABLE_ENTITY, "body", "another thing");
    let large = format!("\"{}\"", "x".repeat(1024 * 1024));
    assert_problem(&post(&large), StatusCode::PAYLOAD_TOO_LARGE, "too_large", "a large body");
}

#[test]
fn who_asks_or_writes_too_often_and_who_comes_when_all_is_busy_is_told_when_to_come_again() {
    let few = Rate::new(1, 2);
    let mut settings = Settings::default();
    settings.rates.writes_per_account = few;
    let site = Site::with(settings);
    let token = token(&site, Place::dam_thuy(), &TokenScope::ALL);
    let post = || ask(&site, &Method::POST, "/api/v1/assessments", "{}", Some(&token));
    let answers = [post(), post(), post()];
    assert_eq!(answers[1].status, StatusCode::UNPROCESSABLE_ENTITY);
    let mut settings = Settings::default();
    settings.rates.requests_per_address = few;
    let crowded = Site::with(settings);
    let certificate = || crowded.guest().get("/api/v1/certificates/2026-01273-0000042-K");
    let refused = [certificate(), certificate(), certificate()];
    let busy = Site::with(Settings {
        work: WorkLimits { at_once: 0, waiting: 0, ..WorkLimits::default() },
        ..Settings::default()
    });
    let turned_away = busy.guest().get("/api/v1/certificates/2026-01273-0000042-K");
    for (answer, status, code) in [
        (&answers[2], StatusCode::TOO_MANY_REQUESTS, "too_many"),
        (&refused[2], StatusCode::TOO_MANY_REQUESTS, "too_many"),
        (&turned_away, StatusCode::SERVICE_UNAVAILABLE, "busy"),
    ] {
        assert_problem(answer, status, code, code);
        let wait: u64 = answer.headers[header::RETRY_AFTER].to_str().expect("text").parse().expect("seconds");
        assert!((1..=61).contains(&wait), "{wait}");
    }
}

#[test]
fn a_certificate_is_checked_without_a_token_and_tells_no_more_than_the_page() {
    let site = Site::new();
    site.world.recognised(&["Nông Thị Hà"]);
    let serial = site.world.rows("select serial from certificate").remove(0).remove(0);
    let answer = site.guest().get(&format!("/api/v1/certificates/{serial}"));
    let told = read(&answer);
    assert_eq!(
        (&told["serial"], &told["state"], &told["title_year"]),
        (&json!(serial), &json!("valid"), &json!(2026))
    );
    assert!(!answer.body.contains("Thị") && !told["name"].as_str().unwrap_or_default().is_empty(), "{told}");
    for unknown in ["2026-01273-0000042-K", "x", "%00"] {
        let answer = site.guest().get(&format!("/api/v1/certificates/{unknown}"));
        assert_problem(&answer, StatusCode::NOT_FOUND, "not_found", unknown);
    }
}

#[test]
fn units_come_page_by_page_and_each_once() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Read]);
    let (mut seen, mut after) = (Vec::new(), String::new());
    loop {
        let page = read(&get(&site, &format!("/api/v1/units?on=2026-03-01&limit=2{after}"), &token));
        let items = page["items"].as_array().expect("rows");
        assert!((1..=2).contains(&items.len()), "{page}");
        seen.extend(items.iter().map(|unit| unit["id"].as_str().expect("an id").to_owned()));
        let Some(next) = page["next"].as_str() else { break };
        after = format!("&after={next}");
    }
    let whole = read(&get(&site, "/api/v1/units?on=2026-03-01", &token));
    let whole: Vec<&str> =
        whole["items"].as_array().expect("rows").iter().filter_map(|unit| unit["id"].as_str()).collect();
    assert!(whole.len() > 3);
    assert_eq!(seen, whole);
}
