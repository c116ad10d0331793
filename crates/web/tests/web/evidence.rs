//! Evidence: brought whole or in parts, shown to those who may, refused in plain words.

use axum::body::Body;
use axum::http::{Method, Request, StatusCode, header};
use sohoc_acts::dossier::start;
use sohoc_acts::evidence::of_dossier;
use sohoc_rules::ids::{DossierId, PersonId};

use crate::office::{Cast, FORM};
use crate::support::{Answer, Site, Visitor};

/// A person with a draft, and the page of its first indicator.
fn draft(site: &Site) -> (PersonId, DossierId, String) {
    let person = site.world.people(&["Nông Thị Hà"])[0];
    let volunteer = site.world.actor(Cast::VOLUNTEER);
    let dossier = start(&site.office, &volunteer, &site.world.round, person, FORM).expect("a draft");
    (person, dossier, format!("/minh-chung/{dossier}/1.1"))
}

fn pieces(site: &Site, dossier: DossierId) -> usize {
    let officer = site.world.actor(Cast::OFFICER);
    let all = of_dossier(&site.office, &officer, &site.world.round, dossier).expect("the officer may");
    all.iter().map(|one| one.pieces.len()).sum()
}

/// Sends a form with one file.
fn send_file(visitor: &Visitor<'_>, page: &str, name: &str, bytes: &[u8]) -> Answer {
    let token = visitor.get(page).field("csrf").expect("a token").to_owned();
    let mut body = Vec::new();
    for (field, value) in [("csrf", token.as_str()), ("ten-goi", "Giấy khen")] {
        body.extend(
            format!("--x\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
        );
    }
    body.extend(
        format!("--x\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n").bytes(),
    );
    body.extend(bytes);
    body.extend(b"\r\n--x--\r\n");
    let request = Request::builder()
        .method(Method::POST)
        .uri(page)
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=x")
        .body(Body::from(body));
    visitor.send(request.expect("a request"))
}

/// A small PDF of one empty page.
fn paper() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
      3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\nxref\n0 4\n0000000000 65535 f \n\
      0000000009 00000 n \n0000000053 00000 n \n0000000103 00000 n \ntrailer<</Size 4/Root 1 0 R>>\n\
      startxref\n161\n%%EOF\n"
        .to_vec()
}

#[test]
fn a_citizen_brings_a_paper_by_form_and_opens_it_as_an_attachment() {
    let site = Site::new();
    let (person, dossier, page) = draft(&site);
    let citizen = site.citizen(person);
    let answer = send_file(&citizen, &page, "../../etc/giay khen.pdf", &paper());
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert_eq!(pieces(&site, dossier), 1);
    let shown = citizen.get(&page);
    assert!(
        shown.body.contains("Giấy khen") && !shown.body.contains("etc"),
        "the name of the file is not kept"
    );
    let (_, rest) = shown.body.split_once("href=\"/tep/").expect("a link to the file");
    let path = format!("/tep/{}", rest.split('"').next().unwrap_or_default());
    let file = citizen.get(&path);
    assert_eq!(file.status, StatusCode::OK);
    let disposition = file.headers[header::CONTENT_DISPOSITION].to_str().expect("text");
    assert!(disposition.starts_with("attachment"), "{disposition}");
    let policy = file.headers[header::CONTENT_SECURITY_POLICY].to_str().expect("text");
    assert!(policy.contains("sandbox"), "{policy}");
    assert_eq!(site.signed_in(Cast::OTHER_OFFICER).get(&path).status, StatusCode::NOT_FOUND);
    assert_eq!(site.signed_in(Cast::OFFICER).get(&path).status, StatusCode::OK);
}

