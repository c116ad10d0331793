//! Slips with a code and a QR, eight on a sheet. The codes are shown this once.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::access::slips::{Slip, print_slips};
use sohoc_acts::{Error, dossier::ReviewBody};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::PersonId;
use sohoc_rules::privacy::What;
use sohoc_rules::time::Date;

use crate::access::qr_picture;
use crate::dossier::body;
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::list;

#[derive(Template)]
#[template(path = "dossier/roster/slips.html")]
struct Slips<'r> {
    frame: Frame<'r>,
    back: String,
    place: String,
    /// Where the code is typed, without the scheme.
    address: String,
    cards: Vec<Card>,
}

struct Card {
    name: String,
    sign_in: String,
    code: String,
    expires: Date,
    picture: String,
}

/// `POST /xom/{don_vi}/phieu-vao`: for the chosen, or for the whole list.
pub fn print(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, &[ActKind::PrintSlips])?;
    let people = match visit.form().get("cho") {
        "ca-xom" => list::everybody(visit, body, None)?.into_iter().map(|line| line.person).collect(),
        _ => chosen(visit, body)?,
    };
    if people.is_empty() {
        return again(visit, body, visit.words.get("roster-nobody-chosen").into_owned());
    }
    body::note(visit, What::List, body, 1)?;
    match print_slips(visit.office(), visit.actor()?, &people) {
        Ok(slips) => show(visit, body, slips),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            again(visit, body, format!("{text} {remedy}"))
        }
        Err(error) => Err(error.into()),
    }
}

fn chosen(visit: &Visit<'_>, body: ReviewBody) -> Result<Vec<PersonId>, Failure> {
    let mut people: Vec<PersonId> = Vec::new();
    for typed in visit.form().all("nguoi") {
        let person = typed.parse().map_err(|_| Failure::NotFound)?;
        if !people.contains(&person) {
            people.push(person);
        }
    }
    // A slip is for somebody of the list it is asked from.
    let known = list::everybody(visit, body, None)?;
    people.retain(|person| known.iter().any(|line| line.person == *person));
    Ok(people)
}

fn again(visit: &Visit<'_>, body: ReviewBody, text: String) -> Answer {
    let faults = vec![FieldFault { field: "nguoi".to_owned(), text }];
    list::show(visit, StatusCode::UNPROCESSABLE_ENTITY, body, faults)
}

fn show(visit: &Visit<'_>, body: ReviewBody, slips: Vec<Slip>) -> Answer {
    let url = public_url(visit);
    let card = |slip: Slip| Card {
        picture: qr_picture(&format!("{url}/vao/phieu?ma={}", slip.code)),
        name: slip.name,
        sign_in: slip.sign_in,
        code: slip.code,
        expires: slip.expires.day(),
    };
    let plain = url.trim_start_matches("https://").trim_start_matches("http://");
    visit.show(&Slips {
        frame: visit.frame("roster-slips-title"),
        back: list::back(visit, body),
        place: body::name(visit, body)?,
        address: format!("{plain}/vao/phieu"),
        cards: slips.into_iter().map(card).collect(),
    })
}

/// Where this counter is found: as the configuration says, else as the browser called it.
fn public_url(visit: &Visit<'_>) -> String {
    let host = visit.request.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok());
    let url = visit.counter.settings().public_url.clone();
    let url = url.unwrap_or_else(|| format!("http://{}", host.unwrap_or("localhost")));
    url.trim_end_matches('/').to_owned()
}
