//! Entering for somebody on their word: by interview, or from a paper form.

mod check;
mod consent;
mod met;
mod question;
mod receipt;
mod sheet;
mod start;

use sohoc_acts::dossier::{DossierFace, Draft, PersonFace, ReviewBody, draft_of, person_face};
use sohoc_acts::rounds::Round;
use sohoc_rules::access::ActKind as A;
use sohoc_rules::criteria::GroupForm;
use sohoc_rules::privacy::{Subject, What};

use crate::failure::Failure;
use crate::route::{Route, Who, get, post};
use crate::visit::Visit;

use super::body;

const ENTERS: Who = Who::May(&[A::EnterForOther]);
const MARKS: Who = Who::May(&[A::MarkOutcome]);

/// The routes of this chapter.
#[must_use]
pub fn routes() -> Vec<Route> {
    vec![
        get("/xom/{nguoi}/nhap", ENTERS, start::page),
        post("/xom/{nguoi}/nhap", ENTERS, start::send),
        get("/xom/{nguoi}/cau/{chi_so}", ENTERS, question::page),
        post("/xom/{nguoi}/cau/{chi_so}", ENTERS, question::send),
        get("/xom/{nguoi}/phieu", ENTERS, sheet::page),
        post("/xom/{nguoi}/phieu", ENTERS, sheet::send),
        get("/xom/{nguoi}/xem-lai", ENTERS, check::page),
        post("/xom/{nguoi}/xem-lai", ENTERS, check::send),
        get("/xom/{nguoi}/bien-nhan", ENTERS, receipt::page),
        get("/xom/{nguoi}/dong-y", Who::May(&[A::KeepConsent]), consent::page),
        post("/xom/{nguoi}/dong-y", Who::May(&[A::KeepConsent]), consent::send),
        get("/xom/{nguoi}/gap", MARKS, met::page),
        post("/xom/{nguoi}/gap", MARKS, met::send),
    ]
}

/// Somebody at a place where the visitor may do `right`, with the round; the look is noted.
fn person(visit: &Visit<'_>, right: A) -> Result<(Round, PersonFace), Failure> {
    let round = body::round(visit)?;
    let (office, actor) = (visit.office(), visit.actor()?);
    let face = person_face(office, actor, right, &round, visit.id("nguoi")?)?;
    office.note_reading(actor, What::Dossier, Subject::Person(face.id))?;
    Ok((round, face))
}

/// Somebody whose dossier is being filled in.
struct Filling {
    round: Round,
    face: PersonFace,
    dossier: DossierFace,
    draft: Draft,
}

impl Filling {
    /// The draft; `None` while there is none that takes answers.
    fn find(visit: &Visit<'_>, since: Option<i64>) -> Result<Option<Self>, Failure> {
        let (round, mut face) = person(visit, A::EnterForOther)?;
        let Some(dossier) = face.dossier.take().filter(|dossier| dossier.state.is_open()) else {
            return Ok(None);
        };
        let draft = draft_of(visit.office(), visit.actor()?, &round, dossier.id, since)?;
        Ok(Some(Self { round, face, dossier, draft }))
    }

    fn form(&self) -> Result<&GroupForm, Failure> {
        self.round.set.form(&self.draft.group).ok_or(Failure::NotFound)
    }

    /// The first question without an answer; `None` when all are answered.
    fn first_open(&self) -> Option<&str> {
        self.draft
            .answers
            .iter()
            .find(|answer| answer.score.is_none())
            .map(|answer| answer.indicator.as_str())
    }

    fn path(&self, page: &str) -> String {
        path(&self.face, page)
    }
}

fn path(face: &PersonFace, page: &str) -> String {
    format!("/xom/{}/{page}", face.id)
}

/// The list on which the visitor found this person.
fn list_of(visit: &Visit<'_>, face: &PersonFace) -> Result<ReviewBody, Failure> {
    if let Some(unit) = face.unit.map(ReviewBody::Unit)
        && body::may(visit, A::MarkOutcome, unit)?
    {
        return Ok(unit);
    }
    face.organization.map(ReviewBody::Organization).ok_or(Failure::NotFound)
}

/// Page of that list.
fn list_path(visit: &Visit<'_>, face: &PersonFace) -> Result<String, Failure> {
    Ok(body::roster_path(list_of(visit, face)?, "danh-sach"))
}

/// Goes to where entering begins, for whoever came too early or too late.
fn begin(visit: &Visit<'_>) -> crate::failure::Answer {
    let person: sohoc_rules::ids::PersonId = visit.id("nguoi")?;
    visit.go(&format!("/xom/{person}/nhap"), "")
}
