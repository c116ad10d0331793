//! The page of one dossier.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::access::permit_on;
use sohoc_acts::dossier::{DossierFace, ExplainedScore, Explanation, dossier_face, explain};
use sohoc_acts::evidence::{OfIndicator, Piece, of_dossier};
use sohoc_acts::rounds::Round;
use sohoc_ledger::dossier::JournalledStep;
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::State;
use sohoc_rules::evidence::{EvidenceState, Kind};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::time::Instant;

use crate::dossier::labels::{self, Tag};
use crate::failure::{Answer, Failure};
use crate::frame::{FieldFault, Frame};
use crate::visit::Visit;

use super::{next_in_queue, queue_of};

#[derive(Template)]
#[template(path = "dossier/file/page.html")]
struct Page<'r> {
    frame: Frame<'r>,
    here: String,
    /// Names and values of the queue for forms.
    hidden: Vec<(&'static str, String)>,
    back: String,
    next: String,
    state: Tag,
    born: i64,
    place: String,
    form_name: String,
    channel: String,
    word: String,
    witness: String,
    flags: Vec<String>,
    own_total: Option<u16>,
    review_total: Option<u16>,
    needed: Option<u16>,
    questions: Vec<Question>,
    changed: Vec<(String, String, String)>,
    steps: Vec<Step>,
    /// What others did since the visitor's form was made.
    meanwhile: Vec<Step>,
    version: i64,
    may_endorse: bool,
    may_appraise: bool,
    may_return: bool,
    may_reopen: bool,
    reason: String,
}

/// An indicator with its scores and what bears them out.
struct Question {
    code: String,
    text: String,
    own: Option<u8>,
    /// What the reviewer has typed, else the score that stands.
    score: String,
    reason: String,
    maximum: u8,
    note: Option<String>,
    differs: bool,
    pieces: Vec<Line>,
}

/// A piece of evidence.
struct Line {
    id: String,
    title: String,
    kind: &'static str,
    is_file: bool,
    link: String,
    note: String,
    witness: String,
    state: Tag,
    reason: String,
    is_open: bool,
}

/// A step that was taken.
pub struct Step {
    pub act: String,
    pub who: String,
    pub at: Instant,
    pub reason: String,
}

/// A dossier with all that its page shows.
pub struct Opened {
    pub face: DossierFace,
    pub round: Round,
}

/// The dossier that the path names.
pub fn find(visit: &Visit<'_>) -> Result<Opened, Failure> {
    let face = dossier_face(visit.office(), visit.actor()?, visit.id("ho_so")?)?;
    Ok(Opened { round: visit.office().round_of(face.round)?, face })
}

/// `GET /duyet/{ho_so}`
pub fn page(visit: &Visit<'_>) -> Answer {
    show(visit, StatusCode::OK, &find(visit)?, Vec::new())
}

/// The page, with what was typed and what was wrong with it.
pub fn show(visit: &Visit<'_>, status: StatusCode, opened: &Opened, faults: Vec<FieldFault>) -> Answer {
    let Opened { face, round } = opened;
    let (office, actor) = (visit.office(), visit.actor()?);
    office.note_reading(actor, What::Dossier, Subject::Person(face.person))?;
    let whole = explain(office, actor, round, face.id)?;
    let evidence = of_dossier(office, actor, round, face.id)?;
    let map = office.map_on(visit.today())?;
    let may = |act| permit_on(actor, act, Some(face.place()), &map).is_ok();
    let open = |act, states: &[State]| !round.closed && states.contains(&face.state) && may(act);
    let form = round.set.form(&face.group).ok_or(Failure::NotFound)?;
    let queue = queue_of(visit, face.state);
    let next = match &queue {
        Some((body, filter)) => next_in_queue(visit, (*body, filter), face)?,
        None => None,
    };
    let question = queue.as_ref().map(|(body, filter)| format!("?{}", super::question(*body, filter)));
    let question = question.unwrap_or_default();
    let seen: Option<i64> = visit.form().read("ban");
    let steps: Vec<Step> = whole.history.steps.iter().map(|one| step(visit, one)).collect();
    let meanwhile = seen.filter(|seen| *seen < face.steps);
    let page = Page {
        here: format!("/duyet/{}", face.id),
        hidden: form_urlencoded_pairs(&question),
        back: queue
            .as_ref()
            .map_or_else(|| "/duyet".to_owned(), |(body, filter)| filter.at_start().path(*body)),
        next: next.map(|id| format!("/duyet/{id}{question}")).unwrap_or_default(),
        state: labels::state(visit.words, face.state),
        born: face.birth_year,
        place: map
            .path(face.unit)
            .iter()
            .rev()
            .take(2)
            .map(|unit| map.name(unit.id))
            .collect::<Vec<_>>()
            .join(", "),
        form_name: form.name.clone(),
        channel: labels::channel(visit.words, face.channel),
        word: face.on_word.clone().unwrap_or_default(),
        witness: face.witness.clone().unwrap_or_default(),
        flags: labels::flags(visit.words, face.flags),
        own_total: face.own_total,
        review_total: face.review_total,
        needed: whole.judgement.as_ref().map(|judgement| judgement.threshold),
        questions: questions(visit, form, &whole, evidence),
        changed: changed(&whole),
        meanwhile: meanwhile
            .map(|seen| {
                whole.history.steps.iter().filter(|one| one.step > seen).map(|one| step(visit, one)).collect()
            })
            .unwrap_or_default(),
        steps,
        version: face.steps,
        may_endorse: open(ActKind::Endorse, &[State::Submitted]),
        may_appraise: open(ActKind::Appraise, &[State::Endorsed]),
        may_return: open(ActKind::Return, &[State::Submitted, State::Endorsed, State::Appraised]),
        may_reopen: open(
            ActKind::Reopen,
            &[
                State::NotRecognised,
                State::Withdrawn,
                State::Revoked,
                State::Unreachable,
                State::Refused,
                State::Away,
            ],
        ),
        reason: visit.form().text("ly-do"),
        frame: visit.frame_titled(face.name.clone()).with_faults(faults),
    };
    visit.show_as(status, &page)
}

