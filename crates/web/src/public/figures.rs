//! How does my commune do? The figures of a year, unit by unit, small counts hidden; the same for everyone, so that
//! it may be kept for a minute on its way.

use std::fmt::Write as _;
use std::sync::Arc;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::IntoResponse;
use sohoc_acts::figures::public::{Found, PublicFigures, public_figures};
use sohoc_rules::figures::{PublicUnit, Shown};
use sohoc_rules::ids::UnitId;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

const PAGE: &str = "/so-lieu";

#[derive(Template)]
#[template(path = "public/figures.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
    /// Whether the round of the year is closed.
    closed: bool,
    years: Vec<(i16, String)>,
    /// From the whole down to the unit above, with where they lead.
    way: Vec<(String, String)>,
    /// What was typed, and what it may mean: where it leads, name, the unit above.
    typed: String,
    found: Vec<(String, String, String)>,
    row: Option<Row>,
    /// What lies in it.
    below: Vec<Row>,
    figures: Arc<PublicFigures>,
    /// Where the table is given as a list.
    list: String,
}

/// A unit as the page shows it: a number, or the word for what is hidden.
struct Row {
    path: String,
    name: String,
    counts: [String; 4],
    /// Holders of the title among adults; empty where either is hidden.
    share: String,
    /// The same with both of its sides in words.
    of: String,
}

/// `GET /so-lieu`
pub fn page(visit: &Visit<'_>) -> Answer {
    let Some(figures) = figures(visit)? else { return nothing(visit) };
    let typed = visit.query().text("ten");
    let found = match figures.find(&typed) {
        _ if typed.is_empty() => Vec::new(),
        Found::One(unit) => return visit.go(&path(unit, figures.year), ""),
        Found::Several(units) => units,
    };
    show(visit, &figures, root(&figures), typed, &found)
}

/// `GET /so-lieu/{don_vi}`: the address stays good when the unit goes on in another.
pub fn one(visit: &Visit<'_>) -> Answer {
    let asked: UnitId = visit.id("don_vi")?;
    let figures = figures(visit)?.ok_or(Failure::NotFound)?;
    let present = figures.present(asked).ok_or(Failure::NotFound)?;
    if present != asked {
        return visit.go(&path(present, figures.year), "");
    }
    show(visit, &figures, Some(present), String::new(), &[])
}

/// `GET /so-lieu/{don_vi}/csv`: what the page shows, for a spreadsheet; what is hidden is empty.
pub fn list(visit: &Visit<'_>) -> Answer {
    let unit: UnitId = visit.id("don_vi")?;
    let figures = figures(visit)?.filter(|figures| figures.map.is_in_force(unit)).ok_or(Failure::NotFound)?;
    let mut text = String::from('\u{feff}');
    let heads = ["code", "unit", "adults", "registered", "assessed", "recognised"];
    let heads = heads.map(|head| visit.words.get(&format!("public-figures-{head}")).into_owned());
    line(&mut text, &heads);
    for row in figures.table.find(unit).into_iter().chain(below(&figures, unit)) {
        let code = row.unit.and_then(|unit| figures.map.territory().find(unit));
        let code = code.map(|unit| unit.code.to_string()).unwrap_or_default();
        let [adults, registered, assessed, recognised] =
            counts(row).map(|count| count.map(|count| count.to_string()).unwrap_or_default());
        line(&mut text, &[code, name(visit, &figures, row), adults, registered, assessed, recognised]);
    }
    let file = format!("attachment; filename=\"so-lieu-{}.csv\"", figures.year);
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60")),
        (header::VARY, HeaderValue::from_static("cookie, accept-language")),
        (
            header::CONTENT_DISPOSITION,
            HeaderValue::from_str(&file).map_err(|error| Failure::Fault(Box::new(error)))?,
        ),
    ];
    Ok((headers, text).into_response())
}

/// Every cell in quotes: names may hold commas.
fn line(text: &mut String, cells: &[String; 6]) {
    for (place, cell) in cells.iter().enumerate() {
        let comma = if place == 0 { "" } else { "," };
        let _ = write!(text, "{comma}\"{}\"", cell.replace('"', "\"\""));
    }
    text.push_str("\r\n");
}

/// The figures of the year that was asked for, else of this year's round, or the latest before.
fn figures(visit: &Visit<'_>) -> Result<Option<Arc<PublicFigures>>, Failure> {
    let years: Vec<i16> = visit.office().rounds()?.iter().map(|round| round.rules.year).collect();
    let asked = visit.query().read::<i16>("nam").filter(|year| years.contains(year));
    let this_year = visit.today().year();
    let usual = years.iter().copied().find(|year| *year <= this_year).or(years.last().copied());
    match asked.or(usual) {
        Some(year) => Ok(Some(public_figures(visit.office(), year)?)),
        None => Ok(None),
    }
}

