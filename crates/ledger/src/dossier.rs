//! Dossiers and the steps they take.

mod draft;
mod export;
mod flags;
mod history;
mod overview;
mod quality;
mod queue;
mod roster;

pub use draft::{
    AnswerRow, ReceiptRow, add_receipt, answers, clear_answers, close_answers, find_receipt, receipts,
    save_answer, set_form, set_word,
};
pub use export::{ListedDossier, annex_of_organization, annex_of_unit, list_at};
pub use flags::{Namesakes, count_evidence, list_ids, list_of_namesakes, namesakes, set_evidence, set_flags};
pub use history::{
    EarlierScores, JournalledStep, ScoreChangeRow, earlier_scores, journalled_steps, keep_scores,
    score_changes,
};
pub use overview::{OverviewRow, evidence_of, overview_of_person};
pub use quality::{
    SuspectPair, count_homeless, count_homeless_dossiers, count_standing, list_at_unit,
    list_homeless_dossiers, list_homeless_people, people_of, suspects,
};
pub use queue::{
    Only, PAGE, QueueCount, QueueCursor, QueuePage, QueueRow, Track, count_queue, list_queue, review_queue,
};
pub use roster::{RosterAsked, RosterLine, RosterPage, roster_of_organization, roster_of_unit};

use sohoc_rules::ids::{DossierId, RoundId, UnitId};
use uuid::Uuid;

use crate::db::{Fault, Reader, Row, Writer};
use crate::sql;

/// A dossier with what the rules ask of its person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierRow {
    /// Dossier.
    pub id: Uuid,
    /// Whose.
    pub person: Uuid,
    /// In which round.
    pub round: Uuid,
    /// Where counted.
    pub unit: Uuid,
    /// On which organization's track, for staff.
    pub organization: Option<Uuid>,
    /// Code of the group form.
    pub group: String,
    /// Code of the class of the area.
    pub area: String,
    /// Code of the sex.
    pub sex: i64,
    /// Code of the age band.
    pub age_band: i64,
    /// Code of the state.
    pub state: i64,
    /// Own scores, one byte an indicator.
    pub self_scores: Option<Vec<u8>>,
    /// Reviewed scores.
    pub review_scores: Option<Vec<u8>>,
    /// Code of the door the scores came in by.
    pub channel: i64,
    /// Account that typed them.
    pub typed_by: Option<Uuid>,
    /// Account that endorsed them.
    pub endorsed_by: Option<Uuid>,
    /// Steps taken so far.
    pub steps: i64,
    /// Exceptions: bits of the rules.
    pub flags: i64,
    /// Pieces of evidence attached and notes written; read only, kept by other statements.
    pub evidence: i64,
    /// On whose word it was written; empty for the person's own.
    pub on_word: Option<String>,
    /// Who stood by.
    pub witness: Option<String>,
    /// Code of the person's life status.
    pub life_status: i64,
    /// Day of the person's death.
    pub died_on: Option<crate::db::Day>,
    /// Code of the person's ethnic class, 0 when not stated.
    pub ethnic_class: i64,
}

/// One step, pointing into the journal.
#[derive(Clone, Debug)]
pub struct StepRow {
    /// Dossier.
    pub dossier: Uuid,
    /// 1, 2, 3 …
    pub step: i64,
    /// Name of the act.
    pub act: &'static str,
    /// Code of the state after it.
    pub state: i64,
    /// The journal entry.
    pub entry: Uuid,
    /// The reason, where the act needs one.
    pub reason: Option<String>,
}

/// Adds dossiers; tells for each whether it was new (`false`: the person has one in the round).
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, dossiers: &[DossierRow]) -> Result<Vec<bool>, Fault> {
    let added = writer.execute_each(
        sql!(
            "insert into dossier
                (dossier_id, person_id, round_id, unit_id, organization_id, group_form, area_class, sex,
                age_band, state, self_scores, channel, typed_by, steps, flags, on_word, witness)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
             on conflict (round_id, person_id) do nothing"
        ),
        dossiers,
        |row| {
            [
                &row.id,
                &row.person,
                &row.round,
                &row.unit,
                &row.organization,
                &row.group,
                &row.area,
                &row.sex,
                &row.age_band,
                &row.state,
                &row.self_scores,
                &row.channel,
                &row.typed_by,
                &row.steps,
                &row.flags,
                &row.on_word,
                &row.witness,
            ]
        },
    )?;
    Ok(added.into_iter().map(|rows| rows == 1).collect())
}

/// The dossiers, in the order asked.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn load(reader: &Reader<'_>, dossiers: &[DossierId]) -> Result<Vec<Option<DossierRow>>, Fault> {
    let keys: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.uuid()).collect();
    reader.find_each(
        sql!(
            "select dossier.dossier_id, dossier.person_id, dossier.round_id, dossier.unit_id,
                dossier.organization_id, dossier.group_form, dossier.area_class, dossier.sex,
                dossier.age_band, dossier.state, dossier.self_scores, dossier.review_scores,
                dossier.channel, dossier.typed_by, dossier.endorsed_by, dossier.steps,
                person.life_status, person.died_on, coalesce(ethnicity.ethnic_class, 0),
                dossier.flags, dossier.on_word, dossier.witness,
                dossier.evidence + (
                    select count(*) from draft_answer answer
                    where answer.dossier_id = dossier.dossier_id and answer.note is not null)
             from dossier
             join person on person.person_id = dossier.person_id
             left join person_ethnicity ethnicity on ethnicity.person_id = dossier.person_id
             where dossier.dossier_id = $1"
        ),
        &keys,
        |key| [key],
        decode,
    )
}

