//! Deletion on the person's request.
//!
//! Gone for good: scores and answers of dossiers without a decision, evidence, the ethnic group, the
//! personal number, day and month of birth, the person's own account with all that opens it, the words
//! of requests. Consents are withdrawn; that they were given stays as proof. Where a decision stands, it
//! stays with the name, birth date and scores it was made on: a decision is never deleted. Where none
//! does, the record gets a name that is nobody's, so that figures of the past stay what they were.

use serde_json::json;
use sohoc_ledger::access::{accounts, credentials, passkeys, sessions, slips};
use sohoc_ledger::blobs::ContentHash;
use sohoc_ledger::db::{Day, Fault, Moment};
use sohoc_ledger::people::{self, NewPerson, PersonRow, Scope};
use sohoc_ledger::privacy;
use sohoc_rules::dossier::State;
use sohoc_rules::ids::{DossierId, PersonId, RequestId, UnitId};
use sohoc_rules::privacy::{Hand, Kept, Outcome, Purpose, RequestKind, deletion};
use sohoc_rules::vietnamese::{fold, sort_key};
use uuid::Uuid;

use crate::access::Actor;
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::people::on_record;
use crate::{dossier, evidence, rounds};

use super::consent::{forget_ethnic_group, withdraw_in};
use super::correct::check_kind;
use super::request::{answerable, close, readable, save};

/// What a deletion did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Deleted {
    /// What stays.
    pub kept: Kept,
    /// Dossiers whose scores and answers were deleted.
    pub dossiers: usize,
    /// Files of evidence whose bytes were deleted.
    pub files: usize,
    /// Accounts that were closed.
    pub accounts: usize,
}

/// What would stay if the data of a person were deleted, to be told beforehand.
///
/// # Errors
/// [`Error::NotFound`] for a person who is not here or not the actor's to read of; a fault.
pub fn what_would_stay(office: &Office, actor: &Actor, person: PersonId) -> Result<Kept> {
    let map = office.map_on(office.now().day())?;
    office.read(|reader| {
        let row = readable(reader, actor, person, &map)?;
        let dossiers = people::titles_and_dossiers(reader, PersonId::from_uuid(row.id))?;
        let states: Vec<State> =
            dossiers.iter().map(|(_, _, code, _)| state(*code)).collect::<Result<_>>()?;
        Ok(deletion(states.into_iter().any(is_decided)))
    })
}

/// Deletes what may be deleted and ends the request.
///
/// # Errors
/// `privacy.other_kind` for a request of another kind, and as [`super::answer`]; a fault of the store of
/// files after the deletion itself was kept: the sweep of evidence then deletes them.
pub fn delete(office: &Office, actor: &Actor, request: RequestId, answer: &str) -> Result<Deleted> {
    let (deleted, files) = office.perform(actor, |desk| {
        let mut row = answerable(desk, request)?;
        check_kind(row.kind, RequestKind::Delete)?;
        close(desk, &mut row, Outcome::Done, answer)?;
        let person = on_record(desk, &[PersonId::from_uuid(row.person)])?.remove(0);
        save(desk, "privacy.carry_out_request", &mut row)?;
        delete_all(desk, &person)
    })?;
    evidence::take_away(office, &files)?;
    Ok(deleted)
}

fn delete_all(desk: &Desk<'_>, person: &PersonRow) -> Result<(Deleted, Vec<ContentHash>)> {
    let id = PersonId::from_uuid(person.id);
    let records = privacy::records_of(desk, id)?;
    let (kept, dossiers) = forget_dossiers(desk, id)?;
    let by_office = Hand::Helper { on_word_of: None, witness: "request".to_owned(), paper: None };
    let asked: Vec<Purpose> = Purpose::ALL.into_iter().filter(|purpose| purpose.asks_consent()).collect();
    withdraw_in(desk, person, &by_office, &asked)?;
    forget_ethnic_group(desk, id)?;
    let mut files = Vec::new();
    let yesterday = Day(desk.day().yesterday().unwrap_or(desk.day()));
    for record in &records {
        files.extend(evidence::empty_all(desk, *record, "deletion")?);
        privacy::forget_wishes(desk, *record)?;
        privacy::end_homes(desk, *record, yesterday)?;
        match kept {
            Kept::Figures => hide(desk, *record)?,
            Kept::Decision => people::set_number(desk, record.uuid(), None, None)?,
        }
    }
    let closed = close_accounts(desk, &records)?;
    let deleted = Deleted { kept, dossiers, files: files.len(), accounts: closed };
    let body = json!({
        "person": person.id.to_string(),
        "kept": match kept { Kept::Figures => "figures", Kept::Decision => "decision" },
        "dossiers": dossiers,
        "files": files.len(),
        "accounts": closed,
    });
    desk.record("privacy.delete", person.unit.map(UnitId::from_uuid), 1, &body)?;
    Ok((deleted, files))
}

/// Takes back what is not decided in rounds that still run, and the scores of all that has no decision:
/// a closed round keeps its count.
fn forget_dossiers(desk: &Desk<'_>, person: PersonId) -> Result<(Kept, usize)> {
    let mut decided = false;
    let mut undecided: Vec<Uuid> = Vec::new();
    let rounds = rounds::list(desk)?;
    for (dossier, round, code, _) in people::titles_and_dossiers(desk, person)? {
        let state = state(code)?;
        if is_decided(state) {
            decided = true;
            continue;
        }
        let is_running = rounds.iter().any(|known| known.id == round && !known.closed);
        if is_running && state != State::Withdrawn {
            dossier::withdraw_in(desk, DossierId::from_uuid(dossier), "deletion")?;
        }
        undecided.push(dossier);
    }
    privacy::forget_scores(desk, &undecided)?;
    privacy::forget_steps(desk, &undecided)?;
    Ok((deletion(decided), undecided.len()))
}

fn state(code: i64) -> Result<State> {
    Ok(State::from_code(code).ok_or_else(|| Fault::broken("dossier", "state", code))?)
}

const fn is_decided(state: State) -> bool {
    matches!(state, State::Recognised | State::NotRecognised | State::Revoked)
}

/// Puts a name that is nobody's on a record.
fn hide(desk: &Desk<'_>, record: PersonId) -> Result<()> {
    let row = people::facts(desk, &Scope::All, &[record])?.remove(0).ok_or(Error::NotFound("person"))?;
    let name = "N'N".to_owned();
    let name_fold = fold(&name);
    privacy::hide_person(
        desk,
        &NewPerson {
            id: row.id,
            given_fold: name_fold.clone(),
            name_fold,
            sort_key: sort_key(&name),
            name,
            sex: row.sex,
            birth_year: row.birth_year,
            birth_month: None,
            birth_day: None,
            number_hash: None,
            number_sealed: None,
        },
    )?;
    Ok(())
}

/// Closes the person's own accounts. One that also holds an office stays: it is the office's.
fn close_accounts(desk: &Desk<'_>, records: &[PersonId]) -> Result<usize> {
    let people: Vec<Uuid> = records.iter().map(|person| person.uuid()).collect();
    let found: Vec<Uuid> =
        accounts::of_citizens(desk, &people)?.into_iter().flatten().map(|account| account.id).collect();
    accounts::set_disabled(desk, &found, Some(Moment(desk.at)))?;
    for account in &found {
        credentials::clear(desk, *account)?;
        passkeys::remove_all(desk, *account)?;
        sessions::remove_others(desk, *account, Uuid::nil())?;
        slips::cancel(desk, *account)?;
        privacy::hide_account(desk, *account, &format!("deleted-{}", account.simple()))?;
    }
    Ok(found.len())
}
