//! Dossiers: a page of those in a state, and one with its scores.

use serde::Serialize;
use sohoc_acts::Error;
use sohoc_acts::dossier::{QueueAsked, ReviewBody, dossier_face, explain, review_queue};
use sohoc_ledger::dossier::{Only, QueueCursor};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use utoipa::ToSchema;

use super::call::{ApiAnswer, Call, json};
use super::problem::Problem;
use super::shown::Page;

/// A dossier of a list.
#[derive(Serialize, ToSchema)]
struct DossierListed {
    /// Id.
    id: String,
    /// Whose.
    person: String,
    /// Name as it is printed.
    name: String,
    /// Where it is counted.
    unit: String,
    /// Code of the form.
    group: String,
    /// Where it stands.
    state: &'static str,
    /// Own total.
    self_total: Option<u16>,
    /// Reviewed total.
    review_total: Option<u16>,
}

/// A dossier.
#[derive(Serialize, ToSchema)]
struct DossierShown {
    /// Id.
    id: String,
    /// Whose.
    person: String,
    /// The assessed year.
    year: i16,
    /// Where it is counted.
    unit: String,
    /// Code of the form.
    group: String,
    /// Where it stands.
    state: &'static str,
    /// Number of the decision that issued the criteria.
    criteria: String,
    /// Each indicator, in the order of the form.
    scores: Vec<ScoreShown>,
    /// Sum of the scores that count.
    total: Option<u16>,
    /// What the total has to reach.
    threshold: Option<u16>,
}

/// A score.
#[derive(Serialize, ToSchema)]
struct ScoreShown {
    /// The indicator.
    indicator: String,
    /// Own points.
    own: Option<u8>,
    /// Reviewed points.
    reviewed: Option<u8>,
    /// Pieces of evidence.
    evidence: usize,
}

/// A page of the dossiers of a unit that stand in one state.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers",
    params(
        ("year" = i16, Query, minimum = 2000, maximum = 2100, description = "Assessed year"),
        ("unit" = String, Query, format = "uuid", description = "The unit, with all below it"),
        ("state" = String, Query, description = "Where they stand"),
        ("after" = Option<String>, Query, pattern = "^[01][0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$", description = "`next` of the page before"),
    ),
    responses((status = 200, body = Page<DossierListed>, description = "Fifty at a time, exceptions first"))
)]
pub fn list(call: &Call<'_>) -> ApiAnswer {
    call.only(&["year", "unit", "state", "after"])?;
    let year = call.year()?;
    let unit: UnitId = call.need("unit", "the id of a unit")?;
    let state: String = call.need("state", "a state")?;
    let state = State::from_name(&state).ok_or_else(|| Problem::field("state", "There is no such state."))?;
    let after: Option<QueueCursor> = call.read("after", "`next` of the page before")?;
    let (office, actor) = (call.office(), &call.service()?.actor);
    let round = office.round(year)?;
    let asked = QueueAsked { body: ReviewBody::Unit(unit), state, only: Only::All, after };
    let page = match review_queue(office, actor, &round, &asked) {
        Err(Error::NotFound(_)) => return Err(call.not_theirs(unit)),
        read => read?,
    };
    let subject = Subject::List { unit: Some(unit), organization: None, page: 1 };
    office.note_reading(actor, What::List, subject)?;
    let items = page.rows.into_iter().map(|row| DossierListed {
        id: row.dossier.to_string(),
        person: row.person.to_string(),
        name: row.name,
        unit: row.unit.to_string(),
        group: row.group,
        state: state.name(),
        self_total: row.self_total,
        review_total: row.review_total,
    });
    json(&Page { items: items.collect(), next: page.next.map(|cursor| cursor.to_string()) })
}

/// One dossier with its scores.
#[utoipa::path(
    get,
    path = "/api/v1/dossiers/{ho_so}",
    params(("ho_so" = String, Path, format = "uuid", description = "Id of the dossier")),
    responses((status = 200, body = DossierShown, description = "The dossier with its scores"))
)]
pub fn get(call: &Call<'_>) -> ApiAnswer {
    call.only(&[])?;
    let dossier: DossierId = call.id("ho_so")?;
    let (office, actor) = (call.office(), &call.service()?.actor);
    let face = dossier_face(office, actor, dossier)?;
    office.note_reading(actor, What::Dossier, Subject::Person(face.person))?;
    let round = office.round_of(face.round)?;
    let explained = explain(office, actor, &round, dossier)?;
    let scores = explained.scores.into_iter().map(|score| ScoreShown {
        indicator: score.indicator,
        own: score.own,
        reviewed: score.reviewed,
        evidence: score.evidence.len(),
    });
    json(&DossierShown {
        id: dossier.to_string(),
        person: face.person.to_string(),
        year: round.rules.year,
        unit: face.unit.to_string(),
        group: face.group,
        state: face.state.name(),
        criteria: explained.criteria,
        scores: scores.collect(),
        total: explained.judgement.as_ref().map(|judgement| judgement.total),
        threshold: explained.judgement.as_ref().map(|judgement| judgement.threshold),
    })
}