/// Writes what a step changed. The number of steps must be the one that was read, less one: who
/// comes second with an old copy changes nothing.
///
/// # Errors
/// [`Fault::RowCount`] when a dossier has moved in between, or a [`Fault`] of the store.
pub fn save(writer: &Writer<'_>, dossiers: &[DossierRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update dossier
             set state = $2, self_scores = $3, review_scores = $4, channel = $5, typed_by = $6,
                endorsed_by = $7, steps = $8, flags = $9, on_word = $10, witness = $11
             where dossier_id = $1 and steps + 1 = $8"
        ),
        dossiers,
        |row| {
            [
                &row.id,
                &row.state,
                &row.self_scores,
                &row.review_scores,
                &row.channel,
                &row.typed_by,
                &row.endorsed_by,
                &row.steps,
                &row.flags,
                &row.on_word,
                &row.witness,
            ]
        },
    )
}

/// Notes the steps.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_steps(writer: &Writer<'_>, steps: &[StepRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into dossier_step (dossier_id, step, act, state, entry_id, reason)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        steps,
        |row| [&row.dossier, &row.step, &row.act, &row.state, &row.entry, &row.reason],
    )
}

/// Notes why reviewers changed scores: dossier, position of the indicator, reason, entry.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_score_changes(writer: &Writer<'_>, rows: &[(Uuid, i64, String, Uuid)]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into score_change (dossier_id, indicator, reason, entry_id) values ($1, $2, $3, $4)
             on conflict (dossier_id, indicator) do update
             set reason = excluded.reason, entry_id = excluded.entry_id"
        ),
        rows,
        |row| [&row.0, &row.1, &row.2, &row.3],
    )
}

/// The dossiers of a round at a unit in one state, in the order they were made.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn queue(reader: &Reader<'_>, round: RoundId, unit: UnitId, state: i64) -> Result<Vec<DossierId>, Fault> {
    reader.rows(
        sql!(
            "select dossier_id from dossier
             where round_id = $1 and unit_id = $2 and state = $3
             order by dossier_id"
        ),
        &[&round.uuid(), &unit.uuid(), &state],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}

/// The dossier of each person in a round, be it on the record itself or on one merged into it: a human
/// being has one. Among several the one that stands (any state but 60, withdrawn) comes first; a
/// withdrawn one counts only on the record itself.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_of(
    reader: &Reader<'_>,
    round: RoundId,
    people: &[Uuid],
) -> Result<Vec<Option<DossierId>>, Fault> {
    let keys: Vec<(Uuid, Uuid)> = people.iter().map(|person| (round.uuid(), *person)).collect();
    reader.find_each(
        // A cross join, so that the round's index is entered by the few ids and never walked through.
        sql!(
            "with recursive same_human (person_id) as (
                select person.person_id from person where person.person_id = $2
                union
                select merge.merged_id
                from person_merge merge join same_human on same_human.person_id = merge.kept_id
                where merge.undone_at is null)
             select dossier.dossier_id
             from same_human cross join dossier
             where dossier.round_id = $1 and dossier.person_id = same_human.person_id
                and (dossier.state <> 60 or dossier.person_id = $2)
             order by case when dossier.state = 60 then 1 else 0 end,
                case when dossier.person_id = $2 then 0 else 1 end, dossier.dossier_id
             limit 1"
        ),
        &keys,
        |key| [&key.0, &key.1],
        |row| row.get(0).map(DossierId::from_uuid),
    )
}

/// How many dossiers of a round stand in each state: code and number.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_states(reader: &Reader<'_>, round: RoundId) -> Result<Vec<(i64, i64)>, Fault> {
    reader.rows(
        sql!("select state, count(*) from dossier where round_id = $1 group by state order by state"),
        &[&round.uuid()],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )
}

/// A step as it was taken: act, state code, reason, entry.
pub type StepTaken = (String, i64, Option<String>, Uuid);

/// The steps of a dossier in order.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn steps(reader: &Reader<'_>, dossier: DossierId) -> Result<Vec<StepTaken>, Fault> {
    reader.rows(
        sql!("select act, state, reason, entry_id from dossier_step where dossier_id = $1 order by step"),
        &[&dossier.uuid()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

fn decode(row: &Row<'_>) -> Result<DossierRow, Fault> {
    Ok(DossierRow {
        id: row.get(0)?,
        person: row.get(1)?,
        round: row.get(2)?,
        unit: row.get(3)?,
        organization: row.get(4)?,
        group: row.get(5)?,
        area: row.get(6)?,
        sex: row.get(7)?,
        age_band: row.get(8)?,
        state: row.get(9)?,
        self_scores: row.get(10)?,
        review_scores: row.get(11)?,
        channel: row.get(12)?,
        typed_by: row.get(13)?,
        endorsed_by: row.get(14)?,
        steps: row.get(15)?,
        life_status: row.get(16)?,
        died_on: row.get(17)?,
        ethnic_class: row.get(18)?,
        flags: row.get(19)?,
        on_word: row.get(20)?,
        witness: row.get(21)?,
        evidence: row.get(22)?,
    })
}

/// How many dossiers of a year stand at each unit, counted straight from the dossiers: what the
/// tallies are held against.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn count_units(reader: &Reader<'_>, year: i64) -> Result<Vec<(UnitId, i64)>, Fault> {
    reader.rows(
        sql!(
            "select dossier.unit_id, count(*)
             from dossier join round on round.round_id = dossier.round_id
             where round.year = $1 and dossier.state not in (60, 81, 82, 83)
             group by dossier.unit_id order by dossier.unit_id"
        ),
        &[&year],
        |row| Ok((UnitId::from_uuid(row.get(0)?), row.get(1)?)),
    )
}
