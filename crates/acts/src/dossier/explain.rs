//! One dossier from its first answer to the decision, and why it stands where it stands.

use sohoc_ledger::dossier::{
    self as book, AnswerRow, DossierRow, EarlierScores, JournalledStep, OverviewRow, ReceiptRow,
};
use sohoc_ledger::recognition::{self, LineRow, Titled};
use sohoc_rules::access::{ActKind, Permit};
use sohoc_rules::criteria::{GroupForm, Judgement, Scores, judge};
use sohoc_rules::dossier::{Flags, State};
use sohoc_rules::ids::{AccountId, DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::time::Instant;
use uuid::Uuid;

use sohoc_ledger::db::{Fault, Reader};

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;
use crate::rounds::Round;

use super::draft::{one, standing, version};

/// A dossier of somebody, with its title.
#[derive(Clone, Debug)]
pub struct Overview {
    /// Round, state, totals.
    pub dossier: OverviewRow,
    /// The newest certificate with the state of its title.
    pub certificate: Option<Titled>,
    /// The newest receipt.
    pub receipt: Option<ReceiptRow>,
}

/// The dossiers of a person in all rounds, the latest year first.
///
/// # Errors
/// [`Error::NotFound`] for somebody the actor may not know of, or a fault.
pub fn overview_of_person(office: &Office, actor: &Actor, person: PersonId) -> Result<Vec<Overview>> {
    office.read(|reader| {
        let permit = permit_person(office, reader, actor, person)?;
        let rows = book::overview_of_person(reader, &permit, person)?;
        let ids: Vec<DossierId> = rows.iter().map(|row| row.dossier).collect();
        let certificates = recognition::find_certificates(reader, &ids)?;
        let mut overview = Vec::with_capacity(rows.len());
        for (dossier, certificate) in rows.into_iter().zip(certificates) {
            let receipt = book::receipts(reader, dossier.dossier)?.into_iter().next();
            overview.push(Overview { dossier, certificate, receipt });
        }
        Ok(overview)
    })
}

fn permit_person(office: &Office, reader: &Reader<'_>, actor: &Actor, person: PersonId) -> Result<Permit> {
    use sohoc_ledger::people::{Scope, facts};
    let unknown = || Error::NotFound("person");
    let row = facts(reader, &Scope::All, &[person])?.into_iter().flatten().next().ok_or_else(unknown)?;
    let place = Place {
        unit: row.unit.map(UnitId::from_uuid),
        organization: row.organization.map(OrganizationId::from_uuid),
        person: Some(person),
    };
    let map = office.map_in(reader, office.now().day())?;
    permit_on(actor, ActKind::ReadPerson, Some(place), &map).map_err(|_| unknown())
}

/// An answer as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftAnswer {
    /// The indicator, by code.
    pub indicator: String,
    /// Points; `None` while open.
    pub score: Option<u8>,
    /// What the person wrote to it.
    pub note: Option<String>,
    /// Whether it was saved after the version asked about: another device has it.
    pub is_newer: bool,
    /// When it was saved, and by which account; `None` for what came in by another door.
    pub saved: Option<(Instant, Option<AccountId>)>,
}

/// A dossier as it is being filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Whose.
    pub person: PersonId,
    /// Code of the form.
    pub group: String,
    /// Where it stands.
    pub state: State,
    /// To be sent with the next answer.
    pub version: i64,
    /// Every indicator in the order of the form.
    pub answers: Vec<DraftAnswer>,
}

/// What a draft holds; `since` marks the answers that were saved after that version.
///
/// # Errors
/// [`Error::NotFound`] for a dossier the actor may not know of, or a fault.
pub fn draft_of(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossier: DossierId,
    since: Option<i64>,
) -> Result<Draft> {
    office.read(|reader| {
        let (row, state) = permitted(office, reader, actor, (round, dossier))?;
        let form = form_of(round, &row)?;
        Ok(draft(form, (&row, state), &book::answers(reader, dossier)?, since))
    })
}

