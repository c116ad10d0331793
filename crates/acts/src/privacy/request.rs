//! The inbox of requests about personal data.

use serde_json::json;
use sohoc_ledger::db::{Day, Fault, Moment, Reader};
use sohoc_ledger::people::{self, PersonRow, Scope};
use sohoc_ledger::privacy::{self, RequestRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{AccountId, OrganizationId, PersonId, RequestId, UnitId};
use sohoc_rules::privacy::{
    Clock, Dues, Hand, Outcome, Progress, RequestKind, Terms, check_answer, check_closing, check_extension,
    check_hand, clock,
};
use sohoc_rules::territory::TerritoryAsOf;
use sohoc_rules::time::{Date, Instant};

use crate::access::{Actor, Place, permit_on};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;

use super::{hand_columns, hidden, person_for, read_hand};

/// What somebody asks.
#[derive(Clone, Debug)]
pub struct NewRequest {
    /// Whose data.
    pub person: PersonId,
    /// What is asked.
    pub kind: RequestKind,
    /// In the person's words; may be empty.
    pub wish: String,
    /// By whose hand it comes in.
    pub hand: Hand,
}

/// A request as the inbox shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Request.
    pub id: RequestId,
    /// Whose data.
    pub person: PersonId,
    /// Name of the person.
    pub name: String,
    /// What is asked.
    pub kind: RequestKind,
    /// Home of the person when it came in.
    pub unit: Option<UnitId>,
    /// In the person's words.
    pub wish: String,
    /// When it came in.
    pub asked_at: Instant,
    /// Where it stands and when it is due.
    pub clock: Clock,
    /// The newest answer or reason.
    pub answer: Option<String>,
    /// By whose hand it came in.
    pub hand: Hand,
}

/// Opens a request.
///
/// # Errors
/// `privacy.not_own_hand`, `privacy.no_witness`; [`Error::NotFound`] for a person who is not here or not
/// the actor's; a fault.
pub fn open(office: &Office, actor: &Actor, new: &NewRequest) -> Result<RequestId> {
    office.perform(actor, |desk| {
        let row = person_for(desk, ActKind::KeepConsent, new.person)?;
        check_hand(&new.hand, desk.actor.hand().person, new.person)?;
        let id = RequestId::new(desk.at, desk.id_bytes());
        let dues = Dues::new(new.kind, Terms::DECREE_356, desk.day());
        let (hand, on_word_of, witness, paper) = hand_columns(&new.hand);
        let request = RequestRow {
            id: id.uuid(),
            person: row.id,
            kind: new.kind.code(),
            unit: row.unit,
            wish: new.wish.trim().to_owned(),
            asked_at: Moment(desk.at),
            first_due: Day(dues.first),
            due: Day(dues.end),
            answered_at: None,
            extended_at: None,
            closed_at: None,
            outcome: None,
            answer: None,
            answered_by: None,
            hand,
            typed_by: desk.actor.account().map(AccountId::uuid),
            on_word_of,
            witness,
            paper,
        };
        privacy::add_request(desk, &request)?;
        journal(desk, "privacy.open_request", &request)?;
        Ok(id)
    })
}

/// The open requests that the actor may answer, those due first before the others.
///
/// # Errors
/// A refusal without any right to answer requests; a fault.
pub fn inbox(office: &Office, actor: &Actor) -> Result<Vec<Request>> {
    let today = office.now().day();
    let map = office.map_on(today)?;
    if !actor.may_somewhere(ActKind::AnswerRequest, today) {
        permit_on(actor, ActKind::AnswerRequest, None, &map)?;
    }
    office.read(|reader| {
        let rows = privacy::open_requests(reader, |row| may_answer(actor, row, &map).is_ok())?;
        shown(reader, rows, today)
    })
}

