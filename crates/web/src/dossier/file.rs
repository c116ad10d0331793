//! One dossier before a reviewer: scores beside scores, evidence, steps, and what can be done.

mod act;
mod page;

use sohoc_acts::dossier::ReviewBody;
use sohoc_rules::ids::{OrganizationId, UnitId};

use crate::failure::Failure;
use crate::route::{Route, get, post};
use crate::visit::Visit;

use super::queue::{Filter, REVIEWS};

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/duyet/{ho_so}", REVIEWS, page::page),
        post("/duyet/{ho_so}", REVIEWS, act::send),
        post("/duyet/{ho_so}/minh-chung/{minh_chung}", REVIEWS, act::judge_piece),
    ]
}

/// The question of a file's page that knows the queue it was opened from.
pub fn question(body: ReviewBody, filter: &Filter) -> String {
    let whose = match body {
        ReviewBody::Unit(unit) => format!("hang={unit}"),
        ReviewBody::Organization(organization) => format!("noi={organization}"),
    };
    let start = filter.at_start();
    format!("{whose}&{}", start.question())
}

/// The queue that a file was opened from.
fn queue_of(visit: &Visit<'_>, usual: sohoc_rules::dossier::State) -> Option<(ReviewBody, Filter)> {
    let form = visit.form();
    let fields = if form.get("hang").is_empty() && form.get("noi").is_empty() { visit.query() } else { form };
    let unit = fields.read::<UnitId>("hang").map(ReviewBody::Unit);
    let organization = fields.read::<OrganizationId>("noi").map(ReviewBody::Organization);
    Some((unit.or(organization)?, Filter::read(fields, usual)))
}

/// The file after this one in the queue.
fn next_in_queue(
    visit: &Visit<'_>,
    (body, filter): (ReviewBody, &Filter),
    face: &sohoc_acts::dossier::DossierFace,
) -> Result<Option<sohoc_rules::ids::DossierId>, Failure> {
    use sohoc_acts::dossier::{QueueAsked, review_queue};
    let round = super::body::round(visit)?;
    let mark = format!("{}{}", u8::from(!face.flags.is_empty()), face.id.uuid().simple());
    let asked = QueueAsked { body, state: filter.state, only: filter.only, after: mark.parse().ok() };
    let page = match review_queue(visit.office(), visit.actor()?, &round, &asked) {
        Ok(page) => page,
        Err(sohoc_acts::Error::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    Ok(page.rows.into_iter().map(|row| row.dossier).find(|dossier| *dossier != face.id))
}
