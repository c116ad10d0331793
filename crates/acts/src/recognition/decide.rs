//! A numbered decision: the one act in which titles are granted.

use std::collections::HashSet;

use serde_json::json;
use sohoc_ledger::db::{Day, Fault};
use sohoc_ledger::recognition::{self, CertificateRow, DecisionRow, LineRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::judge;
use sohoc_rules::dossier::Act;
use sohoc_rules::ids::{DecisionId, DossierId};
use sohoc_rules::recognition::{
    Candidate, CertificateSerial, DecisionDraft, DecisionKind, DecisionNumber, Issuer, ReadyDecision,
    SessionRules, Tally, TitleState, Verdict,
};
use sohoc_rules::territory::TerritoryAsOf;
use uuid::Uuid;

use crate::access::Actor;
use crate::desk::Desk;
use crate::dossier::{Loaded, Moved, load, twice, write};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::{self, Round};

use super::session::place;

/// A decision to be made about appraised dossiers.
#[derive(Clone, Debug)]
pub struct Decide {
    /// Issuer, day, session and signer; its kind must be recognition.
    pub draft: DecisionDraft,
    /// What stands behind the number, like `QĐ-UBND`.
    pub sign: String,
    /// Official code of the issuer, for the serials of certificates.
    pub issuer_code: String,
    /// The council's votes on the whole batch, when it voted.
    pub votes: Option<Tally>,
    /// The dossiers, in the order of the annex. Who reaches the mark is granted the title, who does
    /// not is declined, each on a line of its own.
    pub dossiers: Vec<DossierId>,
}

/// A decision that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    /// Decision.
    pub id: DecisionId,
    /// Its number.
    pub number: DecisionNumber,
    /// How many titles it grants.
    pub granted: usize,
    /// How many it declines.
    pub declined: usize,
    /// Serials of the first and the last certificate.
    pub serials: Option<(String, String)>,
}

/// Decides on a list: every line passes its rule or nothing is numbered.
///
/// # Errors
/// The refusal of the whole (signer, quorum, day) or of the first line that does not stand, with its
/// place on the list; a fault.
pub fn decide(
    office: &Office,
    actor: &Actor,
    round: &Round,
    rules: SessionRules,
    what: &Decide,
) -> Result<Decided> {
    office.perform(actor, |desk| {
        desk.permit(ActKind::Decide, Some(place(what.draft.issuer)))?;
        rounds::check_open(desk, round)?;
        let ready = what.draft.clone().ready(rules)?;
        let loaded = load_lines(desk, round, what.draft.issuer, &what.dossiers)?;
        let moved = rule(desk, round, &ready, what.votes, loaded)?;
        number(desk, round, what, moved)
    })
}

/// The dossiers of a list, each on one line. A body decides on dossiers of its own place only.
pub(super) fn load_lines(
    desk: &Desk<'_>,
    round: &Round,
    issuer: Issuer,
    dossiers: &[DossierId],
) -> Result<Vec<Loaded>> {
    if dossiers.is_empty() {
        return Err(no_lines().into());
    }
    let loaded = load(desk, round, dossiers)?;
    let map = desk.map()?;
    let mut met = HashSet::new();
    for (line, dossier) in (1..).zip(&loaded) {
        if !met.insert(dossier.row.id) {
            return Err(on_line(line, &twice("dossier")));
        }
        if !belongs(map, issuer, dossier) {
            return Err(on_line(line, &other_place()));
        }
    }
    Ok(loaded)
}

/// Whether a dossier is the issuer's to decide on.
pub(super) fn belongs(map: &TerritoryAsOf, issuer: Issuer, dossier: &Loaded) -> bool {
    let place = dossier.place();
    match issuer {
        Issuer::Unit(issuer) => place.unit.is_some_and(|unit| map.contains(issuer, unit)),
        Issuer::Organization(issuer) => place.organization == Some(issuer),
    }
}

fn no_lines() -> Refusal {
    Refusal {
        code: "recognition.no_lines",
        reason: "There is nobody on the list.".to_owned(),
        remedy: "Put at least one dossier on the list; a number is given for a decision that says something.",
    }
}

pub(super) fn other_place() -> Refusal {
    Refusal {
        code: "recognition.other_place",
        reason: "The dossier does not belong to the issuing body.".to_owned(),
        remedy: "Take it off the list; its own body decides on it.",
    }
}

/// Asks the rule for each line.
fn rule(
    desk: &Desk<'_>,
    round: &Round,
    ready: &ReadyDecision,
    votes: Option<Tally>,
    loaded: Vec<Loaded>,
) -> Result<Vec<(Moved, Verdict)>> {
    let dossiers: Vec<DossierId> = loaded.iter().map(|loaded| DossierId::from_uuid(loaded.row.id)).collect();
    let titles = recognition::find_titles(desk, &dossiers)?;
    let mut moved = Vec::with_capacity(loaded.len());
    for ((line, dossier), title) in (1..).zip(loaded).zip(titles) {
        let title = title.and_then(|title| title.title_state).and_then(TitleState::from_code);
        let candidate = candidate(round, &dossier, title, votes)?;
        let ruling = match &candidate.judgement {
            Some(judgement) if !judgement.passed => ready.decline(&candidate),
            _ => ready.grant(&candidate),
        }
        .map_err(|refusal| on_line(line, &refusal))?;
        let state =
            dossier.step(desk, &round.rules).conclude(ruling).map_err(|refusal| on_line(line, &refusal))?;
        moved.push((dossier.moved(state, None), ruling.verdict()));
    }
    Ok(moved)
}

