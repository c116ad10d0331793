//! Drafts: begun, saved answer by answer, put on another form, handed in against a receipt.
//!
//! An answer is one row and no journal entry: a province saves some millions of them, each stands with who
//! and when until the next takes its place, and nothing rests on it before it is handed in. The step that
//! hands it in is journalled like any other, and so is a change of the form, which moves tallies.

use serde_json::json;
use sohoc_ledger::db::Moment;
use sohoc_ledger::dossier::{self as book, AnswerRow, DossierRow, ReceiptRow, StepRow};
use sohoc_rules::Refusal;
use sohoc_rules::access::ActKind;
use sohoc_rules::criteria::{GroupForm, Scores};
use sohoc_rules::dossier::{Channel, ReceiptNumber};
use sohoc_rules::figures::Counter;
use sohoc_rules::ids::{AccountId, DossierId, OrganizationId, PersonId, UnitId};
use sohoc_rules::time::Instant;

use crate::access::{Actor, Place};
use crate::desk::Desk;
use crate::error::{Error, Result};
use crate::office::Office;
use crate::people::on_record;
use crate::rounds::{self, Round};

use super::enter::{Hand, Submission, Word, enter_by};
use super::new::{add, placed, row};
use super::step::{Loaded, cell, load};

/// Makes a draft for the person, or finds the dossier there is; by own hand or by a helper.
///
/// # Errors
/// [`Error::NotFound`] for somebody the actor may not know of, a refusal without the right or when the
/// person cannot be placed, a fault.
pub fn start(
    office: &Office,
    actor: &Actor,
    round: &Round,
    person: PersonId,
    group: &str,
) -> Result<DossierId> {
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let record = on_record(desk, &[person])?.into_iter().next().ok_or(Error::NotFound("person"))?;
        let place = Place {
            unit: record.unit.map(UnitId::from_uuid),
            organization: record.organization.map(OrganizationId::from_uuid),
            person: Some(PersonId::from_uuid(record.id)),
        };
        let channel = may_write(desk, place)?;
        if let Some(known) = book::find_of(desk, round.id, &[record.id])?.into_iter().flatten().next() {
            return Ok(known);
        }
        let placed = placed(round, &record, group)?;
        let row = row(desk, round, &record, &placed, channel)?;
        let dossier = DossierId::from_uuid(row.id);
        add(desk, round, "enrol", vec![row])?;
        Ok(dossier)
    })
}

/// Answers to be saved together: of one question, or of a sheet typed from paper.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswers<'a> {
    /// Dossier.
    pub dossier: DossierId,
    /// The version of the draft that the device shows.
    pub seen_version: i64,
    /// The answers, each of another indicator.
    pub answers: &'a [NewAnswer<'a>],
}

/// One answer to be saved.
#[derive(Clone, Copy, Debug)]
pub struct NewAnswer<'a> {
    /// The indicator, by code.
    pub indicator: &'a str,
    /// Points; `None` takes the answer back.
    pub score: Option<u8>,
    /// What the person writes to it, at most [`NOTE_LENGTH`] characters; an empty one is none.
    pub note: Option<&'a str>,
}

/// Most characters of a note.
pub const NOTE_LENGTH: usize = 2_000;

/// What a device keeps after its answer was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The version to send with the next answer.
    pub version: i64,
}

/// Saves answers, all or none. The same answers sent again after a lost reply are not saved twice.
///
/// # Errors
/// `dossier.changed_elsewhere` naming the indicators that another device answered since; the refusal of
/// the rule for a dossier that takes no answers; [`Error::NotFound`]; a fault.
pub fn save_answers(office: &Office, actor: &Actor, round: &Round, new: &NewAnswers<'_>) -> Result<Saved> {
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let loaded = one(desk, round, new.dossier)?;
        may_write(desk, loaded.place())?;
        loaded.step(desk, &round.rules).answer()?;
        let form = loaded.form(&round.set)?;
        let known = book::answers(desk, new.dossier)?;
        let version = version(&loaded.row, &known);
        let before = new.seen_version - loaded.row.steps;
        let rows: Vec<AnswerRow> = (before + 1..)
            .zip(new.answers)
            .map(|(version, answer)| checked(desk, form, new.dossier, version, answer))
            .collect::<Result<_>>()?;
        let saved = Saved { version: new.seen_version + i64::try_from(rows.len()).unwrap_or(i64::MAX) };
        if new.seen_version != version {
            if saved.version == version && rows.iter().all(|row| known.iter().any(|one| is_same(one, row))) {
                return Ok(saved);
            }
            return Err(changed_elsewhere(form, &known, before).into());
        }
        rows.iter().try_for_each(|row| book::save_answer(desk, row))?;
        Ok(saved)
    })
}

