//! Lists sent and worked on in the background.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use sohoc_acts::jobs;

use crate::office::{Cast, Place};
use crate::support::{Answer, Site, Visitor};

/// Sends a list as a browser does.
fn send(visitor: &Visitor<'_>, name: &str, text: &str) -> Answer {
    let token = visitor.get("/viec/nhap").field("csrf").expect("a token").to_owned();
    let mut body = String::new();
    let place = Place::dam_thuy().to_string();
    for (field, value) in [("csrf", token.as_str()), ("loai", "people"), ("noi", &place)] {
        body += &format!("--xyz\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
    }
    body += &format!(
        "--xyz\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n{text}\r\n--xyz--\r\n"
    );
    let request = Request::builder()
        .method("POST")
        .uri("/viec/nhap")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=xyz")
        .body(Body::from(body));
    visitor.send(request.expect("a request"))
}

#[test]
fn a_list_that_was_sent_waits_and_is_seen_by_its_sender_and_cancelled() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = Site::with(sohoc_web::Settings { spool: folder.path().to_owned(), ..Default::default() });
    let officer = site.signed_in(Cast::OFFICER);
    for (name, text) in [("danh-sach.exe", "MZ"), ("danh-sach.csv", "")] {
        assert_eq!(send(&officer, name, text).status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
    }
    let sent = send(&officer, "danh-sach.csv", "Họ và tên,Năm sinh\nNông Thị Hà,1980\n");
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let job = sent.location().split('?').next().expect("a place").to_owned();
    assert!(officer.get(&job).body.contains("data-job") && officer.get("/viec").body.contains(&job));
    let asked = Request::builder().uri(&job).header(header::ACCEPT, "application/json").body(Body::empty());
    let told = officer.send(asked.expect("a request")).body;
    assert!(told.contains("\"ended\":false"), "{told}");
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&job).status, StatusCode::NOT_FOUND);
    assert_eq!(officer.get(&format!("{job}/tep")).status, StatusCode::NOT_FOUND, "nothing came of it yet");
    assert_eq!(officer.submit(&job, &job, &[]).status, StatusCode::SEE_OTHER);
    assert!(!officer.get(&job).body.contains("data-job"));
}

#[test]
fn a_list_that_was_tried_is_taken_in_without_sending_it_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let site = Site::with(sohoc_web::Settings { spool: folder.path().to_owned(), ..Default::default() });
    let officer = site.signed_in(Cast::OFFICER);
    let sent = send(&officer, "danh-sach.csv", "Họ và tên,Năm sinh\nNông Thị Hà,1980\n");
    let job = sent.location().split('?').next().expect("a place").to_owned();
    assert!(!officer.get(&job).body.contains("value=\"that\""), "not before it was tried");
    let holder = uuid::Uuid::from_u128(1);
    let claimed = jobs::claim(&site.office, holder).expect("claims").expect("it waits");
    jobs::finish(&site.office, claimed.id, holder, &jobs::Counts::default(), None).expect("tried");
    assert!(officer.get(&job).body.contains("value=\"that\""));
    let again = officer.submit(&job, &job, &[("viec", "that")]);
    let new = again.location().split('?').next().expect("a place").to_owned();
    assert!(new.starts_with("/viec/") && new != job, "{}", again.text());
    let claimed = jobs::claim(&site.office, holder).expect("claims").expect("it waits");
    assert!(matches!(claimed.work, jobs::Work::Import { dry_run: false, .. }));
    let copy = claimed.source_file.expect("a file of its own");
    let text = std::fs::read_to_string(folder.path().join(copy)).expect("it is there");
    assert!(text.contains("Nông Thị Hà"));
    let twice = officer.submit(&new, &new, &[("viec", "that")]);
    assert_eq!(twice.status, StatusCode::NOT_FOUND, "what was taken in is not tried");
}
