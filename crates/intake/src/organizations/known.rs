//! What is on record of the organizations of a list.

use std::collections::HashMap;

use sohoc_acts::Office;
use sohoc_acts::organizations::NewOrganization;
use sohoc_ledger::organizations::{OrganizationRow, list};
use sohoc_rules::ids::{OrganizationId, UnitId};
use sohoc_rules::time::Span;
use sohoc_rules::vietnamese::fold;

use crate::Error;

/// A row of the list beside the record.
pub(super) enum Compared {
    New(NewOrganization),
    /// As it is to be, and where it sat before.
    Changed(NewOrganization, Option<UnitId>),
    Same(NewOrganization),
}

impl Compared {
    /// The organization and where it sat before.
    pub(super) fn touched(&self) -> (&NewOrganization, Option<UnitId>) {
        match self {
            Self::New(organization) | Self::Same(organization) => (organization, organization.unit),
            Self::Changed(organization, before) => (organization, *before),
        }
    }
}

/// All organizations on record: a province has a few thousand.
pub(super) struct Register {
    rows: Vec<OrganizationRow>,
    by_code: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Register {
    pub(super) fn of(office: &Office) -> Result<Self, Error> {
        let rows = office.read(|reader| Ok(list(reader)?))?;
        let mut register = Self { rows, by_code: HashMap::new(), by_name: HashMap::new() };
        for (at, row) in register.rows.iter().enumerate() {
            register.by_code.entry(fold(&row.code)).or_default().push(at);
            register.by_name.entry(row.name_fold.clone()).or_default().push(at);
        }
        Ok(register)
    }

    /// Finds the record of a stated organization and says what the list changes in it.
    pub(super) fn compare(&self, stated: NewOrganization) -> Result<Compared, String> {
        let Some(row) = self.find(&stated)? else { return Ok(Compared::New(stated)) };
        let unit = row.unit.map(UnitId::from_uuid);
        let or_known = |text: String, known: &str| if text.is_empty() { known.to_owned() } else { text };
        let after = NewOrganization {
            id: OrganizationId::from_uuid(row.id),
            code: or_known(stated.code, &row.code),
            name: stated.name,
            kind: or_known(stated.kind, &row.kind),
            unit: stated.unit.or(unit),
            span: Span {
                from: stated.span.from.or(row.from.map(|day| day.0)),
                to: stated.span.to.or(row.to.map(|day| day.0)),
            },
        };
        let same = after.code == row.code
            && after.name == row.name
            && after.kind == row.kind
            && after.unit == unit
            && after.span.from == row.from.map(|day| day.0)
            && after.span.to == row.to.map(|day| day.0);
        Ok(if same { Compared::Same(after) } else { Compared::Changed(after, unit) })
    }

    fn find(&self, stated: &NewOrganization) -> Result<Option<&OrganizationRow>, String> {
        let at = |places: Option<&Vec<usize>>| -> Vec<&OrganizationRow> {
            places.into_iter().flatten().filter_map(|at| self.rows.get(*at)).collect()
        };
        if !stated.code.is_empty() {
            match at(self.by_code.get(&fold(&stated.code))).as_slice() {
                [] => {}
                [one] => return Ok(Some(one)),
                _ => return Err("mã này có ở nhiều cơ quan trong sổ; hãy hỏi cấp tỉnh.".to_owned()),
            }
        }
        // Two codes are two organizations, whatever their names.
        let may_be = |row: &&&OrganizationRow| {
            let same_place = stated.unit.is_none_or(|unit| row.unit == Some(unit.uuid()));
            same_place && (stated.code.is_empty() || row.code.is_empty())
        };
        let named = at(self.by_name.get(&fold(&stated.name)));
        let fitting: Vec<&&OrganizationRow> = named.iter().filter(may_be).collect();
        match fitting.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(one)),
            _ => Err("có nhiều cơ quan tên này trong sổ; hãy ghi mã hoặc xã.".to_owned()),
        }
    }
}
