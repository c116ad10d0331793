//! A citizen's own dossier: the task list, one question a page, handing in, and what becomes of it.

mod audio;
mod check;
mod conflict;
mod form;
mod list;
mod question;
mod receipt;
mod state;
mod title;
mod track;
mod withdraw;

use sohoc_acts::dossier::{Own, own};
use sohoc_acts::rounds::Round;

use crate::failure::Failure;
use crate::route::{Route, Who, get, post};
use crate::visit::Visit;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        // Who has no record is told how to get one.
        get("/ho-so", Who::SignedIn, list::page),
        get("/ho-so/{nam}/nhom", Who::Own, form::page),
        post("/ho-so/{nam}/nhom", Who::Own, form::send),
        get("/ho-so/{nam}/cau/{chi_so}", Who::Own, question::page),
        post("/ho-so/{nam}/cau/{chi_so}", Who::Own, question::send),
        get("/ho-so/{nam}/xem-lai", Who::Own, check::page),
        post("/ho-so/{nam}/xem-lai", Who::Own, check::send),
        get("/ho-so/{nam}/bien-nhan", Who::Own, receipt::page),
        get("/ho-so/{nam}/theo-doi", Who::Own, track::page),
        get("/ho-so/{nam}/rut", Who::Own, withdraw::page),
        post("/ho-so/{nam}/rut", Who::Own, withdraw::send),
        get("/ho-so/{nam}/giay", Who::Own, title::page),
        get("/tieng-noi/{tieng}/{nhom}/{chi_so}", Who::Anyone, audio::serve),
    ]
}

/// The round that the path names.
fn round(visit: &Visit<'_>) -> Result<Round, Failure> {
    Ok(visit.office().round(visit.id("nam")?)?)
}

/// The visitor's dossier of the round.
fn dossier(visit: &Visit<'_>, round: &Round) -> Result<Own, Failure> {
    own(visit.office(), visit.actor()?, round, None)?.ok_or(Failure::NotFound)
}

/// Whether these are the days of answering.
fn takes_answers(visit: &Visit<'_>, round: &Round) -> bool {
    !round.closed && round.rules.steps.submit.holds(visit.today())
}

/// The path of a page of the year.
fn path(round: &Round, page: &str) -> String {
    format!("/ho-so/{}/{page}", round.rules.year)
}
