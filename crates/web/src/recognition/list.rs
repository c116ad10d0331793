//! What waits for a session or a decision, and what was held and decided.

use askama::Template;
use sohoc_acts::dossier::{ReviewBody, count_queue};
use sohoc_acts::recognition::{decisions, sessions};
use sohoc_ledger::recognition::{HeldRow, ListedDecision};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::DecisionId;
use sohoc_rules::recognition::Issuer;
use uuid::Uuid;

use super::body::{Body, chosen, round};
use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

/// Decisions and sessions on a page.
const SHOWN: i64 = 30;

#[derive(Template)]
#[template(path = "recognition/list.html")]
struct List<'r> {
    frame: Frame<'r>,
    body: Body,
    bodies: Vec<Body>,
    year: i16,
    /// Appraised files.
    ready: i64,
    /// Those among them with exceptions.
    flagged: i64,
    may_hold: bool,
    may_decide: bool,
    held: Vec<HeldRow>,
    decided: Vec<ListedDecision>,
    older: String,
}

/// `GET /quyet-dinh`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (body, bodies) = chosen(visit, &[ActKind::HoldSession, ActKind::Decide, ActKind::IssueCertificate])?;
    let (office, actor, round) = (visit.office(), visit.actor()?, round(visit)?);
    let whose = match body.issuer {
        Issuer::Unit(unit) => ReviewBody::Unit(unit),
        Issuer::Organization(one) => ReviewBody::Organization(one),
    };
    let counts = count_queue(office, actor, &round, whose)?;
    let (mut ready, mut flagged) = (0, 0);
    for (_, flags, dossiers) in counts.iter().filter(|(state, ..)| *state == State::Appraised.code()) {
        ready += dossiers;
        flagged += if flags.is_empty() { 0 } else { *dossiers };
    }
    let before = visit.query().read::<Uuid>("truoc").map(DecisionId::from_uuid);
    let decided = decisions(office, actor, body.issuer, before, SHOWN)?;
    let older = match decided.last() {
        Some(last) if decided.len() >= usize::try_from(SHOWN).unwrap_or(0) => {
            format!("/quyet-dinh?cua={}&truoc={}", body.id, last.id)
        }
        _ => String::new(),
    };
    let mine =
        |act: ActKind| sohoc_acts::recognition::bodies(actor, &[act], visit.today()).contains(&body.issuer);
    visit.show(&List {
        frame: visit.frame("recognition-title"),
        year: round.rules.year,
        ready,
        flagged,
        may_hold: mine(ActKind::HoldSession),
        may_decide: mine(ActKind::Decide),
        held: sessions(office, actor, body.issuer, SHOWN)?,
        decided,
        older,
        body,
        bodies,
    })
}
