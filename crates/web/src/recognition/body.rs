//! Which body the visitor works for.

use sohoc_acts::recognition::bodies;
use sohoc_acts::rounds::Round;
use sohoc_ledger::organizations;
use sohoc_rules::access::ActKind;
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::privacy::{Subject, What};
use sohoc_rules::recognition::Issuer;

use crate::failure::Failure;
use crate::visit::Visit;

/// A commune or an organization that holds sessions and decides.
#[derive(Clone, Debug)]
pub struct Body {
    /// Which.
    pub issuer: Issuer,
    /// Its id as forms carry it.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its official code, as serials carry it.
    pub code: String,
}

/// The bodies for which the visitor may do one of `acts`, and the one that was chosen by `cua`, else the
/// first.
///
/// # Errors
/// [`Failure::NotFound`] for a body that is not the visitor's, or where there is none.
pub fn chosen(visit: &Visit<'_>, acts: &[ActKind]) -> Result<(Body, Vec<Body>), Failure> {
    let issuers = bodies(visit.actor()?, acts, visit.today());
    let mut all = Vec::with_capacity(issuers.len());
    for issuer in issuers {
        all.push(body(visit, issuer)?);
    }
    let asked = match visit.form().get("cua") {
        "" => visit.query().get("cua"),
        asked => asked,
    };
    let one = match asked {
        "" => all.first(),
        asked => all.iter().find(|body| body.id == asked),
    };
    Ok((one.cloned().ok_or(Failure::NotFound)?, all))
}

/// Name and code of a body.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub fn body(visit: &Visit<'_>, issuer: Issuer) -> Result<Body, Failure> {
    match issuer {
        Issuer::Unit(unit) => {
            let map = visit.office().map()?;
            let code = map.find(unit).ok_or(Failure::NotFound)?.code.clone();
            let name = visit.office().map_on(visit.today())?.name(unit).to_owned();
            Ok(Body { issuer, id: unit.to_string(), name, code: serial_code(&code) })
        }
        Issuer::Organization(organization) => {
            let all = visit.office().read(|reader| Ok(organizations::list(reader)?))?;
            let row = all.into_iter().find(|row| OrganizationId::from_uuid(row.id) == organization);
            let row = row.ok_or(Failure::NotFound)?;
            Ok(Body { issuer, id: organization.to_string(), name: row.name, code: serial_code(&row.code) })
        }
    }
}

/// Serials take up to ten capitals and digits.
fn serial_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(10).collect::<String>().to_ascii_uppercase()
}

/// The round that is asked for by `nam`, else the newest that is open, else the newest.
///
/// # Errors
/// [`Failure::NotFound`] where there is none.
pub fn round(visit: &Visit<'_>) -> Result<Round, Failure> {
    let asked = visit.form().read::<i16>("nam").or_else(|| visit.query().read("nam"));
    if let Some(year) = asked {
        return Ok(visit.office().round(year)?);
    }
    let rounds = visit.office().rounds()?;
    let open = rounds.iter().find(|round| !round.closed).or_else(|| rounds.first());
    open.cloned().ok_or(Failure::NotFound)
}

/// Notes that a list of the body's people is shown.
///
/// # Errors
/// When reads cannot be noted, and so must not be shown.
pub fn note(visit: &Visit<'_>, issuer: Issuer, page: usize) -> Result<(), Failure> {
    let (unit, organization): (Option<UnitId>, Option<OrganizationId>) = match issuer {
        Issuer::Unit(unit) => (Some(unit), None),
        Issuer::Organization(one) => (None, Some(one)),
    };
    let page = u32::try_from(page).unwrap_or(u32::MAX);
    Ok(visit.office().note_reading(visit.actor()?, What::List, Subject::List { unit, organization, page })?)
}

/// Key of the words of a kind of decision.
#[must_use]
pub fn kind_words(kind: impl std::borrow::Borrow<i64>) -> &'static str {
    match kind.borrow() {
        1 => "recognition-kind-1",
        2 => "recognition-kind-2",
        3 => "recognition-kind-3",
        _ => "recognition-kind-4",
    }
}
