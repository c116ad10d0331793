//! What is kept: forms typed from paper, handed in, and a queue appraised at once.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use sohoc_rules::ids::PersonId;

use super::super::drive::Scenario;
use super::super::wire::{Request, Response, Visitor};
use super::{Ground, visit};
use crate::stage::Error;

/// A visitor with the token of their forms.
type Writer = (Visitor, String);

pub fn all(ground: &Ground, address: SocketAddr) -> Result<Vec<Scenario>, Error> {
    let first = ground.papers.first().map(|person| format!("/xom/{person}/phieu")).unwrap_or_default();
    let helpers = writers(&ground.helpers, address, &first)?;
    // Whose answers are kept, in the order of keeping: they are handed in next.
    let typed = Arc::new(Mutex::new(Vec::new()));
    Ok(vec![
        sheets(ground, helpers.clone(), Arc::clone(&typed)),
        submits(helpers, typed),
        batch(ground, address)?,
    ])
}

fn writers(visitors: &[Visitor], address: SocketAddr, page: &str) -> Result<Vec<Writer>, Error> {
    visitors
        .iter()
        .map(|visitor| {
            let mut visitor = visitor.clone();
            let response = visit(address, page, &mut visitor)?;
            let token = response.field("csrf").unwrap_or_default();
            Ok((visitor, token))
        })
        .collect()
}

/// Ten answers of a paper form, kept in one request.
fn sheets(ground: &Ground, helpers: Vec<Writer>, typed: Arc<Mutex<Vec<PersonId>>>) -> Scenario {
    let fields: Vec<String> = ground.indicators.iter().map(|code| format!("diem-{code}")).collect();
    let mut papers = ground.papers.clone().into_iter();
    let mut last = vec![None; helpers.len()];
    let next = move |client: usize| {
        // Its last answer has come when a client asks again.
        if let Some(done) = last[client].take() {
            typed.lock().unwrap_or_else(PoisonError::into_inner).push(done);
        }
        let person = papers.next()?;
        last[client] = Some(person);
        let (visitor, token) = &helpers[client];
        let mut form = vec![("csrf", token.as_str()), ("ban", "1")];
        form.extend(fields.iter().map(|field| (field.as_str(), "8")));
        Some(Request::post(&format!("/xom/{person}/phieu"), visitor, &form))
    };
    Scenario::new("ten_answers", next, done)
}

/// What was typed is handed in: rule, journal, tally, receipt.
fn submits(helpers: Vec<Writer>, typed: Arc<Mutex<Vec<PersonId>>>) -> Scenario {
    let mut turn = 0_u64;
    let next = move |client: usize| {
        let person = typed.lock().unwrap_or_else(PoisonError::into_inner).pop()?;
        turn += 1;
        let (visitor, token) = &helpers[client];
        let key = format!("bench-{turn:012}");
        let form = [("csrf", token.as_str()), ("khoa", &key), ("giay", "1")];
        Some(Request::post(&format!("/xom/{person}/xem-lai"), visitor, &form))
    };
    Scenario::new("submit", next, done)
}

/// The whole queue of the commune in one request.
fn batch(ground: &Ground, address: SocketAddr) -> Result<Scenario, Error> {
    let path = format!("/duyet/don-vi/{}/ca-loat", ground.commune);
    let officer = ground.officers.first().map_or(&[][..], std::slice::from_ref);
    let (visitor, token) = writers(officer, address, &format!("{path}?tt=cho-cham"))?.remove(0);
    let form = [("csrf", token.as_str()), ("tt", "cho-cham"), ("viec", "lam")];
    let mut request = Some(Request::post(&path, &visitor, &form));
    // Each of them, not one less.
    let all = format!("xong={}&", ground.waiting);
    let appraised = move |response: &Response| {
        response.status == 303 && response.header("location").unwrap_or_default().contains(&all)
    };
    Ok(Scenario::new(format!("batch_of_{}", ground.waiting), move |_| request.take(), appraised))
}

fn done(response: &Response) -> bool {
    response.status == 303
}
