//! Revoking a title, correcting a line, giving a new certificate: each by a decision of its own.

use askama::Template;
use axum::http::StatusCode;
use sohoc_acts::Error;
use sohoc_acts::recognition::{TitleChange, bodies, change_titles, decision, decision_lines, decisions};
use sohoc_ledger::recognition::LinePage;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{DecisionId, DossierId, PersonId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::recognition::{DecisionKind, Issuer};

use super::body::body;
use super::hold::RULES;
use super::signing::{self, Signing};
use crate::access::{proof, said};
use crate::failure::{Answer, Failure};
use crate::frame::{Faults, FieldFault, Frame};
use crate::visit::Visit;

#[derive(Template)]
#[template(path = "recognition/change.html")]
struct Page<'r> {
    frame: Frame<'r>,
    id: String,
    number: String,
    line: LinePage,
    kinds: Vec<(&'static str, String)>,
    chosen: String,
    reason: String,
    signing: Signing,
    /// Whether the password has to be given once more.
    ask_password: bool,
}

struct Matter {
    decision: DecisionId,
    number: String,
    issuer: Issuer,
    year: i64,
    line: LinePage,
    kinds: Vec<(&'static str, DecisionKind)>,
}

const KINDS: [(&str, DecisionKind, ActKind); 3] = [
    ("thu-hoi", DecisionKind::Revoke, ActKind::Revoke),
    ("dinh-chinh", DecisionKind::Correct, ActKind::CorrectDecision),
    ("cap-lai", DecisionKind::Reissue, ActKind::IssueCertificate),
];

fn matter(visit: &Visit<'_>) -> Result<Matter, Failure> {
    let id: DecisionId = visit.id("quyet_dinh")?;
    let number: i64 = visit.id("dong")?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = decision(office, actor, id)?;
    let line = decision_lines(office, actor, id, number, 1)?.into_iter().find(|line| line.line == number);
    let line = line.ok_or(Failure::NotFound)?;
    let mine = |act: ActKind| bodies(actor, &[act], visit.today()).contains(&face.issuer);
    let kinds: Vec<_> =
        KINDS.iter().filter(|(.., act)| mine(*act)).map(|(name, kind, _)| (*name, *kind)).collect();
    if kinds.is_empty() {
        return Err(Failure::NotFound);
    }
    let printed = format!("{:02}/{}", face.row.number, face.row.sign);
    Ok(Matter { decision: id, number: printed, issuer: face.issuer, year: face.row.title_year, line, kinds })
}

/// `GET /quyet-dinh/{quyet_dinh}/dong/{dong}`
pub fn page(visit: &Visit<'_>) -> Answer {
    form(visit, StatusCode::OK, matter(visit)?, Vec::new())
}

fn form(visit: &Visit<'_>, status: StatusCode, matter: Matter, faults: Vec<FieldFault>) -> Answer {
    let person = Subject::Person(PersonId::from_uuid(matter.line.person));
    visit.office().note_reading(visit.actor()?, What::Dossier, person)?;
    let words = |name: &str| visit.words.get(&format!("recognition-{name}")).into_owned();
    let page = Page {
        frame: visit.frame("recognition-change-title").with_faults(faults),
        id: matter.decision.to_string(),
        number: matter.number,
        kinds: matter.kinds.iter().map(|(name, _)| (*name, words(name))).collect(),
        chosen: visit.form().get("loai").to_owned(),
        reason: visit.form().text("ly-do"),
        signing: signing::fields(visit, matter.issuer)?,
        ask_password: proof::is_needed(visit)?,
        line: matter.line,
    };
    visit.show_as(status, &page)
}

/// `POST /quyet-dinh/{quyet_dinh}/dong/{dong}`
pub fn send(visit: &Visit<'_>) -> Answer {
    let matter = matter(visit)?;
    let mut faults = Faults::default();
    let chosen = visit.form().get("loai");
    let kind = matter.kinds.iter().find(|(name, _)| *name == chosen).map(|(_, kind)| *kind);
    if kind.is_none() {
        faults.add(visit, "loai", "recognition-kind-missing");
    }
    let reason = visit.form().text("ly-do");
    if reason.is_empty() {
        faults.add(visit, "ly-do", "recognition-reason-missing");
    }
    let draft =
        signing::draft(visit, kind.unwrap_or(DecisionKind::Revoke), matter.issuer, None, &mut faults)?;
    if faults.is_empty() {
        proof::check(visit, &mut faults)?;
    }
    let (Some((draft, sign)), true) = (draft, faults.is_empty()) else {
        return form(visit, StatusCode::UNPROCESSABLE_ENTITY, matter, faults.into_list());
    };
    let year = i16::try_from(matter.year).map_err(|_| Failure::NotFound)?;
    let round = visit.office().round(year)?;
    let change = TitleChange {
        draft,
        sign,
        issuer_code: body(visit, matter.issuer)?.code,
        lines: vec![(DossierId::from_uuid(matter.line.dossier), reason)],
    };
    match change_titles(visit.office(), visit.actor()?, &round, RULES, &change) {
        Ok(_) => {
            let newest = decisions(visit.office(), visit.actor()?, matter.issuer, None, 1)?;
            let id = newest.first().ok_or(Failure::NotFound)?.id;
            visit.go(&format!("/quyet-dinh/{id}"), "title-changed")
        }
        Err(Error::Refused(refusal)) if refusal.code != "access.not_allowed" => {
            faults.add_text("loai", said(visit, &refusal));
            form(visit, StatusCode::UNPROCESSABLE_ENTITY, matter, faults.into_list())
        }
        Err(error) => Err(error.into()),
    }
}
