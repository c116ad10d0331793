//! The title that was granted, and its certificate.

use askama::Template;
use sohoc_acts::dossier::own_titles;
use sohoc_rules::recognition::TitleState;
use sohoc_rules::time::Date;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

use super::{dossier, round};

#[derive(Template)]
#[template(path = "dossier/own/title.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
    state: TitleState,
    decision: String,
    dated: Date,
    serial: Option<String>,
}

/// `GET /ho-so/{nam}/giay`
pub fn page(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = dossier(visit, &round)?;
    let lines = own_titles(visit.office(), visit.actor()?)?;
    let granted = |state: Option<i64>| state.and_then(TitleState::from_code);
    let lines = lines.into_iter().filter(|line| line.dossier == own.id);
    // A correcting line carries the title after the one it replaced.
    let mut titles: Vec<_> = lines.filter_map(|line| Some((granted(line.title_state)?, line))).collect();
    titles.sort_by_key(|(state, line)| (*state == TitleState::Replaced, std::cmp::Reverse(line.decision)));
    let (state, line) = titles.into_iter().next().ok_or(Failure::NotFound)?;
    let page = Page {
        frame: visit.frame("own-certificate"),
        year: round.rules.year,
        state,
        decision: format!("{:02}/{}", line.number, line.sign),
        dated: line.dated.0,
        serial: line.certificate,
    };
    visit.show(&page)
}
