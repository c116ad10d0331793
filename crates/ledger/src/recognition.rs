//! Sessions, decisions, their lines, and certificates.

mod held;
mod minutes;
mod pages;

pub use held::{HeldCertificate, find_held};
pub use minutes::{
    FileRow, HeldRow, MemberRow, MinutesRow, add_minutes, files, find_minutes, find_session, members,
    sessions,
};
pub use pages::{LinePage, ListedDecision, decisions, line_page};

use sohoc_rules::ids::{DecisionId, DossierId};
use uuid::Uuid;

use crate::db::{Day, Fault, Reader, Writer};
use crate::sql;

/// A council session.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Session.
    pub id: Uuid,
    /// The commune whose council it is.
    pub unit: Option<Uuid>,
    /// The organization whose council it is.
    pub organization: Option<Uuid>,
    /// The assessed year.
    pub year: i64,
    /// The day.
    pub held_on: Day,
    /// Votes on the batch: for, against, neither.
    pub votes: [i64; 3],
    /// The journal entry.
    pub entry: Uuid,
}

/// A numbered decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionRow {
    /// Decision.
    pub id: Uuid,
    /// Unit or organization that issues it.
    pub issuer: Uuid,
    /// Which of the two.
    pub issuer_is_unit: bool,
    /// Year of the number.
    pub year: i64,
    /// Place in the row of numbers.
    pub number: i64,
    /// What stands behind the number, like `QĐ-UBND`.
    pub sign: String,
    /// Code of the kind.
    pub kind: i64,
    /// The day it bears.
    pub dated: Day,
    /// Who signs.
    pub signer_name: String,
    /// In what office.
    pub signer_office: String,
    /// The session that prepared it.
    pub session: Option<Uuid>,
    /// The assessed year the titles are for.
    pub title_year: i64,
    /// The journal entry.
    pub entry: Uuid,
}

/// One line of a decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineRow {
    /// Decision.
    pub decision: Uuid,
    /// 1, 2, 3 …
    pub line: i64,
    /// Dossier.
    pub dossier: Uuid,
    /// Person.
    pub person: Uuid,
    /// Code of the verdict.
    pub verdict: i64,
    /// Code of the state of the title it granted.
    pub title_state: Option<i64>,
    /// The reason, for a revocation or correction.
    pub reason: Option<String>,
}

/// A certificate of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateRow {
    /// Serial as printed.
    pub serial: String,
    /// Decision.
    pub decision: Uuid,
    /// Line.
    pub line: i64,
    /// Dossier.
    pub dossier: Uuid,
    /// Day of issue.
    pub issued_on: Day,
    /// The serial it replaces.
    pub replaces: Option<String>,
}

/// A certificate with the state code of its title.
pub type Titled = (CertificateRow, Option<i64>);

/// Adds a session with its members: person and whether present.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_session(writer: &Writer<'_>, session: &SessionRow, members: &[(Uuid, bool)]) -> Result<(), Fault> {
    let [in_favour, against, abstained] = session.votes;
    writer.change(
        sql!(
            "insert into council_session
                (session_id, unit_id, organization_id, year, held_on, in_favour, against, abstained,
                entry_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        ),
        &[
            &session.id,
            &session.unit,
            &session.organization,
            &session.year,
            &session.held_on,
            &in_favour,
            &against,
            &abstained,
            &session.entry,
        ],
        1,
    )?;
    let rows: Vec<(Uuid, Uuid, bool)> =
        members.iter().map(|(person, present)| (session.id, *person, *present)).collect();
    writer.change_each(
        sql!("insert into council_member (session_id, person_id, was_present) values ($1, $2, $3)"),
        &rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// Takes the next number of an issuer's row for a year. The row stays locked until the transaction
/// ends: a number is given only together with its decision, so there are neither gaps nor doubles.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn next_number(writer: &Writer<'_>, issuer: Uuid, year: i64) -> Result<i64, Fault> {
    let number = writer.find(
        sql!(
            "insert into decision_counter (issuer_id, year, last_number) values ($1, $2, 1)
             on conflict (issuer_id, year) do update set last_number = decision_counter.last_number + 1
             returning last_number"
        ),
        &[&issuer, &year],
        |row| row.get(0),
    )?;
    number.ok_or_else(|| Fault::broken("decision_counter", "last_number", "nothing after an insert"))
}

/// Takes the next `count` certificate numbers of an issuer's row for a year; gives the first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn next_serials(writer: &Writer<'_>, issuer: &str, year: i64, count: i64) -> Result<i64, Fault> {
    let last: Option<i64> = writer.find(
        sql!(
            "insert into certificate_counter (issuer, year, last_number) values ($1, $2, $3)
             on conflict (issuer, year) do update
             set last_number = certificate_counter.last_number + excluded.last_number
             returning last_number"
        ),
        &[&issuer, &year, &count],
        |row| row.get(0),
    )?;
    let last =
        last.ok_or_else(|| Fault::broken("certificate_counter", "last_number", "nothing after an insert"))?;
    Ok(last - count + 1)
}

