//! Lists that leave the ledger: who may take them, and that it was done.

use serde_json::json;
use sohoc_ledger::people::Scope;
use sohoc_rules::access::{ActKind, Permit};
use sohoc_rules::ids::{OrganizationId, PersonId, UnitId};
use sohoc_rules::people::PersonalNumber;

use crate::access::{Actor, Place, permit_on};
use crate::error::{Error, Result};
use crate::office::Office;

/// A list that somebody wants to take.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// What it is of, like `people`.
    pub kind: &'static str,
    /// Only what lies in this unit.
    pub within: Option<UnitId>,
    /// Only the staff of this organization, wherever they live.
    pub organization: Option<OrganizationId>,
    /// The assessed year, where it has one.
    pub year: Option<i16>,
    /// With personal numbers.
    pub numbers: bool,
    /// With ethnic groups.
    pub ethnic_groups: bool,
}

/// The leave to take a list; [`Leave::journal`] ends it.
pub struct Leave<'a> {
    office: &'a Office,
    actor: &'a Actor,
    wanted: Wanted,
    /// Whom the list may hold.
    pub scope: Scope,
    numbers: Option<Permit>,
    ethnic_groups: Option<Permit>,
}

/// Asks for the leave to take a list.
///
/// # Errors
/// A refusal without the right to take data out at the place, to see numbers or to see ethnic groups.
pub fn ask_leave<'a>(office: &'a Office, actor: &'a Actor, wanted: Wanted) -> Result<Leave<'a>> {
    let map = office.map_on(office.now().day())?;
    let place = match (wanted.organization, wanted.within) {
        (None, within) => within.map(Place::unit),
        (organization, unit) => Some(Place { unit, organization, person: None }),
    };
    let right = |act: ActKind, needed: bool| needed.then(|| permit_on(actor, act, place, &map)).transpose();
    right(ActKind::Export, true)?;
    Ok(Leave {
        office,
        actor,
        wanted,
        scope: match wanted.organization {
            // Rights to staff go by the organization, which was asked above; of nobody else the list may tell.
            Some(_) => Scope::Units(std::collections::BTreeSet::new()),
            None => actor.reading_scope(&map)?,
        },
        numbers: right(ActKind::ReadNumber, wanted.numbers)?,
        ethnic_groups: right(ActKind::ReadEthnicGroup, wanted.ethnic_groups)?,
    })
}

impl Leave<'_> {
    /// The personal number, when it was asked for.
    ///
    /// # Errors
    /// When the keys do not open it.
    pub fn number(&self, person: PersonId, sealed: Option<&[u8]>) -> Result<Option<PersonalNumber>> {
        let (Some(_), Some(sealed)) = (&self.numbers, sealed) else {
            return Ok(None);
        };
        let opened = self.office.keys().open(person, sealed)?;
        PersonalNumber::new(&opened).map(Some).map_err(|_| {
            let what = format!("the personal number of person {person} is not one");
            Error::bad_input("the ledger", what, "Enter it again from the card.")
        })
    }

    /// The ethnic group, when it was asked for.
    #[must_use]
    pub fn ethnic_group<'g>(&self, group: Option<&'g str>) -> Option<&'g str> {
        group.filter(|_| self.ethnic_groups.is_some())
    }

    /// Journals that the list was taken: its extent, fields and length. Whom it named follows from the
    /// ledger as of that moment; hundreds of thousands of ids would say no more. To be done before the
    /// file is handed over.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn journal(self, rows: u64) -> Result<()> {
        let Wanted { kind, within, organization, year, numbers, ethnic_groups } = self.wanted;
        let body = json!({ "kind": kind, "year": year, "rows": rows, "numbers": numbers,
            "ethnic_groups": ethnic_groups, "organization": organization.map(|one| one.to_string()) });
        self.office.perform(self.actor, |desk| {
            desk.record("export.take", within, usize::try_from(rows).unwrap_or(usize::MAX), &body)?;
            Ok(())
        })
    }
}
