//! The task list: what is to be done this year, how far it has come, and the years before.

use askama::Template;
use sohoc_acts::dossier::{Overview, Own, overview_of_person, own, steps_of};
use sohoc_acts::rounds::Round;
use sohoc_rules::criteria::GroupForm;
use sohoc_rules::dossier::{Act, State};
use sohoc_rules::time::Date;

use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

use super::state::{self, Status};
use super::{path, takes_answers};

#[derive(Template)]
#[template(path = "dossier/own/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    /// Whether somebody stands behind the account.
    on_record: bool,
    year: Option<Year>,
    /// When the next round opens, as far as it is known.
    opens: Option<Date>,
    earlier: Vec<Earlier>,
}

/// This year's round.
struct Year {
    year: i16,
    until: Option<Date>,
    /// Where it stands, once there is a dossier.
    status: Option<Status>,
    /// Why it came back.
    returned: Option<String>,
    /// Whether anything can be written now.
    open: bool,
    groups: Vec<Group>,
    answered: usize,
    indicators: usize,
    may_withdraw: bool,
    may_follow: bool,
}

/// A line of the list.
struct Task {
    /// Where it is done; empty for what cannot be done yet or any more.
    path: String,
    title: String,
    tone: &'static str,
    tag: String,
}

/// A part of the list: what comes first, the questions of a competence, the end.
struct Group {
    name: String,
    tasks: Vec<Task>,
}

/// A dossier of an earlier year.
struct Earlier {
    year: i64,
    tone: &'static str,
    state: String,
    total: Option<u16>,
    titled: bool,
}

/// `GET /ho-so`
pub fn page(visit: &Visit<'_>) -> Answer {
    let frame = visit.frame("own-title");
    let Some(person) = visit.actor()?.person() else {
        return visit.show(&List { frame, on_record: false, year: None, opens: None, earlier: Vec::new() });
    };
    let rounds = visit.office().rounds()?;
    let current = rounds.iter().find(|round| !round.closed && has_begun(round, visit.today()));
    let next = rounds.iter().filter(|round| !round.closed).filter_map(|round| round.rules.steps.submit.from);
    let opens = next.filter(|day| *day > visit.today()).min();
    let overview = overview_of_person(visit.office(), visit.actor()?, person)?;
    let year = current.map(|round| year(visit, round)).transpose()?;
    let shown = year.as_ref().map(|year| i64::from(year.year));
    let earlier = overview.iter().filter(|one| Some(one.dossier.year) != shown);
    let earlier = earlier.filter_map(|one| earlier_year(visit, one)).collect();
    visit.show(&List { frame, on_record: true, year, opens, earlier })
}

fn has_begun(round: &Round, today: Date) -> bool {
    round.rules.steps.submit.from.is_none_or(|from| from <= today)
}

fn earlier_year(visit: &Visit<'_>, one: &Overview) -> Option<Earlier> {
    let state = State::from_code(one.dossier.state)?;
    Some(Earlier {
        year: one.dossier.year,
        tone: state::tone(state),
        state: state::name(visit, state),
        total: one.dossier.review_total.or(one.dossier.self_total),
        titled: one.certificate.is_some(),
    })
}

fn year(visit: &Visit<'_>, round: &Round) -> Result<Year, Failure> {
    let own = own(visit.office(), visit.actor()?, round, None)?;
    let own = own.as_ref();
    let days = takes_answers(visit, round);
    let open = days && own.is_none_or(Own::is_open);
    let form = own.and_then(|own| round.set.form(&own.draft.group));
    let status = own.map(|own| state::of(visit, own)).transpose()?;
    let returned = match own {
        Some(own) if own.draft.state == State::Returned => Some(reason(visit, round, own)?),
        _ => None,
    };
    Ok(Year {
        year: round.rules.year,
        until: round.rules.steps.submit.to,
        status,
        returned,
        open,
        groups: groups(visit, round, (own, form), open),
        answered: own.map_or(0, Own::answered),
        indicators: own.map_or(0, |own| own.draft.answers.len()),
        may_withdraw: !round.closed && own.is_some_and(Own::may_withdraw),
        may_follow: own.is_some_and(|own| own.draft.state != State::Draft),
    })
}

