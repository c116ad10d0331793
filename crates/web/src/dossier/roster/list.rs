//! Who lives or works there, and where each stands.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::dossier::{ReviewBody, RosterFilter, roster};
use sohoc_acts::rounds::Round;
use sohoc_ledger::dossier::{RosterLine, RosterPage};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Standing;
use sohoc_rules::ids::PersonId;
use sohoc_rules::privacy::What;
use sohoc_rules::vietnamese::NameQuery;

use crate::dossier::labels::{self, Tag};
use crate::dossier::{body, outcome};
use crate::failure::{Answer, Failure};
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::RIGHTS;

#[derive(Template)]
#[template(path = "dossier/roster/choose.html")]
struct Choose<'r> {
    frame: Frame<'r>,
    /// Path and name.
    places: Vec<(String, String)>,
    /// Page of what lies above; empty at the top.
    above: String,
}

/// `GET /xom`
pub fn choose(visit: &Visit<'_>) -> Answer {
    let bodies = body::all(visit, RIGHTS)?;
    if let [only] = bodies.as_slice() {
        return visit.go(&body::roster_path(*only, "danh-sach"), "");
    }
    let places =
        bodies.into_iter().map(|one| Ok((body::roster_path(one, "danh-sach"), body::name(visit, one)?)));
    let places = places.collect::<Result<_, Failure>>()?;
    visit.show(&Choose { frame: visit.frame("roster-choose-title"), places, above: String::new() })
}

#[derive(Template)]
#[template(path = "dossier/roster/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    outcome: Option<outcome::Outcome>,
    year: i16,
    /// This page without a question.
    here: String,
    slips: String,
    blank: String,
    above: String,
    filters: Vec<Filter>,
    chosen: String,
    typed: String,
    rows: Vec<Line>,
    found: usize,
    next: String,
    may_print: bool,
    may_endorse: bool,
    may_return: bool,
    reason: String,
}

struct Filter {
    path: String,
    words: String,
    count: usize,
    is_chosen: bool,
}

struct Line {
    id: PersonId,
    name: String,
    born: i64,
    tag: Tag,
    /// The dossier, while it waits to be endorsed.
    waiting: Option<String>,
    path: String,
    action: &'static str,
}

/// What the question of the list asks for.
pub struct Asked {
    standing: Option<Standing>,
    typed: String,
    after: Option<PersonId>,
}

impl Asked {
    fn read(visit: &Visit<'_>) -> Self {
        let query = visit.query();
        let form = visit.form();
        let pick = |name: &str| if form.find(name).is_some() { form.text(name) } else { query.text(name) };
        Self {
            standing: Standing::from_code(&pick("o")),
            typed: pick("ten"),
            after: pick("sau").parse().ok(),
        }
    }

    /// The question that asks the same.
    pub fn question(&self, after: Option<PersonId>) -> String {
        let mut question = form_urlencoded::Serializer::new(String::new());
        if let Some(standing) = self.standing {
            question.append_pair("o", standing.code());
        }
        if !self.typed.is_empty() {
            question.append_pair("ten", &self.typed);
        }
        if let Some(after) = after {
            question.append_pair("sau", &after.to_string());
        }
        question.finish()
    }
}

/// `GET /xom/{don_vi}/danh-sach` and the same of an organization.
pub fn page(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let below = body::children(visit, body)?;
    if !below.is_empty() {
        return choose_below(visit, body, below);
    }
    show(visit, StatusCode::OK, body, Vec::new())
}

/// A commune has its hamlets, each with a list of its own.
fn choose_below(
    visit: &Visit<'_>,
    body: ReviewBody,
    below: Vec<(sohoc_rules::ids::UnitId, String)>,
) -> Answer {
    let places =
        below.into_iter().map(|(unit, name)| (body::roster_path(ReviewBody::Unit(unit), "danh-sach"), name));
    let frame = visit.frame_titled(body::name(visit, body)?);
    visit.show(&Choose { frame, places: places.collect(), above: above(visit, body)? })
}

/// The list of what lies above, where the visitor may go there.
fn above(visit: &Visit<'_>, body: ReviewBody) -> Result<String, Failure> {
    let ReviewBody::Unit(unit) = body else { return Ok(String::new()) };
    let map = visit.office().map_on(visit.today())?;
    let Some(parent) = map.parent(unit).map(|parent| ReviewBody::Unit(parent.id)) else {
        return Ok(String::new());
    };
    let may = RIGHTS.iter().any(|act| body::may(visit, *act, parent).unwrap_or(false));
    Ok(if may { body::roster_path(parent, "danh-sach") } else { String::new() })
}

