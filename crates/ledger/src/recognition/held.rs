//! A certificate as whoever holds the paper may check it.

use uuid::Uuid;

use crate::db::{Day, Fault, Reader};
use crate::sql;

/// A certificate with what a stranger who holds it may be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldCertificate {
    /// State code of the title that its own line granted.
    pub granted: Option<i64>,
    /// State code of the newest title of its dossier.
    pub now: Option<i64>,
    /// Serial of the newest certificate of its dossier.
    pub newest: String,
    /// Whole name of the person.
    pub name: String,
    /// The assessed year.
    pub title_year: i64,
    /// Place in the row of numbers of the decision that issued it.
    pub number: i64,
    /// What stands behind that number.
    pub sign: String,
    /// The day of the decision.
    pub dated: Day,
    /// Unit or organization that issued it.
    pub issuer: Uuid,
    /// Name of the organization, when it is one.
    pub organization: Option<String>,
}

/// The certificate of a serial, in one look: strangers ask for it more often than for anything else.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn find_held(reader: &Reader<'_>, serial: &str) -> Result<Option<HeldCertificate>, Fault> {
    reader.find(
        sql!(
            "select own.title_state,
                (select title.title_state from decision_line title
                 where title.dossier_id = certificate.dossier_id and title.title_state is not null
                 order by title.decision_id desc, title.line desc limit 1),
                (select newer.serial from certificate newer
                 where newer.dossier_id = certificate.dossier_id
                 order by newer.decision_id desc, newer.line desc limit 1),
                person.name, decision.title_year, decision.number, decision.sign, decision.dated,
                decision.issuer_id, organization.name
             from certificate
             join decision_line own
                on own.decision_id = certificate.decision_id and own.line = certificate.line
             join decision on decision.decision_id = certificate.decision_id
             join person on person.person_id = own.person_id
             left join organization on organization.organization_id = decision.issuer_id
             where certificate.serial = $1"
        ),
        &[&serial],
        |row| {
            Ok(HeldCertificate {
                granted: row.get(0)?,
                now: row.get(1)?,
                newest: row.get(2)?,
                name: row.get(3)?,
                title_year: row.get(4)?,
                number: row.get(5)?,
                sign: row.get(6)?,
                dated: row.get(7)?,
                issuer: row.get(8)?,
                organization: row.get(9)?,
            })
        },
    )
}
