//! Why a dossier stands where it stands: score, evidence, clause, hands, journal, decision.

use askama::Template;
use sohoc_acts::access::permit_on;
use sohoc_acts::dossier::{Explanation, dossier_face, explain};
use sohoc_acts::evidence::of_dossier;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Reason;
use sohoc_rules::evidence::EvidenceState;
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::Instant;

use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::Frame;
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "dossier/inspect/file.html")]
struct File<'r> {
    frame: Frame<'r>,
    year: i16,
    born: i64,
    place: String,
    state: Tag,
    form_name: String,
    criteria: String,
    channel: String,
    word: String,
    witness: String,
    flags: Vec<String>,
    passed: Option<bool>,
    reasons: Vec<String>,
    scores: Vec<Score>,
    changed: Vec<(String, String, String)>,
    steps: Vec<Step>,
    receipts: Vec<(String, Instant, i64)>,
    decision: String,
    certificate: String,
}

struct Score {
    code: String,
    text: String,
    clause: String,
    own: String,
    reviewed: String,
    change: String,
    entry: String,
    note: String,
    pieces: Vec<(String, String, Tag, String)>,
}

struct Step {
    number: i64,
    act: String,
    who: String,
    at: Instant,
    reason: String,
    entry: String,
    seal: Option<i64>,
}

/// `GET /thanh-tra/{ho_so}`
pub fn page(visit: &Visit<'_>) -> Answer {
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = dossier_face(office, actor, visit.id("ho_so")?)?;
    let map = office.map_on(visit.today())?;
    if permit_on(actor, ActKind::Inspect, Some(face.place()), &map).is_err() {
        office.note_reading(actor, What::RefusedOutsideScope, Subject::Person(face.person))?;
        return Err(Failure::NotFound);
    }
    office.note_reading(actor, What::Dossier, Subject::Person(face.person))?;
    let round = office.round_of(face.round)?;
    let whole = explain(office, actor, &round, face.id)?;
    let form = round.set.form(&face.group).ok_or(Failure::NotFound)?;
    visit.show(&File {
        frame: visit.frame_titled(face.name.clone()),
        year: round.rules.year,
        born: face.birth_year,
        place: map.path(face.unit).iter().rev().map(|unit| map.name(unit.id)).collect::<Vec<_>>().join(", "),
        state: labels::state(visit.words, face.state),
        form_name: form.name.clone(),
        criteria: whole.criteria.clone(),
        channel: labels::channel(visit.words, face.channel),
        word: face.on_word.clone().unwrap_or_default(),
        witness: face.witness.clone().unwrap_or_default(),
        flags: labels::flags(visit.words, face.flags),
        passed: whole.judgement.as_ref().map(|judgement| judgement.passed),
        reasons: whole
            .judgement
            .iter()
            .flat_map(|judgement| &judgement.reasons)
            .map(|one| reason(visit, one))
            .collect(),
        scores: scores(visit, &round, &face, &whole)?,
        changed: whole
            .history
            .changed
            .iter()
            .map(|one| (one.indicator.clone(), points(one.before), points(one.after)))
            .collect(),
        steps: whole.history.steps.iter().map(|one| step(visit, one)).collect(),
        receipts: whole.receipts.iter().map(|one| (one.number.clone(), one.at.0, one.total)).collect(),
        decision: whole.title.as_ref().map(|line| line.decision.to_string()).unwrap_or_default(),
        certificate: whole.certificate.as_ref().map(|one| one.0.serial.clone()).unwrap_or_default(),
    })
}

fn points(score: Option<u8>) -> String {
    score.map_or_else(|| "–".to_owned(), |score| score.to_string())
}

fn scores(
    visit: &Visit<'_>,
    round: &sohoc_acts::rounds::Round,
    face: &sohoc_acts::dossier::DossierFace,
    whole: &Explanation,
) -> Result<Vec<Score>, Failure> {
    let evidence = of_dossier(visit.office(), visit.actor()?, round, face.id)?;
    let score =
        |(score, of): (&sohoc_acts::dossier::ExplainedScore, sohoc_acts::evidence::OfIndicator)| Score {
            code: score.indicator.clone(),
            text: score.text.clone(),
            clause: score.clause.clone().unwrap_or_default(),
            own: points(score.own),
            reviewed: points(score.reviewed),
            change: score.change.as_ref().map(|(reason, _)| reason.clone()).unwrap_or_default(),
            entry: score.change.as_ref().map(|(_, entry)| entry.to_string()).unwrap_or_default(),
            note: score.note.clone().unwrap_or_default(),
            pieces: of
                .pieces
                .into_iter()
                .map(|piece| {
                    let (tone, key) = match piece.state {
                        EvidenceState::Offered => ("waiting", "file-piece-offered"),
                        EvidenceState::Accepted => ("good", "file-piece-accepted"),
                        EvidenceState::Refused => ("bad", "file-piece-refused"),
                    };
                    let title = if piece.emptied {
                        visit.words.get("file-piece-emptied").into_owned()
                    } else {
                        piece.title
                    };
                    let path = if piece.media_type.is_some() && !piece.emptied {
                        format!("/tep/{}", piece.id)
                    } else {
                        String::new()
                    };
                    (
                        path,
                        title,
                        Tag { tone, words: visit.words.get(key).into_owned() },
                        piece.reason.unwrap_or_default(),
                    )
                })
                .collect(),
        };
    Ok(whole.scores.iter().zip(evidence).map(score).collect())
}

fn step(visit: &Visit<'_>, step: &sohoc_ledger::dossier::JournalledStep) -> Step {
    Step {
        number: step.step,
        act: labels::act(visit.words, &step.act),
        who: step.sign_in.clone(),
        at: step.at.0,
        reason: step.reason.clone().unwrap_or_default(),
        entry: step.entry.to_string(),
        seal: step.seal,
    }
}

/// A ground of the verdict in words.
fn reason(visit: &Visit<'_>, reason: &Reason) -> String {
    let mut values = fluent_bundle::FluentArgs::new();
    let key = match reason {
        Reason::Total { total, threshold, confirmed, .. } => {
            values.set("total", i64::from(*total));
            values.set("threshold", i64::from(*threshold));
            match (total >= threshold, confirmed) {
                (true, true) => "inspect-total-reached",
                (true, false) => "inspect-total-reached-unconfirmed",
                (false, true) => "inspect-total-missed",
                (false, false) => "inspect-total-missed-unconfirmed",
            }
        }
        Reason::FloorKept => "inspect-floor-kept",
        Reason::BelowFloor { indicator, score, floor } => {
            values.set("code", indicator.as_str());
            values.set("score", i64::from(*score));
            values.set("floor", i64::from(*floor));
            "inspect-below-floor"
        }
        Reason::Unanswered { indicator } => {
            values.set("code", indicator.as_str());
            "inspect-unanswered"
        }
    };
    visit.words.fill(key, &values).into_owned()
}
