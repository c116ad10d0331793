//! What somebody must look at.

use uuid::Uuid;

use crate::db::{Fault, Moment, Reader, Writer};
use crate::sql;

/// Something that somebody must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlertRow {
    /// Alert.
    pub id: Uuid,
    /// When.
    pub at: Moment,
    /// What kind.
    pub kind: String,
    /// The account it is about.
    pub account: Option<Uuid>,
    /// What was said.
    pub detail: String,
}

/// Adds one.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn add(writer: &Writer<'_>, alert: &AlertRow) -> Result<(), Fault> {
    writer.change(
        sql!(
            "insert into security_alert (alert_id, at, kind, account_id, detail)
             values ($1, $2, $3, $4, $5)"
        ),
        &[&alert.id, &alert.at, &alert.kind, &alert.account, &alert.detail],
        1,
    )
}

/// Those nobody has acknowledged, newest first.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn open(reader: &Reader<'_>) -> Result<Vec<AlertRow>, Fault> {
    reader.rows(
        sql!(
            "select alert_id, at, kind, account_id, detail from security_alert
             where acknowledged_at is null order by alert_id desc limit 100"
        ),
        &[],
        |row| {
            Ok(AlertRow {
                id: row.get(0)?,
                at: row.get(1)?,
                kind: row.get(2)?,
                account: row.get(3)?,
                detail: row.get(4)?,
            })
        },
    )
}

/// Acknowledges one; tells whether it was open.
///
/// # Errors
/// A [`Fault`] of the store.
pub fn acknowledge(writer: &Writer<'_>, alert: Uuid, at: Moment, by: Option<Uuid>) -> Result<bool, Fault> {
    let changed = writer.execute(
        sql!(
            "update security_alert set acknowledged_at = $2, acknowledged_by = $3
             where alert_id = $1 and acknowledged_at is null"
        ),
        &[&alert, &at, &by],
    )?;
    Ok(changed == 1)
}
