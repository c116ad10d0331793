//! What has become of a dossier, step by step, in words.

use askama::Template;
use sohoc_acts::dossier::{Changed, Explanation, explain};
use sohoc_rules::time::Instant;

use crate::failure::Answer;
use crate::frame::Frame;
use crate::visit::Visit;

use super::state::{self, Status};
use super::{dossier, round, takes_answers};

#[derive(Template)]
#[template(path = "dossier/own/track.html")]
struct Page<'r> {
    frame: Frame<'r>,
    year: i16,
    status: Status,
    /// Whether it can be filled in now.
    open: bool,
    receipt: bool,
    certificate: bool,
    may_withdraw: bool,
    scores: Vec<Score>,
    own_total: u16,
    reviewed_total: Option<u16>,
    /// Points the person changed after it came back.
    changed: Vec<Changed>,
    steps: Vec<Step>,
}

struct Score {
    text: String,
    own: Option<u8>,
    reviewed: Option<u8>,
    why: Option<String>,
}

struct Step {
    at: Instant,
    what: String,
    reason: Option<String>,
    /// Whether the visitor did it.
    own: bool,
}

/// `GET /ho-so/{nam}/theo-doi`
pub fn page(visit: &Visit<'_>) -> Answer {
    let round = round(visit)?;
    let own = dossier(visit, &round)?;
    let explained = explain(visit.office(), visit.actor()?, &round, own.id)?;
    let sum = |points: fn(&Score) -> Option<u8>, scores: &[Score]| -> u16 {
        scores.iter().filter_map(points).map(u16::from).sum()
    };
    let scores = scores(&explained);
    let page = Page {
        frame: visit.frame("own-track-title"),
        year: round.rules.year,
        status: state::of(visit, &own)?,
        open: own.is_open() && takes_answers(visit, &round),
        receipt: own.receipt.is_some(),
        certificate: explained.certificate.is_some(),
        may_withdraw: !round.closed && own.may_withdraw(),
        own_total: sum(|score| score.own, &scores),
        reviewed_total: own.reviewed.as_ref().map(|_| sum(|score| score.reviewed, &scores)),
        scores,
        steps: steps(visit, &explained)?,
        changed: explained.history.changed,
    };
    visit.show(&page)
}

fn scores(explained: &Explanation) -> Vec<Score> {
    let scores = explained.scores.iter().map(|score| Score {
        text: score.text.clone(),
        own: score.own,
        reviewed: score.reviewed,
        why: score.change.as_ref().map(|(reason, _)| reason.clone()),
    });
    scores.collect()
}

/// The newest first.
fn steps(visit: &Visit<'_>, explained: &Explanation) -> Result<Vec<Step>, crate::failure::Failure> {
    let me = visit.actor()?.account().map(sohoc_rules::ids::AccountId::uuid);
    let steps = explained.history.steps.iter().rev().map(|step| Step {
        at: step.at.0,
        what: words_of(visit, &step.act),
        reason: step.reason.clone(),
        own: step.actor.is_some() && step.actor == me,
    });
    Ok(steps.collect())
}

/// An act in words, without who by name: the office acts, not the neighbour who holds it.
fn words_of(visit: &Visit<'_>, act: &str) -> String {
    visit.words.get(&key(act)).into_owned()
}

fn key(act: &str) -> String {
    format!("own-act-{}", act.replace('_', "-"))
}

#[cfg(test)]
mod tests {
    use sohoc_rules::dossier::Act;

    use super::*;
    use crate::texts::Texts;

    #[test]
    fn every_step_has_words() {
        let texts = Texts::load(None).expect("our own texts");
        for act in Act::ALL.into_iter().map(Act::name).chain(["enrol", "change_form"]) {
            assert!(texts.vietnamese().has(&key(act)), "{act}");
        }
    }
}