#[test]
fn what_is_no_picture_paper_or_recording_is_refused_on_the_page_and_nothing_is_kept() {
    let site = Site::new();
    let (person, dossier, page) = draft(&site);
    let citizen = site.citizen(person);
    let polyglot = [paper(), b"PK\x03\x04 an archive behind a paper".to_vec()].concat();
    let files: [(&str, &[u8]); 5] = [
        ("anh.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("trang.html", b"<!doctype html><script>alert(1)</script>"),
        ("chay.exe", b"MZ\x90\x00\x03\x00\x00\x00"),
        ("trong.pdf", b""),
        ("hai.pdf", &polyglot),
    ];
    for (name, bytes) in files {
        let answer = send_file(&citizen, &page, name, bytes);
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        assert!(answer.body.contains("href=\"#tep\""), "{name}: the summary leads to the field");
    }
    assert_eq!(pieces(&site, dossier), 0);
}

fn part(visitor: &Visitor<'_>, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let token = visitor.get("/giao-dien").field("csrf").expect("a token").to_owned();
    let mut request =
        Request::builder().method(method).uri(path).header("x-csrf", token).header("tus-resumable", "1.0.0");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    visitor.send(request.body(body).expect("a request"))
}

#[test]
fn an_upload_that_was_cut_goes_on_where_it_stopped() {
    let site = Site::new();
    let (person, dossier, page) = draft(&site);
    let citizen = site.citizen(person);
    let file = paper();
    let (length, told) = (file.len().to_string(), format!("ho_so {}", base64(&dossier.to_string())));
    let begun = [("upload-length", length.as_str()), ("upload-metadata", told.as_str())];
    let place = part(&citizen, Method::POST, "/tai-len", &begun, Body::empty()).location().to_owned();
    let third = file.len() * 3 / 10;
    let kind = ("content-type", "application/offset+octet-stream");
    // The connection breaks after 30 %.
    let broken = futures_util::stream::iter([Ok(file[..third].to_vec()), Err(std::io::Error::other("cut"))]);
    part(&citizen, Method::PATCH, &place, &[kind, ("upload-offset", "0")], Body::from_stream(broken));
    let state = part(&citizen, Method::HEAD, &place, &[], Body::empty());
    assert_eq!(state.headers["upload-offset"], third.to_string().as_str());
    let wrong = part(&citizen, Method::PATCH, &place, &[kind, ("upload-offset", "0")], Body::from("again"));
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    let offset = third.to_string();
    let rest = Body::from(file[third..].to_vec());
    let done = part(&citizen, Method::PATCH, &place, &[kind, ("upload-offset", &offset)], rest);
    assert_eq!(done.headers["upload-offset"], length.as_str());
    let upload = place.rsplit('/').next().unwrap_or_default();
    assert_eq!(citizen.submit(&page, &page, &[("tai_len", upload)]).status, StatusCode::SEE_OTHER);
    assert_eq!(pieces(&site, dossier), 1);
}

#[test]
fn a_stranger_can_neither_see_nor_go_on_with_an_upload() {
    let site = Site::new();
    let (person, dossier, _) = draft(&site);
    let citizen = site.citizen(person);
    let told = format!("ho_so {}", base64(&dossier.to_string()));
    let begun = [("upload-length", "100"), ("upload-metadata", told.as_str())];
    let place = part(&citizen, Method::POST, "/tai-len", &begun, Body::empty()).location().to_owned();
    let other = site.signed_in(Cast::OTHER_VOLUNTEER);
    assert_eq!(part(&other, Method::HEAD, &place, &[], Body::empty()).status, StatusCode::NOT_FOUND);
    let elsewhere = part(&other, Method::POST, "/tai-len", &begun, Body::empty());
    assert_eq!(elsewhere.status, StatusCode::NOT_FOUND, "nor begin one for somebody of another commune");
}

#[test]
fn what_is_too_large_is_refused_before_a_byte_is_sent() {
    let site = Site::new();
    let (person, dossier, _) = draft(&site);
    let citizen = site.citizen(person);
    let told = format!("ho_so {}", base64(&dossier.to_string()));
    let begun = [("upload-length", "31000000"), ("upload-metadata", told.as_str())];
    let answer = part(&citizen, Method::POST, "/tai-len", &begun, Body::empty());
    assert!(answer.status.is_client_error(), "{}", answer.status);
    assert_eq!(answer.location(), "");
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}
