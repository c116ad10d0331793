//! Somebody holds up a certificate: is it real, and does it hold?

use sohoc_ledger::recognition::{self, HeldCertificate};
use sohoc_rules::ids::UnitId;
use sohoc_rules::people::masked_name;
use sohoc_rules::recognition::{CertificateSerial, CertificateStanding, TitleState, standing};
use sohoc_rules::time::Date;

use crate::error::Result;
use crate::office::Office;

/// The least that proves a certificate to whoever holds it (rules.md 8).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCertificate {
    /// Serial as printed.
    pub serial: String,
    /// Whether it may be believed.
    pub standing: CertificateStanding,
    /// The name, partly hidden.
    pub name: String,
    /// The assessed year of the title.
    pub title_year: i64,
    /// Number of the decision as printed, like `05/QĐ-UBND`.
    pub decision: String,
    /// The day the decision bears.
    pub dated: Date,
    /// Who issued it, by the name of that day.
    pub issuer: String,
}

/// Looks up a certificate. No right is asked and nobody is told who asked: anyone may check a paper.
///
/// # Errors
/// A fault of the store.
pub fn check(office: &Office, serial: &CertificateSerial) -> Result<Option<CheckedCertificate>> {
    let serial = serial.to_string();
    office.read(|reader| {
        let Some(row) = recognition::find_held(reader, &serial)? else { return Ok(None) };
        let issuer = match &row.organization {
            Some(name) => name.clone(),
            None => {
                let map = office.map_in(reader, office.now().day())?;
                let unit = UnitId::from_uuid(row.issuer);
                map.territory().name_on(unit, row.dated.0).unwrap_or_default().to_owned()
            }
        };
        Ok(Some(checked(serial, &row, issuer)))
    })
}

fn checked(serial: String, row: &HeldCertificate, issuer: String) -> CheckedCertificate {
    let state = |code: Option<i64>| code.and_then(TitleState::from_code);
    CheckedCertificate {
        standing: standing(&serial, state(row.granted), state(row.now), &row.newest),
        serial,
        name: masked_name(&row.name),
        title_year: row.title_year,
        decision: format!("{:02}/{}", row.number, row.sign),
        dated: row.dated.0,
        issuer,
    }
}