/// A ledger without rounds has nothing to show.
fn nothing(visit: &Visit<'_>) -> Answer {
    let figures = public_figures(visit.office(), visit.today().year())?;
    let frame = visit.frame_for_all("public-figures-title");
    visit.show_for_all(
        StatusCode::OK,
        &Page {
            frame,
            year: figures.year,
            closed: false,
            years: Vec::new(),
            way: Vec::new(),
            typed: String::new(),
            found: Vec::new(),
            row: None,
            below: Vec::new(),
            figures,
            list: String::new(),
        },
    )
}

fn show(
    visit: &Visit<'_>,
    figures: &Arc<PublicFigures>,
    unit: Option<UnitId>,
    typed: String,
    found: &[UnitId],
) -> Answer {
    let (map, year) = (&figures.map, figures.year);
    let mut frame = visit.frame_for_all("public-figures-title");
    if let Some(unit) = unit {
        frame.title = visit.words.with("public-figures-of", "unit", map.name(unit).to_owned());
    }
    let rounds = visit.office().rounds()?;
    let here = unit.map_or_else(|| PAGE.to_owned(), |unit| format!("{PAGE}/{unit}"));
    let mut way = unit.map(|unit| map.path(unit)).unwrap_or_default();
    way.pop();
    let above =
        |unit: UnitId| map.parent(unit).map(|above| map.name(above.id).to_owned()).unwrap_or_default();
    let row = unit.map_or_else(|| figures.table.whole(), |unit| figures.table.find(unit));
    let rows: Vec<&PublicUnit> = match unit {
        Some(unit) => below(figures, unit).collect(),
        None => map.roots().filter_map(|root| figures.table.find(root.id)).collect(),
    };
    let not_found = !typed.is_empty() && found.is_empty();
    let page = Page {
        year,
        closed: rounds.iter().any(|round| round.rules.year == year && round.closed),
        years: rounds
            .iter()
            .map(|round| (round.rules.year, format!("{here}?nam={}", round.rules.year)))
            .collect(),
        way: way.into_iter().map(|unit| (path(unit.id, year), map.name(unit.id).to_owned())).collect(),
        found: found
            .iter()
            .map(|unit| (path(*unit, year), map.name(*unit).to_owned(), above(*unit)))
            .collect(),
        row: row.map(|row| told(visit, &frame, figures, row)),
        below: rows.into_iter().map(|row| told(visit, &frame, figures, row)).collect(),
        figures: Arc::clone(figures),
        list: unit.map(|unit| format!("{PAGE}/{unit}/csv?nam={year}")).unwrap_or_default(),
        typed,
        frame,
    };
    let status = if not_found { StatusCode::NOT_FOUND } else { StatusCode::OK };
    visit.show_for_all(status, &page)
}

/// The only unit that lies in no other, where there is one.
fn root(figures: &PublicFigures) -> Option<UnitId> {
    let mut roots = figures.map.roots();
    let first = roots.next().map(|unit| unit.id);
    if roots.next().is_some() { None } else { first }
}

/// What lies in a unit by its name, and last those of whom no more is known, if there are any.
fn below(figures: &PublicFigures, unit: UnitId) -> impl Iterator<Item = &PublicUnit> {
    let named =
        figures.map.children_by_name(unit).into_iter().filter_map(|child| figures.table.find(child.id));
    named.chain(figures.table.below(unit).filter(|row| row.unit.is_none()))
}

fn path(unit: UnitId, year: i16) -> String {
    format!("{PAGE}/{unit}?nam={year}")
}

const fn counts(row: &PublicUnit) -> [Shown; 4] {
    [row.adults, row.registered, row.assessed, row.recognised]
}

fn name(visit: &Visit<'_>, figures: &PublicFigures, row: &PublicUnit) -> String {
    match row.unit {
        Some(unit) => figures.map.name(unit).to_owned(),
        None => visit.words.get("public-figures-elsewhere").into_owned(),
    }
}

fn told(visit: &Visit<'_>, frame: &Frame<'_>, figures: &PublicFigures, row: &PublicUnit) -> Row {
    let hidden = || visit.words.get("public-figures-hidden").into_owned();
    let share = row.recognised.zip(row.adults).and_then(|(holders, adults)| frame.share(holders, adults));
    let counts = counts(row).map(|count| count.map_or_else(hidden, |count| frame.number(count)));
    let of =
        frame.t2("public-figures-of-adults", "holders", counts[3].as_str(), "adults", counts[0].as_str());
    Row {
        path: row.unit.map(|unit| path(unit, figures.year)).unwrap_or_default(),
        name: name(visit, figures, row),
        counts,
        of,
        share: share.unwrap_or_default(),
    }
}
