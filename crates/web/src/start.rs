//! The start page.

use askama::Template;
use sohoc_acts::figures::public::public_figures;
use sohoc_rules::figures::Shown;

use crate::failure::{Answer, Failure};
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
    registered: String,
    assessed: String,
    recognised: String,
}

/// `GET /`
fn page(visit: &Visit<'_>) -> Answer {
    let map = visit.office().map_on(visit.today())?;
    let mut places = map.roots().map(|unit| map.name(unit.id));
    let place = match (places.next(), places.next()) {
        (Some(only), None) => only.to_owned(),
        _ => String::new(),
    };
    let frame = visit.frame("start-title");
    let years = years(visit, &frame)?;
    visit.show(&Start { frame, place, years })
}

/// The whole of each year as everyone may see it.
fn years(visit: &Visit<'_>, frame: &Frame<'_>) -> Result<Vec<Year>, Failure> {
    let mut years = Vec::new();
    for round in visit.office().rounds()? {
        let figures = public_figures(visit.office(), round.rules.year)?;
        let whole = figures.table.whole();
        let told = |count: Option<Shown>| match count {
            Some(Some(count)) => frame.number(count),
            Some(None) => frame.t("public-figures-hidden").into_owned(),
            None => frame.number(0_i64),
        };
        years.push(Year {
            year: round.rules.year,
            closed: round.closed,
            registered: told(whole.map(|whole| whole.registered)),
            assessed: told(whole.map(|whole| whole.assessed)),
            recognised: told(whole.map(|whole| whole.recognised)),
        });
    }
    Ok(years)
}
