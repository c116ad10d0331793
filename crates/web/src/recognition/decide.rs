//! Deciding on appraised files: who signs, what each line would say, and then the number.

use std::collections::BTreeSet;

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::recognition::{Decide, LineView, SessionFace, decide, preview, session, waiting};
use sohoc_acts::rounds::Round;
use sohoc_ledger::people::{self, Scope};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Reason;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{CouncilSessionId, DossierId};
use sohoc_rules::recognition::{DecisionKind, Verdict};

use super::body::{Body, chosen, note, round};
use super::hold::RULES;
use super::signing::{self, Signing};
use crate::access::said;
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

/// Granted lines that are shown before confirming; the session's minutes and the decision hold them all.
const SHOWN: usize = 100;

#[derive(Template)]
#[template(path = "recognition/decide.html")]
struct Form<'r> {
    frame: Frame<'r>,
    body: Body,
    year: i16,
    /// The session it rests on, where there is one.
    session: String,
    held_on: String,
    signing: Signing,
    total: usize,
}

#[derive(Template)]
#[template(path = "recognition/preview.html")]
struct Preview<'r> {
    frame: Frame<'r>,
    body: Body,
    year: i16,
    session: String,
    signing: Signing,
    mark: String,
    granted: usize,
    declined: Vec<Line>,
    /// Lines that cannot stand and are left out.
    left_out: Vec<Line>,
    shown: Vec<Line>,
    changed: bool,
}

struct Line {
    name: String,
    place: String,
    why: String,
}

impl Preview<'_> {
    /// The lists with the keys of their headings, what needs a look first.
    fn lists(&self) -> [(&'static str, &[Line]); 3] {
        [
            ("recognition-left-out", &self.left_out),
            ("recognition-declined", &self.declined),
            ("recognition-granted", &self.shown),
        ]
    }
}

/// What a form is about.
struct Matter {
    body: Body,
    round: Round,
    session: Option<SessionFace>,
    dossiers: Vec<DossierId>,
}

fn matter(visit: &Visit<'_>) -> Result<Matter, Failure> {
    let (body, _) = chosen(visit, &[ActKind::Decide])?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let asked = visit.form().read("phien").or_else(|| visit.query().read::<CouncilSessionId>("phien"));
    let session = asked.map(|id| session(office, actor, id)).transpose()?;
    if let Some(session) = &session {
        if session.body != body.issuer {
            return Err(Failure::NotFound);
        }
        let round = office.round(session.year)?;
        let appraised = session.files.iter().filter(|file| file.state == State::Appraised.code());
        let dossiers = appraised.map(|file| DossierId::from_uuid(file.dossier)).collect();
        return Ok(Matter { body, round, session: Some(session.clone()), dossiers });
    }
    let round = round(visit)?;
    let dossiers = waiting(office, actor, &round, body.issuer)?.into_iter().map(|row| row.dossier).collect();
    Ok(Matter { body, round, session: None, dossiers })
}

/// `GET /quyet-dinh/moi`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, matter(visit)?, Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, matter: Matter, faults: Vec<FieldFault>) -> Answer {
    let held_on = matter.session.as_ref().map(|face| sohoc_rules::vietnamese::short_date(face.held.held_on));
    let page = Form {
        frame: visit.frame("recognition-decide-title").with_faults(faults),
        signing: signing::fields(visit, matter.body.issuer)?,
        body: matter.body,
        year: matter.round.rules.year,
        session: matter.session.map(|face| face.held.id.to_string()).unwrap_or_default(),
        held_on: held_on.unwrap_or_default(),
        total: matter.dossiers.len(),
    };
    visit.show_as(status, &page)
}