/// Adds a decision with its lines.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_decision(writer: &Writer<'_>, decision: &DecisionRow, lines: &[LineRow]) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into decision
                (decision_id, issuer_id, issuer_is_unit, year, number, sign, kind, dated, signer_name,
                signer_office, session_id, title_year, entry_id)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"
        ),
        &[
            &decision.id,
            &decision.issuer,
            &decision.issuer_is_unit,
            &decision.year,
            &decision.number,
            &decision.sign,
            &decision.kind,
            &decision.dated,
            &decision.signer_name,
            &decision.signer_office,
            &decision.session,
            &decision.title_year,
            &decision.entry,
        ],
        1,
    )?;
    writer.change_each(
        sql!(
            "insert into decision_line
                (decision_id, line, dossier_id, person_id, verdict, title_state, reason)
             values ($1, $2, $3, $4, $5, $6, $7)"
        ),
        lines,
        |row| {
            [&row.decision, &row.line, &row.dossier, &row.person, &row.verdict, &row.title_state, &row.reason]
        },
    )
}

/// Adds certificates.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add_certificates(writer: &Writer<'_>, certificates: &[CertificateRow]) -> Result<(), Fault> {
    writer.change_each(
        sql!(
            "insert into certificate (serial, decision_id, line, dossier_id, issued_on, replaces)
             values ($1, $2, $3, $4, $5, $6)"
        ),
        certificates,
        |row| [&row.serial, &row.decision, &row.line, &row.dossier, &row.issued_on, &row.replaces],
    )
}

/// The line that granted the title of each dossier, with the state it is in: the newest one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_titles(reader: &Reader<'_>, dossiers: &[DossierId]) -> Result<Vec<Option<LineRow>>, Fault> {
    let keys: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.uuid()).collect();
    reader.find_each(
        sql!(
            "select decision_id, line, dossier_id, person_id, verdict, title_state, reason
             from decision_line
             where dossier_id = $1 and title_state is not null
             order by decision_id desc, line desc
             limit 1"
        ),
        &keys,
        |key| [key],
        |row| {
            Ok(LineRow {
                decision: row.get(0)?,
                line: row.get(1)?,
                dossier: row.get(2)?,
                person: row.get(3)?,
                verdict: row.get(4)?,
                title_state: row.get(5)?,
                reason: row.get(6)?,
            })
        },
    )
}

/// Sets the state of titles: decision, line, code.
///
/// # Errors
/// A [`Fault`] of the store; [`Fault::RowCount`] for an unknown line.
pub fn set_titles(writer: &Writer<'_>, rows: &[(Uuid, i64, i64)]) -> Result<(), Fault> {
    writer.change_each(
        sql!("update decision_line set title_state = $3 where decision_id = $1 and line = $2"),
        rows,
        |row| [&row.0, &row.1, &row.2],
    )
}

/// The newest certificate of a dossier with the state code of its title.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_certificate(reader: &Reader<'_>, dossier: DossierId) -> Result<Option<Titled>, Fault> {
    Ok(find_certificates(reader, &[dossier])?.into_iter().next().flatten())
}

