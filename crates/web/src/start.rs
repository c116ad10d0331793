//! The start page.

use askama::Template;
use sohoc_acts::{Office, rounds};
use sohoc_rules::figures::Counter as Count;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::route::{Route, Who, get};
use crate::visit::Visit;

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![get("/", Who::Anyone, page)]
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start<'r> {
    frame: Frame<'r>,
    /// Name of the province, where there is one.
    place: String,
    years: Vec<Year>,
}

struct Year {
    year: i16,
    closed: bool,
    registered: i64,
    assessed: i64,
    recognised: i64,
}

/// `GET /`
fn page(visit: &Visit<'_>) -> Answer {
    let map = visit.office().map_on(visit.today())?;
    let mut places = map.roots().map(|unit| map.name(unit.id));
    let place = match (places.next(), places.next()) {
        (Some(only), None) => only.to_owned(),
        _ => String::new(),
    };
    visit.show(&Start { frame: visit.frame("start-title"), place, years: years(visit.office())? })
}

fn years(office: &Office) -> sohoc_acts::Result<Vec<Year>> {
    let cube = office.cube()?;
    let years = office.read(rounds::list)?.into_iter().map(|round| {
        let count = |counter| cube.total(round.rules.year, counter);
        Year {
            year: round.rules.year,
            closed: round.closed,
            registered: count(Count::Registered),
            assessed: count(Count::SelfAssessed),
            recognised: count(Count::Recognised),
        }
    });
    Ok(years.collect())
}
