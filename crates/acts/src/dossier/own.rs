//! Somebody's own dossier of a round, in one look and without a trace: nobody else's data are in it.

use sohoc_ledger::db::Reader;
use sohoc_ledger::dossier::{self as book, ReceiptRow};
use sohoc_ledger::evidence;
use sohoc_ledger::privacy::{self, TitleRow};
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::Scores;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, OrganizationId, PersonId, UnitId};

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::evidence::{Piece, piece};
use crate::office::Office;
use crate::rounds::Round;

use super::Receipt;
use super::draft::{one, read_receipt};
use super::explain::{Draft, draft, form_of};

/// What the person's own pages show of a dossier.
#[derive(Clone, Debug)]
pub struct Own {
    /// Dossier.
    pub id: DossierId,
    /// Form, state, version and answers.
    pub draft: Draft,
    /// The evidence of each indicator, in the order of the form.
    pub pieces: Vec<Vec<Piece>>,
    /// The reviewers' points, once there are any.
    pub reviewed: Option<Scores>,
    /// The newest receipt.
    pub receipt: Option<Receipt>,
    /// The hamlet where it is counted.
    pub unit: UnitId,
    /// The organization on whose track it goes, for staff.
    pub organization: Option<OrganizationId>,
}

impl Own {
    /// Whether the answer at that place of the form has points and nothing that bears them out: neither
    /// evidence nor a word of the person. A hint for the person; reviewers judge.
    #[must_use]
    pub fn lacks_evidence(&self, at: usize) -> bool {
        let Some(answer) = self.draft.answers.get(at) else { return false };
        answer.score.is_some_and(|score| score > 0)
            && answer.note.is_none()
            && self.pieces.get(at).is_none_or(|pieces| pieces.iter().all(|piece| piece.emptied))
    }

    /// How many indicators have points.
    #[must_use]
    pub fn answered(&self) -> usize {
        self.draft.answers.iter().filter(|answer| answer.score.is_some()).count()
    }

    /// Whether every indicator has points.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.answered() == self.draft.answers.len()
    }

    /// The person's own points in total.
    #[must_use]
    pub fn total(&self) -> u16 {
        self.draft.answers.iter().filter_map(|answer| answer.score).map(u16::from).sum()
    }

    /// Whether answers may be written as far as the state goes; the days of the round are another matter.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.draft.state.is_open()
    }

    /// Whether the person may still take it back.
    #[must_use]
    pub const fn may_withdraw(&self) -> bool {
        matches!(
            self.draft.state,
            State::Draft | State::Returned | State::Submitted | State::Endorsed | State::Appraised
        )
    }
}

/// The dossier of the round of the person behind the account; `None` while there is none. `since` marks
/// the answers that were saved after that version of the draft.
///
/// # Errors
/// [`Error::NotFound`] for an account without a person, or without the right to own matters; a fault.
pub fn own(office: &Office, actor: &Actor, round: &Round, since: Option<i64>) -> Result<Option<Own>> {
    let person = actor.person().ok_or(Error::NotFound("person"))?;
    office.read(|reader| {
        permit_own(office, reader, actor, person)?;
        let found = book::find_of(reader, round.id, &[person.uuid()])?;
        let Some(id) = found.into_iter().flatten().next() else { return Ok(None) };
        let loaded = one(reader, round, id)?;
        let form = form_of(round, &loaded.row)?;
        let answers = book::answers(reader, id)?;
        let mut pieces = vec![Vec::new(); form.indicator_count()];
        for used in evidence::of_dossier(reader, id)? {
            if let Some(list) = usize::try_from(used.indicator).ok().and_then(|at| pieces.get_mut(at)) {
                list.push(Piece { reason: used.reason, ..piece(used.evidence)? });
            }
        }
        let newest: Option<ReceiptRow> = book::receipts(reader, id)?.into_iter().next();
        Ok(Some(Own {
            id,
            draft: draft(form, (&loaded.row, loaded.case.state), &answers, since),
            pieces,
            reviewed: loaded.row.review_scores.as_deref().map(Scores::from_bytes),
            receipt: newest.as_ref().map(read_receipt).transpose()?,
            unit: UnitId::from_uuid(loaded.row.unit),
            organization: loaded.row.organization.map(OrganizationId::from_uuid),
        }))
    })
}

/// What decisions say of the person behind the account, oldest first.
///
/// # Errors
/// [`Error::NotFound`] for an account without a person, or without the right to own matters; a fault.
pub fn own_titles(office: &Office, actor: &Actor) -> Result<Vec<TitleRow>> {
    let person = actor.person().ok_or(Error::NotFound("person"))?;
    office.read(|reader| {
        permit_own(office, reader, actor, person)?;
        let mut titles = Vec::new();
        for record in privacy::records_of(reader, person)? {
            titles.extend(privacy::titles_of(reader, record)?);
        }
        Ok(titles)
    })
}

fn permit_own(office: &Office, reader: &Reader<'_>, actor: &Actor, person: PersonId) -> Result<()> {
    let map = office.map_in(reader, office.now().day())?;
    let place = Place { unit: None, organization: None, person: Some(person) };
    permit_on(actor, ActKind::ReadPerson, Some(place), &map).map_err(|_| Error::NotFound("person"))?;
    Ok(())
}
