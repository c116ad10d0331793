//! The minutes of council sessions.

use sohoc_rules::criteria::Scores;
use sohoc_rules::ids::{CouncilSessionId, DossierId};
use uuid::Uuid;

use super::SessionRow;
use crate::db::{Day, Fault, Reader, Writer};
use crate::sql;

/// What the minutes say besides attendance and votes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MinutesRow {
    /// Who led the session.
    pub chair: Option<Uuid>,
    /// Who wrote the minutes.
    pub secretary: Option<Uuid>,
    /// What was said, in the words of the minutes.
    pub opinions: Option<String>,
}

/// A session as a list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldRow {
    /// Session.
    pub id: Uuid,
    /// The assessed year it met about.
    pub year: i64,
    /// The day.
    pub held_on: Day,
    /// How many files were before it.
    pub files: i64,
    /// The decision that rests on it, when one does.
    pub decision: Option<Uuid>,
}

/// A member of a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberRow {
    /// Who.
    pub person: Uuid,
    /// Name as it is printed.
    pub name: String,
    /// Whether they came.
    pub was_present: bool,
}

/// A file that was before a council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileRow {
    /// Place on the list, from 1.
    pub position: i64,
    /// Dossier.
    pub dossier: Uuid,
    /// Person.
    pub person: Uuid,
    /// Name as it is printed.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Where the person is counted.
    pub unit: Uuid,
    /// Code of the dossier's present state.
    pub state: i64,
    /// The reviewers' total.
    pub total: Option<u16>,
}

/// Writes what the minutes say, with the list of files.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_minutes(
    writer: &Writer<'_>,
    session: CouncilSessionId,
    minutes: &MinutesRow,
    files: &[DossierId],
) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into council_minutes (session_id, chair_id, secretary_id, opinions)
             values ($1, $2, $3, $4)"
        ),
        &[&session.uuid(), &minutes.chair, &minutes.secretary, &minutes.opinions],
        1,
    )?;
    let rows: Vec<(Uuid, i64, Uuid)> =
        (1..).zip(files).map(|(position, file)| (session.uuid(), position, file.uuid())).collect();
    writer.change_each(
        sql!("insert into council_file (session_id, position, dossier_id) values ($1, $2, $3)"),
        &rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// A session by its id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_session(reader: &Reader<'_>, session: CouncilSessionId) -> Result<Option<SessionRow>, Fault> {
    reader.find(
        sql!(
            "select session_id, unit_id, organization_id, year, held_on, in_favour, against, abstained,
                entry_id
             from council_session where session_id = $1"
        ),
        &[&session.uuid()],
        |row| {
            Ok(SessionRow {
                id: row.get(0)?,
                unit: row.get(1)?,
                organization: row.get(2)?,
                year: row.get(3)?,
                held_on: row.get(4)?,
                votes: [row.get(5)?, row.get(6)?, row.get(7)?],
                entry: row.get(8)?,
            })
        },
    )
}

/// What the minutes of a session say; `None` where none were written.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_minutes(reader: &Reader<'_>, session: CouncilSessionId) -> Result<Option<MinutesRow>, Fault> {
    reader.find(
        sql!("select chair_id, secretary_id, opinions from council_minutes where session_id = $1"),
        &[&session.uuid()],
        |row| Ok(MinutesRow { chair: row.get(0)?, secretary: row.get(1)?, opinions: row.get(2)? }),
    )
}

/// The members of a session in the order of names.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn members(reader: &Reader<'_>, session: CouncilSessionId) -> Result<Vec<MemberRow>, Fault> {
    reader.rows(
        sql!(
            "select member.person_id, person.name, member.was_present
             from council_member member join person on person.person_id = member.person_id
             where member.session_id = $1
             order by person.sort_key, member.person_id"
        ),
        &[&session.uuid()],
        |row| Ok(MemberRow { person: row.get(0)?, name: row.get(1)?, was_present: row.get(2)? }),
    )
}

/// The files that were before a session, in the order of its list.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn files(reader: &Reader<'_>, session: CouncilSessionId) -> Result<Vec<FileRow>, Fault> {
    reader.rows(
        sql!(
            "select file.position, file.dossier_id, dossier.person_id, person.name, person.birth_year,
                dossier.unit_id, dossier.state, dossier.review_scores
             from council_file file
             join dossier on dossier.dossier_id = file.dossier_id
             join person on person.person_id = dossier.person_id
             where file.session_id = $1
             order by file.position"
        ),
        &[&session.uuid()],
        |row| {
            let scores: Option<Vec<u8>> = row.get(7)?;
            Ok(FileRow {
                position: row.get(0)?,
                dossier: row.get(1)?,
                person: row.get(2)?,
                name: row.get(3)?,
                birth_year: row.get(4)?,
                unit: row.get(5)?,
                state: row.get(6)?,
                total: scores.map(|scores| Scores::from_bytes(&scores).total()),
            })
        },
    )
}

/// The sessions of a unit's or an organization's council, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn sessions(reader: &Reader<'_>, body: Uuid, limit: i64) -> Result<Vec<HeldRow>, Fault> {
    reader.rows(
        sql!(
            "select held.session_id, held.year, held.held_on,
                (select count(*) from council_file file where file.session_id = held.session_id),
                (select decision.decision_id from decision
                 where decision.issuer_id = $1 and decision.session_id = held.session_id
                 order by decision.decision_id limit 1)
             from council_session held
             where held.unit_id = $1 or held.organization_id = $1
             order by held.session_id desc
             limit $2"
        ),
        &[&body, &limit],
        |row| {
            Ok(HeldRow {
                id: row.get(0)?,
                year: row.get(1)?,
                held_on: row.get(2)?,
                files: row.get(3)?,
                decision: row.get(4)?,
            })
        },
    )
}