/// Puts a draft or a returned dossier on another form. Answers given on the old one are taken back, for
/// they answer other questions; tallies and the track of review move along. Gives the new version.
///
/// # Errors
/// As [`save_answers`], and `dossier.unknown_form`.
pub fn choose_form(
    office: &Office,
    actor: &Actor,
    round: &Round,
    dossier: DossierId,
    group: &str,
    seen_version: i64,
) -> Result<Saved> {
    office.perform(actor, |desk| {
        rounds::check_open(desk, round)?;
        let loaded = one(desk, round, dossier)?;
        may_write(desk, loaded.place())?;
        loaded.step(desk, &round.rules).answer()?;
        let known = book::answers(desk, dossier)?;
        let version = version(&loaded.row, &known);
        if loaded.row.group == group {
            return Ok(Saved { version });
        }
        if version != seen_version {
            let seen = seen_version - loaded.row.steps;
            return Err(changed_elsewhere(loaded.form(&round.set)?, &known, seen).into());
        }
        put_on_form(desk, round, loaded, group)?;
        Ok(Saved { version: version + 1 })
    })
}

fn put_on_form(desk: &Desk<'_>, round: &Round, loaded: Loaded, group: &str) -> Result<()> {
    let record =
        on_record(desk, &[loaded.case.person])?.into_iter().next().ok_or(Error::NotFound("person"))?;
    let placed = placed(round, &record, group)?;
    let state = loaded.case.state;
    let (old, mut new) = (loaded.row.clone(), loaded.row);
    new.group.clone_from(&placed.form.code);
    new.organization = placed.organization();
    new.steps += 1;
    for counter in Counter::of(state) {
        desk.shift(cell(round.rules.year, *counter, &old)?, -1);
        desk.shift(cell(round.rules.year, *counter, &new)?, 1);
    }
    let body = json!({ "year": round.rules.year, "dossiers": [new.id.simple().to_string()],
        "from": old.group, "to": new.group });
    let entry = desk.record(CHANGE_FORM, None, 1, &body)?.uuid();
    book::set_form(desk, &new)?;
    book::clear_answers(desk, new.id)?;
    let step = StepRow {
        dossier: new.id,
        step: new.steps,
        act: CHANGE_FORM,
        state: state.code(),
        entry,
        reason: None,
    };
    Ok(book::add_steps(desk, &[step])?)
}

const CHANGE_FORM: &str = "change_form";

/// What a draft is handed in with.
#[derive(Clone, Debug)]
pub struct HandIn {
    /// Dossier.
    pub dossier: DossierId,
    /// The door.
    pub channel: Channel,
    /// Made by the client once for each handing in, 8 to 64 characters: sent again, it brings the same
    /// receipt and nothing else.
    pub key: String,
    /// On whose word a helper wrote, and who stood by.
    pub word: Word,
}

/// What the person holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Short, with a check sign.
    pub number: ReceiptNumber,
    /// When it was handed in.
    pub at: Instant,
    /// Points in total.
    pub total: u16,
}

/// Hands in what the draft holds.
///
/// # Errors
/// The refusal of the rule (an indicator is open, not the days for it …), [`Error::NotFound`], a fault.
pub fn submit_draft(office: &Office, actor: &Actor, round: &Round, hand_in: &HandIn) -> Result<Receipt> {
    if !(8..=64).contains(&hand_in.key.len()) {
        return Err(bad_key().into());
    }
    office.perform(actor, |desk| {
        let loaded = one(desk, round, hand_in.dossier)?;
        may_write(desk, loaded.place())?;
        let receipts = book::receipts(desk, hand_in.dossier)?;
        if let Some(known) = receipts.iter().find(|receipt| receipt.key == hand_in.key) {
            return read_receipt(known);
        }
        let form = loaded.form(&round.set)?;
        let answers = book::answers(desk, hand_in.dossier)?;
        let scores = standing(form, &loaded.row, &answers);
        let submission = Submission {
            person: loaded.case.person,
            group: loaded.row.group.clone(),
            scores: scores.clone(),
            channel: hand_in.channel,
        };
        let hand = Hand { word: &hand_in.word, typed_by: typist(&answers, hand_in.channel) };
        let entered = enter_by(desk, round, &[submission], Some(hand))?
            .into_iter()
            .next()
            .ok_or(Error::NotFound("dossier"))??;
        if entered.dossier != hand_in.dossier {
            return Err(Error::NotFound("dossier"));
        }
        if let (false, Some(known)) = (entered.handed_in, receipts.first()) {
            return read_receipt(known);
        }
        let step = loaded.row.steps + i64::from(entered.handed_in);
        let number = ReceiptNumber::of(round.rules.year, hand_in.dossier, step);
        let row = ReceiptRow {
            number: number.to_string(),
            dossier: hand_in.dossier.uuid(),
            step,
            key: hand_in.key.clone(),
            at: Moment(desk.at),
            total: i64::from(scores.total()),
        };
        book::add_receipt(desk, &row)?;
        Ok(Receipt { number, at: desk.at, total: scores.total() })
    })
}