/// The newest certificate of each dossier with the state code of its title. A certificate issued again
/// hangs on a line that grants nothing; its title is that of the newest line that does.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_certificates(reader: &Reader<'_>, dossiers: &[DossierId]) -> Result<Vec<Option<Titled>>, Fault> {
    let keys: Vec<Uuid> = dossiers.iter().map(|dossier| dossier.uuid()).collect();
    reader.find_each(
        sql!(
            "select certificate.serial, certificate.decision_id, certificate.line, certificate.dossier_id,
                certificate.issued_on, certificate.replaces, line.title_state
             from certificate
             left join decision_line line
                on line.dossier_id = certificate.dossier_id and line.title_state is not null
             where certificate.dossier_id = $1
             order by certificate.decision_id desc, certificate.line desc, line.decision_id desc,
                line.line desc
             limit 1"
        ),
        &keys,
        |key| [key],
        |row| {
            let certificate = CertificateRow {
                serial: row.get(0)?,
                decision: row.get(1)?,
                line: row.get(2)?,
                dossier: row.get(3)?,
                issued_on: row.get(4)?,
                replaces: row.get(5)?,
            };
            Ok((certificate, row.get(6)?))
        },
    )
}

/// A decision by its id.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_decision(reader: &Reader<'_>, decision: DecisionId) -> Result<Option<DecisionRow>, Fault> {
    reader.find(
        sql!(
            "select decision_id, issuer_id, issuer_is_unit, year, number, sign, kind, dated, signer_name,
                signer_office, session_id, title_year, entry_id
             from decision where decision_id = $1"
        ),
        &[&decision.uuid()],
        |row| {
            Ok(DecisionRow {
                id: row.get(0)?,
                issuer: row.get(1)?,
                issuer_is_unit: row.get(2)?,
                year: row.get(3)?,
                number: row.get(4)?,
                sign: row.get(5)?,
                kind: row.get(6)?,
                dated: row.get(7)?,
                signer_name: row.get(8)?,
                signer_office: row.get(9)?,
                session: row.get(10)?,
                title_year: row.get(11)?,
                entry: row.get(12)?,
            })
        },
    )
}

/// Lines of a decision with the name of each person, in their order: for its annex and exports.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn lines(reader: &Reader<'_>, decision: DecisionId) -> Result<Vec<(i64, String, i64, Uuid)>, Fault> {
    reader.rows(
        sql!(
            "select line.line, person.name, line.verdict, line.dossier_id
             from decision_line line join person on person.person_id = line.person_id
             where line.decision_id = $1
             order by line.line"
        ),
        &[&decision.uuid()],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
    )
}

/// A line of a decision with all that its annex prints.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexRow {
    /// Number and sign as printed, like `05/QĐ-UBND`.
    pub printed: String,
    /// The day it bears.
    pub dated: Day,
    /// Unit or organization that issued it.
    pub issuer: Uuid,
    /// Name of the organization, when it is one.
    pub organization: Option<String>,
    /// Code of the kind.
    pub kind: i64,
    /// Place on the list.
    pub line: i64,
    /// Code of the verdict.
    pub verdict: i64,
    /// Name of the person.
    pub name: String,
    /// Year of birth.
    pub birth_year: i64,
    /// Where the person is counted.
    pub unit: Uuid,
    /// Serial of the certificate.
    pub serial: Option<String>,
}

/// Hands over all lines of all decisions for a year, decision by decision. For the acts and files of
/// the whole ledger; pages ask for one decision.
///
/// # Errors
/// A [`Fault`] of the store, or the first that `take` returns.
pub fn annexes(
    reader: &Reader<'_>,
    title_year: i64,
    mut take: impl FnMut(&AnnexRow) -> Result<(), Fault>,
) -> Result<(), Fault> {
    reader.for_each(
        sql!(
            "select decision.number, decision.sign, decision.dated, decision.issuer_id, organization.name,
                decision.kind, line.line, line.verdict, person.name, person.birth_year, dossier.unit_id,
                certificate.serial
             from decision
             join decision_line line on line.decision_id = decision.decision_id
             join person on person.person_id = line.person_id
             join dossier on dossier.dossier_id = line.dossier_id
             left join organization on organization.organization_id = decision.issuer_id
             left join certificate
                on certificate.decision_id = line.decision_id and certificate.line = line.line
             where decision.title_year = $1
             order by decision.decision_id, line.line"
        ),
        &[&title_year],
        |row| {
            let number: i64 = row.get(0)?;
            take(&AnnexRow {
                printed: format!("{number:02}/{}", row.text(1)?),
                dated: row.get(2)?,
                issuer: row.get(3)?,
                organization: row.get(4)?,
                kind: row.get(5)?,
                line: row.get(6)?,
                verdict: row.get(7)?,
                name: row.get(8)?,
                birth_year: row.get(9)?,
                unit: row.get(10)?,
                serial: row.get(11)?,
            })
        },
    )
}
