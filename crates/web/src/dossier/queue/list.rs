//! A page of a queue.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::dossier::{QueueAsked, ReviewBody, count_queue, review_queue};
use sohoc_ledger::dossier::{Only, QueueCount, QueueRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::{Exception, Flags, State};
use sohoc_rules::ids::DossierId;
use sohoc_rules::privacy::What;
use sohoc_rules::territory::TerritoryAsOf;

use crate::dossier::{body, labels, outcome};
use crate::failure::{Answer, Failure};
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::RIGHTS;
use super::filter::{Filter, STATES};

#[derive(Template)]
#[template(path = "dossier/queue/choose.html")]
struct Choose<'r> {
    frame: Frame<'r>,
    places: Vec<(String, String)>,
}

/// `GET /duyet`
pub fn choose(visit: &Visit<'_>) -> Answer {
    let bodies = body::all(visit, RIGHTS)?;
    if let [only] = bodies.as_slice() {
        return visit.go(&body::queue_path(*only), "");
    }
    let places = bodies.into_iter().map(|one| Ok((body::queue_path(one), body::name(visit, one)?)));
    let places = places.collect::<Result<_, Failure>>()?;
    visit.show(&Choose { frame: visit.frame("queue-choose-title"), places })
}

#[derive(Template)]
#[template(path = "dossier/queue/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    outcome: Option<outcome::Outcome>,
    /// This page without a question.
    here: String,
    states: Vec<Link>,
    filters: Vec<Link>,
    above: String,
    below: Vec<(String, String)>,
    rows: Vec<Line>,
    state_name: &'static str,
    only_name: &'static str,
    aside: String,
    aside_count: usize,
    forget_aside: String,
    next: String,
    /// Words of the act on the chosen; empty where none is open to the visitor.
    act_words: &'static str,
    act_name: &'static str,
    may_return: bool,
    /// Page of the batch, and how many would go; empty where there is none.
    batch: String,
    batch_words: &'static str,
    /// How many the link to the batch speaks of: the clean ones, or the exceptions one looks at.
    batch_count: i64,
    reason: String,
}

struct Link {
    path: String,
    words: String,
    count: i64,
    is_chosen: bool,
}

struct Line {
    id: DossierId,
    name: String,
    path: String,
    place: String,
    own: String,
    reviewed: String,
    flags: Vec<String>,
    is_aside: bool,
}

/// The state that the visitor has most to do with there.
pub fn usual_state(visit: &Visit<'_>, body: ReviewBody) -> Result<State, Failure> {
    Ok(if body::may(visit, ActKind::Appraise, body)? { State::Endorsed } else { State::Submitted })
}

/// `GET /duyet/don-vi/{don_vi}` and the same of an organization.
pub fn page(visit: &Visit<'_>) -> Answer {
    let body = body::of_path(visit, RIGHTS)?;
    let filter = Filter::read(visit.query(), usual_state(visit, body)?);
    show(visit, StatusCode::OK, (body, &filter), Vec::new())
}

/// The page of a filter, with what was wrong with the form below it.
pub fn show(
    visit: &Visit<'_>,
    status: StatusCode,
    (body, filter): (ReviewBody, &Filter),
    faults: Vec<FieldFault>,
) -> Answer {
    let (office, actor, round) = (visit.office(), visit.actor()?, body::round(visit)?);
    body::note(visit, What::List, body, 1 + u32::from(filter.after.is_some()))?;
    let counts = count_queue(office, actor, &round, body)?;
    let asked = QueueAsked { body, state: filter.state, only: filter.only, after: filter.after };
    let page = review_queue(office, actor, &round, &asked)?;
    let map = office.map_on(visit.today())?;
    let open =
        filter.act().map(|(act, name)| Ok::<_, Failure>((body::may(visit, act, body)?, name))).transpose()?;
    let act_name = open.filter(|(may, _)| *may).map_or("", |(_, name)| name);
    let returns = matches!(filter.state, State::Submitted | State::Endorsed | State::Appraised);
    let start = filter.at_start();
    let next = page.next.map(|after| Filter { after: Some(after), ..filter.clone() }.path(body));
    let list = List {
        frame: visit.frame_titled(body::name(visit, body)?).with_faults(faults),
        outcome: outcome::read(visit)?,
        here: body::queue_path(body),
        states: states(visit, body, &start, &counts),
        filters: filters(visit, body, &start, &counts),
        above: above(visit, body, &start)?,
        below: below(visit, body, &start)?,
        rows: page.rows.into_iter().map(|row| line(visit, &map, (body, filter), row)).collect(),
        state_name: filter.state_name(),
        only_name: filter.only_name(),
        aside: filter.aside_list(),
        aside_count: filter.aside.len(),
        forget_aside: Filter { aside: Vec::new(), ..start.clone() }.path(body),
        next: next.unwrap_or_default(),
        act_words: act_words(act_name),
        act_name,
        may_return: returns && body::may(visit, ActKind::Return, body)?,
        batch: if act_name.is_empty() {
            String::new()
        } else {
            format!("{}/ca-loat?{}", body::queue_path(body), start.question())
        },
        batch_words: match (act_name, start.only) {
            (_, Only::With(_)) => "queue-batch-exceptions",
            ("cham", _) => "queue-batch-appraise",
            _ => "queue-batch-endorse",
        },
        batch_count: match start.only {
            Only::With(_) => sum(&counts, filter.state, start.only),
            Only::All | Only::Clean => sum(&counts, filter.state, Only::Clean),
        },
        reason: visit.form().text("ly-do"),
    };
    visit.show_as(status, &list)
}