/// The scores as they stand: those handed in before, and above them what was answered since.
pub(super) fn standing(form: &GroupForm, row: &DossierRow, answers: &[AnswerRow]) -> Scores {
    let before = row.self_scores.as_deref().map(Scores::from_bytes);
    let scores: Vec<Option<u8>> = (0..form.indicator_count())
        .map(|at| {
            let position = i64::try_from(at).unwrap_or(i64::MAX);
            match answers.iter().find(|answer| answer.is_open && answer.indicator == position) {
                Some(answer) => answer.score.and_then(|score| u8::try_from(score).ok()),
                None => before.as_ref().and_then(|before| before.at(at)),
            }
        })
        .collect();
    Scores::new(form, &scores).unwrap_or_else(|_| Scores::unanswered(form))
}

/// How many steps and saves there were: any of them makes it greater.
pub(super) fn version(row: &DossierRow, answers: &[AnswerRow]) -> i64 {
    row.steps + answers.iter().map(|answer| answer.version).max().unwrap_or(0)
}

/// Who wrote on the person's word: the hand of the last answer, whoever pressed the button in the end.
fn typist(answers: &[AnswerRow], channel: Channel) -> Option<uuid::Uuid> {
    let open = answers.iter().filter(|answer| answer.is_open && channel.is_on_anothers_word());
    open.max_by_key(|answer| answer.version).and_then(|answer| answer.by)
}

fn checked(
    desk: &Desk<'_>,
    form: &GroupForm,
    dossier: DossierId,
    version: i64,
    answer: &NewAnswer<'_>,
) -> Result<AnswerRow> {
    let fits = Scores::unanswered(form).with(form, answer.indicator, answer.score);
    fits.map_err(|fault| Refusal {
        code: "dossier.bad_score",
        reason: format!("The score does not fit the form: {fault}."),
        remedy: "Choose one of the points the question offers.",
    })?;
    let note = answer.note.map(str::trim).filter(|note| !note.is_empty());
    if note.is_some_and(|note| note.chars().count() > NOTE_LENGTH) {
        return Err(long_note().into());
    }
    Ok(AnswerRow {
        dossier: dossier.uuid(),
        indicator: form.position(answer.indicator).and_then(|at| i64::try_from(at).ok()).unwrap_or_default(),
        score: answer.score.map(i64::from),
        note: note.map(str::to_owned),
        version,
        is_open: true,
        at: Moment(desk.at),
        by: desk.actor.account().map(AccountId::uuid),
    })
}

/// Whether they are one answer, whenever it was saved.
fn is_same(known: &AnswerRow, row: &AnswerRow) -> bool {
    let parts =
        |row: &AnswerRow| (row.indicator, row.version, row.score, row.note.clone(), row.by, row.is_open);
    parts(known) == parts(row)
}

pub(super) fn one(
    reader: &sohoc_ledger::db::Reader<'_>,
    round: &Round,
    dossier: DossierId,
) -> Result<Loaded> {
    load(reader, round, &[dossier])?.into_iter().next().ok_or(Error::NotFound("dossier"))
}

/// The door by which the actor may write there: own hand before helper. Who may not even read there is
/// not told that there is anything.
fn may_write(desk: &Desk<'_>, place: Place) -> Result<Channel> {
    if desk.actor.hand().person == place.person && desk.permit(ActKind::Submit, Some(place)).is_ok() {
        return Ok(Channel::Web);
    }
    match desk.permit(ActKind::EnterForOther, Some(place)) {
        Ok(_) => Ok(Channel::Assisted),
        Err(refused) if desk.permit(ActKind::ReadPerson, Some(place)).is_ok() => Err(refused),
        Err(_) => Err(Error::NotFound("dossier")),
    }
}

pub(super) fn read_receipt(row: &ReceiptRow) -> Result<Receipt> {
    let broken = |column: &str| sohoc_ledger::db::Fault::broken("receipt", column, &row.number);
    Ok(Receipt {
        number: row.number.parse().map_err(|_| broken("number"))?,
        at: row.at.0,
        total: u16::try_from(row.total).map_err(|_| broken("total"))?,
    })
}

fn changed_elsewhere(form: &GroupForm, known: &[AnswerRow], seen: i64) -> Refusal {
    let position = |answer: &AnswerRow| usize::try_from(answer.indicator).unwrap_or(usize::MAX);
    let changed: Vec<&str> = known
        .iter()
        .filter(|answer| answer.version > seen)
        .filter_map(|answer| form.indicators().nth(position(answer)))
        .map(|indicator| indicator.code.as_str())
        .collect();
    let what = if changed.is_empty() { "the dossier itself".to_owned() } else { changed.join(", ") };
    Refusal {
        code: "dossier.changed_elsewhere",
        reason: format!("Changed on another device since: {what}."),
        remedy: "Look at both answers and save the right one again.",
    }
}

fn long_note() -> Refusal {
    Refusal {
        code: "dossier.note_too_long",
        reason: format!("A note has at most {NOTE_LENGTH} characters."),
        remedy: "Shorten it, or attach it as a file.",
    }
}

fn bad_key() -> Refusal {
    Refusal {
        code: "dossier.bad_key",
        reason: "The key of a handing in has 8 to 64 characters.".to_owned(),
        remedy: "Let the program that sends it make one, the same for each try.",
    }
}
