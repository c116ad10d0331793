//! Sessions and decisions as those who may read of their people see them.

use sohoc_ledger::db::Reader;
use sohoc_ledger::dossier::{Only, QueueRow};
use sohoc_ledger::recognition::{
    self as book, DecisionRow, FileRow, HeldRow, LinePage, ListedDecision, MemberRow, MinutesRow,
};
use sohoc_rules::access::{ActKind, Scope};
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{CouncilSessionId, DecisionId, OrganizationId, PersonId, UnitId};
use sohoc_rules::recognition::{CouncilSession, Issuer, Tally};
use sohoc_rules::time::Date;
use uuid::Uuid;

use crate::access::{Actor, permit_on};
use crate::dossier::{QueueAsked, ReviewBody, review_queue};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::decide::issuer_uuid;
use super::session::place;

/// The bodies for which the actor may do one of these acts.
#[must_use]
pub fn bodies(actor: &Actor, acts: &[ActKind], day: Date) -> Vec<Issuer> {
    let scopes = acts.iter().flat_map(|act| actor.scopes(*act, day));
    let bodies = scopes.filter_map(|scope| match scope {
        Scope::Unit(unit) => Some(Issuer::Unit(unit)),
        Scope::Organization(organization) => Some(Issuer::Organization(organization)),
        Scope::Everything | Scope::Own(_) => None,
    });
    bodies.collect::<std::collections::BTreeSet<_>>().into_iter().collect()
}

/// A session with its minutes.
#[derive(Clone, Debug)]
pub struct SessionFace {
    /// Whose council.
    pub body: Issuer,
    /// The assessed year it met about.
    pub year: i16,
    /// The session as the rules see it.
    pub held: CouncilSession,
    /// The votes on the batch.
    pub votes: Tally,
    /// Members in the order of names.
    pub members: Vec<MemberRow>,
    /// What was said.
    pub minutes: MinutesRow,
    /// The files before the council.
    pub files: Vec<FileRow>,
}

/// A decision and whose it is.
#[derive(Clone, Debug)]
pub struct DecisionFace {
    /// Its row.
    pub row: DecisionRow,
    /// Who issued it.
    pub issuer: Issuer,
}

fn check(office: &Office, reader: &Reader<'_>, actor: &Actor, body: Issuer) -> Result<()> {
    let map = office.map_in(reader, office.now().day())?;
    permit_on(actor, ActKind::ReadPerson, Some(place(body)), &map)
        .map(drop)
        .map_err(|_| Error::NotFound("body"))
}

/// The sessions of a body, newest first.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read; a fault.
pub fn sessions(office: &Office, actor: &Actor, body: Issuer, limit: i64) -> Result<Vec<HeldRow>> {
    office.read(|reader| {
        check(office, reader, actor, body)?;
        Ok(book::sessions(reader, issuer_uuid(body), limit)?)
    })
}

/// One session.
///
/// # Errors
/// [`Error::NotFound`] for none, or one where the actor may not read; a fault.
pub fn session(office: &Office, actor: &Actor, id: CouncilSessionId) -> Result<SessionFace> {
    office.read(|reader| {
        let row = book::find_session(reader, id)?.ok_or(Error::NotFound("session"))?;
        let body = match (row.unit, row.organization) {
            (Some(unit), _) => Issuer::Unit(UnitId::from_uuid(unit)),
            (None, Some(one)) => Issuer::Organization(OrganizationId::from_uuid(one)),
            (None, None) => return Err(Error::NotFound("body of the session")),
        };
        check(office, reader, actor, body)?;
        let members = book::members(reader, id)?;
        let ids = |present: bool| {
            let some = members.iter().filter(|member| member.was_present || !present);
            some.map(|member| PersonId::from_uuid(member.person)).collect::<Vec<_>>()
        };
        let held = CouncilSession { id, held_on: row.held_on.0, members: ids(false), present: ids(true) };
        let [in_favour, against, abstained] = row.votes.map(|votes| u32::try_from(votes).unwrap_or(u32::MAX));
        Ok(SessionFace {
            body,
            year: i16::try_from(row.year).unwrap_or(i16::MAX),
            held,
            votes: Tally { in_favour, against, abstained },
            minutes: book::find_minutes(reader, id)?.unwrap_or_default(),
            files: book::files(reader, id)?,
            members,
        })
    })
}

/// The decisions of a body before the one given, newest first.
///
/// # Errors
/// As [`sessions`].
pub fn decisions(
    office: &Office,
    actor: &Actor,
    body: Issuer,
    before: Option<DecisionId>,
    limit: i64,
) -> Result<Vec<ListedDecision>> {
    office.read(|reader| {
        check(office, reader, actor, body)?;
        Ok(book::decisions(reader, issuer_uuid(body), before, limit)?)
    })
}

/// One decision.
///
/// # Errors
/// [`Error::NotFound`] for none, or one where the actor may not read; a fault.
pub fn decision(office: &Office, actor: &Actor, id: DecisionId) -> Result<DecisionFace> {
    office.read(|reader| {
        let row = book::find_decision(reader, id)?.ok_or(Error::NotFound("decision"))?;
        let issuer = issuer(row.issuer, row.issuer_is_unit);
        check(office, reader, actor, issuer)?;
        Ok(DecisionFace { row, issuer })
    })
}

/// Lines of a decision from `first` on.
///
/// # Errors
/// As [`decision`].
pub fn decision_lines(
    office: &Office,
    actor: &Actor,
    id: DecisionId,
    first: i64,
    limit: i64,
) -> Result<Vec<LinePage>> {
    decision(office, actor, id)?;
    office.read(|reader| Ok(book::line_page(reader, id, first, limit)?))
}

fn issuer(id: Uuid, is_unit: bool) -> Issuer {
    if is_unit {
        Issuer::Unit(UnitId::from_uuid(id))
    } else {
        Issuer::Organization(OrganizationId::from_uuid(id))
    }
}

/// Who signed the newest decision of a body, in what office and under what sign: what the next one most
/// likely bears.
///
/// # Errors
/// As [`sessions`].
pub fn latest_signer(
    office: &Office,
    actor: &Actor,
    body: Issuer,
) -> Result<Option<(String, String, String)>> {
    let newest = decisions(office, actor, body, None, 1)?.into_iter().next();
    let Some(newest) = newest else { return Ok(None) };
    let face = decision(office, actor, DecisionId::from_uuid(newest.id))?;
    Ok(Some((face.row.signer_name, face.row.signer_office, face.row.sign)))
}

/// All appraised dossiers of a body, which wait for a decision: exceptions first, then hamlet by hamlet
/// in the order of names.
///
/// # Errors
/// [`Error::NotFound`] where the actor may not read; a fault.
pub fn waiting(office: &Office, actor: &Actor, round: &Round, body: Issuer) -> Result<Vec<QueueRow>> {
    let body = match body {
        Issuer::Unit(unit) => ReviewBody::Unit(unit),
        Issuer::Organization(organization) => ReviewBody::Organization(organization),
    };
    let mut asked = QueueAsked { body, state: State::Appraised, only: Only::All, after: None };
    let mut rows = Vec::new();
    loop {
        let page = review_queue(office, actor, round, &asked)?;
        rows.extend(page.rows);
        if page.next.is_none() {
            return Ok(rows);
        }
        asked.after = page.next;
    }
}