pub(super) fn candidate(
    round: &Round,
    dossier: &Loaded,
    title: Option<TitleState>,
    votes: Option<Tally>,
) -> Result<Candidate> {
    let form = dossier.form(&round.set)?;
    let judgement = dossier
        .scores()
        .map(|scores| judge(&round.set, form, dossier.area, &scores))
        .transpose()
        .map_err(|fault| Fault::broken("dossier", "review_scores", fault))?;
    Ok(Candidate { person: dossier.case.person, state: dossier.case.state, judgement, title, votes })
}

/// Numbers the decision and writes it with its lines and certificates.
fn number(desk: &Desk<'_>, round: &Round, what: &Decide, moved: Vec<(Moved, Verdict)>) -> Result<Decided> {
    let draft = &what.draft;
    let year = i64::from(draft.dated.year());
    let issuer = issuer_uuid(draft.issuer);
    let number = recognition::next_number(desk, issuer, year)?;
    let id = DecisionId::new(desk.at, desk.id_bytes());
    let printed = DecisionNumber::new(u32::try_from(number).unwrap_or(u32::MAX), &what.sign)
        .map_err(|fault| Error::bad_input("the sign of the decision", fault.to_string(), "Correct it."))?;
    let granted = moved.iter().filter(|(_, verdict)| *verdict == Verdict::Grant).count();
    let declined = moved.len() - granted;
    let body = json!({ "decision": id.to_string(), "number": printed.to_string(), "granted": granted,
        "declined": declined });
    let entry = desk.record("recognition.decide", place(draft.issuer).unit, moved.len(), &body)?;
    let lines = lines(id.uuid(), &moved);
    let row = decision_row(id, number, entry.uuid(), round, what);
    recognition::add_decision(desk, &row, &lines)?;
    let certificates = certificates(desk, round, what, &lines)?;
    recognition::add_certificates(desk, &certificates)?;
    let (granted_rows, declined_rows): (Vec<_>, Vec<_>) =
        moved.into_iter().partition(|(_, verdict)| *verdict == Verdict::Grant);
    write(desk, round, Act::Recognise.name(), granted_rows.into_iter().map(|(moved, _)| moved).collect())?;
    write(desk, round, Act::Decline.name(), declined_rows.into_iter().map(|(moved, _)| moved).collect())?;
    let ends = certificates.first().zip(certificates.last());
    let serials = ends.map(|(first, last)| (first.serial.clone(), last.serial.clone()));
    Ok(Decided { id, number: printed, granted, declined, serials })
}

fn decision_row(id: DecisionId, number: i64, entry: Uuid, round: &Round, what: &Decide) -> DecisionRow {
    let draft = &what.draft;
    DecisionRow {
        id: id.uuid(),
        issuer: issuer_uuid(draft.issuer),
        issuer_is_unit: matches!(draft.issuer, Issuer::Unit(_)),
        year: i64::from(draft.dated.year()),
        number,
        sign: what.sign.clone(),
        kind: DecisionKind::Recognise.code(),
        dated: Day(draft.dated),
        signer_name: draft.signer.name.clone(),
        signer_office: draft.signer.office.clone(),
        session: draft.session.as_ref().map(|session| session.id.uuid()),
        title_year: i64::from(round.rules.year),
        entry,
    }
}

fn lines(decision: Uuid, moved: &[(Moved, Verdict)]) -> Vec<LineRow> {
    let mut lines = Vec::with_capacity(moved.len());
    for (line, (moved, verdict)) in (1..).zip(moved) {
        let granted = *verdict == Verdict::Grant;
        lines.push(LineRow {
            decision,
            line,
            dossier: moved.row.id,
            person: moved.row.person,
            verdict: verdict_code(*verdict),
            title_state: granted.then(|| TitleState::Valid.code()),
            reason: None,
        });
    }
    lines
}

fn certificates(
    desk: &Desk<'_>,
    round: &Round,
    what: &Decide,
    lines: &[LineRow],
) -> Result<Vec<CertificateRow>> {
    let granting: Vec<&LineRow> = lines.iter().filter(|line| line.title_state.is_some()).collect();
    if granting.is_empty() {
        return Ok(Vec::new());
    }
    let count = i64::try_from(granting.len()).unwrap_or(i64::MAX);
    let year = round.rules.year;
    let first = recognition::next_serials(desk, &what.issuer_code, i64::from(year), count)?;
    (first..)
        .zip(granting)
        .map(|(number, line)| {
            Ok(CertificateRow {
                serial: serial(year, &what.issuer_code, number)?,
                decision: line.decision,
                line: line.line,
                dossier: line.dossier,
                issued_on: Day(what.draft.dated),
                replaces: None,
            })
        })
        .collect()
}

/// The serial as printed.
pub(super) fn serial(year: i16, issuer: &str, number: i64) -> Result<String> {
    let unfit =
        |what: String| Error::bad_input("the serial of a certificate", what, "Correct the issuer's code.");
    let year = u16::try_from(year).map_err(|error| unfit(error.to_string()))?;
    let number = u32::try_from(number).map_err(|error| unfit(error.to_string()))?;
    let serial = CertificateSerial::new(year, issuer, number).map_err(|fault| unfit(fault.to_string()))?;
    Ok(serial.to_string())
}

/// As it is stored; never renumbered.
pub(super) const fn verdict_code(verdict: Verdict) -> i64 {
    match verdict {
        Verdict::Grant => 1,
        Verdict::Decline => 2,
        Verdict::Revoke => 3,
    }
}

pub(super) const fn issuer_uuid(issuer: Issuer) -> Uuid {
    match issuer {
        Issuer::Unit(unit) => unit.uuid(),
        Issuer::Organization(organization) => organization.uuid(),
    }
}

pub(super) fn on_line(line: usize, refusal: &Refusal) -> Error {
    Refusal { code: refusal.code, reason: format!("Line {line}: {}", refusal.reason), remedy: refusal.remedy }
        .into()
}
