//! The paper form: for those who walk without a phone.

use askama::Template;
use sohoc_rules::criteria::GroupForm;
use sohoc_rules::privacy::What;

use crate::dossier::body;
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

use super::{RIGHTS, list};

#[derive(Template)]
#[template(path = "dossier/roster/blank.html")]
struct Blank<'r> {
    frame: Frame<'r>,
    here: String,
    back: String,
    place: String,
    year: i16,
    decision: String,
    /// Code and name of every form.
    forms: Vec<(String, String)>,
    chosen: String,
    who: String,
    parts: Vec<Part>,
    /// One sheet for each: name and year of birth, empty to be written by hand.
    sheets: Vec<(String, String)>,
    named: bool,
}

struct Part {
    name: String,
    /// Code, what is asked, plain words, most points.
    questions: Vec<(String, String, String, u8)>,
}

/// `GET /xom/{don_vi}/phieu-trang`
pub fn page(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let round = body::round(visit)?;
    let asked = visit.query().get("nhom");
    let form = round.set.form(asked).or_else(|| round.set.forms.first()).ok_or(Failure::NotFound)?;
    let named = visit.query().ticked("ten");
    let sheets = if named {
        body::note(visit, What::List, body, 1)?;
        let people = list::everybody(visit, body, Some(sohoc_rules::dossier::Standing::NotStarted))?;
        people.into_iter().map(|line| (line.name, line.birth_year.to_string())).collect()
    } else {
        vec![(String::new(), String::new())]
    };
    visit.show(&Blank {
        frame: visit.frame("roster-blank-title"),
        here: body::roster_path(body, "phieu-trang"),
        back: list::back(visit, body),
        place: body::name(visit, body)?,
        year: round.rules.year,
        decision: round.set.decision.number.clone(),
        forms: round.set.forms.iter().map(|form| (form.code.clone(), form.name.clone())).collect(),
        chosen: form.code.clone(),
        who: form.who.clone(),
        parts: parts(form),
        sheets,
        named,
    })
}

fn parts(form: &GroupForm) -> Vec<Part> {
    let part = |competence: &sohoc_rules::criteria::Competence| Part {
        name: competence.name.clone(),
        questions: competence
            .indicators
            .iter()
            .map(|one| (one.code.clone(), one.text.clone(), one.help.clone(), one.maximum))
            .collect(),
    };
    form.competences.iter().map(part).collect()
}