/// Why it was sent back the last time.
fn reason(visit: &Visit<'_>, round: &Round, own: &Own) -> Result<String, Failure> {
    let history = steps_of(visit.office(), visit.actor()?, round, own.id)?;
    let back = history.steps.into_iter().rev().find(|step| step.act == Act::Return.name());
    Ok(back.and_then(|step| step.reason).unwrap_or_default())
}

fn start(visit: &Visit<'_>, round: &Round, form: Option<&GroupForm>, open: bool) -> Vec<Task> {
    let words = |key: &str| visit.words.get(key).into_owned();
    let about = Task {
        path: "/toi".to_owned(),
        title: words("own-task-about"),
        tone: "plain",
        tag: words("own-look"),
    };
    let path_of_consent = path(round, "dong-y");
    let path = if open { path(round, "nhom") } else { String::new() };
    let group = match form {
        Some(form) => Task { path, title: words("own-task-form"), tone: "good", tag: form.name.clone() },
        None => Task { path, title: words("own-task-form"), tone: "waiting", tag: words("own-to-do") },
    };
    let consent = Task {
        path: path_of_consent,
        title: words("own-task-consent"),
        tone: "plain",
        tag: words("own-look"),
    };
    vec![about, consent, group]
}

fn groups(
    visit: &Visit<'_>,
    round: &Round,
    (own, form): (Option<&Own>, Option<&GroupForm>),
    open: bool,
) -> Vec<Group> {
    let words = |key: &str| visit.words.get(key).into_owned();
    let mut groups = vec![Group { name: words("own-part-start"), tasks: start(visit, round, form, open) }];
    match (own, form) {
        (Some(own), Some(form)) => groups.extend(questions(visit, round, (own, form), open)),
        _ => groups.push(Group { name: words("own-part-questions"), tasks: Vec::new() }),
    }
    groups.push(Group { name: words("own-part-finish"), tasks: finish(visit, round, own, open) });
    groups
}

fn questions(visit: &Visit<'_>, round: &Round, (own, form): (&Own, &GroupForm), open: bool) -> Vec<Group> {
    let mut at = 0;
    let mut groups = Vec::with_capacity(form.competences.len());
    for competence in &form.competences {
        let mut tasks = Vec::with_capacity(competence.indicators.len());
        for indicator in &competence.indicators {
            let (tone, tag) = answer_tag(visit, own, at);
            let path = if open { path(round, &format!("cau/{}", indicator.code)) } else { String::new() };
            tasks.push(Task { path, title: indicator.text.clone(), tone, tag });
            at += 1;
        }
        groups.push(Group { name: competence.name.clone(), tasks });
    }
    groups
}

/// Not started, so many points, or points that nothing bears out yet.
fn answer_tag(visit: &Visit<'_>, own: &Own, at: usize) -> (&'static str, String) {
    let Some(score) = own.draft.answers.get(at).and_then(|answer| answer.score) else {
        return ("plain", visit.words.get("own-not-started").into_owned());
    };
    if own.is_open() && own.lacks_evidence(at) {
        return ("waiting", visit.words.with("own-points-bare", "points", score));
    }
    ("good", visit.words.with("own-points", "points", score))
}

fn finish(visit: &Visit<'_>, round: &Round, own: Option<&Own>, open: bool) -> Vec<Task> {
    let words = |key: &str| visit.words.get(key).into_owned();
    let title = words("own-task-check");
    let task = match own {
        Some(own) if open && own.is_complete() => {
            Task { path: path(round, "xem-lai"), title, tone: "waiting", tag: words("own-to-do") }
        }
        Some(own) if !own.is_open() && own.receipt.is_some() => Task {
            path: path(round, "bien-nhan"),
            title: words("own-task-receipt"),
            tone: "good",
            tag: words("own-done"),
        },
        _ => Task { path: String::new(), title, tone: "plain", tag: words("own-not-yet") },
    };
    vec![task]
}
