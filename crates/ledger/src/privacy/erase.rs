//! What a deletion takes away, and what it must leave.

use sohoc_rules::ids::{DecisionId, DossierId, PersonId};
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Writer};
use crate::people::NewPerson;
use crate::sql;

/// The record of a person and all records merged into it.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn records_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<PersonId>, Fault> {
    reader.rows(
        sql!(
            "with recursive same_human (person_id) as (
                select person.person_id from person where person.person_id = $1
                union
                select person.person_id
                from person join same_human on same_human.person_id = person.merged_into)
             select person_id from same_human order by case when person_id = $1 then 0 else 1 end, person_id"
        ),
        &[&person.uuid()],
        |row| row.get(0).map(PersonId::from_uuid),
    )
}

/// A line of a decision on a person: decision, line, dossier, sign, number, day, verdict code, state code
/// of the title, newest certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TitleRow {
    /// Decision.
    pub decision: DecisionId,
    /// Line in it.
    pub line: i64,
    /// Dossier.
    pub dossier: DossierId,
    /// Number of the decision within its year.
    pub number: i64,
    /// Sign of the decision.
    pub sign: String,
    /// Day of the decision.
    pub dated: Day,
    /// The assessed year.
    pub title_year: i64,
    /// Code of the verdict.
    pub verdict: i64,
    /// Code of the state of the title.
    pub title_state: Option<i64>,
    /// Serial of the certificate of this line.
    pub certificate: Option<String>,
}

/// What decisions say of a person, oldest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn titles_of(reader: &Reader<'_>, person: PersonId) -> Result<Vec<TitleRow>, Fault> {
    reader.rows(
        sql!(
            "select line.decision_id, line.line, line.dossier_id, decision.number, decision.sign,
                decision.dated, decision.title_year, line.verdict, line.title_state, certificate.serial
             from dossier
             join decision_line line on line.dossier_id = dossier.dossier_id
             join decision on decision.decision_id = line.decision_id
             left join certificate
                on certificate.decision_id = line.decision_id and certificate.line = line.line
                and certificate.dossier_id = dossier.dossier_id
             where dossier.person_id = $1
             order by line.decision_id, line.line, certificate.serial"
        ),
        &[&person.uuid()],
        |row| {
            Ok(TitleRow {
                decision: DecisionId::from_uuid(row.get(0)?),
                line: row.get(1)?,
                dossier: DossierId::from_uuid(row.get(2)?),
                number: row.get(3)?,
                sign: row.get(4)?,
                dated: row.get(5)?,
                title_year: row.get(6)?,
                verdict: row.get(7)?,
                title_state: row.get(8)?,
                certificate: row.get(9)?,
            })
        },
    )
}

/// Takes scores, answers, receipts and the names of helpers' witnesses off dossiers, with the reasons
/// of changed scores.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown dossier.
pub fn forget_scores(writer: &Writer<'_>, dossiers: &[Uuid]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "update dossier
             set self_scores = null, review_scores = null, on_word = null, witness = null
             where dossier_id = $1"
        ),
        dossiers,
        |dossier| [dossier],
    )?;
    let away = [
        sql!("delete from score_change where dossier_id = $1"),
        sql!("delete from earlier_scores where dossier_id = $1"),
        sql!("delete from draft_answer where dossier_id = $1"),
        sql!("delete from receipt where dossier_id = $1"),
    ];
    for statement in away {
        writer.execute_each(statement, dossiers, |dossier| [dossier])?;
    }
    Ok(())
}

/// Takes the written reasons off the steps of dossiers; that the steps were taken stays.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_steps(writer: &Writer<'_>, dossiers: &[Uuid]) -> Result<(), Fault> {
    writer.execute_each(
        sql!("update dossier_step set reason = null where dossier_id = $1 and reason is not null"),
        dossiers,
        |dossier| [dossier],
    )?;
    Ok(())
}

/// Puts another name on a record and takes number, day and month of birth off it.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown person.
pub fn hide_person(writer: &Writer<'_>, person: &NewPerson) -> Result<(), Fault> {
    writer.change(
        sql!(
            "update person
             set name = $2, name_fold = $3, given_fold = $4, sort_key = $5, birth_month = null,
                birth_day = null, number_hash = null, number_sealed = null
             where person_id = $1"
        ),
        &[&person.id, &person.name, &person.name_fold, &person.given_fold, &person.sort_key],
        1,
    )
}

/// Ends the running homes and employments of a person, so that no list of a place shows the record.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn end_homes(writer: &Writer<'_>, person: PersonId, last: Day) -> Result<(), Fault> {
    writer.execute(
        sql!(
            "update residence
             set valid_to = case when valid_from > $2 then valid_from else $2 end
             where person_id = $1 and valid_to is null"
        ),
        &[&person.uuid(), &last],
    )?;
    writer.execute(
        sql!(
            "update employment
             set valid_to = case when valid_from > $2 then valid_from else $2 end
             where person_id = $1 and valid_to is null"
        ),
        &[&person.uuid(), &last],
    )?;
    Ok(())
}

/// Takes name and sign-in off an account; both become `name`.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown account.
pub fn hide_account(writer: &Writer<'_>, account: Uuid, name: &str) -> Result<(), Fault> {
    writer.change(
        sql!("update account set display_name = $2, sign_in = $2 where account_id = $1"),
        &[&account, &name],
        1,
    )
}

/// Takes the words off all requests of a person; what was asked when and how it ended stays.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn forget_wishes(writer: &Writer<'_>, person: PersonId) -> Result<(), Fault> {
    writer.execute(sql!("update data_request set wish = '' where person_id = $1"), &[&person.uuid()])?;
    Ok(())
}