/// A draft as it is put together from what is stored.
pub(super) fn draft(
    form: &GroupForm,
    (row, state): (&DossierRow, State),
    known: &[AnswerRow],
    since: Option<i64>,
) -> Draft {
    let scores = standing(form, row, known);
    let seen = since.map_or(i64::MAX, |version| version - row.steps);
    let answers = form.indicators().enumerate().map(|(at, indicator)| {
        let saved = known.iter().find(|answer| usize::try_from(answer.indicator) == Ok(at));
        DraftAnswer {
            indicator: indicator.code.clone(),
            score: scores.at(at),
            note: saved.and_then(|answer| answer.note.clone()),
            is_newer: saved.is_some_and(|answer| answer.version > seen),
            saved: saved.map(|answer| (answer.at.0, answer.by.map(AccountId::from_uuid))),
        }
    });
    Draft {
        person: PersonId::from_uuid(row.person),
        group: row.group.clone(),
        state,
        version: version(row, known),
        answers: answers.collect(),
    }
}

/// A score that differs between two submissions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The indicator, by code.
    pub indicator: String,
    /// As it was returned.
    pub before: Option<u8>,
    /// As it stands.
    pub after: Option<u8>,
}

/// What happened to a dossier.
#[derive(Clone, Debug)]
pub struct History {
    /// Every step, with who, when, why and under which seal.
    pub steps: Vec<JournalledStep>,
    /// Scores that differ from those the dossier was last opened again with.
    pub changed: Vec<Changed>,
}

/// The steps of a dossier and what the person changed after it came back.
///
/// # Errors
/// [`Error::NotFound`] for a dossier the actor may not know of, or a fault.
pub fn steps_of(office: &Office, actor: &Actor, round: &Round, dossier: DossierId) -> Result<History> {
    office.read(|reader| {
        let (row, _) = permitted(office, reader, actor, (round, dossier))?;
        history(reader, round, &row)
    })
}

fn history(reader: &Reader<'_>, round: &Round, row: &DossierRow) -> Result<History> {
    let dossier = DossierId::from_uuid(row.id);
    let form = form_of(round, row)?;
    let scores = standing(form, row, &book::answers(reader, dossier)?);
    let earlier = book::earlier_scores(reader, dossier)?.into_iter().next();
    let changed = earlier.map(|earlier| diff(form, &earlier, &scores)).unwrap_or_default();
    Ok(History { steps: book::journalled_steps(reader, dossier)?, changed })
}

/// Nothing where the form was changed in between: the questions are other ones.
fn diff(form: &GroupForm, earlier: &EarlierScores, now: &Scores) -> Vec<Changed> {
    if earlier.group != form.code {
        return Vec::new();
    }
    let before = Scores::from_bytes(&earlier.own);
    let pairs = form.indicators().enumerate().map(|(at, indicator)| Changed {
        indicator: indicator.code.clone(),
        before: before.at(at),
        after: now.at(at),
    });
    pairs.filter(|changed| changed.before != changed.after).collect()
}

/// One score with all it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExplainedScore {
    /// The indicator, by code.
    pub indicator: String,
    /// What is asked.
    pub text: String,
    /// The clause of the annex, while it is known.
    pub clause: Option<String>,
    /// The person's own points.
    pub own: Option<u8>,
    /// The reviewers' points.
    pub reviewed: Option<u8>,
    /// Why they differ, and the journal entry that says so.
    pub change: Option<(String, Uuid)>,
    /// Pieces of evidence attached.
    pub evidence: Vec<Uuid>,
    /// What the person wrote to it.
    pub note: Option<String>,
}

