//! What a reviewer does to one dossier. The form says which version was seen: who comes second is told
//! what happened meanwhile, and nothing is written over.

use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::dossier::{OneStep, Seen, step_seen};
use sohoc_acts::evidence::judge;
use sohoc_rules::Refusal;
use sohoc_rules::dossier::ScoreChange;
use sohoc_rules::evidence::Verdict;

use crate::dossier::queue::Filter;
use crate::failure::{Answer, Failure};
use crate::frame::failed::refusal_words;
use crate::frame::{Faults, FieldFault};
use crate::visit::Visit;

use super::page::{Opened, find, show};
use super::{next_in_queue, question, queue_of};

/// `POST /duyet/{ho_so}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let opened = find(visit)?;
    let act = visit.form().get("viec");
    let mut faults = Faults::default();
    let reason = visit.form().text("ly-do");
    let (step, done) = match act {
        "cham" => (OneStep::Appraise(changes(visit, &opened, &mut faults)?), "file-appraised"),
        "tra-lai" => (OneStep::SendBack(reason), "file-returned"),
        "mo-lai" => (OneStep::Reopen(reason), "file-reopened"),
        "xac-nhan" => (OneStep::Endorse, "file-endorsed"),
        _ => return Err(Failure::NotFound),
    };
    if !faults.is_empty() {
        return show(visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, faults.into_list());
    }
    // Without a version nothing is known of what was seen.
    let seen = Seen { dossier: opened.face.id, steps: visit.form().read("ban").unwrap_or(-1) };
    match step_seen(visit.office(), visit.actor()?, &opened.round, seen, &step) {
        Ok(()) => onward(visit, &opened, done),
        Err(Error::Refused(refusal)) => refused(visit, &refusal),
        Err(error) => Err(error.into()),
    }
}

/// Scores that differ from the person's own, each with its reason.
fn changes(visit: &Visit<'_>, opened: &Opened, faults: &mut Faults) -> Result<Vec<ScoreChange>, Failure> {
    let form = opened.round.set.form(&opened.face.group).ok_or(Failure::NotFound)?;
    let mut changes = Vec::new();
    for indicator in form.indicators() {
        let field = format!("diem-{}", indicator.code);
        let typed = visit.form().get(&field);
        let own = visit.form().get(&format!("tu-{}", indicator.code));
        if typed.is_empty() || typed == own {
            continue;
        }
        let Some(score) = typed.parse::<u8>().ok().filter(|score| *score <= indicator.maximum) else {
            faults.add_text(&field, visit.words.with("file-bad-score", "code", indicator.code.as_str()));
            continue;
        };
        let reason = visit.form().text(&format!("ly-do-{}", indicator.code));
        if reason.is_empty() {
            let text = visit.words.with("file-score-reason-missing", "code", indicator.code.as_str());
            faults.add_text(&format!("ly-do-{}", indicator.code), text);
            continue;
        }
        changes.push(ScoreChange { indicator: indicator.code.clone(), score, reason });
    }
    Ok(changes)
}

/// On to the next file of the queue, or back to the queue.
fn onward(visit: &Visit<'_>, opened: &Opened, done: &str) -> Answer {
    let Some((body, filter)): Option<(_, Filter)> = queue_of(visit, opened.face.state) else {
        return visit.go(&format!("/duyet/{}", opened.face.id), done);
    };
    match next_in_queue(visit, (body, &filter), &opened.face)? {
        Some(next) => visit.go(&format!("/duyet/{next}?{}", question(body, &filter)), done),
        None => visit.go(&filter.at_start().path(body), done),
    }
}

/// The page as the dossier stands now, with what was typed.
fn refused(visit: &Visit<'_>, refusal: &Refusal) -> Answer {
    let (text, remedy) = refusal_words(visit.words, refusal);
    let field = if refusal.code == "dossier.reason_missing" { "ly-do" } else { "lam" };
    let faults =
        vec![FieldFault { field: field.to_owned(), text: format!("{text} {remedy}").trim().to_owned() }];
    let status = if field == "ly-do" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
    show(visit, status, &find(visit)?, faults)
}

/// `POST /duyet/{ho_so}/minh-chung/{minh_chung}`
pub fn judge_piece(visit: &Visit<'_>) -> Answer {
    let opened = find(visit)?;
    let piece = visit.id("minh_chung")?;
    let (verdict, done) = match visit.form().get("viec") {
        "nhan" => (Verdict::Accept, "file-piece-accepted"),
        "khong-nhan" => (Verdict::Refuse, "file-piece-refused"),
        _ => return Err(Failure::NotFound),
    };
    match judge(visit.office(), visit.actor()?, piece, verdict, &visit.form().text("ly-do-mc")) {
        Ok(()) => {
            let question = queue_of(visit, opened.face.state)
                .map(|(body, filter)| format!("?{}", question(body, &filter)));
            visit.go(&format!("/duyet/{}{}", opened.face.id, question.unwrap_or_default()), done)
        }
        Err(Error::Refused(refusal)) => {
            let (text, remedy) = refusal_words(visit.words, &refusal);
            let field = format!("ly-do-mc-{piece}");
            let faults = vec![FieldFault { field, text: format!("{text} {remedy}").trim().to_owned() }];
            show(visit, StatusCode::UNPROCESSABLE_ENTITY, &opened, faults)
        }
        Err(error) => Err(error.into()),
    }
}
