//! The same request sent twice is done once.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use axum::response::Response;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sohoc_rules::access::TokenScope;
use tower::ServiceExt;

use super::{PROBLEM, ask, assert_problem, batch, read, request, token};
use crate::office::Place;
use crate::support::{Answer, Site};

const PATH: &str = "/api/v1/assessments";

fn sent(token: &str, key: &str, body: &Value) -> Request<Body> {
    let body = body.to_string();
    let request = request(&Method::POST, PATH, &body, Some(token)).header("idempotency-key", key);
    request.body(Body::from(body)).expect("a request")
}

fn send(site: &Site, token: &str, key: &str, body: &Value) -> Answer {
    site.guest().send(sent(token, key, body))
}

#[test]
fn a_key_brings_the_same_answer_again_and_no_other_request() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Write]);
    let people = site.world.people(&["Nông Thị Hà", "Triệu Văn An"]);
    let body = batch(&site.world, people[0], 8);
    let first = send(&site, &token, "k-1", &body);
    assert_eq!(read(&first)["items"][0]["status"], "entered", "{}", first.body);
    let again = send(&site, &token, "k-1", &body);
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    assert!(!first.headers.contains_key("idempotency-replayed"));
    let other = send(&site, &token, "k-1", &batch(&site.world, people[1], 8));
    assert_problem(&other, StatusCode::UNPROCESSABLE_ENTITY, "key_used", "another body");
    assert_eq!(site.world.count("select count(*) from dossier"), 1);
    assert_eq!(read(&send(&site, &token, "k-2", &body))["items"][0]["status"], "unchanged");
    let long = "x".repeat(256);
    assert_problem(&send(&site, &token, &long, &body), StatusCode::BAD_REQUEST, "parameter", "a long key");
}

#[test]
fn a_problem_is_remembered_too_and_keys_of_two_programs_are_apart() {
    let site = Site::new();
    let tokens = [(); 2].map(|()| token(&site, Place::dam_thuy(), &[TokenScope::Write]));
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let wrong = json!({ "year": 2026, "items": [] });
    let answers = [(); 2].map(|()| send(&site, &tokens[0], "k", &wrong));
    for answer in &answers {
        assert_problem(answer, StatusCode::UNPROCESSABLE_ENTITY, "body", "no items");
    }
    assert_eq!(answers[1].headers["idempotency-replayed"], "true");
    let right = send(&site, &tokens[1], "k", &batch(&site.world, person, 8));
    assert_eq!(right.status, StatusCode::OK, "{}", right.body);
    site.world.clock.move_by(25 * 3_600 * 1_000_000);
    let next_day = send(&site, &tokens[0], "k", &batch(&site.world, person, 8));
    assert_eq!(read(&next_day)["items"][0]["status"], "unchanged", "the key is free again after a day");
}

#[test]
fn two_at_the_same_time_have_one_effect() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Write]);
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let body = batch(&site.world, person, 8);
    let one = || site.router().oneshot(sent(&token, "k", &body));
    let answers = site.runtime().block_on(async { join_all([one(), one(), one(), one()]).await });
    let answers: Vec<Response> = answers.into_iter().map(|answer| answer.expect("always")).collect();
    let done = |status| answers.iter().filter(|answer| answer.status() == status).count();
    let (told, early) = (done(StatusCode::OK), done(StatusCode::CONFLICT));
    assert_eq!((told + early, told > 0), (4, true));
    let is_first = |answer: &&Response| {
        answer.status() == StatusCode::OK && !answer.headers().contains_key("idempotency-replayed")
    };
    assert_eq!(
        answers.iter().filter(is_first).count(),
        1,
        "one was done, the others heard of it or came too early"
    );
    assert_eq!(site.world.count("select count(*) from dossier"), 1);
    assert_eq!(send(&site, &token, "k", &body).headers["idempotency-replayed"], "true");
}

#[test]
fn a_batch_with_somebody_of_elsewhere_keeps_nothing_and_the_try_is_noted() {
    let site = Site::new();
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let other = token(&site, Place::trung_khanh(), &[TokenScope::Write]);
    let body = batch(&site.world, person, 8).to_string();
    let answer = ask(&site, &Method::POST, PATH, &body, Some(&other));
    assert_problem(&answer, StatusCode::NOT_FOUND, "not_found", PROBLEM);
    site.office.flush_readings().expect("kept");
    assert_eq!(site.world.count("select count(*) from reading where what = 20"), 1);
    assert_eq!(site.world.count("select count(*) from dossier"), 0);
}

#[test]
fn numbers_with_a_naught_behind_the_point_are_whole_and_wrong_scores_are_told_one_by_one() {
    let site = Site::new();
    let token = token(&site, Place::dam_thuy(), &[TokenScope::Write]);
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let mut body = batch(&site.world, person, 8);
    body["year"] = json!(2026.0);
    let mut wrong = body.clone();
    wrong["items"][0]["scores"]["no such"] = json!(1);
    let refused = ask(&site, &Method::POST, PATH, &wrong.to_string(), Some(&token));
    assert_eq!(read(&refused)["items"][0]["code"], "assessment.scores", "{}", refused.body);
    let entered = ask(&site, &Method::POST, PATH, &body.to_string(), Some(&token));
    assert_eq!(read(&entered)["items"][0]["status"], "entered", "{}", entered.body);
    body["year"] = json!(2026.5);
    let half = ask(&site, &Method::POST, PATH, &body.to_string(), Some(&token));
    assert_problem(&half, StatusCode::UNPROCESSABLE_ENTITY, "body", "half a year");
}