/// Why a dossier stands where it stands: score, evidence, clause, hands, journal, decision.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The dossier as it is stored: channel, who typed, on whose word, who endorsed.
    pub row: DossierRow,
    /// Where it stands.
    pub state: State,
    /// Its exceptions.
    pub flags: Flags,
    /// Number of the decision that issued the criteria.
    pub criteria: String,
    /// Every indicator in the order of the form.
    pub scores: Vec<ExplainedScore>,
    /// The verdict on the scores that count, once handed in, with its reasons.
    pub judgement: Option<Judgement>,
    /// Steps and what changed after a return.
    pub history: History,
    /// What the person holds.
    pub receipts: Vec<ReceiptRow>,
    /// The decision line that granted the title.
    pub title: Option<LineRow>,
    /// The newest certificate.
    pub certificate: Option<Titled>,
}

/// The full explanation of a dossier.
///
/// # Errors
/// [`Error::NotFound`] for a dossier the actor may not know of, or a fault.
pub fn explain(office: &Office, actor: &Actor, round: &Round, dossier: DossierId) -> Result<Explanation> {
    office.read(|reader| {
        let (row, state) = permitted(office, reader, actor, (round, dossier))?;
        let form = form_of(round, &row)?;
        let counting = row.review_scores.as_deref().or(row.self_scores.as_deref()).map(Scores::from_bytes);
        let broken = |column: &str| Fault::broken("dossier", column, row.id);
        let area = row.area.parse().map_err(|_| broken("area_class"))?;
        let judgement = match counting {
            Some(scores) => Some(judge(&round.set, form, area, &scores).map_err(|_| broken("self_scores"))?),
            None => None,
        };
        Ok(Explanation {
            state,
            flags: Flags::from_bits(row.flags),
            criteria: round.set.decision.number.clone(),
            scores: explained(reader, form, &row)?,
            judgement,
            history: history(reader, round, &row)?,
            receipts: book::receipts(reader, dossier)?,
            title: recognition::find_titles(reader, &[dossier])?.into_iter().flatten().next(),
            certificate: recognition::find_certificate(reader, dossier)?,
            row,
        })
    })
}

fn explained(reader: &Reader<'_>, form: &GroupForm, row: &DossierRow) -> Result<Vec<ExplainedScore>> {
    let dossier = DossierId::from_uuid(row.id);
    let answers = book::answers(reader, dossier)?;
    let own = standing(form, row, &answers);
    let reviewed = row.review_scores.as_deref().map(Scores::from_bytes);
    let changes = book::score_changes(reader, dossier)?;
    let evidence = book::evidence_of(reader, dossier)?;
    let explained = form.indicators().enumerate().map(|(at, indicator)| {
        let here = |position: i64| usize::try_from(position) == Ok(at);
        let change = changes.iter().find(|change| here(change.0) && reviewed.is_some());
        ExplainedScore {
            indicator: indicator.code.clone(),
            text: indicator.text.clone(),
            clause: indicator.clause.clone(),
            own: own.at(at),
            reviewed: reviewed.as_ref().and_then(|scores| scores.at(at)),
            change: change.map(|(_, reason, entry)| (reason.clone(), *entry)),
            evidence: evidence.iter().filter(|piece| here(piece.0)).map(|piece| piece.1).collect(),
            note: answers.iter().find(|answer| here(answer.indicator)).and_then(|one| one.note.clone()),
        }
    });
    Ok(explained.collect())
}

fn permitted(
    office: &Office,
    reader: &Reader<'_>,
    actor: &Actor,
    (round, dossier): (&Round, DossierId),
) -> Result<(DossierRow, State)> {
    let loaded = one(reader, round, dossier)?;
    let map = office.map_in(reader, office.now().day())?;
    permit_on(actor, ActKind::ReadPerson, Some(loaded.place()), &map)
        .map_err(|_| Error::NotFound("dossier"))?;
    Ok((loaded.row, loaded.case.state))
}

pub(super) fn form_of<'r>(round: &'r Round, row: &DossierRow) -> Result<&'r GroupForm> {
    Ok(round.set.form(&row.group).ok_or_else(|| Fault::broken("dossier", "group_form", &row.group))?)
}