fn act_words(name: &str) -> &'static str {
    match name {
        "cham" => "queue-appraise-chosen",
        "xac-nhan" => "review-endorse-chosen",
        _ => "",
    }
}

/// How many of a queue a filter holds.
pub fn sum(counts: &[QueueCount], state: State, only: Only) -> i64 {
    counts
        .iter()
        .filter(|(code, flags, _)| *code == state.code() && only.holds(*flags))
        .map(|(.., count)| count)
        .sum()
}

fn states(visit: &Visit<'_>, body: ReviewBody, start: &Filter, counts: &[QueueCount]) -> Vec<Link> {
    let link = |(state, _): (State, &str)| Link {
        path: Filter { state, only: Only::All, ..start.clone() }.path(body),
        words: labels::state(visit.words, state).words,
        count: sum(counts, state, Only::All),
        is_chosen: start.state == state,
    };
    STATES.into_iter().map(link).collect()
}

fn filters(visit: &Visit<'_>, body: ReviewBody, start: &Filter, counts: &[QueueCount]) -> Vec<Link> {
    let link = |only: Only, words: String| Link {
        path: Filter { only, ..start.clone() }.path(body),
        words,
        count: sum(counts, start.state, only),
        is_chosen: start.only == only,
    };
    let mut links = vec![
        link(Only::All, visit.words.get("queue-all").into_owned()),
        link(Only::With(Flags::all()), visit.words.get("queue-exceptions").into_owned()),
        link(Only::Clean, visit.words.get("queue-clean").into_owned()),
    ];
    let each =
        Exception::ALL.map(|one| link(Only::With(Flags::of(&[one])), labels::exception(visit.words, one)));
    links.extend(each.into_iter().filter(|link| link.count > 0 || link.is_chosen));
    links
}

/// The queue of what lies above, where the visitor reviews there too.
fn above(visit: &Visit<'_>, body: ReviewBody, start: &Filter) -> Result<String, Failure> {
    let ReviewBody::Unit(unit) = body else { return Ok(String::new()) };
    let map = visit.office().map_on(visit.today())?;
    let Some(parent) = map.parent(unit).map(|parent| ReviewBody::Unit(parent.id)) else {
        return Ok(String::new());
    };
    let mut may = false;
    for act in RIGHTS {
        may |= body::may(visit, *act, parent)?;
    }
    Ok(if may { start.path(parent) } else { String::new() })
}

fn below(visit: &Visit<'_>, body: ReviewBody, start: &Filter) -> Result<Vec<(String, String)>, Failure> {
    let children = body::children(visit, body)?;
    Ok(children.into_iter().map(|(unit, name)| (start.path(ReviewBody::Unit(unit)), name)).collect())
}

fn line(
    visit: &Visit<'_>,
    map: &TerritoryAsOf,
    (body, filter): (ReviewBody, &Filter),
    row: QueueRow,
) -> Line {
    let points = |total: Option<u16>| total.map(|total| total.to_string()).unwrap_or_default();
    Line {
        path: format!("/duyet/{}?{}", row.dossier, super::super::file::question(body, filter)),
        place: map.short_name(row.unit).to_owned(),
        own: points(row.self_total),
        reviewed: points(row.review_total),
        flags: labels::flags(visit.words, row.flags),
        is_aside: filter.aside.contains(&row.dossier),
        id: row.dossier,
        name: row.name,
    }
}