/// `POST /quyet-dinh/moi`
pub fn send(visit: &Visit<'_>) -> Answer {
    let matter = matter(visit)?;
    let mut faults = Faults::default();
    let held = matter.session.as_ref().map(|face| face.held.clone());
    if matter.dossiers.is_empty() {
        faults.add(visit, "ngay", "recognition-no-files");
    }
    let draft = signing::draft(visit, DecisionKind::Recognise, matter.body.issuer, held, &mut faults)?;
    let Some((draft, sign)) = draft else {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, matter, faults.into_list());
    };
    let mut what = Decide {
        draft,
        sign,
        issuer_code: matter.body.code.clone(),
        votes: matter.session.as_ref().map(|face| face.votes).filter(|votes| votes.cast() > 0),
        dossiers: matter.dossiers.clone(),
    };
    let lines = match preview(visit.office(), visit.actor()?, &matter.round, RULES, &what) {
        Ok(lines) => lines,
        Err(Error::Refused(refusal)) if refusal.code != "access.not_allowed" => {
            faults.add_text("ngay", said(visit, &refusal));
            return form(visit, StatusCode::UNPROCESSABLE_ENTITY, matter, faults.into_list());
        }
        Err(error) => return Err(error.into()),
    };
    what.dossiers = lines.iter().filter(|line| line.verdict.is_ok()).map(|line| line.dossier).collect();
    let (mark, seen) = (mark(&what.dossiers), visit.form().get("dau"));
    let confirmed = visit.form().get("viec") == "ghi";
    if !confirmed || seen != mark || what.dossiers.is_empty() {
        let changed = confirmed && seen != mark;
        return show(visit, matter, &lines, mark, changed);
    }
    match decide(visit.office(), visit.actor()?, &matter.round, RULES, &what) {
        Ok(decided) => visit.go(&format!("/quyet-dinh/{}", decided.id), "decided"),
        Err(Error::Refused(refusal)) if refusal.code != "access.not_allowed" => {
            faults.add_text("ngay", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, matter, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}

/// What was confirmed is what was shown: the same for the same files, whatever happened in between.
fn mark(dossiers: &[DossierId]) -> String {
    let joined = dossiers.iter().fold(0_u128, |all, one| all.rotate_left(1) ^ one.uuid().as_u128());
    format!("{}-{joined:x}", dossiers.len())
}

fn show(visit: &Visit<'_>, matter: Matter, lines: &[LineView], mark: String, changed: bool) -> Answer {
    note(visit, matter.body.issuer, 1)?;
    let (mut granted, mut declined, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines {
        match &line.verdict {
            Ok(Verdict::Grant) => granted.push(line),
            Ok(_) => declined.push(line),
            Err(_) => left_out.push(line),
        }
    }
    let shown = granted.get(..SHOWN.min(granted.len())).unwrap_or_default().to_vec();
    let frame = visit.frame("recognition-preview-title");
    let page = Preview {
        signing: signing::fields(visit, matter.body.issuer)?,
        granted: granted.len(),
        declined: told(visit, &frame, &declined)?,
        left_out: told(visit, &frame, &left_out)?,
        shown: told(visit, &frame, &shown)?,
        session: matter.session.map(|face| face.held.id.to_string()).unwrap_or_default(),
        body: matter.body,
        year: matter.round.rules.year,
        mark,
        changed,
        frame,
    };
    visit.show(&page)
}

fn told(visit: &Visit<'_>, frame: &Frame<'_>, lines: &[&LineView]) -> Result<Vec<Line>, Failure> {
    let map = visit.office().map_on(visit.today())?;
    let people: Vec<_> = lines.iter().map(|line| line.person).collect();
    // Rights were asked for the whole list; somebody may have moved away since and stays on it.
    let rows = visit.office().read(|reader| Ok(people::facts(reader, &Scope::All, &people)?))?;
    let line = |(line, row): (&&LineView, Option<people::PersonRow>)| Line {
        name: row.map(|row| row.name).unwrap_or_default(),
        place: map.short_name(line.unit).to_owned(),
        why: why(visit, frame, line),
    };
    Ok(lines.iter().zip(rows).map(line).collect())
}

/// Why a line says what it says.
fn why(visit: &Visit<'_>, frame: &Frame<'_>, line: &LineView) -> String {
    if let Err(refusal) = &line.verdict {
        return said(visit, refusal);
    }
    let Some(judgement) = &line.judgement else { return String::new() };
    let reached = frame.t2("recognition-of-mark", "total", judgement.total, "mark", judgement.threshold);
    let others: BTreeSet<String> = judgement
        .reasons
        .iter()
        .filter_map(|reason| match reason {
            Reason::BelowFloor { indicator, .. } => {
                Some(frame.t1("recognition-below-floor", "indicator", indicator.as_str()))
            }
            Reason::Unanswered { indicator } => {
                Some(frame.t1("recognition-unanswered", "indicator", indicator.as_str()))
            }
            Reason::Total { .. } | Reason::FloorKept => None,
        })
        .collect();
    std::iter::once(reached).chain(others).collect::<Vec<_>>().join(" ")
}