fn form_urlencoded_pairs(question: &str) -> Vec<(&'static str, String)> {
    let fields = crate::fields::Fields::parse(question.trim_start_matches('?').as_bytes());
    let pairs = ["hang", "noi", "tt", "loc", "bo"].map(|name| (name, fields.get(name).to_owned()));
    pairs.into_iter().filter(|(_, value)| !value.is_empty()).collect()
}

fn questions(
    visit: &Visit<'_>,
    form: &sohoc_rules::criteria::GroupForm,
    whole: &Explanation,
    evidence: Vec<OfIndicator>,
) -> Vec<Question> {
    let mut evidence = evidence.into_iter();
    let mut pieces = || evidence.next().map(|of| of.pieces).unwrap_or_default();
    let question = |(indicator, score): (&sohoc_rules::criteria::Indicator, &ExplainedScore)| {
        let typed = |name: &str| {
            visit.form().find(&format!("{name}-{}", indicator.code)).map(|text| text.trim().to_owned())
        };
        let standing = score.reviewed.or(score.own);
        Question {
            code: indicator.code.clone(),
            text: indicator.text.clone(),
            own: score.own,
            score: typed("diem")
                .unwrap_or_else(|| standing.map(|points| points.to_string()).unwrap_or_default()),
            reason: typed("ly-do")
                .or_else(|| score.change.clone().map(|(reason, _)| reason))
                .unwrap_or_default(),
            maximum: indicator.maximum,
            note: score.note.clone(),
            differs: score.reviewed.is_some() && score.reviewed != score.own,
            pieces: pieces().into_iter().map(|piece| line(visit, piece)).collect(),
        }
    };
    form.indicators().zip(&whole.scores).map(question).collect()
}

fn line(visit: &Visit<'_>, piece: Piece) -> Line {
    let (tone, key) = match piece.state {
        EvidenceState::Offered => ("waiting", "file-piece-offered"),
        EvidenceState::Accepted => ("good", "file-piece-accepted"),
        EvidenceState::Refused => ("bad", "file-piece-refused"),
    };
    let kind = match piece.kind {
        Kind::File => "file-kind-file",
        Kind::Link => "file-kind-link",
        Kind::Attendance => "file-kind-attendance",
        Kind::Note => "file-kind-note",
    };
    Line {
        id: piece.id.to_string(),
        is_file: piece.media_type.is_some() && !piece.emptied,
        title: if piece.emptied { visit.words.get("file-piece-emptied").into_owned() } else { piece.title },
        kind,
        link: piece.link.unwrap_or_default(),
        note: piece.note.unwrap_or_default(),
        witness: piece.witness.unwrap_or_default(),
        state: Tag { tone, words: visit.words.get(key).into_owned() },
        reason: piece.reason.unwrap_or_default(),
        is_open: !piece.emptied,
    }
}

fn changed(whole: &Explanation) -> Vec<(String, String, String)> {
    let points = |score: Option<u8>| score.map_or_else(|| "–".to_owned(), |score| score.to_string());
    let rows = whole.history.changed.iter();
    rows.map(|one| (one.indicator.clone(), points(one.before), points(one.after))).collect()
}

/// A step as pages show it.
pub fn step(visit: &Visit<'_>, step: &JournalledStep) -> Step {
    Step {
        act: labels::act(visit.words, &step.act),
        who: step.sign_in.clone(),
        at: step.at.0,
        reason: step.reason.clone().unwrap_or_default(),
    }
}