/// All requests of a person, newest first.
///
/// # Errors
/// [`Error::NotFound`] for a person who is not here or not the actor's to read of; a fault.
pub fn requests_of(office: &Office, actor: &Actor, person: PersonId) -> Result<Vec<Request>> {
    let today = office.now().day();
    let map = office.map_on(today)?;
    office.read(|reader| {
        readable(reader, actor, person, &map)?;
        let mut rows = Vec::new();
        for record in privacy::records_of(reader, person)? {
            rows.extend(privacy::requests_of(reader, record)?);
        }
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        shown(reader, rows, today)
    })
}

/// Answers a request that is not carried out yet.
///
/// # Errors
/// `privacy.no_reason` for an empty answer, `privacy.request_ended`; [`Error::NotFound`] for one that is
/// not there or not the actor's to answer.
pub fn answer(office: &Office, actor: &Actor, request: RequestId, text: &str) -> Result<()> {
    change(office, actor, request, "privacy.answer_request", |desk, row, progress| {
        check_answer(&progress, text)?;
        row.answered_at.get_or_insert(Moment(desk.at));
        row.answer = Some(text.trim().to_owned());
        Ok(())
    })
}

/// Makes the term longer, once, with a reason that the person reads.
///
/// # Errors
/// `privacy.extended_before`, `privacy.extension_too_late` and as [`answer`].
pub fn extend(office: &Office, actor: &Actor, request: RequestId, reason: &str) -> Result<()> {
    change(office, actor, request, "privacy.extend_request", |desk, row, progress| {
        let dues = Dues { first: row.first_due.0, end: row.due.0 };
        check_extension(dues, &progress, desk.day(), reason)?;
        row.due = Day(dues.extended(row.asked_at.0.day()).end);
        row.extended_at = Some(Moment(desk.at));
        row.answered_at.get_or_insert(Moment(desk.at));
        row.answer = Some(reason.trim().to_owned());
        Ok(())
    })
}

/// Refuses a request with a reason that the person reads.
///
/// # Errors
/// As [`answer`].
pub fn refuse(office: &Office, actor: &Actor, request: RequestId, reason: &str) -> Result<()> {
    change(office, actor, request, "privacy.refuse_request", |desk, row, _| {
        close(desk, row, Outcome::Refused, reason)
    })
}

/// Notes that a request was carried out: shown, handed over, restricted. Corrections and deletions have
/// acts of their own, which do it.
///
/// # Errors
/// As [`answer`].
pub fn carry_out(office: &Office, actor: &Actor, request: RequestId, text: &str) -> Result<()> {
    change(office, actor, request, "privacy.carry_out_request", |desk, row, _| {
        close(desk, row, Outcome::Done, text)
    })
}

/// Ends a request; the caller writes it.
pub(super) fn close(desk: &Desk<'_>, row: &mut RequestRow, outcome: Outcome, text: &str) -> Result<()> {
    check_closing(&progress(row)?, outcome, text)?;
    row.answered_at.get_or_insert(Moment(desk.at));
    row.closed_at = Some(Moment(desk.at));
    row.outcome = Some(outcome.code());
    if !text.trim().is_empty() {
        row.answer = Some(text.trim().to_owned());
    }
    Ok(())
}

