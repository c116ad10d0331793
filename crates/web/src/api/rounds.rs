//! Rounds and the sets of criteria they score by.

use serde::Serialize;
use sohoc_acts::rounds::Round;
use sohoc_rules::criteria::{CriteriaSet, GroupForm, Indicator};
use sohoc_rules::time::Span;
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;
use super::shown::Page;

/// A round.
#[derive(Serialize, ToSchema)]
struct RoundShown {
    /// The assessed year.
    year: i16,
    /// Whether its figures are final.
    closed: bool,
    /// Code of the criteria set.
    criteria_set: String,
    /// Age from which people are counted.
    adult_age: u16,
    /// Days on which self-assessments are taken.
    submit: Days,
}

/// First and last day, both included.
#[derive(Serialize, ToSchema)]
struct Days {
    /// First day.
    from: Option<String>,
    /// Last day.
    to: Option<String>,
}

impl From<Span> for Days {
    fn from(span: Span) -> Self {
        Self { from: span.from.map(|day| day.to_string()), to: span.to.map(|day| day.to_string()) }
    }
}

/// A set of criteria, without its forms.
#[derive(Serialize, ToSchema)]
struct SetListed {
    /// Code.
    code: String,
    /// Title.
    name: String,
    /// Number of the decision.
    decision: String,
    /// `official`, or `placeholder` while the annex has not been seen.
    status: &'static str,
    /// Days in force.
    in_force: Days,
}

/// A set of criteria.
#[derive(Serialize, ToSchema)]
struct SetShown {
    #[serde(flatten)]
    set: SetListed,
    /// The forms, one for each group of citizens.
    forms: Vec<FormShown>,
}

/// The form of a group.
#[derive(Serialize, ToSchema)]
struct FormShown {
    /// Code, as an assessment names it.
    code: String,
    /// Name of the group.
    name: String,
    /// Who fills it in.
    who: String,
    /// `territory` or `organization`.
    route: &'static str,
    /// What is scored, in order.
    indicators: Vec<IndicatorShown>,
}

/// One thing that is scored.
#[derive(Serialize, ToSchema)]
struct IndicatorShown {
    /// Code, as an assessment names it.
    code: String,
    /// What is asked.
    text: String,
    /// Most points.
    maximum: u8,
    /// Fewest points with which the title can be granted.
    floor: u8,
}

fn round(round: &Round) -> RoundShown {
    RoundShown {
        year: round.rules.year,
        closed: round.closed,
        criteria_set: round.set.code.clone(),
        adult_age: round.rules.adult_age,
        submit: round.rules.steps.submit.into(),
    }
}

fn listed(set: &CriteriaSet) -> SetListed {
    SetListed {
        code: set.code.clone(),
        name: set.name.clone(),
        decision: set.decision.number.clone(),
        status: set.status.code(),
        in_force: set.in_force.into(),
    }
}

fn form(form: &GroupForm) -> FormShown {
    let indicator = |one: &Indicator| IndicatorShown {
        code: one.code.clone(),
        text: one.text.clone(),
        maximum: one.maximum,
        floor: one.floor,
    };
    FormShown {
        code: form.code.clone(),
        name: form.name.clone(),
        who: form.who.clone(),
        route: form.route.code(),
        indicators: form.indicators().map(indicator).collect(),
    }
}

/// All rounds.
#[utoipa::path(get, path = "/api/v1/rounds", responses((status = 200, body = Page<RoundShown>, description = "All rounds, the latest year first")))]
pub fn list(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    json(&Page { items: call.office().rounds()?.iter().map(round).collect(), next: None })
}

/// All sets of criteria that rounds score by.
#[utoipa::path(get, path = "/api/v1/criteria-sets", responses((status = 200, body = Page<SetListed>, description = "The sets that rounds score by, the latest first")))]
pub fn list_sets(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let mut items: Vec<SetListed> = Vec::new();
    for round in call.office().rounds()? {
        if !items.iter().any(|known| known.code == round.set.code) {
            items.push(listed(&round.set));
        }
    }
    json(&Page { items, next: None })
}

/// One set of criteria with its forms.
#[utoipa::path(
    get,
    path = "/api/v1/criteria-sets/{bo}",
    params(("bo" = String, Path, description = "Code of the set")),
    responses((status = 200, body = SetShown, description = "The set with its forms"))
)]
pub fn get_set(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let code: String = call.id("bo")?;
    let rounds = call.office().rounds()?;
    let set =
        rounds.iter().map(|round| &round.set).find(|set| set.code == code).ok_or_else(Problem::not_found)?;
    json(&SetShown { set: listed(set), forms: set.forms.iter().map(form).collect() })
}
