//! Self-assessments from another program.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use sohoc_acts::Error;
use sohoc_acts::dossier::{Submission, enter, person_face};
use sohoc_acts::rounds::Round;
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::Channel;
use sohoc_rules::ids::PersonId;
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, YEARS, json};
use super::problem::Problem;

/// Most self-assessments of a batch.
const MOST: usize = 1_000;

/// Self-assessments of one year.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Batch {
    /// The assessed year.
    #[schema(value_type = i16, minimum = 2000, maximum = 2100)]
    year: Whole<i16>,
    /// 1 to 1,000 of them.
    #[schema(min_items = 1, max_items = 1000)]
    items: Vec<Item>,
}

/// What one person said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Item {
    /// Id of the person.
    #[schema(format = "uuid")]
    person: String,
    /// Code of the form.
    group: String,
    /// Points by indicator, all of the form.
    #[schema(value_type = BTreeMap<String, i32>)]
    scores: BTreeMap<String, Whole<i32>>,
}

/// A whole number as JSON has it, where `8` and `8.0` are the same.
#[derive(Clone, Copy)]
struct Whole<T>(T);

impl<'de, T: FromStr> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = serde_json::Number::deserialize(deserializer)?.to_string();
        let whole = text.strip_suffix(".0").unwrap_or(&text);
        whole
            .parse()
            .map(Self)
            .map_err(|_| D::Error::custom(format!("{text} is no whole number that fits here")))
    }
}

/// What became of a batch, in its order.
#[derive(Serialize, ToSchema)]
struct Outcomes {
    /// One for each self-assessment.
    items: Vec<Outcome>,
}

/// What became of one.
#[derive(Serialize, ToSchema)]
struct Outcome {
    /// Id of the person.
    person: String,
    /// `entered`, `unchanged` when the same was handed in before, or `refused`.
    status: &'static str,
    /// The dossier, unless refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    dossier: Option<String>,
    /// Which rule said no.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

/// Hands in self-assessments on people's word, up to 1,000 at once.
#[utoipa::path(
    post,
    path = "/api/v1/assessments",
    params(("Idempotency-Key" = Option<String>, Header, min_length = 1, max_length = 255, description = "The same request under the same key is done once in 24 hours")),
    request_body = Batch,
    responses((status = 200, body = Outcomes, description = "What became of each. A person who is not there or lives elsewhere is 404, and nothing is kept then"))
)]
pub fn submit(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let batch: Batch = call.json()?;
    if !(1..=MOST).contains(&batch.items.len()) {
        return Err(Problem::entity("items", format!("Expected 1 to {MOST} items.")));
    }
    let (office, actor) = (call.office(), &call.service()?.actor);
    let Whole(year) = batch.year;
    if !YEARS.contains(&year) {
        return Err(Problem::entity("year", "Expected a year like 2026."));
    }
    let round = office.rounds()?.into_iter().find(|round| round.rules.year == year);
    let round = round.ok_or_else(|| Problem::nothing("The year has no round."))?;
    let mut outcomes = Vec::with_capacity(batch.items.len());
    let mut places = Vec::new();
    let mut submissions = Vec::new();
    for (at, item) in batch.items.iter().enumerate() {
        let wrong = |_| Problem::entity(&format!("items[{at}].person"), "Expected the id of a person.");
        let person: PersonId = item.person.parse().map_err(wrong)?;
        match read(&round, item) {
            Ok(scores) => {
                places.push(at);
                submissions.push(Submission {
                    person,
                    group: item.group.clone(),
                    scores,
                    channel: Channel::Api,
                });
                outcomes.push(refused(&item.person, "", String::new()));
            }
            Err(what) => outcomes.push(refused(&item.person, "assessment.scores", what)),
        }
    }
    if !submissions.is_empty() {
        let entered = enter(office, actor, &round, &submissions);
        if matches!(entered, Err(Error::NotFound(_))) || is_out_of_scope(&entered) {
            return Err(not_theirs(call, &round, &submissions));
        }
        for (at, entered) in places.into_iter().zip(entered?) {
            let person = &batch.items[at].person;
            outcomes[at] = match entered {
                Ok(entered) => Outcome {
                    person: person.clone(),
                    status: if entered.handed_in { "entered" } else { "unchanged" },
                    dossier: Some(entered.dossier.to_string()),
                    code: None,
                    detail: None,
                },
                Err(Refusal { code, reason, remedy }) => refused(person, code, format!("{reason} {remedy}")),
            };
        }
    }
    json(&Outcomes { items: outcomes })
}

fn is_out_of_scope<T>(entered: &Result<T, Error>) -> bool {
    matches!(entered, Err(Error::Refused(refusal)) if refusal.code == "access.out_of_scope")
}

/// Notes the try at the first person who lives elsewhere, and says what is said then.
fn not_theirs(call: &Call<'_>, round: &Round, submissions: &[Submission]) -> Problem {
    let (office, service) = (call.office(), call.service());
    let tried = service.and_then(|service| {
        submissions.iter().try_for_each(|one| {
            let face = person_face(office, &service.actor, ActKind::EnterForOther, round, one.person);
            face.map(drop).map_err(Problem::from)
        })
    });
    tried.err().unwrap_or_else(Problem::not_found)
}

fn refused(person: &str, code: &str, detail: String) -> Outcome {
    Outcome {
        person: person.to_owned(),
        status: "refused",
        dossier: None,
        code: Some(code.to_owned()),
        detail: Some(detail),
    }
}

fn read(round: &Round, item: &Item) -> Result<Scores, String> {
    let form = round.set.form(&item.group).ok_or_else(|| format!("There is no form {}.", item.group))?;
    let mut scores = Scores::unanswered(form);
    for (indicator, points) in &item.scores {
        scores = scores
            .with(form, indicator, Some(u8::try_from(points.0).unwrap_or(u8::MAX)))
            .map_err(|fault| fault.to_string())?;
    }
    Ok(scores)
}