fn change(
    office: &Office,
    actor: &Actor,
    request: RequestId,
    act: &str,
    step: impl Fn(&Desk<'_>, &mut RequestRow, Progress) -> Result<()>,
) -> Result<()> {
    office.perform(actor, |desk| {
        let mut row = answerable(desk, request)?;
        let before = progress(&row)?;
        step(desk, &mut row, before)?;
        save(desk, act, &mut row)
    })
}

/// A request that the actor may answer.
pub(super) fn answerable(desk: &Desk<'_>, request: RequestId) -> Result<RequestRow> {
    let row = privacy::find_request(desk, request.uuid())?.ok_or(Error::NotFound("request"))?;
    may_answer(desk.actor, &row, desk.map()?).map_err(|error| match hidden(error) {
        Error::NotFound(_) => Error::NotFound("request"),
        other => other,
    })?;
    // Nobody answers what they ask themselves.
    if desk.actor.hand().person.is_some_and(|own| own.uuid() == row.person) {
        return Err(sohoc_rules::Refusal {
            code: "privacy.own_request",
            reason: "This is your own request.".to_owned(),
            remedy: "Another officer answers it.",
        }
        .into());
    }
    Ok(row)
}

/// Writes a request that was changed, with its journal entry.
pub(super) fn save(desk: &Desk<'_>, act: &str, row: &mut RequestRow) -> Result<()> {
    row.answered_by = desk.actor.account().map(AccountId::uuid);
    privacy::save_request(desk, row)?;
    journal(desk, act, row)
}

fn journal(desk: &Desk<'_>, act: &str, row: &RequestRow) -> Result<()> {
    let body = json!({
        "request": row.id.to_string(),
        "person": row.person.to_string(),
        "kind": row.kind,
        "due": row.due.0.to_string(),
        "outcome": row.outcome,
    });
    desk.record(act, row.unit.map(UnitId::from_uuid), 1, &body)?;
    Ok(())
}

fn may_answer(actor: &Actor, row: &RequestRow, map: &TerritoryAsOf) -> Result<()> {
    let place = row.unit.map(|unit| Place::unit(UnitId::from_uuid(unit)));
    permit_on(actor, ActKind::AnswerRequest, place, map)?;
    Ok(())
}

/// The record of a person whom the actor may read of.
pub(super) fn readable(
    reader: &Reader<'_>,
    actor: &Actor,
    person: PersonId,
    map: &TerritoryAsOf,
) -> Result<PersonRow> {
    let mut id = person;
    loop {
        let row = people::facts(reader, &Scope::All, &[id])?
            .into_iter()
            .flatten()
            .next()
            .ok_or(Error::NotFound("person"))?;
        if let Some(kept) = row.merged_into {
            id = PersonId::from_uuid(kept);
            continue;
        }
        let place = Place {
            unit: row.unit.map(UnitId::from_uuid),
            organization: row.organization.map(OrganizationId::from_uuid),
            person: Some(person),
        };
        permit_on(actor, ActKind::ReadPerson, Some(place), map).map_err(hidden)?;
        return Ok(row);
    }
}

fn progress(row: &RequestRow) -> Result<Progress> {
    let day = |at: Option<Moment>| at.map(|at| at.0.day());
    let outcome = row
        .outcome
        .map(|code| Outcome::from_code(code).ok_or_else(|| Fault::broken("data_request", "outcome", code)))
        .transpose()?;
    Ok(Progress {
        answered: day(row.answered_at),
        extended: day(row.extended_at),
        closed: day(row.closed_at).zip(outcome),
    })
}

fn shown(reader: &Reader<'_>, rows: Vec<RequestRow>, today: Date) -> Result<Vec<Request>> {
    let people: Vec<PersonId> = rows.iter().map(|row| PersonId::from_uuid(row.person)).collect();
    let names = people::facts(reader, &Scope::All, &people)?;
    rows.into_iter()
        .zip(names)
        .map(|(row, person)| {
            let kind = RequestKind::from_code(row.kind)
                .ok_or_else(|| Fault::broken("data_request", "kind", row.kind))?;
            let dues = Dues { first: row.first_due.0, end: row.due.0 };
            Ok(Request {
                id: RequestId::from_uuid(row.id),
                person: PersonId::from_uuid(row.person),
                name: person.map(|person| person.name).unwrap_or_default(),
                kind,
                unit: row.unit.map(UnitId::from_uuid),
                asked_at: row.asked_at.0,
                clock: clock(dues, &progress(&row)?, today),
                wish: row.wish,
                answer: row.answer,
                hand: read_hand(row.on_word_of, row.witness, row.paper),
            })
        })
        .collect()
}