/// The list as asked for, with what was wrong with the form below it.
pub fn show(visit: &Visit<'_>, status: StatusCode, body: ReviewBody, faults: Vec<FieldFault>) -> Answer {
    let (round, asked) = (body::round(visit)?, Asked::read(visit));
    body::note(visit, What::List, body, 1 + u32::from(asked.after.is_some()))?;
    let page = ask(visit, body, &round, &asked)?;
    let here = body::roster_path(body, "danh-sach");
    let path = |question: &str| if question.is_empty() { here.clone() } else { format!("{here}?{question}") };
    let next = page.next.map(|last| path(&asked.question(Some(last)))).unwrap_or_default();
    let list = List {
        frame: visit.frame_titled(body::name(visit, body)?).with_faults(faults),
        outcome: outcome::read(visit)?,
        year: round.rules.year,
        filters: filters(visit, &here, &page, &asked),
        chosen: asked.standing.map(|standing| standing.code().to_owned()).unwrap_or_default(),
        rows: page.rows.into_iter().map(|row| line(visit, row)).collect(),
        found: page.found,
        typed: asked.typed,
        slips: body::roster_path(body, "phieu-vao"),
        blank: body::roster_path(body, "phieu-trang"),
        above: above(visit, body)?,
        may_print: body::may(visit, ActKind::PrintSlips, body)?,
        may_endorse: body::may(visit, ActKind::Endorse, body)?,
        may_return: body::may(visit, ActKind::Return, body)?,
        reason: visit.form().text("ly-do"),
        next,
        here,
    };
    visit.show_as(status, &list)
}

fn ask(visit: &Visit<'_>, body: ReviewBody, round: &Round, asked: &Asked) -> Result<RosterPage, Failure> {
    let name = NameQuery::new(&asked.typed);
    let filter = RosterFilter {
        body,
        day: visit.today(),
        standing: asked.standing,
        name: (!name.is_empty()).then_some(&name),
        after: asked.after,
    };
    Ok(roster(visit.office(), visit.actor()?, round, &filter)?)
}

fn filters(visit: &Visit<'_>, here: &str, page: &RosterPage, asked: &Asked) -> Vec<Filter> {
    let all = Filter {
        path: here.to_owned(),
        words: visit.words.get("roster-all").into_owned(),
        count: page.counts.iter().sum(),
        is_chosen: asked.standing.is_none(),
    };
    let each = Standing::ALL.into_iter().map(|standing| Filter {
        path: format!("{here}?o={}", standing.code()),
        words: labels::standing(visit.words, standing, None).words,
        count: page.counts[standing.position()],
        is_chosen: asked.standing == Some(standing),
    });
    std::iter::once(all).chain(each.filter(|filter| filter.count > 0 || filter.is_chosen)).collect()
}

fn line(visit: &Visit<'_>, row: RosterLine) -> Line {
    let (page, action) = match row.standing {
        Standing::NotStarted => ("nhap", "roster-enter"),
        Standing::InProgress => ("nhap", "roster-go-on"),
        Standing::Returned => ("nhap", "roster-mend"),
        Standing::NotMet => ("gap", "roster-met"),
        Standing::WaitsForEndorsement | Standing::WaitsForAppraisal | Standing::Done => {
            ("bien-nhan", "roster-look")
        }
    };
    let waiting = row.dossier.filter(|_| row.standing == Standing::WaitsForEndorsement);
    Line {
        id: row.person,
        tag: labels::standing(visit.words, row.standing, row.state),
        waiting: waiting.map(|dossier| dossier.to_string()),
        path: format!("/xom/{}/{page}", row.person),
        action,
        name: row.name,
        born: row.birth_year,
    }
}

/// Everybody of the body who answers what is asked, page by page.
pub fn everybody(
    visit: &Visit<'_>,
    body: ReviewBody,
    standing: Option<Standing>,
) -> Result<Vec<RosterLine>, Failure> {
    let round = body::round(visit)?;
    let mut asked = Asked { standing, typed: String::new(), after: None };
    let mut people = Vec::new();
    loop {
        let page = ask(visit, body, &round, &asked)?;
        people.extend(page.rows);
        match page.next {
            Some(last) => asked.after = Some(last),
            None => return Ok(people),
        }
    }
}

/// Where the list goes on for whoever has just finished with somebody: the next one not begun.
pub fn next_after(
    visit: &Visit<'_>,
    body: ReviewBody,
    person: PersonId,
) -> Result<Option<RosterLine>, Failure> {
    let asked = Asked { standing: Some(Standing::NotStarted), typed: String::new(), after: Some(person) };
    Ok(ask(visit, body, &body::round(visit)?, &asked)?.rows.into_iter().next())
}

/// The page that a form of the list goes back to.
pub fn back(visit: &Visit<'_>, body: ReviewBody) -> String {
    let asked = Asked::read(visit);
    let question = asked.question(asked.after);
    let here = body::roster_path(body, "danh-sach");
    if question.is_empty() { here } else { format!("{here}?{question}") }
}
