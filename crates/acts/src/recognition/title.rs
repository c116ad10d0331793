//! After the decision: titles revoked, corrected, and certificates issued again. Each is a decision of
//! its own; nothing is ever deleted.

use serde_json::json;
use sohoc_ledger::db::Day;
use sohoc_ledger::recognition::{self, CertificateRow, DecisionRow, LineRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::dossier::Act;
use sohoc_rules::ids::{DecisionId, DossierId};
use sohoc_rules::recognition::{
    Candidate, DecisionDraft, DecisionKind, DecisionNumber, Issuer, ReadyDecision, SessionRules, TitleState,
    Verdict, after,
};

use crate::access::Actor;
use crate::desk::Desk;
use crate::dossier::{Loaded, write};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::decide::{issuer_uuid, load_lines, on_line, serial, verdict_code};
use super::session::place;

/// A decision that revokes, corrects or reissues.
#[derive(Clone, Debug)]
pub struct TitleChange {
    /// Issuer, day, signer and kind.
    pub draft: DecisionDraft,
    /// What stands behind the number.
    pub sign: String,
    /// Official code of the issuer, for new serials.
    pub issuer_code: String,
    /// The dossiers whose titles are changed, each with the ground that is printed.
    pub lines: Vec<(DossierId, String)>,
}

/// Changes titles by a numbered decision: all lines stand or nothing is numbered.
///
/// # Errors
/// The refusal of the whole or of the first line that does not stand; a fault.
pub fn change_titles(
    office: &Office,
    actor: &Actor,
    round: &Round,
    rules: SessionRules,
    change: &TitleChange,
) -> Result<DecisionNumber> {
    let right = match change.draft.kind {
        DecisionKind::Recognise => {
            return Err(Error::bad_input("the decision", "it grants titles", "Use decide."));
        }
        DecisionKind::Revoke => ActKind::Revoke,
        DecisionKind::Correct => ActKind::CorrectDecision,
        DecisionKind::Reissue => ActKind::IssueCertificate,
    };
    office.perform(actor, |desk| {
        desk.permit(right, Some(place(change.draft.issuer)))?;
        let ready = change.draft.clone().ready(rules)?;
        let dossiers: Vec<DossierId> = change.lines.iter().map(|(dossier, _)| *dossier).collect();
        let loaded = load_lines(desk, round, change.draft.issuer, &dossiers)?;
        let titles = recognition::find_titles(desk, &dossiers)?
            .into_iter()
            .map(|title| title.ok_or(Error::NotFound("title")))
            .collect::<Result<Vec<_>>>()?;
        let states = new_states(desk, round, &ready, loaded, &titles)?;
        number(desk, round, change, &titles, &states)
    })
}

/// The state of each title after the decision; revoked dossiers move with it.
fn new_states(
    desk: &Desk<'_>,
    round: &Round,
    ready: &ReadyDecision,
    loaded: Vec<Loaded>,
    titles: &[LineRow],
) -> Result<Vec<TitleState>> {
    let kind = ready.draft().kind;
    let mut states = Vec::with_capacity(titles.len());
    let mut moved = Vec::new();
    for ((line, dossier), title) in (1..).zip(loaded).zip(titles) {
        let state = title.title_state.and_then(TitleState::from_code);
        states.push(after(kind, state).map_err(|refusal| on_line(line, &refusal))?);
        if kind == DecisionKind::Revoke {
            let candidate = Candidate {
                person: dossier.case.person,
                state: dossier.case.state,
                judgement: None,
                title: state,
                votes: None,
            };
            let to = ready
                .revoke(&candidate)
                .and_then(|ruling| dossier.step(desk, &round.rules).revoke(ruling))
                .map_err(|refusal| on_line(line, &refusal))?;
            moved.push(dossier.moved(to, None));
        }
    }
    write(desk, round, Act::Revoke.name(), moved)?;
    Ok(states)
}

fn number(
    desk: &Desk<'_>,
    round: &Round,
    change: &TitleChange,
    titles: &[LineRow],
    states: &[TitleState],
) -> Result<DecisionNumber> {
    let draft = &change.draft;
    let year = i64::from(draft.dated.year());
    let number = recognition::next_number(desk, issuer_uuid(draft.issuer), year)?;
    let printed = DecisionNumber::new(u32::try_from(number).unwrap_or(u32::MAX), &change.sign)
        .map_err(|fault| Error::bad_input("the sign of the decision", fault.to_string(), "Correct it."))?;
    let id = DecisionId::new(desk.at, desk.id_bytes());
    let dossiers: Vec<String> = titles.iter().map(|title| title.dossier.simple().to_string()).collect();
    let body = json!({ "decision": id.to_string(), "number": printed.to_string(),
        "kind": draft.kind.code(), "dossiers": dossiers });
    let entry = desk.record("recognition.change_titles", place(draft.issuer).unit, titles.len(), &body)?;
    let row = DecisionRow {
        id: id.uuid(),
        issuer: issuer_uuid(draft.issuer),
        issuer_is_unit: matches!(draft.issuer, Issuer::Unit(_)),
        year,
        number,
        sign: change.sign.clone(),
        kind: draft.kind.code(),
        dated: Day(draft.dated),
        signer_name: draft.signer.name.clone(),
        signer_office: draft.signer.office.clone(),
        session: draft.session.as_ref().map(|session| session.id.uuid()),
        title_year: i64::from(round.rules.year),
        entry: entry.uuid(),
    };
    let lines = new_lines(id, change, titles);
    recognition::add_decision(desk, &row, &lines)?;
    write_titles(desk, round, change, titles, states, &lines)?;
    Ok(printed)
}

/// Lines of the new decision. A correcting line carries the title from now on.
fn new_lines(id: DecisionId, change: &TitleChange, titles: &[LineRow]) -> Vec<LineRow> {
    let mut lines = Vec::with_capacity(titles.len());
    for ((number, title), (_, reason)) in (1..).zip(titles).zip(&change.lines) {
        let (verdict, title_state) = match change.draft.kind {
            DecisionKind::Revoke => (Verdict::Revoke, None),
            DecisionKind::Correct => (Verdict::Grant, Some(TitleState::Valid.code())),
            DecisionKind::Recognise | DecisionKind::Reissue => (Verdict::Grant, None),
        };
        lines.push(LineRow {
            decision: id.uuid(),
            line: number,
            dossier: title.dossier,
            person: title.person,
            verdict: verdict_code(verdict),
            title_state,
            reason: Some(reason.clone()),
        });
    }
    lines
}

/// Sets the state of the old titles, and issues new certificates where the kind gives any.
fn write_titles(
    desk: &Desk<'_>,
    round: &Round,
    change: &TitleChange,
    titles: &[LineRow],
    states: &[TitleState],
    lines: &[LineRow],
) -> Result<()> {
    let old: Vec<_> = titles
        .iter()
        .zip(states)
        .map(|(title, state)| {
            let replaced = change.draft.kind == DecisionKind::Correct;
            let state = if replaced { TitleState::Replaced } else { *state };
            (title.decision, title.line, state.code())
        })
        .collect();
    recognition::set_titles(desk, &old)?;
    if change.draft.kind == DecisionKind::Revoke {
        return Ok(());
    }
    let count = i64::try_from(lines.len()).unwrap_or(i64::MAX);
    let year = round.rules.year;
    let first = recognition::next_serials(desk, &change.issuer_code, i64::from(year), count)?;
    let dossiers: Vec<DossierId> = lines.iter().map(|line| DossierId::from_uuid(line.dossier)).collect();
    let known = recognition::find_certificates(desk, &dossiers)?;
    let mut certificates = Vec::with_capacity(lines.len());
    for ((number, line), old) in (first..).zip(lines).zip(known) {
        certificates.push(CertificateRow {
            serial: serial(year, &change.issuer_code, number)?,
            decision: line.decision,
            line: line.line,
            dossier: line.dossier,
            issued_on: Day(change.draft.dated),
            replaces: old.map(|(certificate, _)| certificate.serial),
        });
    }
    recognition::add_certificates(desk, &certificates)?;
    Ok(())
}
