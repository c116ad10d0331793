//! Which group somebody belongs to, and so which ten questions are asked.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{Own, choose_form, own, start};
use sohoc_acts::rounds::Round;

use crate::failure::Answer;
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

use super::{round, takes_answers};

#[derive(Template)]
#[template(path = "dossier/own/form.html")]
struct Form<'r> {
    frame: Frame<'r>,
    year: i16,
    forms: Vec<Choice>,
    version: i64,
    /// Whether answers were given that another form would take back.
    answered: usize,
}

struct Choice {
    code: String,
    name: String,
    who: String,
    chosen: bool,
}

/// `GET /ho-so/{nam}/nhom`
pub fn page(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = own(visit.office(), visit.actor()?, &round, None)?;
    if !takes_answers(visit, &round) || own.as_ref().is_some_and(|own| !own.is_open()) {
        return visit.go("/ho-so", "");
    }
    let chosen = own.as_ref().map_or("", |own| own.draft.group.as_str());
    show(visit, &round, own.as_ref(), chosen, Faults::default())
}

/// `POST /ho-so/{nam}/nhom`
pub fn send(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = own(visit.office(), visit.actor()?, &round, None)?;
    let group = visit.form().get("nhom");
    let mut faults = Faults::default();
    if round.set.form(group).is_none() {
        faults.add(visit, "nhom", "own-form-choose");
        return show(visit, &round, own.as_ref(), group, faults);
    }
    let other = own.as_ref().is_some_and(|own| own.draft.group != group && own.answered() > 0);
    if other && !visit.form().ticked("doi") {
        faults.add(visit, "doi", "own-form-confirm");
        return show(visit, &round, own.as_ref(), group, faults);
    }
    match choose(visit, &round, own.as_ref(), group) {
        Ok(()) => visit.go("/ho-so", "own-form"),
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            faults.add_text("nhom", format!("{text} {remedy}"));
            show(visit, &round, own.as_ref(), group, faults)
        }
        Err(error) => Err(error.into()),
    }
}

fn choose(visit: &Visit<'_>, round: &Round, own: Option<&Own>, group: &str) -> sohoc_acts::Result<()> {
    let unknown = || Error::NotFound("person");
    let actor = visit.actor().map_err(|_| unknown())?;
    match own {
        Some(own) => {
            let seen = visit.form().read("ban").unwrap_or(own.draft.version);
            choose_form(visit.office(), actor, round, own.id, group, seen)?;
        }
        None => {
            start(visit.office(), actor, round, actor.person().ok_or_else(unknown)?, group)?;
        }
    }
    Ok(())
}

fn show(visit: &Visit<'_>, round: &Round, own: Option<&Own>, chosen: &str, faults: Faults) -> Answer {
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let forms = round.set.forms.iter().map(|form| Choice {
        code: form.code.clone(),
        name: form.name.clone(),
        who: form.who.clone(),
        chosen: form.code == chosen,
    });
    let page = Form {
        frame: visit.frame("own-form-title").with_faults(faults.into_list()),
        year: round.rules.year,
        forms: forms.collect(),
        version: own.map_or(0, |own| own.draft.version),
        answered: own.map_or(0, Own::answered),
    };
    visit.show_as(status, &page)
}
