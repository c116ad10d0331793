//! Rounds: opening one, setting the days of its steps, closing it.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::rounds::{Round, check_days, close, open, set_days};
use sohoc_rules::dossier::{CountingRule, RoundRules, StepDates};
use sohoc_rules::figures::Counter;
use sohoc_rules::time::Span;

use crate::access::{proof, said};
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

/// Fields of the first and last day of a step, and the key of its words.
const STEPS: [(&str, &str, &str); 4] = [
    ("nop-tu", "nop-den", "province-step-submit"),
    ("xac-nhan-tu", "xac-nhan-den", "province-step-endorse"),
    ("cham-tu", "cham-den", "province-step-appraise"),
    ("quyet-dinh-tu", "quyet-dinh-den", "province-step-decide"),
];

struct Step {
    words: &'static str,
    from: (&'static str, String),
    to: (&'static str, String),
}

#[derive(Template)]
#[template(path = "province/round_new.html")]
struct New<'r> {
    frame: Frame<'r>,
    year: String,
    age: String,
    countings: Vec<(String, String)>,
    counting: String,
    steps: Vec<Step>,
    /// The number of the set that is in force on the first day.
    set: String,
    confirms: bool,
}

#[derive(Template)]
#[template(path = "province/round.html")]
struct One<'r> {
    frame: Frame<'r>,
    round: Round,
    counting: String,
    adults: i64,
    registered: i64,
    recognised: i64,
    steps: Vec<Step>,
    may_close: bool,
    confirms: bool,
    ask_password: bool,
}

fn counting_words(visit: &Visit<'_>, rule: CountingRule) -> String {
    visit.words.get(&format!("province-counting-{}", rule.code().replace('_', "-"))).into_owned()
}

fn spans(steps: &StepDates) -> [Span; 4] {
    [steps.submit, steps.endorse, steps.appraise, steps.decide]
}

