//! A numbered decision with its lines.

use askama::Template;
use sohoc_acts::recognition::{DecisionFace, decision, decision_lines};
use sohoc_ledger::recognition::LinePage;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{DecisionId, UnitId};
use sohoc_rules::recognition::{DecisionKind, TitleState};
use sohoc_rules::vietnamese::document_date;

use super::body::{Body, body, kind_words, note};
use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

/// Lines on a page.
const SHOWN: i64 = 100;

#[derive(Template)]
#[template(path = "recognition/decision.html")]
struct Page<'r> {
    frame: Frame<'r>,
    id: String,
    face: DecisionFace,
    body: Body,
    kind_words: &'static str,
    day: String,
    lines: Vec<Shown>,
    previous: String,
    next: String,
    gives_certificates: bool,
    may_change: bool,
}

struct Shown {
    line: LinePage,
    place: String,
    /// Tone and key of the words of what the line did and became.
    tone: &'static str,
    words: &'static str,
    /// Whether its title holds, so that it can be changed.
    holds: bool,
}

/// `GET /quyet-dinh/{quyet_dinh}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let id: DecisionId = visit.id("quyet_dinh")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = decision(office, actor, id)?;
    let first = visit.query().read::<i64>("tu").unwrap_or(1).max(1);
    note(visit, face.issuer, usize::try_from((first - 1) / SHOWN + 1).unwrap_or(1))?;
    let mut found = decision_lines(office, actor, id, first, SHOWN + 1)?;
    let more = found.len() > usize::try_from(SHOWN).unwrap_or(usize::MAX);
    found.truncate(usize::try_from(SHOWN).unwrap_or(usize::MAX));
    let map = office.map_on(visit.today())?;
    let lines = found.into_iter().map(|line| {
        let (tone, words) = state(&line);
        let place = map.short_name(UnitId::from_uuid(line.unit)).to_owned();
        let holds = line.title_state == Some(TitleState::Valid.code());
        Shown { line, place, tone, words, holds }
    });
    let acts = [ActKind::Revoke, ActKind::CorrectDecision, ActKind::IssueCertificate];
    let mine = sohoc_acts::recognition::bodies(actor, &acts, visit.today());
    let at = |first: i64| format!("/quyet-dinh/{id}?tu={first}");
    let number = format!("{:02}/{}", face.row.number, face.row.sign);
    visit.show(&Page {
        frame: visit.frame_titled(format!("{} {number}", visit.words.get("recognition-decision"))),
        id: id.to_string(),
        body: body(visit, face.issuer)?,
        kind_words: kind_words(face.row.kind),
        day: document_date(face.row.dated.0),
        lines: lines.collect(),
        previous: if first > 1 { at((first - SHOWN).max(1)) } else { String::new() },
        next: if more { at(first + SHOWN) } else { String::new() },
        gives_certificates: face.row.kind != DecisionKind::Revoke.code(),
        may_change: mine.contains(&face.issuer),
        face,
    })
}

fn state(line: &LinePage) -> (&'static str, &'static str) {
    match (line.verdict, line.title_state.and_then(TitleState::from_code)) {
        (1, Some(TitleState::Valid)) => ("good", "recognition-line-granted"),
        (1, Some(TitleState::Revoked)) => ("bad", "recognition-line-revoked-later"),
        (1, Some(TitleState::Replaced)) => ("gone", "recognition-line-replaced"),
        (1, None) => ("plain", "recognition-line-reissued"),
        (2, _) => ("plain", "recognition-line-declined"),
        _ => ("bad", "recognition-line-revokes"),
    }
}
