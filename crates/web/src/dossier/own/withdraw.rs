//! Taking a dossier back.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::dossier;

use crate::failure::{Answer, Failure};
use crate::frame::{Faults, Frame};
use crate::visit::Visit;

use super::{path, round};

#[derive(Template)]
#[template(path = "dossier/own/withdraw.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
}

/// `GET /ho-so/{nam}/rut`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, Faults::default())
}

/// `POST /ho-so/{nam}/rut`
pub fn send(visit: &Visit<'_>) -> Answer {
    let mut faults = Faults::default();
    if !visit.form().ticked("chac") {
        faults.add(visit, "chac", "own-withdraw-tick");
        return show(visit, faults);
    }
    let round = round(visit)?;
    let own = super::dossier(visit, &round)?;
    let answers = dossier::withdraw(visit.office(), visit.actor()?, &round, &[own.id])?;
    answers.into_iter().next().ok_or(Failure::NotFound)??;
    visit.go(&path(&round, "theo-doi"), "own-withdrawn")
}

fn show(visit: &Visit<'_>, faults: Faults) -> Answer {
    let round = round(visit)?;
    let own = super::dossier(visit, &round)?;
    if round.closed || !own.may_withdraw() {
        return visit.go(&path(&round, "theo-doi"), "");
    }
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let frame = visit.frame("own-withdraw-title").with_faults(faults.into_list());
    visit.show_as(status, &Page { frame, year: round.rules.year })
}