fn step_fields(steps: &StepDates) -> Vec<Step> {
    let day = |day: Option<sohoc_rules::time::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let one = |((from, to, words), span): ((&'static str, &'static str, &'static str), Span)| Step {
        words,
        from: (from, day(span.from)),
        to: (to, day(span.to)),
    };
    STEPS.into_iter().zip(spans(steps)).map(one).collect()
}

/// The days as they were sent; an empty field is no bound.
fn sent_days(visit: &Visit<'_>, faults: &mut Faults) -> StepDates {
    let mut spans = [Span::ALWAYS; 4];
    for ((from, to, _), span) in STEPS.into_iter().zip(&mut spans) {
        for (field, bound) in [(from, &mut span.from), (to, &mut span.to)] {
            let typed = visit.form().get(field);
            *bound = typed.parse().ok();
            if bound.is_none() && !typed.is_empty() {
                faults.add(visit, field, "province-day-missing");
            }
        }
    }
    let [submit, endorse, appraise, decide] = spans;
    let steps = StepDates { submit, endorse, appraise, decide };
    if let Err(refusal) = check_days(&steps) {
        faults.add_text(STEPS[0].0, said(visit, &refusal));
    }
    steps
}

/// `GET /dot/moi`
pub fn new_page(visit: &Visit<'_>) -> Answer {
    let rounds = visit.office().rounds()?;
    let next = rounds.iter().map(|round| round.rules.year).max();
    let year = next.map_or(visit.today().year(), |year| year.saturating_add(1));
    new_form(visit, StatusCode::OK, &RoundRules::usual(year), false, Vec::new())
}

fn new_form(
    visit: &Visit<'_>,
    status: StatusCode,
    rules: &RoundRules,
    confirms: bool,
    faults: Vec<FieldFault>,
) -> Answer {
    let first = rules.steps.submit.from.unwrap_or_else(|| visit.today());
    let set = match visit.office().set_on(first)? {
        Some(id) => visit.office().criteria_set(id)?.0.decision_number,
        None => String::new(),
    };
    let page = New {
        frame: visit.frame("province-round-new").with_faults(faults),
        year: rules.year.to_string(),
        age: rules.adult_age.to_string(),
        countings: CountingRule::ALL.map(|rule| (rule.code().to_owned(), counting_words(visit, rule))).into(),
        counting: rules.counting.code().to_owned(),
        steps: step_fields(&rules.steps),
        set,
        confirms,
    };
    visit.show_as(status, &page)
}

/// `POST /dot/moi`
pub fn new_send(visit: &Visit<'_>) -> Answer {
    let form = visit.form();
    let mut faults = Faults::default();
    let year = form.read::<i16>("nam").filter(|year| (2020..=2100).contains(year));
    if year.is_none() {
        faults.add(visit, "nam", "province-year-wrong");
    }
    let age = form.read::<u16>("tuoi").filter(|age| (15..=30).contains(age));
    if age.is_none() {
        faults.add(visit, "tuoi", "province-age-wrong");
    }
    let steps = sent_days(visit, &mut faults);
    let usual = RoundRules::usual(year.unwrap_or_else(|| visit.today().year()));
    let rules = RoundRules {
        adult_age: age.unwrap_or(usual.adult_age),
        counting: CountingRule::from_code(form.get("tinh")).unwrap_or(usual.counting),
        steps,
        ..usual
    };
    if !faults.is_empty() {
        return new_form(visit, StatusCode::UNPROCESSABLE_ENTITY, &rules, false, faults.into_list());
    }
    if form.get("viec") != "mo" {
        return new_form(visit, StatusCode::OK, &rules, true, Vec::new());
    }
    match open(visit.office(), visit.actor()?, &rules) {
        Ok(_) => visit.go(&format!("/dot/{}", rules.year), "province-round-opened"),
        Err(Error::Refused(refusal)) => {
            faults.add_text("nam", said(visit, &refusal));
            new_form(visit, StatusCode::UNPROCESSABLE_ENTITY, &rules, false, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /dot/{nam}`
pub fn one(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, None, false, Vec::new())
}

fn form(
    visit: &Visit<'_>,
    status: StatusCode,
    typed: Option<StepDates>,
    confirms: bool,
    faults: Vec<FieldFault>,
) -> Answer {
    let round = visit.office().round(visit.id("nam")?)?;
    let cube = visit.office().cube()?;
    let count = |counter| cube.total(round.rules.year, counter);
    let mut title = fluent_bundle::FluentArgs::new();
    title.set("year", round.rules.year.to_string());
    let title = visit.words.fill("province-round-of", &title).into_owned();
    let page = One {
        frame: visit.frame_titled(title).with_faults(faults),
        counting: counting_words(visit, round.rules.counting),
        adults: count(Counter::Adults),
        registered: count(Counter::Registered),
        recognised: count(Counter::Recognised),
        steps: step_fields(&typed.unwrap_or(round.rules.steps)),
        may_close: visit.may(&[sohoc_rules::access::ActKind::CloseRound]),
        confirms,
        ask_password: proof::is_needed(visit)?,
        round,
    };
    visit.show_as(status, &page)
}

/// `POST /dot/{nam}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let year: i16 = visit.id("nam")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    office.round(year)?;
    let mut faults = Faults::default();
    let here = format!("/dot/{year}");
    match visit.form().get("viec") {
        // Closing is asked twice, and by the password: no step comes after it.
        "khoa" => form(visit, StatusCode::OK, None, true, Vec::new()),
        "khoa-that" => {
            proof::check(visit, &mut faults)?;
            if !faults.is_empty() {
                return form(visit, StatusCode::UNPROCESSABLE_ENTITY, None, true, faults.into_list());
            }
            close(office, actor, year)?;
            visit.go(&here, "province-round-closed")
        }
        "ngay" => {
            let steps = sent_days(visit, &mut faults);
            if faults.is_empty() {
                match set_days(office, actor, year, &steps) {
                    Ok(()) => return visit.go(&here, "province-days-set"),
                    Err(Error::Refused(refusal)) => faults.add_text(STEPS[0].0, said(visit, &refusal)),
                    Err(error) => return Err(error.into()),
                }
            }
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, Some(steps), false, faults.into_list())
        }
        _ => Err(Failure::NotFound),
    }
}
